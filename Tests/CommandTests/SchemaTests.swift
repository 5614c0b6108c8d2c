internal import Foundation
internal import GRDB
internal import Testing

/// The database as others read it, and the commands about its texts.
@Suite struct SchemaTests {
    static let schema = Result {
        try String(contentsOf: Workbench.package.appending(path: "Documentation/schema.md"), encoding: .utf8)
    }

    /// What stands between ``` and ``` after the name of a language.
    static func code(_ language: String) throws -> [String] {
        try schema.get().components(separatedBy: "```\(language)\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
    }

    @Test func thePythonDecoderReadsTokensAndTexts() throws {
        let bench = try Workbench()
        try bench.write("To be, or not\nto be: that\nis the question.\n", to: "hamlet.txt")
        try bench.write("naïve — 漢字", to: "odd.txt")
        expectDone(try bench.gram("ingest", "c.db", "hamlet.txt", "odd.txt", "--segments", "lines"))
        let code = try #require(try Self.code("python").first)
        #expect(code.split(separator: "\n").count <= 15)
        try bench.write(code, to: "decode.py")
        let run = try bench.shell("python3 decode.py c.db")
        expectDone(run)
        let rows = run.lines.map { $0.split(separator: "\t", maxSplits: 1).map(String.init) }
        let tokens = rows.filter { $0[0] == "hamlet.txt" && !$0[1].hasPrefix("'") }.map { $0[1] }
        #expect(tokens.joined(separator: " ") == "to be or not </s> to be that </s> is the question </s>")
        #expect(rows.contains(["odd.txt", "'naïve — '"]) || rows.contains(["odd.txt", "'naïve — 漢字'"]))
        let texts = rows.filter { $0[0] == "hamlet.txt" && $0[1].hasPrefix("'") }.map { $0[1].dropFirst().dropLast() }
        #expect(texts.joined() == #"To be, or not\nto be: that\nis the question.\n"#)
    }

    /// Every statement of the page runs, and finds something.
    @Test func theStatementsOfThePageRun() throws {
        let bench = try Workbench()
        try bench.write("the head of the whale\nof the whale\nthe whale\n", to: "a.txt")
        expectDone(try bench.gram("ingest", "c.db", "a.txt", "--shares", "1,0,0", "--segments", "lines"))
        try DatabaseQueue(path: bench.path("c.db")).writeWithoutTransaction { db in
            for statements in try Self.code("sql") {
                for sql in statements.split(separator: ";") where sql.contains("SELECT") {
                    #expect(try !Row.fetchAll(db, sql: String(sql)).isEmpty, "\(sql)")
                }
                for sql in statements.split(separator: ";") where sql.contains("CREATE") {
                    try db.execute(sql: String(sql))
                }
            }
        }
        // An index of a user's own is no matter.
        try bench.write("more of it\n", to: "b.txt")
        expectDone(try bench.gram("ingest", "c.db", "b.txt"))
    }

    @Test func everyTableAndColumnIsNamed() throws {
        let bench = try Workbench()
        try bench.write("a b\n", to: "a.txt")
        expectDone(try bench.gram("ingest", "c.db", "a.txt", "--shares", "1,0,0"))
        let page = try Self.schema.get()
        try DatabaseQueue(path: bench.path("c.db")).read { db in
            let tables = try Row.fetchAll(db, sql: "PRAGMA table_list").filter { $0["schema"] == "main" }
            for table in tables where !(table["name"] as String).hasPrefix("sqlite_") {
                #expect(page.contains("`\(table["name"] as String)`"), "\(table)")
                if table["type"] == "table" { #expect(table["strict"] == 1, "\(table)") }
            }
        }
    }

    @Test func textsAreWrittenOut() throws {
        let bench = try Workbench()
        try bench.write("one two\nthree\n", to: "books/a.txt")
        try bench.write("four\r\nfive", to: "books/sub/b.txt")
        expectDone(try bench.gram("ingest", "c.db", "books"))
        expectDone(try bench.gram("export", "c.db", "--text", "out"))
        #expect(try bench.read("out/a.txt") == bench.read("books/a.txt"))
        #expect(try bench.read("out/sub/b.txt") == bench.read("books/sub/b.txt"))
        let again = try bench.gram("export", "c.db", "--text", "out", "--document", "a.txt")
        #expect(again.status == 73 && again.errors.contains("exists already"))
        expectDone(try bench.gram("export", "c.db", "--text", "out", "--document", "a.txt", "--force"))
        expectDone(try bench.gram("ingest", "bare.db", "books", "--no-text"))
        let none = try bench.gram("export", "bare.db", "--text", "none")
        #expect(none.status == 0 && none.errors.contains("no text is kept"))
        #expect(none.errors.contains("gram ingest bare.db --replace FILE"), "\(none.errors)")
        #expect(try bench.gram("export", "c.db").status == 64)
        #expect(try bench.gram("export", "c.db", "mkn:2", "x.arpa", "--text", "y").status == 64)
    }

    @Test func aNameThatNoFileHasIsTold() throws {
        let bench = try Workbench()
        try bench.write("id,body\na,one text\na/b,two texts\n..,three texts\na.txt,four\n", to: "t.csv")
        expectDone(try bench.gram("ingest", "c.db", "t.csv", "--text-column", "body"))
        let run = try bench.gram("export", "c.db", "--text", "out")
        expectDone(run)
        #expect(run.errors.contains("out: 4 texts"), "\(run.errors)")
        let again = try bench.gram("ingest", "again.db", "out")
        expectDone(again)
        #expect(!again.errors.contains("left out") && again.lines.joined().contains("4 documents added"))
    }

    @Test func aTextStaysInItsSplitUnlessItIsReplaced() throws {
        let bench = try Workbench()
        for name in ["a.txt", "b.txt"] { try bench.write("text \(name)\n", to: name) }
        expectDone(try bench.gram("ingest", "s.db", "--test", "a.txt", "--train", "b.txt"))
        let run = try bench.gram("ingest", "s.db", "--train", "a.txt", "--train", "b.txt")
        expectDone(run)
        #expect(run.errors.contains("a.txt: in test already, not put into train; --replace does\n"), "\(run.errors)")
        #expect(!run.errors.contains("b.txt: in"))
        let moved = try bench.gram("ingest", "s.db", "--train", "a.txt", "--replace")
        expectDone(moved)
        #expect(!moved.errors.contains("already"), "\(moved.errors)")
    }

    /// Fifty documents of one line, each cut into splits: the n-grams at the cuts are the corpus's all the same.
    @Test func countsDoNotDependOnCuts() throws {
        let bench = try Workbench()
        for index in 0..<50 {
            try bench.write("good morning to all of you my dear friends today", to: "mails/\(index).txt")
        }
        expectDone(try bench.gram("ingest", "c.db", "mails"))
        let row = try #require(
            try bench.gram("frequencies", "c.db", "friends today", "--format", "json").rows.first)
        #expect(row["count"] as? Int == 50 && row["rank"] as? Int == 3)
        let rows = try bench.gram("frequencies", "c.db", "--order", "2", "--format", "json").rows
        #expect(rows.count == 9 && rows.allSatisfy { $0["count"] as? Int == 50 })
        let scanned = try bench.gram("frequencies", "c.db", "--order", "2", "--regex", ".", "--format", "json").rows
        #expect(scanned.map { $0["ngram"] as? [String] } == rows.map { $0["ngram"] as? [String] })
        let ofDocument = try bench.gram(
            "frequencies", "c.db", "friends today", "--document", "7.txt", "--format", "json")
        #expect(try ofDocument.rows.first?["count"] as? Int == 1)
    }

    /// What a table gives and what the tokens give are the same.
    @Test(arguments: ["all", "train", "valid", "test"], [1, 2, 3]) func storedFrequenciesAreThoseOfTheText(
        split: String, order: Int
    ) throws {
        let bench = try SnapshotTests.bench.get()
        let arguments = [
            "frequencies", "ferry.db", "--order", "\(order)", "--split", split, "--limit", "30", "--format", "json",
        ]
        let stored = try bench.start(Workbench.gram, arguments).result().rows
        let scanned = try bench.start(Workbench.gram, arguments + ["--regex", "."]).result().rows
        for key in ["ngram", "count", "rank", "per_million"] {
            #expect(stored.map { "\($0[key] ?? "")" } == scanned.map { "\($0[key] ?? "")" })
        }
    }
}
