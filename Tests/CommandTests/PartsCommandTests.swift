internal import Foundation
internal import Testing

/// Keyness and dispersion, as a user asks for them.
@Suite struct PartsCommandTests {
    /// Twelve short texts of two authors: one writes of whales, in every text, the other of mills; one text alone repeats a word.
    private func shelf() throws -> Workbench {
        let bench = try Workbench()
        var table = "name,author,year\n"
        for number in 0..<12 {
            let word = number < 6 ? "whale" : "mill"
            let burst = number == 7 ? String(repeating: "burst ", count: 60) : ""
            let lines = (0..<20).map { "the \(word) of day \(number) and line \($0) of the tale" }
            try bench.write(burst + lines.joined(separator: "\n") + "\n", to: "texts/t\(number).txt")
            table += "t\(number),\(number < 6 ? "Ann" : "Bob"),\(1900 + number)\n"
        }
        try bench.write(table, to: "shelf.csv")
        expectDone(try bench.gram("ingest", "shelf.db", "texts", "--metadata", "shelf.csv", "--segments", "lines"))
        return bench
    }

    private func rows(_ run: Run) throws -> [[String: Any]] {
        expectDone(run)
        return try #require(run.json["rows"] as? [[String: Any]])
    }

    /// A paragraph in one line, whatever the width of the terminal.
    private func flowing(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func keyWordsOfAnAuthor() throws {
        let bench = try shelf()
        let run = try bench.gram("keyness", "shelf.db", "--where", "author = 'Ann'", "--limit", "0", "--format", "json")
        let rows = try rows(run)
        #expect(rows.first?["word"] as? String == "whale")
        let last = try #require(rows.last)
        #expect(["mill", "burst"].contains(last["word"] as? String))
        let whale = try #require(rows.first)
        #expect(whale["count"] as? Int == 120 && whale["reference_count"] as? Int == 0)
        #expect(whale["documents"] as? Int == 6 && whale["reference_documents"] as? Int == 0)
        #expect(whale["percent_difference"] is NSNull)
        #expect(try #require(whale["p_documents"] as? Double) < 0.01)
        // A word of one text is none of an author.
        let burst = try #require(rows.first { $0["word"] as? String == "burst" })
        #expect(try #require(burst["p_holm"] as? Double) < 1e-6)
        #expect(try #require(burst["p_documents"] as? Double) > 0.5)
        #expect(run.errors.contains("against the other 6 documents"))
    }

    @Test func sidesAreTheSameHoweverTheyAreNamed() throws {
        let bench = try shelf()
        func words(_ arguments: String...) throws -> [String] {
            let run = try bench.start(
                Workbench.gram, ["keyness", "shelf.db", "--format", "csv", "--limit", "0"] + arguments
            ).result()
            expectDone(run)
            return run.output.split(separator: "\n").map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).enumerated()
                    .filter { [0, 1, 2, 7, 9].contains($0.offset) }.map { String($0.element) }.joined(separator: " ")
            }
        }
        let rest = try words("--where", "author = 'Ann'")
        #expect(rest.count > 5)
        #expect(try words("--where", "author = 'Ann'", "--against", "author = 'Bob'") == rest)
        let lines = try #require(
            String(
                data: Data(
                    bench.gram(
                        "frequencies", "shelf.db", "--where", "author = 'Bob'", "--limit", "0", "--format", "tsv"
                    ).output.utf8), encoding: .utf8))
        try bench.write(lines, to: "bob.tsv")
        #expect(try words("--where", "author = 'Ann'", "--reference", "bob.tsv") == rest)
        let texts = (6..<12).map { "texts/t\($0).txt" }
        expectDone(
            try bench.start(Workbench.gram, ["ingest", "bob.db"] + texts + ["--segments", "lines"]).result())
        #expect(try words("bob.db", "--where", "author = 'Ann'") == rest)
    }

    @Test func whatIsNotComparedIsSaid() throws {
        let bench = try shelf()
        expectError(try bench.gram("keyness", "shelf.db"), 64, naming: "--where", "--reference")
        expectError(
            try bench.gram("keyness", "shelf.db", "--where", "year > 0"), 64, naming: "nothing to compare with")
        expectError(
            try bench.gram("keyness", "shelf.db", "--where", "year < 1905", "--against", "year < 1903"), 64,
            naming: "3 documents are on both sides", "--against")
        expectError(
            try bench.gram("keyness", "shelf.db", "bob.db", "--against", "year < 1903"), 64, naming: "two references")
        try bench.write("5\n6\n", to: "counts.txt")
        expectError(try bench.gram("keyness", "shelf.db", "--reference", "counts.txt"), 65, naming: "no words")
        try bench.write("word,count\nthe,3\nmill,x\n", to: "bad.csv")
        expectError(try bench.gram("keyness", "shelf.db", "--reference", "bad.csv"), 65, naming: "bad.csv", "line")
        expectDone(try bench.gram("ingest", "other.db", "texts", "--case", "preserve"))
        expectError(try bench.gram("keyness", "shelf.db", "other.db"), 65, naming: "different ways", "gram info")
        // Nothing is frequent enough: said, and no error.
        let none = try bench.gram("keyness", "shelf.db", "--where", "author = 'Ann'", "--minimum", "100000")
        expectDone(none)
        #expect(none.output.contains("None of the words is frequent enough"))
        let unmatched = try bench.gram("keyness", "shelf.db", "--where", "author = 'Ann'", "--matching", "absent*")
        expectDone(unmatched)
        #expect(
            flowing(unmatched.output).contains("No word that occurs 5 times or more in both sides together matches"))
        let every = try bench.gram(
            "keyness", "shelf.db", "--where", "author = 'Ann'", "--matching", "absent []", "--order", "2", "--minimum",
            "1")
        #expect(every.output.contains("No bigram matches “absent []”."))
        let unjudged = try bench.gram(
            "keyness", "shelf.db", "--where", "author = 'Ann'", "--model", "witten-bell:2", "--minimum", "100000")
        expectDone(unjudged)
        #expect(flowing(unjudged.output).contains("no word that both know occurs 100,000 times or more"))
        try bench.write(" \n", to: "empty.csv")
        expectError(try bench.gram("keyness", "shelf.db", "--reference", "empty.csv"), 65, naming: "holds no word")
        expectError(
            try bench.gram("keyness", "shelf.db", "--reference", "other.db"), 65, naming: "is a database",
            "gram keyness", "OTHER.db")
        expectError(
            try bench.gram("keyness", "shelf.db", "--where", "author = 'Ann'", "--model", "mkn:2,mkn:3"), 64,
            naming: "one model")
    }

    @Test func ngramsAndQueries() throws {
        let bench = try shelf()
        let bigrams = try rows(
            bench.gram(
                "keyness", "shelf.db", "--where", "author = 'Ann'", "--order", "2", "--matching", "the []", "--limit",
                "0", "--format", "json"))
        #expect(bigrams.first?["word"] as? String == "the whale")
        #expect(bigrams.allSatisfy { ($0["word"] as? String)?.hasPrefix("the ") ?? false })
        let found = try rows(
            bench.gram("dispersion", "shelf.db", "whale", "[] whale", "nothing", "--format", "json"))
        #expect(found.map { $0["count"] as? Int } == [120, 120, 0])
        #expect(found.map { $0["range"] as? Int } == [6, 6, 0])
        #expect(found.last?["dp"] is NSNull)
        let strip = try bench.gram("dispersion", "shelf.db", "whale", "mill", "--svg", "b.svg", "--html", "b.html")
        expectDone(strip)
        #expect(strip.output.contains("whale (120) │") && strip.output.contains("mill (120)"))
        #expect(try String(decoding: bench.read("b.svg"), as: UTF8.self).contains("class=\"stroke\""))
    }

    @Test func dispersionOverOtherParts() throws {
        let bench = try shelf()
        let all = try rows(bench.gram("dispersion", "shelf.db", "--limit", "0", "--format", "json"))
        let whale = try #require(all.first { $0["word"] as? String == "whale" })
        #expect(whale["range"] as? Int == 6)
        let authors = try rows(
            bench.gram("dispersion", "shelf.db", "--parts", "author", "--limit", "0", "--format", "json"))
        #expect(authors.first { $0["word"] as? String == "whale" }?["range"] as? Int == 1)
        let parts = try rows(bench.gram("dispersion", "shelf.db", "--parts", "4", "--sort", "dp", "--format", "json"))
        let values = parts.compactMap { $0["dp"] as? Double }
        #expect(values == values.sorted(by: >) && !values.isEmpty)
        expectError(try bench.gram("dispersion", "shelf.db", "--parts", "town"), 64, naming: "town", "author, year")
        expectError(try bench.gram("dispersion", "shelf.db", "--parts", "split"), 64, naming: "whole documents")
        expectError(try bench.gram("dispersion", "shelf.db", "--parts", "0"), 64, naming: "--parts is 0")
        expectError(
            try bench.gram("dispersion", "shelf.db", "whale", "--sort", "dp"), 64, naming: "--sort")
    }

    @Test func modelsJudgeASide() throws {
        let bench = try shelf()
        let run = try bench.gram(
            "keyness", "shelf.db", "--where", "author = 'Ann'", "--model", "witten-bell:2", "--limit", "0", "--format",
            "json")
        let rows = try rows(run)
        #expect(rows.first?["word"] as? String == "whale")
        let whale = try #require(rows.first)
        #expect(whale["count"] as? Int == 120)
        let (bits, other) = try (
            #require(whale["bits"] as? Double), #require(whale["reference_bits"] as? Double)
        )
        let difference = try #require(whale["difference"] as? Double)
        #expect(bits < 2 && other > 4 && abs(other - bits - difference) < 1e-9)
        #expect(try #require(whale["low"] as? Double) <= difference + 1e-9)
        #expect(run.errors.contains("6 folds of 6 documents, each made of "))
        #expect(!rows.contains { $0["word"] as? String == "<unk>" })
        // The same seed gives the same bytes.
        let again = try bench.gram(
            "keyness", "shelf.db", "--where", "author = 'Ann'", "--model", "witten-bell:2", "--limit", "0", "--format",
            "json")
        #expect(again.output == run.output)
        for (model, word) in [
            ("mle:2", "no probability"), ("jelinek-mercer:2", "no probability"), ("nonsense", "nonsense"),
        ] {
            expectError(
                try bench.gram("keyness", "shelf.db", "--where", "author = 'Ann'", "--model", model), 64, naming: word)
        }
        expectError(
            try bench.gram("keyness", "shelf.db", "--document", "t1.txt", "--model", "mkn:2"), 65,
            naming: "fewer than two documents")
        expectError(
            try bench.gram("keyness", "shelf.db", "--where", "year < 1905", "--model", "mkn:2", "--order", "2"), 64,
            naming: "--order does not go with --model")
    }
}
