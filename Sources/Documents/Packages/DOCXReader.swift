/// The main document of Office Open XML: a paragraph is a segment, and so is a line that was broken by hand. What was deleted
/// is no text; footnotes and comments are counted, and left out.
///
/// - SeeAlso: ECMA-376, part 1, 17.
enum DOCXReader {
    /// What of a document is not its text: of an alternative, the first choice is read.
    private static let unread: Set<String> = ["del", "moveFrom", "Fallback", "rt"]

    static func document(_ package: Package) throws -> ParsedDocument {
        let events = try package.events(try mainPart(of: package))
        var text = BoxedText()
        var (hidden, texts, notes) = (0, 0, 0)
        while let event = try events.next() {
            switch event {
            case .start(let name):
                if hidden > 0 || unread.contains(name) { hidden += 1 }
                guard hidden == 0 else { continue }
                switch name {
                case "t": texts += 1
                case "tab", "ptab": if texts == 0 { text.space() }
                case "br", "cr": text.endSegment()
                case "noBreakHyphen": text.append("\u{2011}".utf8)
                case "softHyphen": text.append("\u{AD}".utf8)
                case "footnoteReference", "endnoteReference": notes += 1
                case "txbxContent": text.beginBox()
                default: break
                }
            case .end(let name):
                if hidden > 0 {
                    hidden -= 1
                    continue
                }
                switch name {
                case "t": texts -= 1
                case "p": text.endParagraph()
                case "txbxContent": text.endBox()
                default: break
                }
            case .text(let bytes): if hidden == 0, texts > 0 { text.append(bytes) }
            }
        }
        var result = ParsedDocument(text: text.finished())
        try describe(&result, package)
        if notes > 0 {
            result.notes.append("\(counted(notes, "footnote or endnote", plural: "footnotes or endnotes")) left out")
        }
        return result
    }

    private static func mainPart(of package: Package) throws -> String {
        guard package.has("_rels/.rels") else { return "word/document.xml" }
        let events = try package.events("_rels/.rels")
        while let event = try events.next() {
            if case .start("Relationship") = event, events.attribute("Type")?.hasSuffix("/officeDocument") == true,
                let target = events.attribute("Target")
            {
                return Package.resolve(target, from: "")
            }
        }
        return "word/document.xml"
    }

    private static func describe(_ document: inout ParsedDocument, _ package: Package) throws {
        guard package.has("docProps/core.xml") else { return }
        document.describe(
            with: ["title": "title", "creator": "author", "created": "date", "language": "language"],
            from: try package.events("docProps/core.xml"))
    }
}

extension ParsedDocument {
    /// Adds the values of elements.
    /// - Parameter keys: by the elements' local names.
    mutating func describe(with keys: [String: String], from events: MarkupEvents) {
        var key: String?
        var value: [UInt8] = []
        // What describes a text is no reason not to read it.
        while let event = try? events.next() {
            switch event {
            case .start(let name):
                key = keys[name]
                value = []
            case .text(let bytes): value += bytes
            case .end:
                if let key { describe(key, String(decoding: value, as: UTF8.self)) }
                key = nil
            }
        }
    }
}
