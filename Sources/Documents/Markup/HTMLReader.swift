/// HTML as a reader sees it: what a block holds is a segment; scripts, styles, forms' lists and ruby readings are no text.
enum HTMLReader {
    private static let unread: Set<String> = [
        "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "datalist", "textarea", "rt",
        "rp", "head", "math", "audio", "video", "canvas",
    ]
    private static let inline: Set<String> = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img",
        "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "rb", "s", "samp", "small", "span", "strike", "strong",
        "sub",
        "sup", "time", "tt", "u", "var", "wbr", "button", "input", "output", "meter", "progress", "map", "area", "link",
        "meta", "embed", "param", "source", "track",
    ]
    private static let keys: [String: String] = [
        "author": "author", "dc.creator": "author", "dcterms.creator": "author", "citation_author": "author",
        "article:author": "author", "date": "date", "dc.date": "date", "dcterms.date": "date",
        "article:published_time": "date", "citation_publication_date": "date", "dc.title": "title",
        "dc.language": "language",
    ]

    /// - Parameter skipsNavigation: whether `nav` elements are left out, as in books.
    static func document(_ utf8: [UInt8], skipsNavigation: Bool = false) throws(FormatError) -> ParsedDocument {
        let (page, hasEntities) = InternalSubset.removed(from: utf8)
        let events = try MarkupEvents(page, isHTML: true, format: .html)
        var result = ParsedDocument(text: [])
        if hasEntities { result.notes.append("references to entities of its own are read as they stand") }
        var text = SegmentedText()
        var title: [UInt8]?
        /// How many elements whose text is none, and how many `pre`, are open.
        var (hidden, preformatted, heads) = (0, 0, 0)
        while let event = try events.next() {
            switch event {
            case .start(let name):
                if name == "head" { heads += 1 }
                if name == "title", heads > 0, title == nil { title = [] }
                if name == "meta" { describe(&result, events) }
                if name == "html" { result.describe("language", events.attribute("lang")) }
                if hidden > 0 || hides(name, events, skipsNavigation) { hidden += 1 }
                guard hidden == 0 else { continue }
                if name == "pre" { preformatted += 1 }
                if !inline.contains(name) { text.endSegment() }
            case .end(let name):
                if name == "head" { heads -= 1 }
                if name == "title", heads > 0, let words = title {
                    result.describe("title", String(decoding: words, as: UTF8.self))
                }
                if hidden > 0 {
                    hidden -= 1
                    continue
                }
                if name == "pre" { preformatted -= 1 }
                if !inline.contains(name) { text.endSegment() }
            case .text(let bytes):
                if heads > 0, title != nil, !result.metadata.contains(where: { $0.key == "title" }) { title! += bytes }
                guard hidden == 0 else { continue }
                if preformatted > 0 {
                    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
                        if index > 0 { text.endSegment() }
                        text.append(line)
                    }
                } else {
                    text.append(bytes)
                }
            }
        }
        result.text = text.finished()
        return result
    }

    private static func hides(_ name: String, _ events: MarkupEvents, _ skipsNavigation: Bool) -> Bool {
        unread.contains(name) || skipsNavigation && name == "nav" || events.attribute("hidden") != nil
    }

    private static func describe(_ document: inout ParsedDocument, _ events: MarkupEvents) {
        guard let name = events.attribute("name") ?? events.attribute("property"), let key = keys[name.lowercased()]
        else { return }
        document.describe(key, events.attribute("content"))
    }
}
