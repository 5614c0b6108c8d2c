internal import Foundation
internal import Testing

/// Texts as people have them: of several formats, in folders, with names and bytes of other days.
@Suite struct FormatCommandTests {
    private func counts(_ bench: Workbench, _ database: String) throws -> [String: Int] {
        let run = try bench.gram("frequencies", database, "--limit", "0", "--format", "json")
        let rows = try run.rows
        return Dictionary(
            uniqueKeysWithValues: rows.map { (($0["ngram"] as? [String])?.joined() ?? "", $0["count"] as? Int ?? 0) })
    }

    private func documents(_ bench: Workbench, _ database: String) throws -> [String] {
        let listed = try bench.gram("info", database, "--format", "json").json["documents"] as? [[String: Any]]
        return try #require(listed).compactMap { $0["name"] as? String }.sorted()
    }

    @Test func tagsAreNoWords() throws {
        let bench = try Workbench()
        try bench.write(
            "<html><body class=\"x\"><p>The kite &amp; the moor&nbsp;hen.</p><script>var x=1;</script></body></html>\n",
            to: "page.html")
        expectDone(try bench.gram("ingest", "p.db", "page.html"))
        #expect(try counts(bench, "p.db") == ["the": 2, "kite": 1, "moor": 1, "hen": 1])
        // As it is, if that is wanted.
        expectDone(try bench.gram("ingest", "t.db", "page.html", "--read", "text"))
        #expect(try counts(bench, "t.db")["script"] == 2)
    }

    @Test func aPageInTheEncodingItDeclares() throws {
        let bench = try Workbench()
        let page = "<html><head><meta charset=\"iso-8859-1\"></head><body><p>\u{E9}l\u{E8}ve</p></body></html>"
        try bench.write(try #require(page.data(using: .isoLatin1)), to: "meta.html")
        expectDone(try bench.gram("ingest", "m.db", "meta.html"))
        #expect(try counts(bench, "m.db") == ["élève": 1])
    }

    /// Without a declaration a page that is no UTF-8 is refused, as plain text is.
    @Test func aPageThatDeclaresNoEncoding() throws {
        let bench = try Workbench()
        let page = "<html><body><p>Привет мир, привет всем людям доброй воли</p></body></html>"
        try bench.write(try #require(page.data(using: .windowsCP1251)), to: "p.html")
        expectError(try bench.gram("ingest", "p.db", "p.html"), 65, naming: "--encoding")
        expectDone(try bench.gram("ingest", "p.db", "p.html", "--encoding", "windows-1251"))
        #expect(try counts(bench, "p.db")["привет"] == 2)
    }

    @Test func whatIsLeftOutOfGutenbergIsSaid() throws {
        let bench = try Workbench()
        let book =
            "head\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\nkite\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\nlicence\n"
        try bench.write(book + book, to: "two.txt")
        let run = try bench.gram("ingest", "g.db", "two.txt", "--strip-gutenberg")
        expectDone(run)
        #expect(run.errors.contains("\(2 * (book.utf8.count - 5)) bytes of Project Gutenberg's"))
        #expect(try counts(bench, "g.db") == ["kite": 2])
    }

    @Test func linesOfToldTokensAreNotLeftOut() throws {
        let bench = try Workbench()
        try bench.write("<s>\nDo\tVB\nGo\tVB\n</s>\n", to: "w.vert")
        expectError(try bench.gram("ingest", "w.db", "w.vert", "--exclude-matching", "^Do"), 65, naming: "expression")
    }

    @Test func tokensThatAreToldAreReadAsTheyAre() throws {
        let bench = try Workbench()
        try bench.write(
            "<doc id=\"a\">\n<s>\nDo\tVB\nn't\tRB\n.\t.\n</s>\n</doc>\n<doc id=\"b\">\n<s>\nGo\tVB\n</s>\n</doc>\n",
            to: "w.vert")
        let run = try bench.gram("ingest", "w.db", "w.vert", "--case", "preserve")
        expectDone(run)
        #expect(run.errors.contains("as they are"))
        #expect(try counts(bench, "w.db") == ["Do": 1, "n't": 1, ".": 1, "Go": 1])
        #expect(try documents(bench, "w.db") == ["a", "b"])
    }

    /// What is kept of it is the file itself, columns and comments included.
    @Test func theSourceOfToldTokensIsWrittenOut() throws {
        let bench = try Workbench()
        let row = "\t_\tX\t_\t_\t0\t_\t_\t_\n"
        let text = "# a comment\n1\tIl\(row)2\tva\(row)\n# text = Oui\n1\tOui\(row)\n"
        try bench.write(text, to: "w.conllu")
        expectDone(try bench.gram("ingest", "w.db", "w.conllu"))
        expectDone(try bench.gram("export", "w.db", "--text", "out"))
        #expect(try bench.read("out/w.conllu") == Data(text.utf8))
    }

    /// One file for two splits is a document in each.
    @Test func aFileOfTwoSplitsIsTwoDocuments() throws {
        let bench = try Workbench()
        try bench.write("one two three\n", to: "a.txt")
        let run = try bench.gram("ingest", "a.db", "--train", "a.txt", "--test", "a.txt")
        expectDone(run)
        #expect(run.errors.contains("several splits"))
        #expect(try documents(bench, "a.db") == ["test:a.txt", "train:a.txt"])
        #expect(try counts(bench, "a.db") == ["one": 2, "two": 2, "three": 2])
    }

    @Test func blankLinesAreSegmentsIfTheyAreKept() throws {
        let bench = try Workbench()
        try bench.write("a b\n\nb\n \na\n", to: "train.txt")
        // Four lines, two of them blank; the last has no end.
        try bench.write("a\r\n\r\n\t\r\nb a", to: "test.txt")
        func rows(_ database: String, _ options: String...) throws -> [String: Any] {
            expectDone(
                try bench.start(
                    Workbench.gram,
                    ["ingest", database, "--tokens", "whitespace", "--train", "train.txt", "--test", "test.txt"]
                        + options
                ).result())
            let run = try bench.gram("perplexity", database, "--model", "laplace:1", "--format", "json")
            let file = try bench.gram(
                "perplexity", database, "--model", "laplace:1", "--format", "json", "--file", "test.txt")
            let row = try #require(try run.rows.first)
            #expect(row["perplexity"] as? Double == (try file.rows.first?["perplexity"] as? Double))
            return row
        }
        let (drop, keep) = (try rows("d.db"), try rows("k.db", "--blank-lines", "keep"))
        #expect(drop["events"] as? Int == 5 && drop["segments"] as? Int == 2)
        #expect(keep["events"] as? Int == 7 && keep["segments"] as? Int == 4)
        // a, b twice, </s> five times and <unk> never, of a vocabulary of four: (3 · 3 · 3 · 6⁴ / 13⁷)^(−1/7).
        let wanted = pow(pow(13.0, 7) / (27 * pow(6.0, 4)), 1.0 / 7)
        #expect(abs((keep["perplexity"] as? Double ?? 0) - wanted) < 1e-9)
        // Of words `auto` may take paragraphs.
        expectError(
            try bench.gram("ingest", "w.db", "train.txt", "--blank-lines", "keep"), 64, naming: "--segments lines")
        expectDone(try bench.gram("ingest", "w.db", "train.txt", "--blank-lines", "keep", "--segments", "lines"))
        let numbered = try bench.gram(
            "perplexity", "k.db", "--model", "laplace:1", "--file", "test.txt", "--tokens-out", "-")
        let ends = numbered.output.split(separator: "\n").filter { $0.contains("</s>") }
        #expect(ends.map { $0.split(separator: "\t")[1] } == ["1", "2", "3", "4"])
    }

    @Test func rowsOfATableAreDocuments() throws {
        let bench = try Workbench()
        try bench.write("id;year;body\nx;1901;one two\ny;1902;\"three; four\"\nz;1903;\n", to: "t.csv")
        let plain = try bench.gram("ingest", "p.db", "t.csv")
        expectDone(plain)
        #expect(plain.errors.contains("--text-column"))
        expectDone(try bench.gram("ingest", "t.db", "t.csv", "--text-column", "body"))
        #expect(try documents(bench, "t.db") == ["x", "y"])
        #expect(try counts(bench, "t.db") == ["one": 1, "two": 1, "three": 1, "four": 1])
        expectError(
            try bench.gram("ingest", "n.db", "t.csv", "--text-column", "text"), 65, naming: "text", "id, year, body")
    }

    @Test func aColumnOfTextThatIsNotThereIsAnError() throws {
        let bench = try Workbench()
        let table = "id,body\nx,one\n"
        expectError(try bench.gram("ingest", "a.db", "-", "--text-column", "txt", input: table), 65, naming: "id, body")
        try bench.write(table, to: "rows.dat")
        expectError(try bench.gram("ingest", "a.db", "rows.dat", "--text-column", "txt"), 65, naming: "id, body")
        expectDone(try bench.gram("ingest", "a.db", "rows.dat", "--text-column", "body"))
        #expect(try documents(bench, "a.db") == ["x"])
    }

    @Test func columnsThatEveryDocumentHasAreLeftOut() throws {
        let bench = try Workbench()
        try bench.write(",id,text,tokens,Split,genre\n0,x,one two,3,4,novel\n", to: "t.csv")
        let run = try bench.gram("ingest", "a.db", "t.csv", "--text-column", "text")
        expectDone(run)
        #expect(run.errors.contains("t.csv: a column without a name, left out"), "\(run.errors)")
        #expect(run.errors.contains("t.csv: tokens, Split left out of the metadata"), "\(run.errors)")
        let row = try #require(try bench.gram("metadata", "a.db", "--format", "json").rows.first)
        #expect(Set(row.keys) == ["document", "genre", "tokens", "types", "mattr"])
        #expect(row["tokens"] as? Int == 2)
    }

    @Test func rowsOfOneNameAreTold() throws {
        let bench = try Workbench()
        try bench.write("id,text\nx,one\ny,two\nx,three\n", to: "t.csv")
        for options in [[], ["--dry-run"]] {
            let run = try bench.start(
                Workbench.gram, ["ingest", "a.db", "t.csv", "--text-column", "text"] + options
            ).result()
            expectError(run, 65, naming: "Rows 1 and 3 of t.csv", "called x", "column")
        }
        try bench.write("group,text\nx,one\ny,two\nx,three\n", to: "t.csv")
        expectDone(try bench.gram("ingest", "a.db", "t.csv", "--text-column", "text"))
        #expect(try documents(bench, "a.db") == ["t.csv#1", "t.csv#2", "t.csv#3"])
    }

    /// Whom a folder is closed to: not the superuser, who runs tests too.
    @Test func closedFoldersAreListedAndSkipped() throws {
        let bench = try Workbench()
        for name in ["a.txt", "listed/b.txt", "closed/c.txt"] { try bench.write("one two\n", to: "f/" + name) }
        let other = "$([ $(id -u) = 0 ] && echo setpriv --reuid=65534 --clear-groups)"
        guard try bench.shell("chmod 777 . && \(other) \"$GRAM\" --version").status == 0 else { return }
        _ = try bench.shell("chmod 444 f/listed; chmod 000 f/closed")
        defer { _ = try? bench.shell("chmod 755 f/listed f/closed") }
        expectError(try bench.shell("\(other) \"$GRAM\" ingest a.db f"), 66, naming: "permission denied")
        let run = try bench.shell("\(other) \"$GRAM\" ingest a.db f --skip-bad")
        expectDone(run)
        #expect(run.errors.contains("left out: f/closed cannot be read: permission denied"), "\(run.errors)")
        #expect(run.errors.contains("left out: f/listed/b.txt cannot be read: permission denied"), "\(run.errors)")
        #expect(try documents(bench, "a.db") == ["a.txt"])
        expectError(try bench.shell("\(other) \"$GRAM\" ingest b.db f/closed --skip-bad"), 66, naming: "f/closed")
    }

    /// A letter would be nearer to the beginning of a text than to four fifths of itself.
    @Test func aTokenAloneIsTrain() throws {
        let bench = try Workbench()
        for word in ["a", "to", "hello"] {
            expectDone(try bench.gram("ingest", "\(word).db", "-", input: word + "\n"))
            let run = try bench.gram(
                "frequencies", "\(word).db", "--split", "train", "--limit", "0", "--format", "json")
            #expect(try run.rows.count == 1)
        }
    }

    @Test func plainTextWithTagsGetsANote() throws {
        let bench = try Workbench()
        try bench.write(String(repeating: "<p>one</p>\nand two <b>three</b>\n", count: 4), to: "tags.txt")
        let run = try bench.gram("ingest", "t.db", "tags.txt")
        expectDone(run)
        #expect(run.errors.contains("--read html"))
        #expect(try !bench.gram("ingest", "u.db", "tags.txt", "--read", "text").errors.contains("--read html"))
        try bench.write(String(repeating: "<s> one <unk> </s>\n", count: 40), to: "markers.txt")
        #expect(try !bench.gram("ingest", "m.db", "markers.txt").errors.contains("--read html"))
    }

    /// The bytes of a Latin-1 name are no UTF-8: it is read under an escaped one.
    @Test func namesOfOtherDaysAreRead() throws {
        let bench = try Workbench()
        expectDone(
            try bench.shell(
                """
                mkdir -p f/sub f/.hidden && printf 'one two\\n' > "f/$(printf 'caf\\351.txt')" &&
                printf 'three\\n' > "f/sub/$(printf '\\374ber.txt')" && echo four > f/plain.txt && echo x > f/p.png &&
                echo x > f/q.PNG && echo x > f/README && echo x > f/.hidden/h.txt && echo x > f/.h.txt
                """))
        let run = try bench.gram("ingest", "n.db", "f")
        expectDone(run)
        #expect(run.errors.contains("3 files left out: 2 .png, 1 without ending"), "\(run.errors)")
        #expect(try documents(bench, "n.db") == ["caf\\xE9.txt", "plain.txt", "sub/\\xFCber.txt"])
        #expect(try counts(bench, "n.db") == ["one": 1, "two": 1, "three": 1, "four": 1])
    }

    @Test func filesOfOneNameAreToldApart() throws {
        let bench = try Workbench()
        try bench.write("one\n", to: "x/train/text")
        try bench.write("two\n", to: "x/valid/text")
        try bench.write("three\n", to: "y/valid/other")
        expectDone(try bench.gram("ingest", "a.db", "x/train/text", "x/valid/text", "y/valid/other"))
        #expect(try documents(bench, "a.db") == ["other", "train/text", "valid/text"])
        expectDone(try bench.gram("ingest", "b.db", "x/train/text", "y/valid/other", "--base", "."))
        #expect(try documents(bench, "b.db") == ["x/train/text", "y/valid/other"])
        expectError(
            try bench.gram("ingest", "c.db", "x/train/text", "y/valid/other", "--base", "x"), 64, naming: "not below")
    }

    @Test func allBadFilesAreListed() throws {
        let bench = try Workbench()
        try bench.write(Data("good one\n".utf8), to: "f/a.txt")
        try bench.write(Data([0x61, 0x0A, 0x62, 0xFF, 0x0A]), to: "f/b.txt")
        try bench.write(Data("<TEI><text>".utf8), to: "f/c.xml")
        try bench.write("good two\n", to: "f/d.txt")
        let run = try bench.gram("ingest", "n.db", "f")
        #expect(run.status == 65)
        #expect(run.errors.contains("2 of 4 texts") && run.errors.contains("--skip-bad"), "\(run.errors)")
        #expect(run.errors.contains("f/b.txt: invalid UTF-8 at byte 3, line 2") && run.errors.contains("f/c.xml"))
        #expect(try bench.files == ["f"])
        let skipped = try bench.gram("ingest", "n.db", "f", "--skip-bad")
        expectDone(skipped)
        #expect(skipped.errors.contains("left out: f/b.txt"))
        #expect(try documents(bench, "n.db") == ["a.txt", "d.txt"])
        // As if the bad ones had never been there.
        expectDone(try bench.gram("ingest", "g.db", "f/a.txt", "f/d.txt"))
        #expect(
            try bench.gram("vocabulary", "n.db", "--min-count", "1", "--format", "csv").output
                == bench.gram("vocabulary", "g.db", "--min-count", "1", "--format", "csv").output)
        #expect(try counts(bench, "n.db") == counts(bench, "g.db"))
        // One bad file is told as before.
        expectError(try bench.gram("ingest", "o.db", "f/b.txt"), 65, naming: "byte 3", "line 2")
    }

    @Test func aDryRunReadsNothingIn() throws {
        let bench = try Workbench()
        try bench.write("<html><body><p>one</p></body></html>", to: "f/a.html")
        try bench.write("one\ntwo\n", to: "f/b.txt")
        let run = try bench.gram("ingest", "n.db", "f", "--dry-run", "--format", "json")
        expectDone(run)
        #expect(try run.rows.map { $0["document"] as? String } == ["a.html", "b.txt"])
        #expect(try run.rows.map { $0["format"] as? String } == ["html", "text"])
        #expect(try run.rows.map { $0["encoding"] as? String } == ["utf-8", "utf-8"])
        #expect(try run.rows.map { $0["outcome"] as? String } == ["added", "added"])
        #expect(try bench.files == ["f"])
    }

    @Test func aDryRunSaysWhatIsThere() throws {
        let bench = try Workbench()
        for name in ["a", "b"] { try bench.write("one \(name)\n", to: "f/\(name).txt") }
        expectDone(try bench.gram("ingest", "n.db", "f"))
        try bench.write("changed\n", to: "f/a.txt")
        try bench.write("\n", to: "f/c.txt")
        try bench.write("new\n", to: "f/d.txt")
        let before = try bench.read("n.db")
        expectError(
            try bench.gram("ingest", "n.db", "f", "--dry-run"), 65, naming: "a.txt with other content", "--replace")
        let run = try bench.gram("ingest", "n.db", "f", "--dry-run", "--replace", "--format", "json")
        expectDone(run)
        #expect(try run.rows.map { $0["outcome"] as? String } == ["replaced", "skipped", "left out", "added"])
        let text = try bench.gram("ingest", "n.db", "f", "--dry-run", "--replace")
        #expect(
            text.output.contains("2 documents of 12 bytes would be read (1 replaced, 1 skipped, 1 left out)"),
            "\(text.output)")
        #expect(try bench.read("n.db") == before)
    }

    @Test func linesThatEndAtCarriageReturns() throws {
        let bench = try Workbench()
        try bench.write("one two\rthree four\rfive six\r", to: "cr.txt")
        let run = try bench.gram("ingest", "c.db", "cr.txt", "--format", "json")
        expectDone(run)
        #expect(try run.rows.first?["segments"] as? Int == 3)
        #expect(run.errors.contains("carriage returns"))
        let tokens = try bench.gram("tokenize", "c.db", "--file", "cr.txt", "--format", "json").rows
        #expect(tokens.compactMap { $0["segment"] as? Int }.max() == 3)
        try bench.write("item,condition,sentence\r1,a,One two.\r2,a,Three four.\r", to: "stim.csv")
        let stimuli = try bench.gram(
            "surprisal", "c.db", "--file", "stim.csv", "--model", "laplace:1", "--format", "json")
        expectDone(stimuli)
        #expect(try stimuli.rows.count == 4)
    }

    @Test func theErrorOffersTheEncoding() throws {
        let bench = try Workbench()
        // Привет мир, мир труд.
        let bytes: [UInt8] = [
            0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20, 0xEC, 0xE8, 0xF0, 0x0A, 0xEC, 0xE8, 0xF0, 0x20, 0xF2, 0xF0, 0xF3,
            0xE4,
            0x0A,
        ]
        try bench.write(Data(bytes), to: "cp1251.txt")
        expectError(try bench.gram("ingest", "c.db", "cp1251.txt"), 65, naming: "windows-1251")
        expectDone(try bench.gram("ingest", "c.db", "cp1251.txt", "--encoding", "cp1251"))
        #expect(try counts(bench, "c.db") == ["мир": 2, "привет": 1, "труд": 1])
        expectError(try bench.gram("ingest", "d.db", "cp1251.txt", "--encoding", "klingon"), 64, naming: "klingon")
    }

    @Test func cleaningIsOfferedAndDone() throws {
        let bench = try Workbench()
        try bench.write(
            "*** START OF THE PROJECT GUTENBERG EBOOK X ***\na _very_ exam-\nple of an example\n[1]\n"
                + "*** END OF THE PROJECT GUTENBERG EBOOK X ***\nlicence\n", to: "x.txt")
        let run = try bench.gram("ingest", "n.db", "x.txt")
        expectDone(run)
        for option in ["--strip-gutenberg", "--strip-underscores", "--join-hyphens"] {
            #expect(run.errors.contains(option))
        }
        let clean = try bench.gram(
            "ingest", "c.db", "x.txt", "--strip-gutenberg", "--strip-underscores", "--join-hyphens",
            "--exclude-matching",
            "^\\[\\d\\]$")
        expectDone(clean)
        #expect(!clean.errors.contains("--strip"))
        #expect(try counts(bench, "c.db") == ["a": 1, "very": 1, "example": 2, "of": 1, "an": 1])
    }
}
