internal import Foundation
internal import Testing

/// What is counted, and of which words.
@Suite struct UnsmoothedModelTests {
    /// n(X, Y)/n(X) is of words as they are spelled, whichever command is asked: a word that train has once is no `<unk>` to it.
    @Test func isAsSpelledEverywhere() throws {
        let bench = try Workbench()
        // Each word of the second line stands in train once; the last two lines are valid and test.
        let text = "the fox ran\nan odd hermit sang\nthe fox sat\nthe fox ran\nthe fox sat\n"
        let database = try bench.database(text, "--shares", "3,1,1", "--segments", "lines")
        let surprisal = try bench.gram(
            "surprisal", database, "an odd hermit sang the fox ran", "--model", "mle:2", "--format", "json"
        ).rows
        var before = "<s>"
        for row in surprisal {
            let word = try #require(row["word"] as? String)
            let asked = try bench.gram(
                "probability", database, word, "--given", before, "--model", "mle:2", "--format", "json"
            ).rows[0]
            let probability = try #require(asked["probability"] as? Double)
            if let bits = row["surprisal_bits"] as? Double {
                #expect(abs(exp2(-bits) - probability) < 1e-12, "P(\(word) | \(before))")
            } else {
                #expect(probability == 0, "P(\(word) | \(before))")
            }
            before = word
        }
        // an: 1 of 3 segments begins so; then 1 of 1 each; after sang comes a segment's end, never the.
        #expect(surprisal.count == 7)
        #expect(abs((surprisal[0]["surprisal_bits"] as! Double) - log2(3)) < 1e-12)
        #expect(surprisal[1...3].allSatisfy { $0["surprisal_bits"] as? Double == 0 })
        #expect(surprisal[4]["surprisal_bits"] is NSNull)
        // The same events by perplexity: none is <unk>.
        let judged = try bench.gram(
            "perplexity", database, "--text", "an odd hermit sang", "--model", "mle:2", "--format", "json"
        ).rows[0]
        #expect(judged["out_of_vocabulary"] as? Int == 0)
        // Σ −log₂ P = log₂ 3 over five events, </s> after sang sure.
        #expect(abs((judged["cross_entropy_bits"] as! Double) - log2(3) / 5) < 1e-12)
    }

    /// A rule that a model's vocabulary is not made by is said not to be, and the provenance names the one that it is.
    @Test(arguments: [
        "perplexity tale.db --model mle:1", "surprisal tale.db fox --model mle:1", "generate tale.db --model mle:1",
        "probability tale.db fox --model mle:1", "next tale.db the --model mle:2", "perplexity tale.db --model base",
        "probability tale.db fox --model base",
    ])
    func aRuleThatIsNotForAModelIsNoted(line: String) throws {
        let bench = try Workbench()
        _ = try bench.database()
        expectDone(try bench.gram("train", "tale.db", "base", "--ngram", "mkn:2", "--min-count", "1"))
        let arguments = line.split(separator: " ").map(String.init) + ["--format", "json", "--min-count"]
        for (count, isNoted) in [("4", true), ("1", false)] {
            let run = try bench.start(Workbench.gram, arguments + [count]).result()
            expectDone(run)
            #expect(run.errors.contains("vocabulary of its own (min-count 1)") == isNoted, "\(run.errors)")
            let provenance = try #require(try run.json["provenance"] as? [String: Any])
            #expect(provenance["vocabulary_rule"] as? String == "min-count 1")
        }
        // Models made by the rule are of it, whatever stands beside them.
        let both = try bench.gram(
            "perplexity", "tale.db", "--model", "mle:1,laplace:1", "--min-count", "4", "--format", "json")
        let provenance = try #require(try both.json["provenance"] as? [String: Any])
        #expect(provenance["vocabulary_rule"] as? String == "min-count 4")
    }

    /// A saved model is made of train, and what is counted beside it is train's.
    @Test func aSavedModelHasTheCountsOfTrain() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try #require(try bench.gram("train", database, "base", "--ngram", "mkn:2").status == 0)
        func row(_ model: String, _ split: String) throws -> [String: Any] {
            try bench.gram(
                "probability", database, "miller", "--given", "the", "--split", split, "--model", model, "--format",
                "json"
            ).rows[0]
        }
        let (saved, train, all) = (try row("base", "all"), try row("mle:2", "train"), try row("mle:2", "all"))
        #expect(saved["split"] as? String == "train" && all["split"] as? String == "all")
        for key in ["count", "context_count"] {
            #expect(saved[key] as? Int == train[key] as? Int)
            #expect((train[key] as! Int) < (all[key] as! Int))
        }
        let next = try bench.gram(
            "next", database, "the", "--split", "all", "--model", "base", "--limit", "0", "--format", "json"
        ).rows
        let miller = try #require(next.first { $0["word"] as? String == "miller" })
        #expect(miller["count"] as? Int == train["count"] as? Int && miller["split"] as? String == "train")
    }
}
