internal import Foundation
internal import Testing

/// Tables of metadata, names of files, and what texts say of themselves.
@Suite struct MetadataCommandTests {
    private func bench(_ names: [String]) throws -> Workbench {
        let bench = try Workbench()
        for name in names { try bench.write("a text called \(name)\n", to: "texts/\(name)") }
        return bench
    }

    private func rows(_ bench: Workbench, _ database: String = "a.db") throws -> [[String: Any]] {
        let run = try bench.gram("metadata", database, "--format", "json")
        expectDone(run)
        return try run.rows
    }

    /// The same table in each of the forms that programs write.
    static let forms = [
        "name,author,note\nx,\"Flann O'Brien\",\"a, \"\"b\"\"\"\ny.txt,Woolf,\n",
        "\u{FEFF}author,Document,note\r\nFlann O'Brien,x,\"a, \"\"b\"\"\"\r\nWoolf,y.txt,\r\n",
        "FILE\tauthor\tnote\nx\tFlann O'Brien\ta, \"b\"\ny.txt\tWoolf\t\n",
        "key;author;note\nx;Flann O'Brien;\"a, \"\"b\"\"\"\ny.txt;Woolf;\n",
    ]

    @Test(arguments: forms) func tablesAreJoined(table: String) throws {
        let bench = try bench(["x.txt", "y.txt"])
        try bench.write(table, to: "table")
        expectDone(try bench.gram("ingest", "a.db", "texts", "--metadata", "table"))
        expectDone(try bench.gram("ingest", "b.db", "texts"))
        expectDone(try bench.gram("metadata", "b.db", "table"))
        for database in ["a.db", "b.db"] {
            let rows = try rows(bench, database)
            #expect(rows.map { $0["author"] as? String } == ["Flann O'Brien", "Woolf"])
            #expect(rows.map { $0["note"] as? String } == ["a, \"b\"", nil])
        }
    }

    @Test func whatIsNotJoinedIsCounted() throws {
        let bench = try bench(["x.txt", "y.txt", "z.txt"])
        try bench.write("name,author\nx,A\nx,B\nw,C\nv.txt,D\n", to: "table.csv")
        let run = try bench.gram("ingest", "a.db", "texts", "--metadata", "table.csv")
        expectDone(run)
        for note in [
            "2 rows of no document (v.txt, w)", "2 documents without a row (y.txt, z.txt)",
            "1 name in more than one row, whose later values hold (x)",
        ] {
            #expect(run.errors.contains(note), "\(run.errors)")
        }
        #expect(try rows(bench).map { $0["author"] as? String } == ["B", nil, nil])
    }

    /// Texts that are there are joined to a table that comes with them again, and rows to their other columns.
    @Test func whatIsThereAlreadyIsJoined() throws {
        let bench = try bench(["x.txt", "y.txt"])
        try bench.write("name,author\nx,A\ny,B\nw,C\n", to: "m.csv")
        expectDone(try bench.gram("ingest", "a.db", "texts"))
        let run = try bench.gram("ingest", "a.db", "texts", "--metadata", "m.csv")
        expectDone(run)
        #expect(run.errors.contains("already in the database, skipped"))
        #expect(run.errors.contains("metadata: 1 row of no document (w)\n"), "\(run.errors)")
        #expect(try rows(bench).map { $0["author"] as? String } == ["A", "B"])
        expectDone(try bench.gram("ingest", "a.db", "texts", "--name-pattern", "(?<letter>[xy])"))
        #expect(try rows(bench).map { $0["letter"] as? String } == ["x", "y"])

        for author in ["A", "B"] {
            try bench.write("id,body,author\n1,a text,\(author)\n", to: "t.csv")
            expectDone(try bench.gram("ingest", "t.db", "t.csv", "--text-column", "body", "--replace"))
            #expect(try rows(bench, "t.db").map { $0["author"] as? String } == [author])
        }
    }

    /// The format's header, the pattern, the table: later ones win, and each keeps what no later one says.
    @Test func laterWins() throws {
        let bench = try Workbench()
        try bench.write(
            "id,body,author,year,genre\nwoolf_1925,a text,header,1,novel\njoyce_1922,more text,header,2,tale\n",
            to: "t.csv")
        try bench.write("name,year\nwoolf_1925,1930\n", to: "m.csv")
        expectDone(
            try bench.gram(
                "ingest", "a.db", "t.csv", "--text-column", "body", "--name-pattern",
                "(?<author>[a-z]+)_(?<year>[0-9]+)", "--metadata", "m.csv"))
        let rows = try rows(bench)
        #expect(rows.map { $0["author"] as? String } == ["woolf", "joyce"])
        #expect(rows.map { $0["year"] as? Int } == [1930, 1922])
        #expect(rows.map { $0["genre"] as? String } == ["novel", "tale"])
    }

    /// A new text renews what it and its name say, and keeps what tables said.
    @Test func replacingKeepsTables() throws {
        let bench = try Workbench()
        try bench.write("id,body,author,genre\nw,a text,header,novel\n", to: "t.csv")
        expectDone(try bench.gram("ingest", "a.db", "t.csv", "--text-column", "body", "--name-pattern", "(?<letter>.)"))
        try bench.write("name,year\nw,1930\n", to: "m.csv")
        expectDone(try bench.gram("metadata", "a.db", "m.csv"))
        try bench.write("id,body,author,place\nw,another text,new,London\n", to: "t.csv")
        expectDone(try bench.gram("ingest", "a.db", "t.csv", "--text-column", "body", "--replace"))
        let row = try #require(try rows(bench).first)
        #expect(Set(row.keys) == ["document", "author", "place", "year", "tokens", "types", "mattr"])
        #expect(row["author"] as? String == "new" && row["year"] as? Int == 1930)
    }

    @Test func badTablesChangeNothing() throws {
        let bench = try bench(["x.txt"])
        expectDone(try bench.gram("ingest", "a.db", "texts"))
        for (table, word) in [
            ("", "name,author,year"), ("name,a\nx,1,2\n", "line 2"),
            ("name,a\nx,\"1\n", "line 2"),
            (
                "name," + (0...1_000).map { "k\($0)" }.joined(separator: ",") + "\nx,"
                    + (0...1_000).map { "\($0)" }.joined(separator: ",") + "\n", "1001"
            ),
        ] {
            try bench.write(table, to: "bad.csv")
            let before = try bench.read("a.db")
            let run = try bench.gram("metadata", "a.db", "bad.csv")
            #expect(run.status == 65 && run.errors.contains(word), "\(run.errors)")
            #expect(try bench.read("a.db") == before)
        }
        expectError(try bench.gram("ingest", "b.db", "texts", "--name-pattern", "(.*)"), 64, naming: "named group")
        expectError(try bench.gram("ingest", "b.db", "texts", "--name-pattern", "(?<name>.*)"), 65, naming: "'name'")
        expectError(
            try bench.gram("ingest", "b.db", "texts", "--name-pattern", "(?<=x)(?<my_key>.)"), 64,
            naming: "'my_key'", "letters")
        #expect(try !bench.files.contains("b.db"))
    }

    /// As pandas (`to_csv`) and R (`write.csv`) write tables by default, with row numbers or names; and with columns that every
    /// document has.
    @Test func columnsThatAreNoKeysAreLeftOut() throws {
        for (table, note) in [
            (",name,author\n0,x,A\n1,y.txt,B\n", "1 column without a name, left out"),
            ("\"\",\"name\",\"author\"\n\"1\",\"x\",\"A\"\n\"2\",\"y.txt\",\"B\"\n", "1 column without a name"),
            (",key,author\n0,x,A\n1,y,B\n", "1 column without a name"), (",author\nx,A\ny,B\n", nil),
            ("document,name,author\nz,x,A\nz,y,B\n", "document left out of the metadata"),
            ("file,Document,author\nz,x,A\nz,y,B\n", nil),
            ("name,tokens,author,types,Split\nx,1,A,2,3\ny,1,B,2,3\n", "tokens, types, Split left out of the metadata"),
            ("name,AUTHOR,author\nx,Z,A\ny,Z,B\n", "columns AUTHOR and author are one key, whose later values hold"),
        ] {
            let bench = try bench(["x.txt", "y.txt"])
            try bench.write(table, to: "t.csv")
            expectDone(try bench.gram("ingest", "b.db", "texts"))
            for run in [
                try bench.gram("ingest", "a.db", "texts", "--metadata", "t.csv", "--dry-run"),
                try bench.gram("ingest", "a.db", "texts", "--metadata", "t.csv"),
                try bench.gram("metadata", "b.db", "t.csv"),
            ] {
                expectDone(run)
                #expect(
                    (note.map { run.errors.contains($0) } ?? true) && run.errors.contains("metadata:") == (note != nil),
                    "\(run.errors)")
            }
            for database in ["a.db", "b.db"] {
                #expect(
                    try rows(bench, database).map { row in
                        row.first { $0.key.lowercased() == "author" }?.value as? String
                    }
                        == ["A", "B"], "\(table)")
            }
        }
    }

    @Test func namesThatAPatternDoesNotMatchAreCounted() throws {
        let bench = try bench(["x_1.txt", "y.txt", "z.txt"])
        for options in [["--dry-run"], []] {
            let run = try bench.start(
                Workbench.gram, ["ingest", "a.db", "texts", "--name-pattern", "_(?<number>[0-9])"] + options
            ).result()
            expectDone(run)
            #expect(run.errors.contains("matches 1 of 3 documents, not y.txt, z.txt"), "\(run.errors)")
        }
        #expect(try !bench.gram("ingest", "b.db", "texts", "--name-pattern", "(?<l>[a-z])").errors.contains("matches"))
    }

    /// `gram metadata` has no option for bad bytes, nor has a list of words.
    @Test func errorsOfTablesOfferNoOptionOfTexts() throws {
        let bench = try bench(["x.txt"])
        expectDone(try bench.gram("ingest", "a.db", "texts"))
        try bench.write(Data("name,author\nx,Andr\u{E9}\n".unicodeScalars.map { UInt8($0.value) }), to: "m.csv")
        for run in [
            try bench.gram("metadata", "a.db", "m.csv"),
            try bench.gram("ingest", "b.db", "texts", "--metadata", "m.csv"),
            try bench.gram("ingest", "b.db", "texts", "--vocabulary", "m.csv"),
        ] {
            expectError(run, 65, naming: "m.csv", "iconv")
            #expect(!run.errors.contains("--lossy") && !run.errors.contains("--on-error"), "\(run.errors)")
        }
        let empty = try bench.gram("metadata", "a.db", "-", input: "")
        expectError(empty, 65, naming: "stdin is empty", "name,author,year")
    }

    @Test func whatATerminalObeysIsShown() throws {
        let bench = try bench(["x.txt"])
        try bench.write("name,\"a\u{1B}[31mb\"\nx,\"\u{1B}]0;title\u{7}\u{202E}\"\n", to: "m.csv")
        expectDone(try bench.gram("ingest", "a.db", "texts", "--metadata", "m.csv"))
        for command in ["metadata", "info"] {
            let run = try bench.gram(command, "a.db")
            expectDone(run)
            #expect(
                !(run.output + run.errors).unicodeScalars.contains { "\u{1B}\u{7}\u{202E}".unicodeScalars.contains($0) }
            )
        }
        let json = try bench.gram("metadata", "a.db", "--format", "json")
        #expect(try json.rows.first?["a\u{1B}[31mb"] as? String == "\u{1B}]0;title\u{7}\u{202E}")
    }

    @Test func infoSumsUpKeys() throws {
        let bench = try bench(["x.txt", "y.txt", "z.txt"])
        try bench.write("name,author,year\nx,Woolf,1925\ny,Woolf,1931\n", to: "m.csv")
        expectDone(try bench.gram("ingest", "a.db", "texts", "--metadata", "m.csv"))
        let run = try bench.gram("info", "a.db")
        #expect(run.output.contains("author (2 documents: Woolf), year (2 documents: 1925, 1931)"))
        let keys = try #require(try bench.gram("info", "a.db", "--format", "json").json["metadata"] as? [[String: Any]])
        #expect(keys.map { $0["key"] as? String } == ["author", "year"])
        #expect(keys[1]["examples"] as? [Int] == [1925, 1931])
        // Years are not numbers of things.
        #expect(try bench.gram("metadata", "a.db").output.contains("  1925  "))
    }
}
