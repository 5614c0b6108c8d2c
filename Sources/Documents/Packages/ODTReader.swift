internal import Basics

/// OpenDocument text: a paragraph or heading is a segment, and so is a line that was broken by hand. What was deleted and
/// annotations are no text; notes are counted, and left out.
///
/// - SeeAlso: OpenDocument 1.3, part 3, 5 and 6.
enum ODTReader {
    private static let unread: Set<String> = [
        "tracked-changes", "annotation", "note", "ruby-text", "title", "desc", "script", "forms", "event-listeners",
    ]

    static func document(_ package: Package) throws -> ParsedDocument {
        if package.has("mimetype") {
            let type = String(decoding: try package.part("mimetype"), as: UTF8.self)
            guard type.hasPrefix("application/vnd.oasis.opendocument.text") else {
                throw FormatError.unread("an OpenDocument file that is no text", instead: "ODT or plain text")
            }
        }
        let events = try package.events("content.xml")
        var text = BoxedText()
        // Elements that are left out; paragraphs; notes.
        var (hidden, paragraphs, notes) = (0, 0, 0)
        while let event = try events.next() {
            switch event {
            case .start(let name):
                if hidden == 0, name == "note" { notes += 1 }
                if hidden > 0 || unread.contains(name) { hidden += 1 }
                guard hidden == 0 else { continue }
                switch name {
                case "p", "h": paragraphs += 1
                case "s", "tab": text.space()
                case "line-break": text.endSegment()
                case "text-box": text.beginBox()
                default: break
                }
            case .end(let name):
                if hidden > 0 {
                    hidden -= 1
                    continue
                }
                switch name {
                case "p", "h":
                    paragraphs -= 1
                    text.endParagraph()
                case "text-box": text.endBox()
                default: break
                }
            case .text(let bytes): if hidden == 0, paragraphs > 0 { text.append(bytes) }
            }
        }
        var result = ParsedDocument(text: text.finished())
        if package.has("meta.xml") {
            result.describe(
                with: [
                    "title": "title", "initial-creator": "author", "creator": "author", "creation-date": "date",
                    "language": "language",
                ], from: try package.events("meta.xml"))
        }
        if notes > 0 {
            result.notes.append("\(counted(notes, "footnote or endnote", plural: "footnotes or endnotes")) left out")
        }
        return result
    }
}
