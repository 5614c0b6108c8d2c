internal import Foundation
internal import Testing

/// Models that read backwards, beside those that read forwards.
@Suite struct ReverseTests {
    private func perplexities(_ bench: Workbench, _ options: String...) throws -> [String: Double] {
        let run = try bench.start(Workbench.gram, ["perplexity"] + options + ["--format", "json"]).result()
        try #require(run.status == 0, "\(run.errors)")
        return Dictionary(
            uniqueKeysWithValues: try run.rows.map {
                ($0["model"] as! String, ($0["perplexity"] as! NSNumber).doubleValue)
            })
    }

    @Test func withoutContextBothWaysAreAlikeAndTheBigramsLikelihoodToo() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let forward = try perplexities(bench, database, "--model", "laplace:1,laplace:3")
        let backward = try perplexities(bench, database, "--model", "laplace:1,laplace:3", "--reverse")
        #expect(abs(forward["laplace:1"]! - backward["laplace:1 (reversed)"]!) < 1e-9)
        #expect(forward["laplace:3"]! != backward["laplace:3 (reversed)"]!)
        let train = try perplexities(bench, database, "--model", "mle:2", "--split", "train")
        let turned = try perplexities(bench, database, "--model", "mle:2", "--split", "train", "--reverse")
        #expect(abs(train["mle:2"]! - turned["mle:2 (reversed)"]!) < 1e-9)
    }

    /// A database of the text with every line turned round is the reference.
    @Test func aReversedModelIsThatOfTheTextReversed() throws {
        let bench = try Workbench()
        // Words are numbered as they come, which decides where a network begins: a first line that is the same both ways
        // numbers them alike.
        let words = Set(tale.split(whereSeparator: \.isWhitespace)).sorted()
        let text = (words + words.reversed()).joined(separator: " ") + "\n" + tale
        let database = try bench.database(text)
        let turned = text.split(separator: "\n").map {
            $0.split(separator: " ").reversed().joined(separator: " ") + "\n"
        }
        let other = try bench.database(turned.joined(), name: "turned.db")
        let models = "mkn:3,laplace:2,witten-bell:2,mkn:2+cache"
        let wanted = try perplexities(bench, other, "--model", models)
        let found = try perplexities(bench, database, "--model", models, "--reverse")
        for (name, perplexity) in wanted {
            #expect(abs(found["\(name) (reversed)"]! / perplexity - 1) < 1e-9, "\(name)")
        }

        let options = ["--hidden", "8", "--embedding", "8", "--epochs", "2", "--batch", "2", "--steps", "5"]
        for (database, more) in [(database, ["--reverse"]), (other, [])] {
            expectDone(try bench.start(Workbench.gram, ["train", database, "net"] + options + more).result())
            expectDone(
                try bench.start(Workbench.gram, ["train", database, "base", "--ngram", "mkn:3"] + more).result())
        }
        let saved = try perplexities(bench, database, "--model", "net,base,base+net")
        for (name, perplexity) in try perplexities(bench, other, "--model", "net,base,base+net") {
            #expect(abs((saved[name] ?? saved["\(name) (reversed)"]!) / perplexity - 1) < 1e-6, "\(name)")
        }
        // It goes on backwards.
        for database in [database, other] {
            expectDone(try bench.gram("train", database, "net", "--resume", "--epochs", "3"))
        }
        let further = try perplexities(bench, database, "--model", "net")
        // The events are summed in the text's order, here and there another.
        #expect(
            abs(try perplexities(bench, other, "--model", "net")["net"]! / #require(further.first).value - 1) < 1e-12)
        expectError(try bench.gram("train", database, "net", "--resume", "--reverse"), 64, naming: "--reverse")
    }

    @Test func itIsMarkedAndRefusedWhereItWouldMislead() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "back", "--ngram", "mkn:2", "--reverse"))
        expectDone(try bench.gram("train", database, "forth", "--ngram", "mkn:2"))
        #expect(try bench.gram("info", database).output.contains("back (ngram, reversed)"))
        let models = try bench.gram("info", database, "--format", "json").json["models"] as? [[String: Any]]
        #expect(models?.map { $0["direction"] as? String } == ["backward", "forward"])
        #expect(try bench.gram("perplexity", database, "--model", "back").errors.contains("backwards"))
        expectError(try bench.gram("perplexity", database, "--model", "back+forth"), 64, naming: "backwards")
        expectError(try bench.gram("next", database, "the", "--model", "back"), 64, naming: "backwards")
        expectError(try bench.gram("probability", database, "fox", "--model", "back"), 64, naming: "backwards")
        let usual = try bench.gram("next", database, "the")
        expectDone(usual)
        #expect(usual.errors.contains("left out: back reads backwards"))
        #expect(try perplexities(bench, database, "--model", "mkn:2+back").keys.first == "mkn:2+back (reversed)")
    }

    @Test func writesInReadingOrder() throws {
        let bench = try Workbench()
        let database = try bench.database(String(repeating: "one two three four\n", count: 12), "--min-count", "1")
        let run = try bench.gram(
            "generate", database, "--model", "mkn:3", "--reverse", "--prompt", "three four", "--length", "6",
            "--temperature", "0")
        expectDone(run)
        // From the end of a line to its beginning, then from the end of the next line.
        #expect(run.output == "one two three four\none two three four\n")
        expectDone(try bench.gram("train", database, "back", "--ngram", "mkn:3", "--reverse"))
        let saved = try bench.gram(
            "generate", database, "--model", "back", "--prompt", "four", "--length", "2", "--temperature", "0",
            "--format", "json")
        #expect(try saved.rows.first?["text"] as? String == "two three")
        #expect(try saved.rows.first?["tokens"] as? [String] == ["two", "three"])
    }

    @Test func exportSaysWhichWayItReads() throws {
        let bench = try Workbench()
        let database = try bench.database()
        expectDone(try bench.gram("train", database, "back", "--ngram", "mkn:2", "--reverse"))
        expectDone(try bench.gram("export", database, "back", "back.arpa"))
        let head = String(decoding: try bench.read("back.arpa").prefix(200), as: UTF8.self)
        #expect(head.contains("last word to their first"))
    }

    @Test func comparedWithoutMixingDirections() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let options = ["--hidden", "8", "--embedding", "8", "--epochs", "1", "--batch", "2", "--steps", "5"]
        expectDone(try bench.start(Workbench.gram, ["train", database, "net"] + options).result())
        expectDone(try bench.start(Workbench.gram, ["train", database, "back", "--reverse"] + options).result())
        let run = try bench.gram(
            "compare", database, "--model", "laplace:1,mkn:2,net,back", "--reverse", "--format", "json")
        expectDone(run)
        let rows = try run.rows
        let direction = Dictionary(
            uniqueKeysWithValues: rows.map { ($0["model"] as! String, $0["direction"] as! String) })
        for name in ["laplace:1 (reversed)", "mkn:2 (reversed)", "back"] { #expect(direction[name] == "backward") }
        for name in ["laplace:1", "mkn:2", "net", "mkn:2+net"] { #expect(direction[name] == "forward") }
        #expect(direction["net+back"] == nil && direction["mkn:2+back"] == nil)
        #expect(direction["back+mkn:2 (reversed)"] == "backward")
        let perplexity = Dictionary(
            uniqueKeysWithValues: rows.map {
                ($0["model"] as! String, ($0["test_perplexity"] as! NSNumber).doubleValue)
            })
        #expect(abs(perplexity["laplace:1"]! - perplexity["laplace:1 (reversed)"]!) < 1e-9)
        // What a text costs is the same whichever word it is laid to: words' sums are the models' losses.
        let words = try #require(try run.json["differences_by_word"] as? [[String: Any]])
        let events = words.reduce(0) { $0 + ($1["count"] as! Int) }
        for name in ["mkn:2", "back"] {
            let bits = words.reduce(0.0) { sum, word in
                let mean = (word["bits_per_token"] as! [String: NSNumber])[name]!.doubleValue
                return sum + mean * Double(word["count"] as! Int)
            }
            #expect(abs(exp2(bits / Double(events)) / perplexity[name]! - 1) < 1e-9)
        }
        let differences = words.map { ($0["difference_bits"] as! NSNumber).doubleValue }
        #expect(differences == differences.sorted(by: >))
    }
}
