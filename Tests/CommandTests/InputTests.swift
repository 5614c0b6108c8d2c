internal import Foundation
internal import Testing

/// Reading what a user names: compressed, archived, closed, or on a disk that fails.
@Suite struct InputTests {
    /// café.txt and 红楼梦.txt of two words and three, names marked as UTF-8, as Python's zipfile and git archive write.
    private static let zip = Data(
        base64Encoded: """
            UEsDBBQAAAgAAAAAIQCz0p2XCQAAAAkAAAAJAAAAY2Fmw6kudHh0b25lIGNhZmUKUEsDBBQAAAgAAAAAIQAjdfTcDgAAAA4AAAANAAAA\
            57qi5qW85qKmLnR4dHR3byByZWQgcm9vbXMKUEsBAhQDFAAACAAAAAAhALPSnZcJAAAACQAAAAkAAAAAAAAAAAAAAIABAAAAAGNhZsOp\
            LnR4dFBLAQIUAxQAAAgAAAAAIQAjdfTcDgAAAA4AAAANAAAAAAAAAAAAAACAATAAAADnuqLmpbzmoqYudHh0UEsFBgAAAAACAAIAcgAA\
            AGkAAAAAAA==
            """)!

    @Test(arguments: ["C", "POSIX", "C.UTF-8", "xx_XX"]) func namesInZipDoNotDependOnTheLocale(locale: String) throws {
        let bench = try Workbench()
        try bench.write(Self.zip, to: "names.zip")
        let run = try bench.shell("LC_ALL=\(locale) \"$GRAM\" ingest z.db names.zip --format json")
        expectDone(run)
        #expect(try run.rows.first?["documents"] as? Int == 2)
        #expect(try run.rows.first?["tokens"] as? Int == 5)
        let info = try bench.gram("info", "z.db").output
        #expect(info.contains("café.txt") && info.contains("红楼梦.txt"))
    }

    /// Every command that reads a text or a list reads it compressed, and refuses what is damaged.
    @Test func everyCommandReadsCompressedFiles() throws {
        let bench = try Workbench()
        let database = try bench.database()
        try bench.write("5\n3\n2\n2\n1\n1\n1\n", to: "counts")
        try bench.write("the fox ran to the mill\n", to: "line")
        try bench.write("the\nfox\nran\nto\nmill\n", to: "words")
        expectDone(try bench.gram("export", database, "mkn:2", "model.arpa"))
        let commands: [(file: String, line: (String) -> String)] = [
            ("counts", { "zipf --frequencies \($0) --bootstraps 0" }),
            ("line", { "tokenize \(database) --file \($0)" }),
            ("line", { "perplexity \(database) --model mkn:2 --file \($0)" }),
            ("line", { "surprisal \(database) --model mkn:2 --file \($0)" }),
            ("words", { "perplexity \(database) --model mkn:2 --vocabulary \($0)" }),
            ("model.arpa", { "import \(database) imported --replace \($0)" }),
        ]
        for (file, line) in commands {
            expectDone(try bench.shell("gzip -c \(file) > \(file).gz"))
            let plain = try bench.shell("\"$GRAM\" \(line(file)) --format csv")
            expectDone(plain)
            let packed = try bench.shell("\"$GRAM\" \(line("\(file).gz")) --format csv")
            expectDone(packed)
            #expect(packed.output.replacing("\(file).gz", with: file) == plain.output, "\(line(file))")
            var bytes = try bench.read("\(file).gz")
            bytes[bytes.count - 6] ^= 1
            try bench.write(bytes, to: "damaged.gz")
            expectError(try bench.shell("\"$GRAM\" \(line("damaged.gz"))"), 65, naming: "damaged.gz", "CRC32")
        }
    }

    /// The system's own reason and code: an error of the disk is no question of permissions.
    @Test(arguments: [
        "ingest new.db /proc/self/mem", "tokenize tale.db --file /proc/self/mem",
        "import tale.db m /proc/self/mem", "zipf --frequencies /proc/self/mem", "info /proc/self/mem",
    ])
    func aFailingDiskIsToldAsOne(line: String) throws {
        let bench = try Workbench()
        _ = try bench.database()
        let run = try bench.shell("\"$GRAM\" \(line)")
        expectError(run, 74, naming: "input/output error")
        #expect(!run.errors.contains("permissions"))
    }

    @Test(.enabled(if: geteuid() != 0)) func aClosedFileIsToldAsOne() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "closed.txt")
        expectDone(try bench.shell("chmod 0 closed.txt"))
        expectError(try bench.gram("ingest", "new.db", "closed.txt"), 66, naming: "closed.txt", "permission")
    }

    /// As few files as a shell can be told to allow: an error, or all is well.
    @Test(arguments: [
        "info tale.db", "ingest tale.db more.txt", "ingest new.db more.txt", "zipf tale.db --bootstraps 0",
    ])
    func fewFilesAreAnError(line: String) throws {
        let bench = try Workbench()
        _ = try bench.database()
        try bench.write("one more line\nand another\n", to: "more.txt")
        for limit in 4...20 {
            let run = try bench.shell("rm -f new.db; ulimit -n \(limit); exec \"$GRAM\" \(line)")
            if run.status == 0 {
                // What was added once is there.
                #expect(limit > 8)
                break
            }
            expectError(run, 74, naming: "ulimit -n")
        }
        #expect(try !bench.files.contains { $0.contains("new.db-") })
    }

    /// A name that is given is cleaned as a file's is, and both are found by what they were.
    @Test func givenNamesAreCleanedAndFoundAgain() throws {
        let bench = try Workbench()
        let real = "a\u{1B}[31mred\u{202E}.txt"
        let clean = "a\\u{1B}[31mred\\u{202E}.txt"
        try bench.write(tale, to: real)
        try bench.write(tale, to: "tale.txt")
        func documents(_ database: String) throws -> [String] {
            let listed = try bench.gram("info", database, "--format", "json").json["documents"] as? [[String: Any]]
            return try #require(listed).compactMap { $0["name"] as? String }
        }
        expectDone(try bench.gram("ingest", "file.db", real))
        expectDone(try bench.gram("ingest", "given.db", "tale.txt", "--name", real))
        expectDone(try bench.gram("ingest", "piped.db", "-", "--name", real, input: tale))
        for database in ["file.db", "given.db", "piped.db"] {
            #expect(try documents(database) == [clean])
            expectDone(try bench.gram("ingest", database, "tale.txt", "--name", "b"))
            expectDone(try bench.gram("frequencies", database, "--document", real))
            expectDone(try bench.gram("remove", database, real))
            #expect(try documents(database) == ["b"])
            expectError(try bench.gram("remove", database, real), 66, naming: "has no document")
        }
        expectDone(try bench.gram("ingest", "given.db", "tale.txt", "--name", real))
        expectDone(try bench.gram("remove", "given.db", clean))
    }

    @Test func namesOfMembersAreCleaned() throws {
        let bench = try Workbench()
        expectDone(
            try bench.shell(
                """
                mkdir a && echo 'one text' > $'a/two\\nlines.txt' && echo 'two texts' > a/up.txt &&
                tar --transform 's|^a/up|../../up|' -P -cf names.tar a/*
                """))
        expectDone(try bench.gram("ingest", "n.db", "names.tar"))
        let info = try bench.gram("info", "n.db").output
        #expect(info.contains("  up.txt") && info.contains("a/two\\u{A}lines.txt"), "\(info)")
        #expect(!info.contains(".."))
    }
}
