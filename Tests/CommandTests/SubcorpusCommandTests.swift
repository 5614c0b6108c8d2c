internal import Foundation
internal import Testing

/// Commands on some documents, and by groups of them.
@Suite struct SubcorpusCommandTests {
    /// Twelve documents of three authors, and one of nobody.
    private func shelf() throws -> Workbench {
        let bench = try Workbench()
        var table = "name,author,year,code\n"
        for (index, author) in ["Woolf", "O'Brien", "\u{1B}[31mRed"].enumerated() {
            for number in 0..<4 {
                let name = "\(author.first!.isLetter ? author.prefix(1) : "R")\(number)"
                let lines = tale.split(separator: "\n")
                let text = (lines.dropFirst(index * 7 + number).prefix(30)).joined(separator: "\n") + "\n"
                try bench.write(text, to: "texts/\(name).txt")
                table += "\(name),\(author),\(1920 + 10 * index + number),00\(number)\n"
            }
        }
        try bench.write("the end of the tale\nand the mill\n", to: "texts/nobody.txt")
        try bench.write(table, to: "shelf.csv")
        expectDone(try bench.gram("ingest", "shelf.db", "texts", "--metadata", "shelf.csv"))
        return bench
    }

    private func run(_ bench: Workbench, _ command: String, _ more: [String]) throws -> Run {
        try bench.start(Workbench.gram, command.split(separator: " ").map(String.init) + more).result()
    }

    /// Every command that reads a corpus takes both, and says what it is of.
    static let commands = [
        "frequencies shelf.db", "frequencies shelf.db the", "frequencies shelf.db --spectrum",
        "concordance shelf.db the", "concordance shelf.db the --group 1R", "collocations shelf.db the",
        "growth shelf.db",
        "diversity shelf.db", "zipf shelf.db --order 1 --bootstraps 0", "info shelf.db", "vocabulary shelf.db",
        "vocabulary shelf.db --sizes", "metadata shelf.db", "perplexity shelf.db --model laplace:1",
        "compare shelf.db --model laplace:1,mkn:2 --resamples 100", "report shelf.db",
    ]

    @Test func everyCommandTakesDocuments() throws {
        let bench = try shelf()
        for command in Self.commands {
            let json = try run(bench, command, ["--where", "author = 'Woolf' and year < 1923", "--format", "json"])
            expectDone(json)
            let provenance = try #require(json.json["provenance"] as? [String: Any])
            #expect(provenance["documents"] as? Int == 3, "\(command)")
            #expect(provenance["where"] as? String == "author = 'Woolf' and year < 1923")
            #expect(json.errors.contains("of 3 of 13 documents, where author = 'Woolf' and year < 1923"), "\(command)")
            let named = try run(bench, command, ["--document", "W0*", "--document", "W?.txt", "--format", "json"])
            expectDone(named)
            #expect(try (named.json["provenance"] as? [String: Any])?["documents"] as? Int == 4, "\(command)")
            let both = try run(bench, command, ["--document", "W*", "--where", "code = '002'", "--format", "csv"])
            #expect(both.errors.contains("1 document") && both.errors.contains("where code = '002'"), "\(command)")
            expectError(try run(bench, command, ["--where", "yeer = 1"]), 64, naming: "yeer", "author, code, year")
            expectError(try run(bench, command, ["--where", "tokens < 0"]), 66, naming: "no document", "gram metadata")
            expectError(try run(bench, command, ["--document", "x*"]), 66, naming: "x*")
        }
    }

    @Test func groupsAreRowsWithTheirKey() throws {
        let bench = try shelf()
        for command in [
            "frequencies shelf.db", "growth shelf.db", "diversity shelf.db", "zipf shelf.db --order 1 --bootstraps 0",
            "info shelf.db", "perplexity shelf.db --model laplace:1 --split train",
        ] {
            let result = try run(bench, command, ["--by", "Author", "--format", "json"])
            expectDone(result)
            let authors = try result.rows.map { $0["author"] as? String }.reduce(into: [String?]()) { seen, author in
                if !seen.contains(author) { seen.append(author) }
            }
            #expect(authors == ["\u{1B}[31mRed", "O'Brien", "Woolf", nil], "\(command)")
            #expect(try (result.json["provenance"] as? [String: Any])?["by"] as? String == "author")
            #expect(result.errors.contains("1 of 13 documents has no author: group (none)"), "\(command)")
            let table = try run(bench, command, ["--by", "author"])
            #expect(table.output.contains("(none)") && !table.output.contains("\u{1B}"), "\(command)")
            let pages = try run(bench, command, ["--by", "author", "--html", "-"])
            #expect(pages.output.contains("(none)") && !pages.output.contains("\u{1B}"), "\(command)")
            expectError(try run(bench, command, ["--by", "yeer"]), 64, naming: "yeer", "author, code, year")
        }
        let years = try run(bench, "frequencies shelf.db the", ["--by", "year", "--format", "json"]).rows
        #expect(
            years.dropLast().compactMap { $0["year"] as? Int } == [
                1920, 1921, 1922, 1923, 1930, 1931, 1932, 1933, 1940, 1941, 1942, 1943,
            ])
        let codes = try run(bench, "frequencies shelf.db the", ["--by", "code", "--format", "csv"])
        #expect(codes.output.hasPrefix("code,rank,ngram,count,per_million\n000,"))
    }

    @Test func groupsStandSideBySide() throws {
        let bench = try shelf()
        let wide = try run(bench, "frequencies shelf.db the --by author --wide", ["--format", "json"])
        expectDone(wide)
        let row = try #require(wide.rows.first)
        let counts = ["\u{1B}[31mRed", "O'Brien", "Woolf", "(none)"].compactMap { row[$0] as? Int }
        #expect(counts.count == 4 && counts.reduce(0, +) == row["count"] as? Int)
        expectError(try run(bench, "frequencies shelf.db --wide", []), 64, naming: "--by")
    }

    @Test func aModelOfSomeDocumentsSaysSo() throws {
        let bench = try shelf()
        expectDone(try bench.gram("train", "shelf.db", "woolf", "--ngram", "mkn:2", "--where", "author = 'Woolf'"))
        let told = "of 4 of 13 documents, where author = 'Woolf'"
        #expect(try bench.gram("info", "shelf.db").output.contains("woolf (ngram, \(told))"))
        for command in [
            "perplexity shelf.db", "compare shelf.db --resamples 100", "probability shelf.db the", "next shelf.db the",
        ] {
            let result = try run(bench, command, ["--model", "woolf"])
            expectDone(result)
            #expect(result.errors.contains("woolf: made of train \(told)"), "\(command)")
        }
        try bench.write("more of the mill\n", to: "more.txt")
        expectDone(try bench.gram("ingest", "shelf.db", "more.txt"))
        expectDone(try bench.gram("perplexity", "shelf.db", "--model", "woolf"))
        try bench.write("another text\nof the river\n", to: "texts/W0.txt")
        expectDone(try bench.gram("ingest", "shelf.db", "texts", "--replace"))
        expectError(
            try bench.gram("perplexity", "shelf.db", "--model", "woolf"), 65, naming: "stale",
            "--ngram mkn:2 --where 'author = '\\''Woolf'\\''' --replace")
    }

    @Test func optionsThatDoNotGoTogetherAreRefused() throws {
        let bench = try shelf()
        for (command, word) in [
            ("perplexity shelf.db --text a", "--where"), ("zipf --frequencies shelf.csv", "--where"),
            ("info shelf.db --curve net", "--where"), ("export shelf.db mkn:2 a.arpa", "--where"),
            ("metadata shelf.db shelf.csv", "--where"), ("compare shelf.db other.db", "--where"),
        ] {
            expectError(try run(bench, command, ["--where", "true"]), 64, naming: word)
        }
    }

    @Test func textsOfSomeDocumentsAreWrittenOut() throws {
        let bench = try shelf()
        expectDone(try bench.gram("export", "shelf.db", "--text", "out", "--where", "year > 1920", "--document", "W*"))
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.path("out")).sorted()
        #expect(files == ["W1.txt", "W2.txt", "W3.txt"])
        #expect(try bench.read("out/W1.txt") == bench.read("texts/W1.txt"))
    }

    @Test func argumentsThatAreNoUTF8AreToldApart() throws {
        let bench = try shelf()
        expectError(
            try bench.shell("\"$GRAM\" ingest new.db $'caf\\xe9.txt'"), 64, naming: "'caf\\xE9.txt' is not UTF-8",
            "folder")
        expectError(try bench.shell("\"$GRAM\" frequencies shelf.db --document $'\\xff'"), 64, naming: "\\xFF")
        #expect(try !bench.files.contains("new.db"))
    }
}
