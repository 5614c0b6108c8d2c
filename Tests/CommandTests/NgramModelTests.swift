internal import Foundation
internal import Testing

/// N-gram models from the command line: what is bad in a text, a name, a file, and what a saved model promises.
@Suite struct NgramModelTests {
    private static let interpolating = [
        "jelinek-mercer:3", "witten-bell:3", "absolute:3", "kneser-ney:3", "mkn:3", "katz:3", "dirichlet:3:2",
        "laplace:3", "lidstone:3:0.5",
    ]

    /// A corpus whose train, valid and test are given.
    private func bench(train: String, test: String, _ options: String...) throws -> Workbench {
        let bench = try Workbench()
        try bench.write(train, to: "train.txt")
        try bench.write(test, to: "test.txt")
        let run = try bench.start(
            Workbench.gram,
            [
                "ingest", "DB", "--train", "train.txt", "--valid", "test.txt", "--tokens", "whitespace", "--segments",
                "lines",
            ]
                + options
        ).result()
        try #require(run.status == 0, "\(run.errors)")
        return bench
    }

    /// Of one token, one type, no repeated n-gram, and unknown words alone.
    @Test(arguments: ["a\n", "a a a a a\na a\n", "a b c d e f g\n"], ["a\n", "x y z\nx\n"])
    func corporaTooSmallForTheirDiscounts(train: String, test: String) throws {
        let bench = try bench(train: train, test: test, "--min-count", "1")
        let run = try bench.gram(
            "perplexity", "DB", "--split", "valid", "--model", Self.interpolating.joined(separator: ","),
            "--format", "json")
        expectDone(run)
        #expect(try run.rows.count == Self.interpolating.count)
        for row in try run.rows {
            for key in ["perplexity", "perplexity_excluding_eos", "bits_per_character", "log10_likelihood"] {
                #expect((row[key] as? Double)?.isFinite == true, "\(row)")
            }
            #expect(row["zero_probability_events"] as? Int == 0)
            let unknown = test.split { $0 == " " || $0 == "\n" }.count { !train.contains($0) }
            #expect(row["out_of_vocabulary"] as? Int == unknown)
            // Nothing is left to judge where every token is unknown.
            #expect(row["perplexity_excluding_oov_and_eos"] is NSNull == (test.first == "x"))
        }
        // Which order, why, and what was used.
        #expect(run.errors.contains(/mkn:3: orders? [12].*: no n-gram has an adjusted count of/), "\(run.errors)")
        #expect(run.errors.contains("so the discounts are 0.5, 1 and 1.5"))
        #expect(run.errors.contains("katz:3: order 2: Good–Turing discounts do not exist, so 0.5 is taken"))
    }

    /// An order beyond every segment is the order of the longest, whatever its number; and says so of no order twice.
    @Test(arguments: [7, 1000, 1_000_000_000]) func anOrderBeyondEverySegment(order: Int) throws {
        let bench = try bench(train: "a b c\nb c a\n", test: "c a b\n", "--min-count", "1")
        let run = try bench.gram(
            "perplexity", "DB", "--split", "valid", "--model", "mkn:\(order),witten-bell:\(order)", "--format", "json")
        expectDone(run)
        let values = try run.rows.map { $0["perplexity"] as? Double }
        let wanted = try bench.gram(
            "perplexity", "DB", "--split", "valid", "--model", "mkn:6,witten-bell:6", "--format", "json")
        #expect(try values == wanted.rows.map { $0["perplexity"] as? Double })
        #expect(run.errors.split(separator: "\n").count { $0.hasPrefix("mkn:") } <= 5, "\(run.errors)")
    }

    /// A text of one long segment has too many n-grams of high orders: said before memory is taken.
    @Test func anOrderThatNoMachineHolds() throws {
        var state = 1
        let words = (0..<70_000).map { _ in
            state = (state * 1_103_515_245 + 12_345) % (1 << 31)
            return "w\((state >> 16) % 300)"
        }
        let bench = try bench(train: words.joined(separator: " "), test: "a\n")
        expectError(
            try bench.gram("perplexity", "DB", "--split", "valid", "--model", "mkn:1000000"), 65, naming: "order")
    }

    @Test(arguments: [
        ("mkn:0", "from 1 on"), ("mkn:-1", "from 1 on"), ("mkn:x", "from 1 on"), ("mkn", "lacks its order"),
        ("mkn:999999999999", "at most 1000000000, not '999999999999'"),
        ("mkn:3:2", "too many parts"), ("knesr-ney:3", "kneser-ney:3"), ("wittenbel:2", "witten-bell:2"),
        ("lidstone:2", "how much is added"), ("cache", "mkn:3+cache"), ("mkn:3+", "side of a +"),
        ("mkn:3+mkn:3", "twice"), ("stupid-backoff:3", "does not sum to 1"), ("mkn:3+stupid-backoff:2", "sum to 1"),
        ("nosuch", "there is no model 'nosuch'"),
    ])
    func namesThatNameNoModel(name: String, said: String) throws {
        let bench = try bench(train: "a b\n", test: "a\n")
        let run = try bench.gram("perplexity", "DB", "--split", "valid", "--model", name)
        #expect([64, 65].contains(run.status))
        expectError(run, run.status, naming: said)
    }

    @Test func otherSpellingsAreTheSameModels() throws {
        let bench = try bench(train: "a b a\nb c\na a b\n", test: "a b c\n")
        let pairs = [
            ("kn:2", "kneser-ney:2"), ("modified-kneser-ney:2", "mkn:2"), ("wb:2", "witten-bell:2"),
            ("jm:2", "jelinek-mercer:2"), ("add:2:0.5", "lidstone:2:0.5"), ("Kneser_Ney:2", "kneser-ney:2"),
        ]
        for (other, own) in pairs {
            let run = try bench.gram(
                "perplexity", "DB", "--split", "valid", "--model", "\(other)", "--format", "json", "--quiet")
            expectDone(run)
            #expect(try run.rows.first?["model"] as? String == own)
        }
    }

    @Test func aSavedModelIsTheModel() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "best", "--ngram", "mkn:3"))
        let run = try bench.gram("perplexity", database, "--model", "best,mkn:3", "--format", "json")
        let perplexities = try run.rows.map { try #require($0["perplexity"] as? Double) }
        #expect(abs(perplexities[0] / perplexities[1] - 1) < 1e-5)
        let points = try bench.gram(
            "probability", database, "fox", "--given", "the", "--model", "best,mkn:3", "--explain", "--format", "json")
        let rows = try points.rows
        let (saved, own) = (rows[0]["probability"] as! Double, rows[1]["probability"] as! Double)
        #expect(abs(saved / own - 1) < 1e-5)
        let texts = rows.map { ($0["explanation"] as? [String: Any])?["text"] as? [String] }
        #expect(texts[0]?.first?.contains("p(fox | the)") == true && texts[1]?.last?.hasPrefix("1 / V = ") == true)
        expectDone(try bench.gram("generate", database, "--model", "best", "--length", "5"))
        // A change of train makes it stale; every command that would use it says so and how to make it again.
        try bench.write("a new line of text\n", to: "more.txt")
        expectDone(try bench.gram("ingest", database, "--train", "more.txt"))
        for command in ["perplexity", "next", "generate", "compare"] {
            let run = try bench.gram(command, database, "--model", "best")
            expectError(run, 65, naming: "stale", "gram train \(database) best --ngram", "--replace")
        }
        expectError(try bench.gram("probability", database, "fox", "--model", "best"), 65, naming: "stale")
        expectError(try bench.gram("export", database, "best", "best.arpa"), 65, naming: "stale")
    }

    @Test func pruningShowsItsCost() throws {
        let bench = try Workbench()
        let database = try bench.database()
        for option in [["--prune", "0,1,4"], ["--prune-entropy", "1e-3"]] {
            let run = try bench.start(
                Workbench.gram,
                ["train", database, "small", "--ngram", "mkn:3", "--format", "json", "--replace"] + option
            ).result()
            expectDone(run)
            let row = try #require(run.rows.first)
            let (pruned, whole) = (row["valid_perplexity"] as? Double, row["valid_perplexity_unpruned"] as? Double)
            #expect(try #require(pruned) != #require(whole))
            #expect(run.errors.contains("pruned from "))
        }
        expectError(
            try bench.gram("train", database, "x", "--ngram", "laplace:2", "--prune", "0,1"), 65, naming: "pruned")
        expectError(try bench.gram("train", database, "x", "--ngram", "mkn:2", "--prune", "1,0"), 64, naming: "--prune")
    }

    /// Out and in again: the same perplexities, characters and white space too.
    @Test(arguments: ["words", "characters"]) func exportedAndImported(tokens: String) throws {
        let bench = try Workbench()
        let database = try bench.database(tale, "--tokens", tokens)
        expectDone(try bench.gram("export", database, "mkn:3", "m.arpa"))
        let text = String(decoding: try bench.read("m.arpa"), as: UTF8.self)
        #expect(text.contains("\\data\\\nngram 1="))
        #expect(text.contains("<space>") == (tokens == "characters"))
        expectError(try bench.gram("export", database, "mkn:3", "m.arpa"), 73, naming: "m.arpa", "--force")
        expectDone(try bench.gram("import", database, "theirs", "m.arpa"))
        let run = try bench.gram("perplexity", database, "--model", "theirs,mkn:3", "--format", "json")
        let values = try run.rows.map { try #require($0["perplexity"] as? Double) }
        #expect(abs(values[0] / values[1] - 1) < 1e-5)
        // An imported model works wherever one of our own does, and is not stale when the text changes.
        expectDone(try bench.gram("next", database, "t", "--model", "theirs"))
        expectDone(try bench.gram("generate", database, "--model", "theirs", "--length", "5"))
        expectDone(try bench.gram("compare", database, "--model", "theirs,mkn:3"))
        for model in ["laplace:2", "stupid-backoff:2", "mkn:2+cache"] {
            let run = try bench.gram("export", database, model, "x.arpa")
            #expect([64, 65].contains(run.status))
            #expect(!(try bench.files).contains("x.arpa"))
        }
    }

    /// A database of an imported model alone takes texts as the model's maker does.
    @Test func importedWithoutAText() throws {
        let bench = try Workbench()
        let database = try bench.database(tale, "--tokens", "whitespace", "--normalize", "none", "--segments", "lines")
        expectDone(try bench.gram("export", database, "mkn:3", "m.arpa"))
        expectDone(try bench.gram("import", "new.db", "theirs", "m.arpa"))
        try bench.write(tale, to: "tale.txt")
        let values = try [database, "new.db"].map { database in
            let model = database == "new.db" ? [] : ["--model", "mkn:3"]
            let run = try bench.start(
                Workbench.gram, ["perplexity", database, "--file", "tale.txt", "--format", "json"] + model
            ).result()
            return try #require(run.rows.first?["perplexity"] as? Double)
        }
        #expect(abs(values[0] / values[1] - 1) < 1e-5)
        for command in [
            ["next", "new.db", "the"], ["probability", "new.db", "fox", "--given", "the"], ["generate", "new.db"],
            ["surprisal", "new.db", "the fox", "--model", "theirs"], ["info", "new.db"],
            ["export", "new.db", "theirs", "again.arpa"], ["tokenize", "new.db", "The fox."],
        ] {
            expectDone(try bench.start(Workbench.gram, command).result())
        }
        for command in ["zipf", "compare", "frequencies", "growth", "vocabulary", "perplexity"] {
            expectError(try bench.gram(command, "new.db"), 65, naming: "holds no text yet", "gram ingest")
        }
        expectError(
            try bench.gram("perplexity", "new.db", "--file", "tale.txt", "--model", "mkn:2"), 65,
            naming: "no training text")
        // A text that comes later is read as it is asked to be.
        expectDone(try bench.gram("ingest", "new.db", "tale.txt"))
        expectDone(try bench.gram("perplexity", "new.db"))
    }

    /// α is charged for orders that no segment of train is long enough for, too.
    @Test func stupidBackoffBeyondEverySegment() throws {
        let bench = try Workbench()
        let text = String(repeating: "a b c\na b\nb c\na c\n", count: 3)
        let database = try bench.database(
            text, "--segments", "lines", "--tokens", "whitespace", "--min-count", "1", "--shares", "1,0,0")
        let context = "<s> a b c a b a b a b"
        expectDone(try bench.gram("train", database, "saved", "--ngram", "stupid-backoff:9"))
        for model in ["stupid-backoff:9", "saved"] {
            let run = try bench.gram(
                "probability", database, "c", "--given", context, "--model", model, "--format", "json")
            // "a b c" is half of what follows "a b": of the eight words before, six are left.
            let value = try #require(run.rows.first?["probability"] as? Double)
            #expect(abs(value - pow(0.4, 6) * 0.5) < 1e-6, "\(model): \(value)")
        }
    }

    @Test func mixturesWithACacheWantOneVocabulary() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "all", "--ngram", "mkn:2", "--min-count", "1"))
        expectDone(try bench.gram("train", database, "few", "--ngram", "mkn:2", "--vocabulary-size", "6"))
        for model in ["all+few", "all+few+cache"] {
            let run = try bench.gram("perplexity", database, "--model", model)
            #expect([64, 65].contains(run.status), "\(run.status) \(run.errors)")
            #expect(run.errors.contains("vocabular"))
        }
        expectDone(try bench.gram("perplexity", database, "--model", "all+cache"))
    }

    /// A score in the database is in nobody's way.
    @Test func aSavedScoreIsLeftOutOfWhatNobodyNamed() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "score", "--ngram", "stupid-backoff:2"))
        for command in [["perplexity", database], ["surprisal", database, "the fox"], ["generate", database]] {
            let run = try bench.start(Workbench.gram, command).result()
            expectDone(run)
            #expect(run.errors.contains("left out: score"), "\(run.errors)")
        }
        expectError(try bench.gram("perplexity", database, "--model", "score"), 64, naming: "score")
    }

    @Test(arguments: ["witten-bell:2", "laplace:1", "mkn:3", "laplace:2"])
    func asManyTokensAsAskedForAreWritten(model: String) throws {
        let bench = try Workbench()
        let database = try bench.database()
        for seed in 1...5 {
            let run = try bench.gram(
                "generate", database, "--model", model, "--length", "200", "--seed", "\(seed)", "--format", "json")
            let tokens = try #require(run.rows.first?["tokens"] as? [String])
            #expect(tokens.count { $0 != "</s>" } == 200)
            // No segment is empty.
            #expect(tokens.first != "</s>")
            #expect(!zip(tokens, tokens.dropFirst()).contains { $0 == "</s>" && $1 == "</s>" })
        }
    }

    @Test func filesThatAreNoModel() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let before = try Contents(of: bench.path(database))
        let good = "\\data\\\nngram 1=3\n\n\\1-grams:\n-1\t<unk>\n-99\t<s>\n-0.05\t</s>\n\n\\end\\\n"
        let bad: [(String, String)] = [
            ("", "no ARPA file"), ("call me ishmael\n", "no ARPA file"), ("\\data\\\n\\end\\\n", "line 2"),
            (String(good.dropLast(7)), "\\end\\"), (good.replacingOccurrences(of: "-0.05", with: "nan"), "line 7"),
            (good.replacingOccurrences(of: "-0.05", with: "0.05"), "line 7"),
            (good.replacingOccurrences(of: "</s>", with: "<unk>"), "line 7"),
            (good.replacingOccurrences(of: "1=3", with: "1=10000000000"), "10000000000"),
            (good.replacingOccurrences(of: "1=3", with: "1=99999999999999999999"), "line 2"),
        ]
        for (text, said) in bad {
            try bench.write(text, to: "bad.arpa")
            expectError(try bench.gram("import", database, "theirs", "bad.arpa"), 65, naming: said)
        }
        expectError(try bench.gram("import", database, "theirs", "none.arpa"), 66, naming: "none.arpa")
        expectError(try bench.gram("import", database, "mkn", "bad.arpa"), 64, naming: "mkn")
        #expect(try Contents(of: bench.path(database)) == before)
        try bench.write(good, to: "good.arpa")
        expectDone(try bench.gram("import", database, "theirs", "good.arpa"))
        let held = try Contents(of: bench.path(database))
        expectError(try bench.gram("import", database, "theirs", "good.arpa"), 73, naming: "theirs", "--replace")
        #expect(try Contents(of: bench.path(database)) == held)
        expectDone(try bench.gram("import", database, "theirs", "good.arpa", "--replace"))
    }

    @Test func everyEventsProbability() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let run = try bench.gram(
            "perplexity", database, "--model", "mkn:2,laplace:1", "--text", "the fox\nran dragon", "--tokens-out",
            "t.tsv",
            "--format", "json")
        expectDone(run)
        let lines = String(decoding: try bench.read("t.tsv"), as: UTF8.self).split(separator: "\n")
        let fields = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        #expect(
            fields[0] == [
                "document", "segment", "position", "token", "in_vocabulary", "model", "log10_probability",
                "surprisal_bits",
            ])
        #expect(fields.count == 1 + 2 * 6)
        #expect(fields[1...6].map { $0[3] } == ["the", "fox", "</s>", "ran", "dragon", "</s>"])
        #expect(fields[1...6].map { $0[1] + "." + $0[2] } == ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3"])
        #expect(fields[5][4] == "false" && fields[4][4] == "true")
        for (row, model) in zip(try run.rows, ["mkn:2", "laplace:1"]) {
            let sum = fields.filter { $0[5] == model }.reduce(0) { $0 + Double($1[6])! }
            #expect(abs(sum - (row["log10_likelihood"] as! Double)) < 1e-9)
        }
        // The same text from standard input.
        let piped = try bench.gram(
            "perplexity", database, "--model", "mkn:2,laplace:1", "--file", "-", "--format", "json",
            input: "the fox\nran dragon\n")
        #expect(try piped.rows.map { $0["perplexity"] as? Double } == run.rows.map { $0["perplexity"] as? Double })
        let both = try bench.gram("perplexity", database, "--text", "a", "--split", "test")
        expectError(both, 64, naming: "--text")
        expectError(try bench.gram("perplexity", database, "--text", ""), 65, naming: "no tokens")
        expectError(try bench.gram("perplexity", database, "--file", "none.txt"), 66, naming: "none.txt")
    }
}
