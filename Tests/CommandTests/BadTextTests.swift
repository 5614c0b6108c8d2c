internal import Foundation
internal import Testing

/// What `ingest` makes of texts that are not as they should be.
@Suite struct BadTextTests {
    @Test func missing() throws {
        let bench = try Workbench()
        expectError(try bench.gram("ingest", "new.db", "nowhere.txt"), 66, naming: "nowhere.txt")
        #expect(try bench.files == [])
    }

    @Test func empty() throws {
        let bench = try Workbench()
        try bench.write("", to: "empty.txt")
        expectError(try bench.gram("ingest", "new.db", "empty.txt"), 65, naming: "empty.txt")
        #expect(try bench.files == ["empty.txt"])
    }

    @Test(arguments: ["\n\n\n", " \t \n \n", "\u{FEFF}"]) func blank(text: String) throws {
        let bench = try Workbench()
        try bench.write(text, to: "blank.txt")
        expectError(try bench.gram("ingest", "new.db", "blank.txt"), 65, naming: "blank.txt")
        #expect(try bench.files == ["blank.txt"])
    }

    @Test func binary() throws {
        let bench = try Workbench()
        try bench.write(Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) }), to: "picture.png")
        expectError(try bench.gram("ingest", "new.db", "picture.png"), 65, naming: "picture.png")
        #expect(try bench.files == ["picture.png"])
    }

    @Test func invalidUTF8NamesThePlace() throws {
        let bench = try Workbench()
        try bench.write(Data("one line\nun caf".utf8) + [0xE9] + Data(" noir\n".utf8), to: "latin.txt")
        let run = try bench.gram("ingest", "new.db", "latin.txt")
        expectError(run, 65, naming: "latin.txt", "byte 15", "line 2", "--lossy")
        #expect(try bench.files == ["latin.txt"])

        expectDone(try bench.gram("ingest", "latin.db", "latin.txt", "--encoding", "latin1"))
        expectDone(try bench.gram("ingest", "lossy.db", "latin.txt", "--lossy"))
        let looked = try bench.gram("frequencies", "latin.db", "café", "--format", "json")
        #expect(try looked.rows.first?["count"] as? Int == 1)
    }

    /// Line ends, a byte-order mark and a missing final newline change no count.
    @Test func spellingsOfLinesAreOneText() throws {
        let bench = try Workbench()
        let spellings = [
            "plain": tale, "crlf": tale.replacing("\n", with: "\r\n"), "bom": "\u{FEFF}" + tale,
            "open": String(tale.dropLast()),
        ]
        for (name, text) in spellings {
            try bench.write(text, to: "\(name)/tale.txt")
            expectDone(try bench.gram("ingest", "\(name).db", "\(name)/tale.txt"))
        }
        for query in [["--order", "1"], ["--order", "2"], ["--order", "3", "--split", "train"]] {
            let wanted = try bench.start(
                Workbench.gram, ["frequencies", "plain.db", "--limit", "0", "--format", "csv"] + query
            ).result().output
            #expect(wanted.count > 100)
            for name in spellings.keys {
                let found = try bench.start(
                    Workbench.gram, ["frequencies", "\(name).db", "--limit", "0", "--format", "csv"] + query
                ).result().output
                #expect(found == wanted, "\(name) \(query)")
            }
        }
    }

    @Test func utf16WithItsMark() throws {
        let bench = try Workbench()
        try bench.write(Data([0xFF, 0xFE]) + tale.data(using: .utf16LittleEndian)!, to: "wide.txt")
        expectDone(try bench.gram("ingest", "wide.db", "wide.txt"))
        let run = try bench.gram("frequencies", "wide.db", "miller", "--format", "json")
        #expect(try run.rows.first?["count"] as? Int == 15)
    }

    @Test func oneLineOf50Megabytes() throws {
        let bench = try Workbench()
        let phrase = "the fox and the hen went up the hill to see what there was to see "
        let times = 50_000_000 / phrase.utf8.count
        try bench.write(Data(String(repeating: phrase, count: times).utf8), to: "long.txt")
        expectDone(try bench.gram("ingest", "long.db", "long.txt"))
        let run = try bench.gram("frequencies", "long.db", "see", "--format", "json")
        #expect(try run.rows.first?["count"] as? Int == 2 * times)
    }

    @Test func folderWithoutText() throws {
        let bench = try Workbench()
        try bench.write("no text", to: "folder/picture.png")
        expectError(try bench.gram("ingest", "new.db", "folder"), 66, naming: "folder")
        #expect(try bench.files == ["folder"])
    }

    @Test func aDocumentOfAnotherContent() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let before = try bench.read(database)
        try bench.write("the hen\nthe end\n", to: database + ".txt")
        expectError(try bench.gram("ingest", database, database + ".txt"), 65, naming: "--replace")
        #expect(try bench.read(database) == before)
    }

    @Test func theSameDocumentTwiceIsANote() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let before = try bench.gram("frequencies", database, "--format", "csv").output
        let run = try bench.gram("ingest", database, database + ".txt")
        expectDone(run)
        #expect(run.errors.contains("already"))
        #expect(try bench.gram("frequencies", database, "--format", "csv").output == before)
    }

    @Test func anotherTokenizationIsRefused() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write("another text\n", to: "more.txt")
        expectError(
            try bench.gram("ingest", database, "more.txt", "--tokens", "characters"), 65, naming: "--tokens")
    }

    @Test func literalMarkersAreRefusedByLine() throws {
        let bench = try Workbench()
        try bench.write("one two\nthree </s> four\n", to: "marked.txt")
        expectError(
            try bench.gram("ingest", "new.db", "marked.txt", "--tokens", "whitespace"), 65, naming: "</s>", "line 2")
    }

    @Test func zeroBytes() throws {
        let bench = try Workbench()
        try bench.write("one\ntwo\0three\n", to: "zero.txt")
        expectError(
            try bench.gram("ingest", "new.db", "zero.txt"), 65, naming: "zero.txt", "byte 7", "line 2", "--lossy")
        #expect(try bench.files == ["zero.txt"])
        expectDone(try bench.gram("ingest", "lossy.db", "zero.txt", "--lossy"))
    }

    /// A pipe can be read once: all of it must arrive.
    @Test func aPipeIsReadWhole() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        expectDone(try bench.shell("\"$GRAM\" ingest plain.db <(cat tale.txt) --name tale"))
        expectDone(try bench.shell("\"$GRAM\" ingest packed.db <(gzip -c tale.txt) --name tale"))
        for database in ["plain.db", "packed.db"] {
            let run = try bench.gram("frequencies", database, "miller", "--format", "json")
            #expect(try run.rows.first?["count"] as? Int == 15)
        }
        expectError(try bench.gram("ingest", "new.db", "/dev/null"), 65, naming: "no token")
        expectError(try bench.gram("info", "/dev/null"), 64, naming: "/dev/null", "device")
        expectError(try bench.gram("ingest", "/dev/null", "tale.txt"), 64, naming: "/dev/null", "device")
    }

    @Test func standardInputIsNamedByItsHash() throws {
        let bench = try Workbench()
        expectDone(try bench.gram("ingest", "a.db", "-", input: tale))
        expectDone(try bench.gram("ingest", "b.db", "-", "--name", "told", input: tale))
        #expect(try bench.gram("info", "a.db").output.contains("stdin-"))
        #expect(try bench.gram("info", "b.db").output.contains("told"))
    }
}
