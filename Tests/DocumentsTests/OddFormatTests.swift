internal import Basics
internal import Documents
internal import Foundation
internal import TestSupport
internal import Testing

/// Files as old or careless tools write them, and as those who mean harm do.
@Suite struct OddFormatTests {
    /// A book whose manifest and spine are given, and its parts.
    private func book(_ items: String, spine: String, _ parts: [(String, String)]) -> StoredZip {
        StoredZip(
            [
                .init(name: Array("mimetype".utf8), text: "application/epub+zip"),
                .init(
                    name: Array("META-INF/container.xml".utf8),
                    text: "<container><rootfiles><rootfile full-path=\"c.opf\"/></rootfiles></container>"),
                .init(
                    name: Array("c.opf".utf8),
                    text: "<package><manifest>\(items)</manifest><spine>\(spine)</spine></package>"),
            ] + parts.map { .init(name: Array($0.0.utf8), text: $0.1) })
    }

    private func page(_ words: String) -> String { "<html><body><p>\(words)</p></body></html>" }

    @Test func aPartNamedOftenIsReadOnce() throws {
        let items =
            "<item id=\"a\" href=\"a.xhtml\"/><item id=\"b\" href=\"./a.xhtml#x\"/><item id=\"c\" href=\"c.xhtml\"/>"
        let spine =
            "<itemref idref=\"c\"/>" + String(repeating: "<itemref idref=\"a\"/><itemref idref=\"b\"/>", count: 500)
        let read = try FormatTests.documents(
            book(items, spine: spine, [("a.xhtml", page("one")), ("c.xhtml", page("two"))]).bytes)
        #expect(read.map(FormatTests.lines) == [["two", "one"]])
        #expect(read[0].notes.count == 1 && read[0].notes[0].hasPrefix("999 of the 1001"))
    }

    /// Names tell nothing of a part that the spine names.
    @Test func partsOfTheSpineAreReadWhateverTheirNames() throws {
        let items = [
            ("a", "a.xht", "application/xhtml+xml"), ("b", "text/part1", "text/x-oeb1-document"),
            ("c", "c.xml", "application/x-dtbook+xml"),
        ].map { "<item id=\"\($0.0)\" href=\"\($0.1)\" media-type=\"\($0.2)\"/>" }.joined()
        let spine = ["a", "b", "c", "d"].map { "<itemref idref=\"\($0)\"/>" }.joined()
        let file = book(
            items, spine: spine, [("a.xht", page("one")), ("text/part1", page("two")), ("c.xml", "<book/>")])
        let read = try FormatTests.documents(file.bytes)
        #expect(read.map(FormatTests.lines) == [["one", "two"]])
        // What is left out is counted: a part of another type, and one that the manifest has not.
        #expect(read[0].notes.count == 2 && read[0].notes.contains { $0.hasSuffix("application/x-dtbook+xml") })
        // The limit holds of parts unpacked later too.
        let big = book(items, spine: spine, [("a.xht", page(String(repeating: "x", count: 5_000)))]).bytes
        #expect(throws: FormatError.tooLarge(.epub, limit: 4_000)) { try FormatTests.documents(big, limit: 4_000) }
    }

    @Test func partsAreInTheEncodingThatTheyDeclare() throws {
        let words = "<?xml version=\"1.0\" encoding=\"windows-1251\"?>" + page("привет мир")
        let bytes = try #require(words.data(using: .windowsCP1251))
        // The part is put in byte by byte: as Latin-1 it has the length that the archive says.
        let place = String(repeating: "@", count: bytes.count)
        var file = book("<item id=\"a\" href=\"a.bin\"/>", spine: "<itemref idref=\"a\"/>", [("a.bin", place)]).bytes
        let mark = [UInt8](repeating: 0x40, count: bytes.count)
        let start = try #require(file.indices.first { file[$0...].starts(with: mark) })
        file.replaceSubrange(start..<start + bytes.count, with: bytes)
        let (old, new) = (little(crc32(mark)), little(crc32([UInt8](bytes))))
        for index in file.indices where file[index...].starts(with: old) {
            file.replaceSubrange(index..<index + 4, with: new)
        }
        let read = try DocumentParser(format: .epub, textColumn: nil, limit: 1 << 20) { bytes, declared in
            #expect(declared == "windows-1251")
            return Array((String(data: Data(bytes), encoding: .windowsCP1251) ?? "").utf8)
        }.documents(of: file)
        #expect(read.map(FormatTests.lines) == [["привет мир"]])
    }

    @Test(arguments: ["xl/workbook.xml", "ppt/presentation.xml", "visio/document.xml"])
    func packagesThatAreNoTextsAreRefused(part: String) {
        let file = StoredZip([
            .init(name: Array("[Content_Types].xml".utf8), text: "<Types/>"),
            .init(name: Array(part.utf8), text: "<x/>"),
        ]).bytes
        let error = #expect(throws: FormatError.self) { try FormatDetector.format(ofArchive: file) }
        guard case .unread = error else {
            Issue.record("\(error?.fact ?? "no error")")
            return
        }
    }

    /// What a page declares, or `nil`.
    @Test(
        arguments: [
            ("<html><meta charset=koi8-r>", "koi8-r"), ("<?xml version='1.0' encoding='gbk'?><html>", "gbk"),
            ("<html>", nil),
        ] as [(String, String?)])
    func anEncodingIsNotGuessedSilently(page: String, wanted: String?) throws {
        var declared: String? = "none was asked for"
        _ = try DocumentParser(format: .html, textColumn: nil, limit: 1 << 20) { bytes, name in
            declared = name
            return bytes
        }.documents(of: Array(page.utf8) + [0xE9])
        #expect(declared == wanted)
    }

    @Test func nestingAndLongTextsAreRead() throws {
        for depth in [260, 2_000] {
            let page = String(repeating: "<font size=2>x ", count: depth)
            let read = try FormatTests.document("<html><body>\(page)</body></html>")
            #expect(read.lines == [[String](repeating: "x", count: depth).joined(separator: " ")])
        }
        let open = String(repeating: "<div>", count: 300)
        let close = String(repeating: "</div>", count: 300)
        #expect(try FormatTests.document("<TEI><text><body>\(open)<p>x</p>\(close)</body></text></TEI>").lines == ["x"])
        let long = String(repeating: "words ", count: 2_000_000)
        let texts = ["<html><body><p>\(long)</p></body></html>", "<TEI><text><body><p>\(long)</p></body></text></TEI>"]
        for text in texts { #expect(try FormatTests.document(text).of.text.count == long.utf8.count) }
    }

    /// What is beyond all limits is said in words, not in constants of a library.
    @Test func refusalsOfNestingAreWords() {
        let open = String(repeating: "<div>", count: 10_000)
        let own = "<!DOCTYPE TEI [<!ENTITY a \"b\">]>"
        let shallow = String(repeating: "<div>", count: 400)
        for text in [
            "<html><body>\(open)x", "<TEI><text><body>\(open)", "\(own)<TEI><text><body>\(shallow)",
        ] {
            let error = #expect(throws: FormatError.self) { try FormatTests.document(text) }
            #expect(error?.fact.contains("nested deeper") == true && error?.fact.contains("HUGE") == false)
        }
    }

    @Test func declarationsOfXHTMLAreNoText() throws {
        let page =
            "<?xml version=\"1.0\"?><!DOCTYPE html [<!-- ] --><!ENTITY x \"]>\"><!ENTITY y SYSTEM 'file:///etc/passwd'>]>"
            + "<html><body><p>before</p></body></html>"
        let read = try FormatTests.document(page)
        #expect(read.lines == ["before"] && read.of.notes.count == 1)
    }

    @Test func referencesOfHTMLAreCharacters() throws {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n"
        let line = "caf&eacute; &#233;&#xE9;&#X1F600; don&rsquo;t&#146; &amp;lt; &nosuch; &#0; &#xD800; &#; a&b;c R&D"
        #expect(
            try FormatTests.document(srt + line + "\n").lines == [
                "café éé😀 don’t’ &lt; &nosuch; &#0; &#xD800; &#; a&b;c R&D"
            ])
        let vertical = try FormatTests.documents(Array("<s>\ncaf&eacute;\tX\na&#10;b\tX\n</s>\n".utf8))
        #expect(vertical.map { FormatTests.told($0, .vertical) } == [["café a\u{A0}b"]])
    }

    @Test func signsOfProseAreNoTags() throws {
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n"
        for (line, wanted) in [
            ("I <3 you and 2 > 1 ok", "I <3 you and 2 > 1 ok"), ("a < b > c", "a < b > c"),
            ("<i>so</i> <3 it", "so <3 it"),
            ("1 <2 <b>x</b>", "1 <2 x"),
        ] {
            #expect(try FormatTests.document(srt + line + "\n").lines == [wanted])
        }
    }

    /// Ten columns alone make no words.
    @Test func aTableOfNumbersIsNoCoNLLU() throws {
        func table(_ ids: [String], _ fourth: String) -> [UInt8] {
            Array(ids.map { "\($0)\tw\t_\t\(fourth)\t_\t_\t0\t_\t_\t_\n" }.joined().utf8)
        }
        #expect(try FormatDetector.format(of: table(["1", "2", "3-4", "3", "4", "4.1", "1"], "X")) == .conllu)
        #expect(try FormatDetector.format(of: table(["1", "2"], "_")) == .conllu)
        #expect(try FormatDetector.format(of: table(["1", "2"], "4")) == .text)
        #expect(try FormatDetector.format(of: table(["1", "3"], "X")) == .text)
        #expect(try FormatDetector.format(of: table(["1901", "1902"], "X")) == .text)
    }
}
