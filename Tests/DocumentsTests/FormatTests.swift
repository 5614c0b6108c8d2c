internal import Basics
internal import Documents
internal import Foundation
internal import TestSupport
internal import Testing

/// Documents of every format become the text that a reader sees, and what they say of themselves.
@Suite struct FormatTests {
    /// Reads a file as its content says it is.
    static func documents(
        _ bytes: [UInt8], as format: TextFormat? = nil, textColumn: String? = nil, limit: Int = 1 << 20
    ) throws -> [ParsedDocument] {
        let told =
            try format ?? FormatDetector.format(ofArchive: bytes)
            ?? FormatDetector.format(of: bytes, textColumn: textColumn)
        return try DocumentParser(format: told, textColumn: textColumn, limit: limit) { bytes, _ in
            bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        }.documents(of: bytes)
    }

    static func document(_ text: String, as format: TextFormat? = nil) throws -> (lines: [String], of: ParsedDocument) {
        let documents = try documents(Array(text.utf8), as: format)
        try #require(documents.count == 1)
        return (lines(documents[0]), documents[0])
    }

    static func lines(_ document: ParsedDocument) -> [String] {
        String(decoding: document.text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The segments of a document that tells its tokens, which are kept as they stand.
    static func told(_ document: ParsedDocument, _ format: TextFormat) -> [String] {
        String(decoding: ToldTokens(document.text, format: format).utf8, as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }

    static func metadata(_ document: ParsedDocument) -> [String: String] {
        Dictionary(uniqueKeysWithValues: document.metadata.map { ($0.key, $0.value) })
    }

    @Test func blocksOfHTMLAreSegments() throws {
        let (lines, page) = try Self.document(
            """
            <!doctype html><html lang="en"><head><title>A title</title><style>p{}</style><meta name="author" content="A. B.">
            <script>var hidden = 1;</script></head><body><div>Te<b>st</b>!</div><div>one</div>two<span>three</span><br>four
            <table><tr><td>five</td><td>six</td></tr></table><!-- comment --><p>caf&eacute;&nbsp;noir
             don&#8217;t</p><p hidden>unseen</p><ruby>漢<rt>kan</rt></ruby></body></html>
            """)
        #expect(lines == ["Test!", "one", "twothree", "four", "five", "six", "café\u{A0}noir don’t", "漢"])
        #expect(Self.metadata(page) == ["title": "A title", "author": "A. B.", "language": "en"])
    }

    @Test func linesOfPreformattedHTMLAreSegments() throws {
        #expect(
            try Self.document("<html><body><pre>one\n two  three\n</pre></body></html>").lines == ["one", "two three"])
    }

    /// What stands in blocks comes out whole and in order, whatever the tags in it.
    @Test func everyWordOfRandomHTMLIsRead() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<100 {
            var html = "<html><body>"
            var wanted: [String] = []
            for number in 0..<Int.random(in: 1...20, using: &generator) {
                let block = ["p", "div", "li", "h2", "blockquote", "td"].randomElement(using: &generator)!
                let inline = ["b", "i", "span", "a", "em"].randomElement(using: &generator)!
                let space = [" ", "\n ", "\t"].randomElement(using: &generator)!
                html += "<\(block)>w\(number)\(space)x<\(inline)>y</\(inline)>&amp;z</\(block)>"
                wanted.append("w\(number) xy&z")
            }
            #expect(try Self.document(html + "</body></html>").lines == wanted)
        }
    }

    @Test func aLetterInTEI() throws {
        let (lines, letter) = try Self.document(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A letter</title>
            <author>B. Sender</author></titleStmt><publicationStmt><date when="1847">47</date></publicationStmt><sourceDesc>
            <p>header words</p></sourceDesc></fileDesc></teiHeader><text><front><titlePage>front</titlePage></front><body>
            <div><head>Greeting</head><p>I saw <choice><sic>teh</sic><corr>the</corr></choice> <hi>W</hi>hale<note>an
            editor speaks</note> near the is<lb break="no"/>land,<lb/>and <del>not</del> <add>so</add> on.</p><lg><l>first
            line</l><l>second line</l></lg><fw>running head</fw><s><w>The</w><w>end</w><pc>.</pc></s></div></body></text></TEI>
            """)
        #expect(
            lines == [
                "Greeting", "I saw the Whale near the island, and so on.", "first line", "second line", "The end.",
            ])
        #expect(Self.metadata(letter) == ["title": "A letter", "author": "B. Sender", "date": "1847"])
    }

    @Test func aCorpusInTEIIsSeveralDocuments() throws {
        func text(_ title: String, _ words: String) -> String {
            "<TEI><teiHeader><fileDesc><titleStmt><title>\(title)</title></titleStmt></fileDesc></teiHeader>"
                + "<text><body><p>\(words)</p></body></text></TEI>"
        }
        let corpus = "<teiCorpus><teiHeader><x/></teiHeader>\(text("A", "one"))\(text("B", "two"))</teiCorpus>"
        let documents = try Self.documents(Array(corpus.utf8))
        #expect(documents.map(Self.lines) == [["one"], ["two"]])
        #expect(documents.map { Self.metadata($0)["title"] } == ["A", "B"] && documents.map(\.number) == [1, 2])
    }

    @Test func ownEntitiesAreReplacedAndOthersNeverRead() throws {
        let own = "<!DOCTYPE TEI [<!ENTITY dash \"—\">]><TEI><text><body><p>a&dash;b</p></body></text></TEI>"
        #expect(try Self.document(own).lines == ["a—b"])
        let secret = FileManager.default.temporaryDirectory.appending(path: "gram-secret-\(UUID().uuidString)")
        try Data("secret".utf8).write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        let outside =
            "<!DOCTYPE TEI [<!ENTITY x SYSTEM \"\(secret.absoluteString)\">]><TEI><text><body><p>&x;</p></body></text></TEI>"
        #expect(throws: FormatError.externalEntity(.tei)) { try Self.document(outside) }
        // A DTD is not read; nothing of it is needed.
        let typed =
            "<!DOCTYPE TEI SYSTEM \"\(secret.absoluteString)\"><TEI><text><body><p>a&nbsp;b</p></body></text></TEI>"
        #expect(try Self.document(typed).lines == ["a\u{A0}b"])
    }

    @Test func entitiesThatGrowWithoutEndAreRefused() throws {
        var bomb = "<!DOCTYPE TEI [<!ENTITY e0 \"haha\">"
        for level in 1...12 {
            bomb += "<!ENTITY e\(level) \"" + String(repeating: "&e\(level - 1);", count: 10) + "\">"
        }
        bomb += "]><TEI><text><body><p>&e12;</p></body></text></TEI>"
        let error = #expect(throws: FormatError.self) { try Self.document(bomb) }
        guard case .malformed(.tei, _, _) = error else {
            Issue.record("\(error?.fact ?? "no error")")
            return
        }
    }

    /// What a parser gives up on is no text that ends there.
    @Test func nestingWithoutEndIsReadOrRefused() throws {
        for count in [100, 200_000] {
            let page = String(repeating: "<div>", count: count) + "x" + String(repeating: "</div>", count: count)
            let lines = try? Self.document("<html><body>\(page)</body></html>").lines
            #expect(lines == nil || lines == ["x"])
            if count == 100 { #expect(lines == ["x"]) }
        }
    }

    @Test func brokenXMLIsNamedByItsLine() {
        #expect(throws: FormatError.self) { try Self.document("<TEI>\n<text>\n<body><p>a</q></body></text></TEI>") }
        do { _ = try Self.document("<TEI>\n<text>\n<body><p>a</q></body></text></TEI>") } catch {
            #expect("\(error)".contains("line 3"), "\(error)")
        }
    }

    @Test func aBookIsReadInTheOrderOfItsSpine() throws {
        func page(_ head: String, _ words: String) -> String {
            "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head><body><h1>\(head)</h1>"
                + "<p>\(words)</p></body></html>"
        }
        let book = StoredZip([
            .init(name: Array("mimetype".utf8), text: "application/epub+zip"),
            .init(
                name: Array("META-INF/container.xml".utf8),
                text: "<container><rootfiles><rootfile full-path=\"OPS/book.opf\"/></rootfiles></container>"),
            .init(
                name: Array("OPS/book.opf".utf8),
                text: """
                    <package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Two</dc:title><dc:creator>A</dc:creator>
                    <dc:creator>B</dc:creator><dc:date>1901</dc:date></metadata><manifest>
                    <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
                    <item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
                    <item id="a" href="../a.xhtml" media-type="application/xhtml+xml"/></manifest><spine>
                    <itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>
                    """),
            .init(name: Array("OPS/nav.xhtml".utf8), text: page("Contents", "entry")),
            .init(name: Array("OPS/two b.xhtml".utf8), text: page("Second", "beta")),
            .init(name: Array("a.xhtml".utf8), text: page("First", "alpha &amp; more")),
        ]).bytes
        let documents = try Self.documents(book)
        #expect(documents.map(Self.lines) == [["First", "alpha & more", "Second", "beta"]])
        #expect(Self.metadata(documents[0]) == ["title": "Two", "author": "A; B", "date": "1901"])
        // A limit is told, and holds of all parts together.
        #expect(throws: FormatError.tooLarge(.epub, limit: 100)) { try Self.documents(book, limit: 100) }
    }

    @Test func paragraphsOfDOCXAreSegments() throws {
        func run(_ text: String) -> String { "<w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r>" }
        let body = """
            <w:p>\(run("Project"))\(run("X2024"))\(run(" begins "))</w:p>
            <w:p><w:hyperlink>\(run("linked"))</w:hyperlink><w:r><w:tab/></w:r><w:ins>\(run("added"))</w:ins>
            <w:del><w:r><w:delText>removed</w:delText></w:r></w:del><w:r><w:br/></w:r>\(run("after"))</w:p>
            <w:tbl><w:tr><w:tc><w:p>\(run("left"))</w:p></w:tc><w:tc><w:p>\(run("right"))</w:p></w:tc></w:tr></w:tbl>
            <w:p>\(run("round "))<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p>\(run("boxed"))</w:p>
            </w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:txbxContent><w:p>\(run("boxed"))</w:p></w:txbxContent>
            </mc:Fallback></mc:AlternateContent></w:r>\(run("the box"))<w:r><w:footnoteReference/></w:r></w:p>
            """
        let spaces = ["w", "mc", "wps"].map { "xmlns:\($0)=\"urn:\($0)\"" }.joined(separator: " ")
        let file = StoredZip([
            .init(name: Array("[Content_Types].xml".utf8), text: "<Types/>"),
            .init(
                name: Array("word/document.xml".utf8),
                text: "<w:document \(spaces)><w:body>\(body)</w:body></w:document>"),
            .init(
                name: Array("docProps/core.xml".utf8),
                text: "<c xmlns:dc=\"urn:dc\"><dc:title>T</dc:title><dc:creator>C</dc:creator></c>"),
        ]).bytes
        let documents = try Self.documents(file)
        #expect(
            documents.map(Self.lines) == [
                ["ProjectX2024 begins", "linked added", "after", "left", "right", "round the box", "boxed"]
            ])
        #expect(Self.metadata(documents[0]) == ["title": "T", "author": "C"])
        #expect(documents[0].notes.count == 1)
    }

    @Test func paragraphsOfODTAreSegments() throws {
        let file = StoredZip([
            .init(name: Array("mimetype".utf8), text: "application/vnd.oasis.opendocument.text"),
            .init(
                name: Array("content.xml".utf8),
                text: """
                    <o:document-content xmlns:o="urn:o" xmlns:text="urn:t" xmlns:draw="urn:d" xmlns:svg="urn:s"><o:body><o:text>
                    <text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h>Head</text:h>
                    <text:p>one<text:s text:c="3"/>two<text:tab/>three<text:line-break/>four<text:note><text:note-body>
                    <text:p>a note</text:p></text:note-body></text:note></text:p><text:p>be<draw:frame><draw:text-box><text:p>
                    box</text:p></draw:text-box><svg:title>seen</svg:title></draw:frame>fore</text:p></o:text></o:body>
                    </o:document-content>
                    """),
        ]).bytes
        let documents = try Self.documents(file)
        #expect(documents.map(Self.lines) == [["Head", "one two three", "four", "before", "box"]])
        #expect(documents[0].notes.count == 1)
    }

    @Test func rowsOfTablesAreDocuments() throws {
        let csv =
            "\u{FEFF}name,author,year,text\r\nfirst,\"Doe, Jane\",1901,\"She said \"\"yes\"\",\r\nthen left.\"\r\nsecond,,1930,plain words\r\n"
        let documents = try Self.documents(Array(csv.utf8), textColumn: "Text")
        #expect(documents.map(\.name) == ["first", "second"] && documents.map(\.number) == [1, 2])
        #expect(
            documents.map { String(decoding: $0.text, as: UTF8.self) } == [
                "She said \"yes\",\r\nthen left.", "plain words",
            ])
        #expect(documents.map(Self.metadata) == [["author": "Doe, Jane", "year": "1901"], ["year": "1930"]])
        let tabbed = try Self.documents(Array("x\ttext\r1\ta \"b\r2\tc\r".utf8), textColumn: "text")
        #expect(tabbed.map(Self.lines) == [["a \"b"], ["c"]])
        #expect(throws: FormatError.noColumn("body", columns: ["a", "b"])) {
            try Self.documents(Array("a,b\n1,2\n".utf8), as: .csv, textColumn: "body")
        }
        #expect(throws: FormatError.malformed(.csv, reason: "a row has 3 fields, the header 2", line: 3)) {
            try Self.documents(Array("a,text\n1,2\n1,2,3\n".utf8), as: .csv, textColumn: "text")
        }
        #expect(throws: FormatError.malformed(.csv, reason: "a quotation does not end", line: 2)) {
            try Self.documents(Array("a,text\n1,\"2\n".utf8), as: .csv, textColumn: "text")
        }
    }

    /// As pandas and R write row numbers; and of columns that are one key the later.
    @Test(arguments: [",", ";", "\t"]) func columnsWithoutANameAndOfOneName(separator: String) throws {
        for first in ["", "\"\""] {
            let rows = [
                [first, "text", "Year", " ", "year"], ["0", "one", "1901", "x", "1902"], ["1", "two", "1903", "y", ""],
            ]
            let table = rows.map { $0.joined(separator: separator) + "\n" }.joined()
            let documents = try Self.documents(Array(table.utf8), textColumn: "text")
            #expect(documents.map(Self.metadata) == [["year": "1902"], ["Year": "1903"]])
            #expect(
                documents.map(\.notes) == [
                    [
                        "2 columns without a name, left out",
                        "columns Year and year are one key, whose later values hold",
                    ],
                    [],
                ])
        }
    }

    /// Whatever a file is called and its header says: a column that is not there is an error where it was asked for.
    @Test func withAColumnOfTextAllPlainTextIsATable() throws {
        #expect(throws: FormatError.noColumn("txt", columns: ["a", "b"])) {
            try Self.documents(Array(",a,b\n0,1,2\n".utf8), textColumn: "txt")
        }
        #expect(throws: FormatError.noColumn("txt", columns: ["It was a dark night."])) {
            try Self.documents(Array("It was a dark night.\n".utf8), textColumn: "txt")
        }
        let page = Array("<html><body><p>one</p></body></html>".utf8)
        #expect(try Self.documents(page, textColumn: "txt").map(Self.lines) == [["one"]])
        #expect(try FormatDetector.format(of: Array("a\tb\n".utf8), textColumn: "a") == .tsv)
    }

    /// What is quoted as RFC 4180 has it is read again, whatever is in it.
    @Test func quotedFieldsAreReadAsTheyWere() throws {
        var generator = SeededGenerator(seed: 9)
        let alphabet = Array("ab \",;\n\r'é—")
        for separator in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] {
            for _ in 0..<100 {
                let rows = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                    (0..<3).map { _ in
                        "x"
                            + String(
                                (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                                    alphabet.randomElement(using: &generator)!
                                })
                    }
                }
                let text = rows.map { row in
                    row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }
                        .joined(separator: String(Unicode.Scalar(separator)))
                }.joined(separator: "\r\n")
                var table = DelimitedText(Array(text.utf8), separator: separator)
                var read: [[String]] = []
                while let record = try table.next() {
                    read.append(record.fields.map { String(decoding: $0, as: UTF8.self) })
                }
                #expect(read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
            }
        }
    }

    @Test func wordsOfCoNLLUAreTokens() throws {
        func row(_ id: String, _ form: String) -> String { "\(id)\t\(form)\t_\tX\t_\t_\t0\t_\t_\t_\n" }
        let text =
            "# newdoc id = d1\n# sent_id = s1\n" + row("1", "Il") + row("2", "va") + row("3-4", "du") + row("3", "de")
            + row("4", "le") + row("5", "10 000") + row("5.1", "va") + row("6", ".") + "\n# newdoc id = d2\n"
            + row("1", "Oui") + "\n"
        let documents = try Self.documents(Array(text.utf8))
        #expect(documents.map(\.name) == ["d1", "d2"])
        #expect(documents.map { Self.told($0, .conllu) } == [["Il va de le 10\u{A0}000 ."], ["Oui"]])
        #expect(documents.map(\.text).joined().elementsEqual(text.utf8))
        #expect(documents.map { $0.source ?? [] }.joined().elementsEqual(text.utf8))
        let one = try Self.documents(Array((row("1", "Oui") + "\n" + row("1", "Non")).utf8))
        #expect(one.map { Self.told($0, .conllu) } == [["Oui", "Non"]] && one[0].name == nil && one[0].number == nil)
    }

    @Test func wordsOfVerticalTextAreTokens() throws {
        let text = """
            <doc id="a" year="1900" title='x &amp; y'>
            <s>
            Do\tVB
            <g/>
            n't\tRB
            &lt;\tSYM
            </s>
            </doc>
            <doc id="b">
            <s>
            Go\tVB
            </s>
            </doc>

            """
        let documents = try Self.documents(Array(text.utf8))
        #expect(
            documents.map(\.name) == ["a", "b"] && documents.map { Self.told($0, .vertical) } == [["Do n't <"], ["Go"]])
        #expect(documents.map(\.text).joined().elementsEqual(text.utf8))
        #expect(Self.metadata(documents[0]) == ["year": "1900", "title": "x & y"])
        #expect(
            try Self.documents(Array("<s>\none\ntwo\n</s>\n<s>\nthree\n</s>\n".utf8)).map { Self.told($0, .vertical) }
                == [["one two", "three"]])
    }

    @Test func cuesOfSubtitlesAreSegments() throws {
        let srt = """
            1
            00:00:01,000 --> 00:00:02,500
            <i>Good</i> morning
            everybody.

            2
            00:00:03,000 --> 00:00:04,000 X1:10 X2:20
            {\\an8}- Seven?
            - <font color="#fff">Eight</font>.
            """
        #expect(try Self.document(srt).lines == ["Good morning everybody.", "- Seven?", "- Eight."])
        let vtt = """
            WEBVTT - a title

            NOTE
            a comment

            STYLE
            ::cue { color: red }

            intro
            00:01.000 --> 00:02.000 align:start
            <v Mary>Good <c.loud>morning</c>

            00:03.000 --> 00:04.000
            <00:03.500>all &amp; sundry
            """
        #expect(try Self.document(vtt).lines == ["Good morning", "all & sundry"])
    }

    @Test(arguments: [
        ("plain words\n", TextFormat.text), ("<s> one two </s>\n<s> three four </s>\n", .text), ("<unk> of\n", .text),
        ("1\n2\n3\n", .text), ("  <!-- x -->\n<HTML>", .html), ("<?xml version='1.0'?><!DOCTYPE html><html>", .html),
        ("<?xml version='1.0'?>\n<!-- a > b -->\n<tei:TEI xmlns:tei='x'>", .tei), ("<?xml version='1.0'?><poem>", .xml),
        ("%PDF-1.7", .pdf), ("a,b\n1,2\n", .text), ("", .text), ("1 the\t2\n", .text),
    ])
    func contentTellsTheFormat(text: String, format: TextFormat) throws {
        #expect(try FormatDetector.format(of: Array(text.utf8)) == format)
        // PDF is no text in any encoding.
        guard format != .pdf else { return }
        #expect(
            try FormatDetector.format(of: [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
                == format)
    }

    @Test func wordProcessorsOfOldAreRefused() {
        #expect(throws: FormatError.self) { try FormatDetector.format(of: Array("{\\rtf1 x}".utf8)) }
        #expect(throws: FormatError.self) { try FormatDetector.format(of: [0xD0, 0xCF, 0x11, 0xE0, 0xA1]) }
    }

    @Test(arguments: [
        ("no tags here, 1 < 2 and 3 > 2", 0), ("<unk> <s> </s> <space>", 0), ("<p>a</p><br/><a href=\"x\">b</a>", 4),
    ])
    func tagsAreCounted(text: String, count: Int) {
        let bytes = Array(text.utf8)
        #expect(FormatDetector.tagCount(in: bytes.span) == count)
    }

    /// Damaged files of every format are read or refused, never a crash.
    @Test func damagedFilesEndInAnAnswer() throws {
        var generator = SeededGenerator(seed: 17)
        let book = StoredZip([
            .init(name: Array("mimetype".utf8), text: "application/vnd.oasis.opendocument.text"),
            .init(name: Array("content.xml".utf8), text: "<a><p>one <s/>two</p><p>three</p></a>"),
        ]).bytes
        let samples: [(TextFormat, [UInt8])] = [
            (.html, Array("<html><head><title>x</title></head><body><p>a<pre>b\nc</pre></p></body></html>".utf8)),
            (.tei, Array("<TEI><teiHeader><title>a</title></teiHeader><text><body><p>b</p></body></text></TEI>".utf8)),
            (.odt, book), (.csv, Array("name,text\na,\"b\"\nc,d\n".utf8)),
            (.conllu, Array("# newdoc id = a\n1\tb\t_\n\n2\tc\n".utf8)),
            (.vertical, Array("<doc id=\"a\">\nb\tc\n</doc>\n".utf8)),
            (.srt, Array("1\n00:00:01,000 --> 00:00:02,000\na <i>b</i>\n".utf8)),
        ]
        for (format, bytes) in samples {
            for _ in 0..<200 {
                var damaged = bytes
                for _ in 0..<Int.random(in: 1...4, using: &generator) where !damaged.isEmpty {
                    let index = Int.random(in: 0..<damaged.count, using: &generator)
                    switch Int.random(in: 0..<3, using: &generator) {
                    case 0: damaged[index] = UInt8.random(in: 1...255, using: &generator)
                    case 1: damaged.remove(at: index)
                    default: damaged = Array(damaged[..<max(1, index)])
                    }
                }
                _ = try? Self.documents(Array(String(decoding: damaged, as: UTF8.self).utf8), as: format)
                if format == .odt { _ = try? Self.documents(damaged, as: format) }
            }
        }
    }
}
