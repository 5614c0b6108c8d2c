internal import Foundation
internal import Testing

/// What is said of archives and compressed texts: which member it is, and what helps.
@Suite struct ArchiveTests {
    private func bench() throws -> Workbench {
        let bench = try Workbench()
        try bench.write("one line\nand another\n", to: "ok.txt")
        try bench.write(Data("un caf".utf8) + [0xE9] + Data("\n".utf8), to: "bad.txt")
        try bench.write("<s> a b\n", to: "marked.txt")
        expectDone(
            try bench.shell(
                """
                gzip -k bad.txt marked.txt && tar cf bad.tar ok.txt bad.txt && tar czf bad.tgz ok.txt bad.txt &&
                tar cf inner.tar ok.txt bad.txt.gz && tar cf marked.tar ok.txt marked.txt &&
                tar czf marked.tgz ok.txt marked.txt.gz && mkdir folder && cp bad.txt folder
                """))
        return bench
    }

    @Test(arguments: [
        ("bad.tar", "bad.tar: bad.txt: invalid UTF-8 at byte 6, line 1"),
        ("bad.tgz", "bad.tgz: bad.txt: invalid UTF-8 at byte 6, line 1"),
        ("inner.tar", "inner.tar: bad.txt.gz: invalid UTF-8 at byte 6, line 1"),
        ("bad.txt.gz", "gram: bad.txt.gz: invalid UTF-8 at byte 6, line 1"),
        ("folder", "folder/bad.txt: invalid UTF-8 at byte 6, line 1"),
        ("marked.tar", "marked.tar: marked.txt: line 1 has the token <s>"),
        ("marked.tgz", "marked.tgz: marked.txt.gz: line 1 has the token <s>"),
        ("marked.txt.gz", "gram: marked.txt.gz: line 1 has the token <s>"),
    ])
    func errorsOfATextSayWhereItIs(input: String, fact: String) throws {
        let bench = try bench()
        expectError(try bench.gram("ingest", "new.db", input, "--tokens", "whitespace"), 65, naming: fact)
        #expect(try !bench.files.contains("new.db"))
    }

    /// What the error offers for two members of one name is done, and works.
    @Test func membersOfOneName() throws {
        let bench = try bench()
        expectDone(
            try bench.shell(
                """
                mkdir a b && echo one text > a/x.txt && echo two texts > b/x.txt
                tar cf up.tar -P --transform 's|^a/|../|' --transform 's|^b/||' a/x.txt b/x.txt
                tar cf a.tar -C a x.txt && tar cf b.tar -C b x.txt
                """))
        let one = try bench.gram("ingest", "new.db", "up.tar")
        expectError(one, 65, naming: "called x.txt", "within the archive", "Unpack up.tar")
        #expect(!one.errors.contains("folder above both"))
        expectError(try bench.gram("ingest", "new.db", "a.tar", "b.tar"), 65, naming: "Unpack archives into folders")
        expectDone(
            try bench.shell(
                "mkdir -p all/a all/b && tar xf a.tar -C all/a && tar xf b.tar -C all/b && \"$GRAM\" ingest new.db all")
        )
        // Files outside of archives are told apart by their paths.
        expectDone(try bench.gram("ingest", "other.db", "a/x.txt", "b/x.txt"))
        let info = try bench.gram("info", "other.db").output
        #expect(info.contains("  a/x.txt  ") && info.contains("  b/x.txt  "))
        expectError(try bench.gram("ingest", "new.db", "a/x.txt", "b.tar"), 65, naming: "Unpack archives into folders")
    }

    @Test func bzip2IsRead() throws {
        let bench = try Workbench()
        try bench.write(tale, to: "tale.txt")
        guard try bench.shell("bzip2 -k tale.txt").status == 0 else { try Test.cancel("bzip2 is not at hand") }
        expectDone(try bench.shell("tar cf tale.tar tale.txt.bz2"))
        for (database, input) in [("file.db", "tale.txt.bz2"), ("archive.db", "tale.tar")] {
            expectDone(try bench.gram("ingest", database, input))
            let run = try bench.gram("frequencies", database, "miller", "--format", "json")
            #expect(try run.rows.first?["count"] as? Int == 15)
        }
    }

    @Test func theHelpSaysFromWhereOnTheRatioCounts() throws {
        let help = try Workbench().gram("ingest", "--help").output.split(
            separator: " ", omittingEmptySubsequences: true)
        let text = help.joined(separator: " ").replacing("\n", with: "")
        #expect(text.contains("--any-ratio") && text.contains("256 MiB"))
    }

    /// Bytes that are no UTF-16 are in no encoding of one byte either.
    @Test func remediesFitTheEncoding() throws {
        let bench = try Workbench()
        let database = try bench.database()
        let wide: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0, 0xD8, 0x62, 0, 0x0A, 0]
        try bench.write(Data(wide), to: "wide.txt")
        let judged = ["tokenize", database, "--file", "wide.txt"]
        for arguments in [judged, ["ingest", "new.db", "wide.txt"]] {
            let run = try bench.start(Workbench.gram, arguments).result()
            expectError(run, 65, naming: "invalid UTF-16 at byte 4", "--lossy")
            #expect(!run.errors.contains("1252") && !run.errors.contains("iconv") && !run.errors.contains("--encoding"))
            expectDone(try bench.start(Workbench.gram, arguments + ["--lossy"]).result())
        }
        // What the error offers for a file without the mark makes it text.
        for encoding in ["UTF-16LE", "UTF-16BE"] {
            expectDone(try bench.shell("printf 'the fox ran\\n' | iconv -f UTF-8 -t \(encoding) > unmarked.txt"))
            let run = try bench.gram("tokenize", database, "--file", "unmarked.txt")
            expectError(run, 65, naming: "iconv -f \(encoding) -t UTF-8")
            expectDone(
                try bench.shell("iconv -f \(encoding) -t UTF-8 unmarked.txt | \"$GRAM\" tokenize \(database) --file -"))
        }
        try bench.write(Data("un caf".utf8) + [0xE9], to: "latin.txt")
        expectError(try bench.gram("tokenize", database, "--file", "latin.txt"), 65, naming: "iconv -f WINDOWS-1252")
    }
}
