internal import Foundation
internal import Testing

/// `gram compare` end to end.
@Suite struct CompareTests {
    /// A database with two small networks, which no test changes.
    static let bench = Result {
        let bench = try Workbench()
        try database(bench, "DB")
        return bench
    }

    static func database(_ bench: Workbench, _ name: String) throws {
        _ = try bench.database(name: name)
        for (network, cell) in [("elman", "elman"), ("forgetful", "gru")] {
            let state = network == "forgetful" ? "reset" : "carried"
            expectDone(
                try bench.gram(
                    "train", name, network, "--cell", cell, "--hidden", "8", "--embedding", "8", "--epochs", "2",
                    "--batch", "2", "--steps", "5", "--state", state, "-q"))
        }
    }

    func compare(_ arguments: String..., bench: Workbench? = nil) throws -> Run {
        let run = try (bench ?? Self.bench.get()).start(Workbench.gram, ["compare"] + arguments).result()
        expectDone(run)
        return run
    }

    @Test func theUsualModelsAndBothConventionsOfEveryNetwork() throws {
        let rows = try compare("DB", "--format", "json").rows
        let contexts = Dictionary(
            uniqueKeysWithValues: rows.compactMap { row in
                (row["model"] as? String).flatMap { name in (row["context"] as? String).map { (name, $0) } }
            })
        for name in ["laplace:1", "laplace:2", "laplace:3", "mkn:3", "mkn:5"] { #expect(contexts[name] == "n-gram") }
        #expect(contexts["mkn:5+cache"] == "carried")
        #expect(contexts["elman"] == "carried" && contexts["elman (reset)"] == "reset")
        #expect(contexts["forgetful"] == "reset" && contexts["forgetful (carried)"] == "carried")
        #expect(contexts["mkn:5+cache+elman"] == "carried" && contexts["mkn:5+forgetful"] == "reset")
        #expect(contexts["elman+elman (reset)"] == nil)
        #expect(rows.first { $0["model"] as? String == "mkn:5" }?["order"] as? Int == 5)
        for row in rows {
            let bytes = try #require(row["bytes"] as? Int)
            let speed = try #require(row["tokens_per_second"] as? Double)
            #expect(bytes > 0 && speed > 0)
        }

        let carried = try compare("DB", "--state", "carried", "--mixtures", "none", "--format", "json").rows
        let networks = carried.compactMap { $0["model"] as? String }.suffix(2)
        #expect(Array(networks) == ["elman", "forgetful (carried)"])
    }

    @Test func mixturesGainOnValidAndWeightsSumToOne() throws {
        for weights in ["global", "by-count"] {
            let json = try compare("DB", "--weights", weights, "--format", "json").json
            let mixtures = try #require(json["weights"] as? [[String: Any]])
            #expect(mixtures.count > 20)
            for mixture in mixtures {
                let shares = try #require(mixture["weights"] as? [String: Double])
                #expect(abs(shares.values.reduce(0, +) - 1) < 1e-9)
                if let gain = mixture["valid_gain_percent"] as? Double { #expect(gain > -1e-5) }
                #expect(
                    (mixture["weights_by_history_count"] != nil) == (weights == "by-count" && mixture["mixes"] != nil))
            }
        }
    }

    @Test func everyPairIsTestedAndTheEventsAreNamed() throws {
        let json = try compare("DB", "--model", "laplace:2,mkn:3,elman", "--state", "carried", "--format", "json").json
        let pairs = try #require(json["significance"] as? [[String: Any]])
        // Three models and the mixture that is best on valid.
        #expect(pairs.count == 6)
        for pair in pairs {
            let interval = try #require(pair["interval_95"] as? [Double])
            let difference = try #require(pair["difference_bits_per_token"] as? Double)
            #expect(interval[0] <= difference && difference <= interval[1])
            let p = try #require(pair["p_value"] as? Double)
            let adjusted = try #require(pair["p_value_holm"] as? Double)
            #expect(p <= adjusted)
        }
        let vocabulary = try #require(json["vocabulary"] as? [String: Any])
        #expect((vocabulary["events_hash"] as? String)?.count == 64)
        #expect((json["summary"] as? String)?.hasPrefix("Of 3 models, ") == true)
        let breakdowns = try #require(json["breakdowns"] as? [[String: Any]])
        #expect(breakdowns.map { $0["by"] as? String } == ["train_frequency", "longest_history_seen", "position"])
        for breakdown in breakdowns {
            let groups = try #require(breakdown["groups"] as? [[String: Any]])
            let events = groups.compactMap { $0["events"] as? Int }.reduce(0, +)
            #expect(events == vocabulary["events"] as? Int)
        }
    }

    @Test func aSecondDatabaseGivesTheSameNumbers() throws {
        let other = try Workbench()
        try Self.database(other, "DB")
        func timeless(_ run: Run) -> String {
            run.output.replacing(/"(training_seconds|tokens_per_second)": [^,}]+/, with: "")
        }
        let first = try compare("DB", "--format", "json")
        #expect(try timeless(first) == timeless(compare("DB", "--format", "json", bench: other)))
        #expect(
            try timeless(first)
                == timeless(compare("DB", "--format", "json", "--threads", "1")).replacing(" --threads 1", with: ""))
    }

    @Test func tablesFitTheWidth() throws {
        let run = try compare("DB")
        #expect(run.lines.allSatisfy { $0.count <= 80 }, "\(run.output)")
        #expect(run.lines.prefix(3).contains { $0.contains("bits/char") } && run.output.contains("training"))
        #expect(run.output.contains("times in train") && run.errors.contains("--mixtures all"))
        #expect(try !compare("DB", "--no-breakdowns").output.contains("times in train"))
        #expect(
            try compare("DB", "--split", "valid", "--no-breakdowns").lines.prefix(2).contains { $0.contains("test") }
                == false)
    }

    @Test func anInfinitePerplexityIsNull() throws {
        let run = try compare("DB", "--model", "mle:2,laplace:2", "--format", "json")
        let rows = try run.rows
        #expect(rows[0]["test_perplexity"] is NSNull && rows[1]["test_perplexity"] is Double)
        expectDone(try compare("DB", "--model", "mle:2"))
    }

    @Test func otherVocabulariesAreRefusedWithTheRemedyAndOtherwiseLeftOut() throws {
        let bench = try Workbench()
        try Self.database(bench, "DB")
        expectDone(try bench.gram("train", "DB", "all-words", "--ngram", "mkn:2", "--min-count", "1", "-q"))
        let refused = try bench.gram("compare", "DB", "--model", "laplace:2,all-words")
        if refused.status == 0 {
            // Every word of the tale is seen twice: the vocabularies are one.
            expectDone(try bench.gram("train", "DB", "few-words", "--ngram", "mkn:2", "--vocabulary-size", "8", "-q"))
        }
        let name = refused.status == 0 ? "few-words" : "all-words"
        expectError(
            try bench.gram("compare", "DB", "--model", "laplace:2,\(name)"), 65, naming: "another vocabulary",
            "--min-count 2")
        let usual = try bench.gram("compare", "DB")
        expectDone(usual)
        #expect(usual.errors.contains("left out: \(name)"))
    }

    @Test func seedsAreTrainedOnceAndTheirSpreadShown() throws {
        let bench = try Workbench()
        try Self.database(bench, "DB")
        let arguments = ["compare", "DB", "--model", "laplace:2,elman", "--seeds", "3", "--format", "json"]
        let first = try bench.start(Workbench.gram, arguments).result()
        expectDone(first)
        #expect(first.errors.contains("training elman-seed-3, 2 of 2"))
        let spread = try #require((first.json["seeds"] as? [[String: Any]])?.first)
        #expect(spread["seeds"] as? [Int] == [1, 2, 3])
        let values = try #require((spread["test_perplexity"] as? [String: Any])?["values"] as? [Double])
        #expect(Set(values).count == 3)
        let mean = try #require((spread["test_perplexity"] as? [String: Any])?["mean"] as? Double)
        #expect(abs(mean - values.reduce(0, +) / 3) < 1e-9)

        let second = try bench.start(Workbench.gram, arguments).result()
        #expect(!second.errors.contains("training elman-seed"))
        let again = try #require((second.json["seeds"] as? [[String: Any]])?.first)
        #expect((again["test_perplexity"] as? [String: Any])?["values"] as? [Double] == values)
        // They stand for no rows of their own.
        #expect(try !bench.gram("compare", "DB", "--format", "jsonl").output.contains("seed-2"))
        expectError(try bench.gram("compare", "DB", "--model", "laplace:2", "--seeds", "3"), 64, naming: "no network")
    }

    @Test(arguments: ["frequency", "history", "position", "learning"]) func chartsAreDrawn(chart: String) throws {
        let bench = try Self.bench.get()
        let file = "\(chart).svg"
        _ = try compare("DB", "--svg", file, "--chart", chart, "-q")
        let svg = try String(decoding: bench.read(file), as: UTF8.self)
        #expect(svg.hasPrefix("<svg") && svg.contains("mkn:5") && svg.contains("elman"))
        if chart == "learning" {
            expectError(
                try bench.gram("compare", "DB", "--model", "laplace:2", "--svg", "x.svg", "--chart", "learning", "-q"),
                64,
                naming: "no learning curve")
        }
    }

    @Test func dynamicEvaluationIsARowOfItsOwn() throws {
        let rows = try compare("DB", "--model", "mkn:3,elman", "--dynamic", "0.1", "--format", "json").rows
        let names = rows.compactMap { $0["model"] as? String }
        #expect(names.contains("elman (dynamic)") && names.contains("mkn:3+elman (dynamic)"))
    }

    @Test func databasesOfOneTextAreComparedByCharacters() throws {
        let bench = try Workbench()
        _ = try bench.database(name: "words.db")
        _ = try bench.database(tale, "--tokens", "characters", name: "characters.db")
        let run = try bench.gram(
            "compare", "words.db", "characters.db", "--model", "laplace:2,mkn:3", "--format", "json")
        expectDone(run)
        let rows = try run.rows
        #expect(rows.count == 4)
        #expect(Set(rows.compactMap { $0["database"] as? String }) == ["words.db", "characters.db"])
        // Alone each says the same of itself.
        let alone = try bench.gram("compare", "words.db", "--model", "laplace:2,mkn:3", "--format", "json").rows
        #expect(alone[0]["bits_per_character"] as? Double == rows[0]["bits_per_character"] as? Double)
        #expect(rows[0].keys.contains("test_perplexity") == false)

        _ = try bench.database(tale.replacing("the", with: "the,"), name: "dropped.db")
        _ = try bench.database(tale.replacing("the", with: "the,"), "--tokens", "characters", name: "kept.db")
        let refused = try bench.gram("compare", "dropped.db", "kept.db")
        #expect(refused.status == 65 && refused.errors.contains("not the same text"))
        expectError(try bench.gram("compare", "words.db", "characters.db", "--model", "nobody"), 64, naming: "nobody")
    }

    /// One figure for one model and split, with unknown words spelled out; the interval stands beside it.
    @Test func bitsPerCharacterAreThoseOfPerplexity() throws {
        let bench = try Workbench()
        let text = try String(
            contentsOf: Workbench.package.appending(path: "Corpora/ferry-book.txt"), encoding: .utf8)
        try bench.write(text, to: "ferry.txt")
        expectDone(try bench.gram("ingest", "DB", "ferry.txt"))
        let compared = try bench.gram("compare", "DB", "--model", "laplace:2,mkn:2", "--format", "json")
        let judged = try bench.gram("perplexity", "DB", "--model", "laplace:2,mkn:2", "--format", "json")
        for (row, other) in zip(try compared.rows, try judged.rows) {
            let bits = try #require(row["bits_per_character"] as? Double)
            #expect(abs(bits - (try #require(other["bits_per_character"] as? Double))) < 1e-9)
            #expect(row["model"] as? String == other["model"] as? String)
        }
        #expect(try judged.rows.count == 2)
        #expect(try #require(judged.rows[0]["out_of_vocabulary"] as? Int) > 0)
    }
}
