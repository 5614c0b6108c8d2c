internal import Foundation
internal import Testing

/// What there are thousands of is told in a line.
@Suite struct ManyDocumentsTests {
    @Test func thousandsOfDocuments() throws {
        let bench = try Workbench()
        let count = 1200
        for number in 0..<count { try bench.write("word \(number % 7)\n", to: "texts/\(number).txt") }
        for number in 0..<40 { try bench.write(" \n", to: "texts/blank\(number).txt") }
        let first = try bench.gram("ingest", "many.db", "texts")
        expectDone(first)
        #expect(first.errors.contains(" and 37 more: no tokens, left out"))
        #expect(first.errors.split(separator: "\n").count <= 6, "\(first.errors)")
        let again = try bench.gram("ingest", "many.db", "texts")
        expectDone(again)
        #expect(again.errors.contains(" and 1,197 more: already in the database, skipped"))
        #expect(again.errors.split(separator: "\n").count <= 3, "\(again.errors)")

        func listed(_ options: String...) throws -> (documents: Int, errors: String) {
            let run = try bench.start(Workbench.gram, ["info", "many.db"] + options).result()
            expectDone(run)
            return (run.lines.count { $0.hasPrefix("  ") && $0.contains(".txt  ") }, run.errors)
        }
        #expect(try listed().documents == 20)
        #expect(try listed().errors.contains("20 of 1,200 documents; --limit 0 lists all"))
        #expect(try listed("--limit", "3").documents == 3)
        #expect(try listed("--limit", "0").documents == count)
        #expect(!(try listed("--limit", "0").errors.contains("lists all")))
        let json = try bench.gram("info", "many.db", "--format", "json")
        #expect((try json.json["documents"] as? [Any])?.count == count)
        let short = try bench.gram("info", "many.db", "--format", "json", "--limit", "2")
        #expect((try short.json["documents"] as? [Any])?.count == 2)
        #expect(short.errors.contains("2 of 1,200 documents"))
        let names = (0..<count).map { "\($0).txt" }
        let removed = try bench.start(Workbench.gram, ["remove", "many.db"] + names.dropLast()).result()
        expectDone(removed)
        #expect(removed.errors == "0.txt, 1.txt, 2.txt and 1,196 more: removed; 1 document is left\n")
    }

    /// However often a document is named it is counted once.
    @Test func aDocumentNamedTwiceCountsOnce() throws {
        let bench = try Workbench()
        try bench.write("a b a\nb a c\n", to: "a.txt")
        expectDone(try bench.gram("ingest", "twice.db", "a.txt"))
        try bench.write("c d\n", to: "b.txt")
        expectDone(try bench.gram("ingest", "left.db", "a.txt", "b.txt"))
        #expect(
            try bench.gram("remove", "left.db", "a.txt", "a.txt").errors == "a.txt: removed; 1 document is left\n")
        for command in [["frequencies", "twice.db"], ["diversity", "twice.db"], ["growth", "twice.db"]] {
            let once = command + ["--format", "json", "--document", "a.txt"]
            let twice = once + ["--document", "./a.txt", "--document", "a.txt"]
            let (one, two) = try (
                bench.start(Workbench.gram, once).result(), bench.start(Workbench.gram, twice).result()
            )
            #expect(try one.rows as NSArray == two.rows as NSArray && !one.rows.isEmpty, "\(command)")
        }
    }

    /// A literal `<unk>` is a word and a type, whatever counts them.
    @Test func anUnknownTokenIsAType() throws {
        let bench = try Workbench()
        try bench.write("a <unk> b\na b\n", to: "unk.txt")
        let ingested = try bench.gram("ingest", "unk.db", "unk.txt", "--tokens", "whitespace", "--format", "json")
        #expect(try ingested.rows[0]["types"] as? Int == 3)
        let info = try bench.gram("info", "unk.db", "--format", "json")
        #expect(try info.rows[0]["types"] as? Int == 3)
        #expect(try bench.gram("frequencies", "unk.db", "--format", "json").rows.count == 3)
        let zipf = try bench.gram("zipf", "unk.db", "--order", "1", "--bootstraps", "0", "--format", "json")
        #expect(try zipf.rows[0]["types"] as? Int == 3)
        #expect(try bench.gram("diversity", "unk.db", "--format", "json").rows[0]["types"] as? Int == 3)
    }

    /// What the tool writes it reads.
    @Test func itsOwnTablesAreFrequencies() throws {
        let bench = try Workbench()
        let database = try bench.database("“well, well”, said\tthe fox; the fox!\n", "--keep-punctuation")
        func fits(_ arguments: String...) throws -> String {
            let run = try bench.start(
                Workbench.gram, ["zipf", "--bootstraps", "0", "--format", "csv"] + arguments
            ).result()
            expectDone(run)
            return run.output.split(separator: "\n")[1].drop { $0 != "," }.description
        }
        let whole = try fits(database, "--order", "1")
        for format in ["csv", "tsv"] {
            for options in [[], ["--spectrum"]] {
                let table = try bench.start(
                    Workbench.gram, ["frequencies", database, "--limit", "0", "--format", format] + options
                ).result()
                try bench.write(table.output, to: "table")
                #expect(try fits("--frequencies", "table") == whole)
            }
        }
    }
}
