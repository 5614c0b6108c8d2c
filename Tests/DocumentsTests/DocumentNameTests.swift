internal import Documents
internal import Testing

/// Names in a database are relative, on one line, and nothing that a terminal obeys.
@Suite struct DocumentNameTests {
    @Test(arguments: [
        ("a/b.txt", "a/b.txt"),
        ("../../x.txt", "x.txt"),
        ("/etc/passwd.txt", "etc/passwd.txt"),
        ("./a//./b.txt", "a/b.txt"),
        ("...", "..."),
        ("two\nlines.txt", "two\\u{A}lines.txt"),
        ("\u{1B}[31mred.txt", "\\u{1B}[31mred.txt"),
        ("\u{202E}txt.exe", "\\u{202E}txt.exe"),
        ("a\u{2028}b", "a\\u{2028}b"),
        ("bücher/红楼梦.txt", "bücher/红楼梦.txt"),
    ])
    func isCleaned(path: String, name: String) {
        #expect(documentName(ofPath: path.utf8) == name)
    }

    @Test func bytesThatAreNoTextAreEscaped() {
        #expect(documentName(ofPath: [0x63, 0x61, 0x66, 0xE9, 0x2E, 0x74]) == "caf\\xE9.t")
        // A scalar cut short: each of its bytes is told, and what follows is read.
        #expect(documentName(ofPath: [0xE7, 0xBA, 0x41, 0xC3]) == "\\xE7\\xBAA\\xC3")
    }

    @Test func textsAreKnownByTheirNames() {
        for name in ["a.txt", "B.TXT", "a.txt.gz", "a.txt.xz", "a.txt.zst", "a.txt.bz2"] {
            #expect(isNamedAsText(name))
        }
        for name in ["a.html", "b/c.TEI.xml", "a.docx", "a.b.conllu.xz"] { #expect(isNamedAsText(name)) }
        for name in ["a.png", "txt", "a.txt.zip", "a.gz", "a.txt.lz", "a.csv"] { #expect(!isNamedAsText(name)) }
        #expect(isNamedAsText("a.csv.gz", tables: true))
    }

    @Test(arguments: ["", "/", "..", "../.", "./"]) func mayBeNone(path: String) {
        #expect(documentName(ofPath: path.utf8) == nil)
    }
}
