internal import Foundation
internal import TestSupport
internal import Testing

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

/// Zipf's law, growth and diversity from end to end.
@Suite struct StatisticsCommandTests {
    static let bench = Result {
        let bench = try Workbench()
        _ = try bench.database(name: "DB")
        try bench.write("one two two\n", to: "second.txt")
        try #require(bench.gram("ingest", "DB", "second.txt").status == 0)
        return bench
    }

    // MARK: - Published figures

    /// figures.md, Moby Dick, by the names that programs find them under.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickFromAList() throws {
        let bench = try Workbench()
        let list = ReferenceData.folder!.appending(path: "reference/moby-dick.word-frequencies.txt").path
        let run = try bench.gram("zipf", "--frequencies", list, "--format", "json")
        expectDone(run)
        let row = try #require(try run.rows.first)
        for (key, wanted, tolerance) in [
            ("tokens", 209_994.0, 0.0), ("types", 18_855, 0), ("hapax_legomena", 9_161, 0),
            ("exponent", 1.113275, 1e-6), ("intercept", 10.680005, 1e-7), ("r_squared", 0.977288, 1e-6),
            ("standard_error", 0.0012, 5e-5), ("shifted_rank_slope", 0.8789, 5e-5),
            ("shifted_rank_slope_standard_error", 0.0091, 5e-5), ("per_frequency_exponent", 1.0413, 5e-5),
            ("rank_likelihood_exponent", 1.000785, 1e-6), ("zipf_mandelbrot_exponent", 1.083073, 1e-6),
            ("zipf_mandelbrot_shift", 1.791226, 1e-6), ("xmin", 7, 0), ("tail_types", 2_958, 0),
            ("tail_exponent", 1.9527275, 1e-7),
            ("tail_distance", 0.0082530, 1e-7), ("tail_log_likelihood", -11_753.8176, 1e-8),
            ("f2_exponent", 1.960060, 1e-6), ("f2_distance", 0.002725, 1e-6),
            ("f2_log_likelihood", -40_080.571, 2e-8), ("f2_zipf_exponent", 1 / 0.960060, 1e-6),
            ("tail_zipf_exponent", 1 / 0.9527275, 1e-6),
        ] {
            expectClose(row[key] as? Double, wanted, tolerance, "\(key): \(row[key] ?? "none")")
        }
        #expect(try #require(row["f2_p_value"] as? Double) > 0.1)
        #expect(try #require(row["tail_p_value"] as? Double) > 0.1)
        #expect(row["verdict"] as? String == "f2")
        // Over bootstraps that choose xmin anew, wider than the likelihood's 0.01753 for a known one.
        #expect(try #require(row["tail_standard_error"] as? Double) > 0.02)
        #expect(row["f2_bootstraps"] as? Int == 300 && row["tail_bootstraps"] as? Int == 300)
        let tests = try #require(try run.json["comparisons"] as? [[String: Any]])
        func against(_ first: String, _ second: String) throws -> [String: Any] {
            try #require(tests.first { $0["first"] as? String == first && $0["second"] as? String == second })
        }
        let lognormal = try against("zeta", "lognormal")
        #expect(lognormal["favours"] as? String == "undecided" && lognormal["xmin"] as? Int == 7)
        expectClose(try against("zeta", "exponential")["z"] as? Double, 9.1, 0.01)
        expectClose(try against("f2", "zeta")["z"] as? Double, 8.07, 0.001)
        let residuals = try #require(try run.json["residuals"] as? [[String: Any]])
        #expect(residuals.count == 15)  // ranks 1, 2–3, … 16,384–18,855
        let provenance = try #require(try run.json["provenance"] as? [String: Any])
        #expect((provenance["frequencies"] as? String)?.hasSuffix("frequencies.txt") == true)
        #expect((provenance["corpus_fingerprint"] as? String)?.count == 64)

        for (xmin, exponent) in [(1, 1.774810), (2, 1.853789), (6, 1.942864), (8, 1.958582)] {
            let run = try bench.gram(
                "zipf", "--frequencies", list, "--xmin", "\(xmin)", "--bootstraps", "0", "--format", "json")
            expectClose(try run.rows.first?["tail_exponent"] as? Double, exponent, 1e-6)
            if xmin == 1 {
                expectClose(try run.rows.first?["tail_log_likelihood"] as? Double, -40_195.999, 1e-8)
                expectClose(try run.rows.first?["tail_distance"] as? Double, 0.0346, 1e-4)
            }
        }
        for (ranks, slope) in [("1-100", 0.886840), ("1-1000", 1.071221), ("1-5000", 1.064769)] {
            let run = try bench.gram(
                "zipf", "--frequencies", list, "--ranks", ranks, "--bootstraps", "0", "--format", "json")
            expectClose(try run.rows.first?["exponent"] as? Double, slope, 1e-6)
        }
        let people = try bench.gram("zipf", "--frequencies", list)
        let text = people.lines.joined(separator: " ")
        #expect(text.contains("quote a Zipf exponent of 1.042 ± 0.0077 (95 % interval 1.027 to 1.057)"), "\(text)")
        #expect(text.contains("cannot be told apart from the lognormal"), "\(text)")
    }

    /// figures.md, The Time Machine as one segment.
    @Test(.enabled(if: ReferenceData.isAvailable)) func timeMachineFromItsText() throws {
        let bench = try Workbench()
        let text = ReferenceData.folder!.appending(path: "corpora/time-machine.txt").path
        expectDone(
            try bench.gram(
                "ingest", "tm.db", "--train", text, "--letters-only", "--segments", "document", "--quiet"))
        let figures = [
            (32_775, 4_579, 2_397, 1.0353, 0.972, 1.0315, 1.0332),
            (32_774, 20_234, 16_625, 0.4637, 0.810, 0.6763, 0.6506),
            (32_773, 29_882, 28_251, 0.1642, 0.529, 0.4604, 0.3845),
        ]
        func rows(_ options: String...) throws -> [[String: Any]] {
            try bench.start(
                Workbench.gram, ["zipf", "tm.db", "--bootstraps", "0", "--format", "json", "--quiet"] + options
            ).result().rows
        }
        let all = try rows()
        let first = try rows("--ranks", "1-1000")
        for (order, figure) in figures.enumerated() {
            let (tokens, types, hapaxes, slope, squares, slopeOfFirst, slopeOfTwice) = figure
            #expect(all[order]["tokens"] as? Int == tokens)
            #expect(all[order]["types"] as? Int == types)
            #expect(all[order]["hapax_legomena"] as? Int == hapaxes)
            expectClose(all[order]["exponent"] as? Double, slope, 0.5e-4)
            expectClose(all[order]["r_squared"] as? Double, squares, 0.5e-3)
            expectClose(first[order]["exponent"] as? Double, slopeOfFirst, 0.5e-4)
            let twice = try rows("--order", "\(order + 1)", "--ranks", "1-\(types - hapaxes)")
            expectClose(twice[0]["exponent"] as? Double, slopeOfTwice, 0.5e-4)
        }
    }

    // MARK: - Lists of counts

    @Test(arguments: [
        "5\n3\n1\n", "5\r\n3\r\n1\r\n", "\u{FEFF}5\n3\n1", "m Vm\n1 1\n3 1\n5 1\n", "# a\n\n5,1\n3,1\n1,1\n",
    ])
    func formsOfAList(list: String) throws {
        let run = try Workbench().gram("zipf", "--frequencies", "-", "--format", "json", input: list)
        expectDone(run)
        #expect(try run.rows.first?["tokens"] as? Int == 9)
        #expect(try run.rows.first?["types"] as? Int == 3)
    }

    @Test(
        arguments: [
            ("5\nsix\n", "line 2"), ("5\n4\n-3", "line 3"), ("0", "line 1"), ("2\n2.5", "line 2"), ("", "no count"),
            ("99999999999999999999\n", "line 1"), ("9007199254740992\n1\n", "line 2"),
            ("9223372036854775807\n", "line 1"), ("1 2\n\n3", "line 3"),
            ("1 2 3\n", "line 1"), ("1 2\n1 4\n", "line 2"), ("word\n", "no count"), ("4\n\u{0}", "line 2"),
        ])
    func badListsAreNamedByLine(list: String, place: String) throws {
        expectError(try Workbench().gram("zipf", "--frequencies", "-", input: list), 65, naming: place)
    }

    @Test func aListThatIsNone() throws {
        let bench = try Self.bench.get()
        expectError(try bench.gram("zipf", "--frequencies", "nowhere.txt"), 66, naming: "nowhere.txt")
        expectError(try bench.gram("zipf", "--frequencies", "DB"), 65, naming: "gram zipf DB")
    }

    /// One type, two, all alike, and numbers at the limit of what is taken: an answer in words and no crash.
    @Test(arguments: [
        ("1", "neither a slope nor a law"), ("7\n7\n7", "All 3 types"), ("1 100000", "nothing to fit"),
        ("5\n3", "too few to say"), ("9007199254740991\n1", "too few to say"),
        ("1 4503599627370496", "nothing to fit"),
        ("1 4503599627370496\n2 1", "The textbook"), ("9007199254740992", "neither a slope"),
    ]) func edgesOfTheVerdict(list: String, words: String) throws {
        let run = try Workbench().gram("zipf", "--frequencies", "-", "--html", "-", input: list)
        expectDone(run)
        #expect(run.lines.joined(separator: " ").contains(words), "\(run.output)")
        #expect(!run.output.contains(/\bnan\b/) && !run.output.contains(/-0\.0+(?![0-9])/))
    }

    @Test(arguments: [
        "zipf DB --bootstraps 1000001", "zipf DB --bootstraps=-1", "zipf DB --xmin 0", "zipf DB --xmin x",
        "zipf DB --bootstraps 99999999999999999999", "zipf DB --ranks 1-99999999999999999999", "zipf DB --order 1,x",
        "zipf DB --seed=-1", "zipf DB --chart pie", "zipf", "zipf DB --frequencies DB",
        "zipf --frequencies DB --order 1",
        "growth DB --points 1", "growth DB --points 10001", "growth DB --times 1", "growth DB --times nan",
        "growth DB --times inf", "growth DB --times 1e7", "growth DB --times=-2", "growth", "diversity DB --window 0",
        "diversity DB --window=-5", "diversity DB --window 99999999999999999999", "diversity DB --limit=-1",
    ]) func isAUsageError(line: String) throws {
        let run = try Self.bench.get().start(Workbench.gram, line.split(separator: " ").map(String.init)).result()
        expectError(run, 64)
    }

    @Test(arguments: ["4611686018427387904", "9223372036854775807", "99999999"]) func hugeOrders(order: String) throws {
        let bench = try Self.bench.get()
        expectError(try bench.gram("zipf", "DB", "--order", order), 65, naming: "\(order)-grams")
        let run = try bench.gram("frequencies", "DB", "--order", order, "--format", "json")
        expectDone(run)
        #expect(try run.rows.isEmpty)
    }

    @Test func ranksThatAreNotThere() throws {
        expectError(try Self.bench.get().gram("zipf", "DB", "--ranks", "5000-6000"), 64, naming: "5,000")
    }

    // MARK: - What every figure carries

    /// The page and the charts are whole in themselves and say which tokenizer made their figures.
    @Test func pagesAndChartsAreOfflineAndSayHowTheyWereMade() throws {
        let bench = try Self.bench.get()
        let info = try bench.gram("info", "DB", "--format", "json").json
        let provenance = try #require(info["provenance"] as? [String: Any])
        let fingerprint = try #require(provenance["tokenizer_fingerprint"] as? String).prefix(12)
        for (command, file) in [("zipf", "zipf"), ("growth", "growth")] {
            let run = try bench.gram(command, "DB", "--svg", "\(file).svg", "--html", "\(file).html")
            expectDone(run)
            #expect(run.errors.contains(fingerprint))
            for name in ["\(file).svg", "\(file).html"] {
                let data = try bench.read(name)
                #expect(XMLParser(data: data).parse(), "\(name)")
                let text = String(decoding: data, as: UTF8.self)
                #expect(text.contains(fingerprint), "\(name)")
                // Names of XML's vocabularies are no addresses to fetch from.
                let addresses = text.matches(of: /https?:[^"']*/).map { String($0.output) }
                #expect(addresses.allSatisfy { $0.hasPrefix("http://www.w3.org/") }, "\(addresses)")
            }
            let page = String(decoding: try bench.read("\(file).html"), as: UTF8.self)
            #expect(page.contains("<table>") && page.contains("<svg") && page.contains("</svg>"))
        }
        let page = String(decoding: try bench.read("zipf.html"), as: UTF8.self)
        for file in ["1-spectrum", "2-fits", "3-ccdf", "residuals", "comparisons", "zipf", "textbook"] {
            #expect(page.contains("data-name=\"\(file)\""), "\(file)")
        }
        for command in ["zipf", "growth", "diversity"] {
            let json = try bench.gram(command, "DB", "--format", "json").json
            let provenance = try #require(json["provenance"] as? [String: Any])
            #expect((provenance["tokenizer_fingerprint"] as? String)?.hasPrefix(fingerprint) == true)
        }
    }

    @Test func halvesAreSeeded() throws {
        let bench = try Self.bench.get()
        func curve(_ seed: String) throws -> Double {
            let run = try bench.gram(
                "zipf", "DB", "--order", "1", "--independent-halves", "--seed", seed, "--format", "json")
            return try #require(try run.rows.first?["exponent"] as? Double)
        }
        #expect(try curve("1") == curve("1"))
        #expect(try curve("1") != curve("2"))
        let people = try bench.gram("zipf", "DB", "--order", "1", "--independent-halves", "--svg", "halves.svg")
        #expect(people.output.contains("ranks from one half"), "\(people.output)")
        let svg = String(decoding: try bench.read("halves.svg"), as: UTF8.self)
        #expect(svg.contains("frequency in the other half (occurrences)"))
    }

    // MARK: - Diversity

    /// one two two: TTR 2/3, and all documents have a row of their own.
    @Test func diversityByDocumentAndInAll() throws {
        let rows = try Self.bench.get().gram("diversity", "DB", "--format", "json").rows
        #expect(rows.count == 3)
        let second = try #require(rows.first { $0["document"] as? String == "second.txt" })
        expectClose(second["ttr"] as? Double, 2.0 / 3, 1e-15)
        expectClose(second["yule_k"] as? Double, 1e4 * (5.0 - 3) / 9, 1e-12)
        let all = try #require(rows.first { $0["document"] is NSNull })
        let tokens = rows.compactMap { $0["document"] is String ? $0["tokens"] as? Int : nil }
        #expect(all["tokens"] as? Int == tokens.reduce(0, +))
    }
}
