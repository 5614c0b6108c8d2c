internal import Foundation
internal import Testing

/// What comes in oddly: as a pipe, in a folder, blank, or under a limit.
@Suite struct OddInputTests {
    @Test func wordlessLinesAroundOneSegment() throws {
        let bench = try Workbench()
        let texts = [
            "one two three four\n\n", "\n\none two three four\n", "one two three four\n***\n",
            "***\none two three four\n",
        ]
        for (number, text) in texts.enumerated() {
            try bench.write(text, to: "\(number).txt")
            let database = "\(number).db"
            expectDone(
                try bench.gram(
                    "ingest", database, "\(number).txt", "--segments", number < 2 ? "paragraphs" : "lines",
                    "--shares", "1,1,0"))
            let splits = try bench.gram("info", database, "--format", "json").output
            #expect(splits.contains("\"split\": \"train\", \"documents\": 1, \"segments\": 1, \"tokens\": 2"))
        }
    }

    @Test func memoryBoundsWhatCannotBeCut() throws {
        let bench = try Workbench()
        try bench.write("one two\n" + String(repeating: "x", count: 300_000) + "\n", to: "word.txt")
        expectError(
            try bench.gram("ingest", "new.db", "word.txt", "--memory", "4M"), 65, naming: "word.txt", "line 2",
            "byte 8",
            "break its lines", "512 KiB", "--memory 16M")
        #expect(try bench.files == ["word.txt"])
        expectDone(try bench.gram("ingest", "new.db", "word.txt", "--memory", "16M"))
        // The first remedy needs no memory.
        expectDone(try bench.shell("fold -b -w 1000 word.txt > lines.txt"))
        expectDone(try bench.gram("ingest", "lines.db", "lines.txt", "--memory", "4M"))
        // There is a length that no memory allows, and none is offered beyond what that takes.
        expectDone(try bench.shell("head -c 40000000 /dev/zero | tr '\\0' x > huge.txt"))
        let huge = try bench.gram("ingest", "huge.db", "huge.txt", "--memory", "1100M")
        expectError(huge, 65, naming: "break its lines", "128 MiB", "--memory 4G")
        // A long line with spaces is no matter.
        try bench.write(String(repeating: "word ", count: 200_000), to: "line.txt")
        expectDone(try bench.gram("ingest", "line.db", "line.txt", "--memory", "1M"))
    }

    @Test func aBlankFileDoesNotDecideOnSegments() throws {
        let bench = try Workbench()
        let paragraphs = String(
            repeating:
                "A line of words that is as long as prose\nthat goes on in lines of about that size\nfor three.\n\n",
            count: 30)
        try bench.write(" \n\n", to: "texts/0.txt")
        try bench.write("", to: "texts/1.txt")
        try bench.write(paragraphs, to: "texts/2.txt")
        let run = try bench.gram("ingest", "new.db", "texts")
        expectDone(run)
        #expect(run.errors.contains("segments are paragraphs"))
        #expect(run.errors.contains("0.txt, 1.txt: no tokens, left out"))
        let info = try bench.gram("info", "new.db", "--format", "json").output
        #expect(info.contains("\"segments\": \"auto\""))
    }

    @Test func foldersAndArchives() throws {
        let bench = try Workbench()
        try bench.write("call me ishmael\n", to: "texts/a.txt")
        try bench.write("no text\n", to: "texts/notes.txt/b.md")
        expectDone(try bench.gram("ingest", "folder.db", "texts"))
        expectError(try bench.gram("ingest", "named.db", "texts", "--name", "one"), 64, naming: "--name")
        try bench.write("", to: "empty.txt")
        for (archive, files) in [("md.tar", "texts/notes.txt/b.md"), ("two.tar", "empty.txt texts/a.txt")] {
            expectDone(try bench.shell("tar cf \(archive) \(files)"))
        }
        expectError(try bench.gram("ingest", "md.db", "md.tar"), 66, naming: "md.tar", "holds no text", ".txt")
        expectError(try bench.gram("ingest", "named.db", "two.tar", "--name", "one"), 64, naming: "--name")
        let two = try bench.gram("ingest", "two.db", "two.tar")
        expectDone(two)
        #expect(two.errors.contains("empty.txt: no tokens"))
        let files = try bench.files
        #expect(!files.contains("md.db") && !files.contains("named.db"))
    }

    @Test func pipesAreFiles() throws {
        let bench = try Workbench()
        let database = try bench.database(tale)
        for line in [
            "perplexity \(database) --model laplace:2 --file <(echo the miller)",
            "tokenize \(database) --file <(echo hi)",
            "tokenize \(database) --file /dev/null", "zipf --frequencies <(printf '5\\n4\\n3\\n') --bootstraps 0",
            "ingest new.db tale.txt --vocabulary <(echo miller)",
        ] {
            try bench.write(tale, to: "tale.txt")
            expectDone(try bench.shell("\"$GRAM\" \(line)"))
        }
        for command in ["tokenize \(database) --file .", "import \(database) theirs ."] {
            let run = try bench.shell("\"$GRAM\" \(command)")
            expectError(run, 66, naming: "folder")
        }
    }

    @Test func aLimitOnTheSizeOfFilesIsTold() throws {
        let bench = try Workbench()
        try bench.write(String(repeating: tale, count: 200), to: "long.txt")
        let run = try bench.shell("ulimit -f 20; \"$GRAM\" ingest new.db long.txt")
        expectError(run, 74, naming: "full")
        #expect(!(try bench.files).contains { $0.contains("new.db") })
    }

    @Test func aFileThatAppearsMeanwhileIsKept() throws {
        let bench = try Workbench()
        // The text comes when the ingest has begun and the file is there.
        let line = """
            mkfifo text; "$GRAM" ingest new.db - < text & exec 3> text
            for _ in {1..2000}; do [ -e .new.db.gram-new ] && break; sleep 0.01; done
            echo precious > new.db; echo hello there >&3; exec 3>&-; wait $!
            """
        expectError(try bench.shell(line), 75, naming: "new.db")
        #expect(String(decoding: try bench.read("new.db"), as: UTF8.self) == "precious\n")
        #expect(!(try bench.files).contains(".new.db.gram-new"))
    }

    @Test func aLinkThatLeadsNowhereYetIsWrittenThrough() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "sub/tale.txt")
        expectDone(try bench.shell("ln -s sub/real.db link.db; \"$GRAM\" ingest link.db sub/tale.txt"))
        expectDone(try bench.gram("info", "sub/real.db"))
        expectDone(try bench.shell("test -L link.db"))
    }

    /// A name left over of a database that was published must not empty it.
    @Test func aSecondNameOfADatabaseIsNotWrittenTo() throws {
        let bench = try Workbench()
        let database = try bench.database(tale)
        let before = try bench.read(database)
        expectDone(try bench.shell("ln \(database) .new.db.gram-new; echo hi there | \"$GRAM\" ingest new.db -"))
        #expect(try bench.read(database) == before)
    }
}
