/// TEI (P4, P5): the text of `body`, notes and what editors took out left aside. Other XML: all of its text.
///
/// - SeeAlso: TEI P5 Guidelines, 3.5 (choices), 3.10 (breaks), 4 (text structure).
enum TEIReader {
    private static let unread: Set<String> = [
        "note", "noteGrp", "fw", "del", "sic", "orig", "abbr", "rdg", "wit", "figDesc", "surplus", "teiHeader",
        "script", "style",
    ]
    /// What is left out only where a choice is made of it.
    private static let choices: Set<String> = ["sic", "orig", "abbr"]
    private static let segments: Set<String> = [
        "p", "l", "s", "head", "sp", "ab", "lg", "div", "div0", "div1", "div2", "div3", "div4", "div5", "div6", "div7",
        "speaker", "stage", "item", "label", "list", "cell", "row", "table", "u", "opener", "closer", "salute",
        "signed",
        "dateline", "byline", "trailer", "epigraph", "argument", "body", "text", "front", "back", "figure",
        "floatingText", "postscript", "docAuthor", "docTitle", "titlePart", "entry", "sense", "castItem", "eg",
    ]
    /// What stands within a line of other XML; whatever else does not.
    private static let inline: Set<String> = [
        "a", "b", "i", "u", "em", "strong", "emphasis", "hi", "sub", "sup", "span", "font", "w", "c", "pc", "mw", "g",
        "tok", "token", "corr", "foreign", "name", "persName", "placeName", "date", "ref", "link", "italic", "bold",
        "xref", "term", "mentioned", "q", "choice", "reg", "expan", "add", "unclear", "supplied", "lb", "pb", "cb",
        "milestone", "br", "wbr", "num", "sc", "styled-content", "ext-link",
    ]
    private static let breaks: Set<String> = ["lb", "pb", "cb", "gb", "milestone", "br"]

    static func documents(_ utf8: [UInt8], format: TextFormat) throws(FormatError) -> [ParsedDocument] {
        var reader = Reader(isTEI: format == .tei)
        let events = try MarkupEvents(utf8, isHTML: false, format: format)
        while let event = try events.next() {
            switch event {
            case .start(let name): reader.start(name, events)
            case .end(let name): reader.end(name)
            case .text(let bytes): reader.take(bytes)
            }
        }
        return reader.finished()
    }

    private struct Reader {
        let isTEI: Bool
        private var path: [String] = []
        private var text = SegmentedText()
        private var header = TEIHeader()
        private var documents: [ParsedDocument] = []
        private var language: String?
        /// Open elements that are not read, that are bodies, and headers.
        private var (hidden, bodies, headers) = (0, 0, 0)
        private var endedWord = false

        init(isTEI: Bool) { self.isTEI = isTEI }

        private var isRead: Bool { hidden == 0 && (!isTEI || bodies > 0) }

        mutating func start(_ name: String, _ events: MarkupEvents) {
            // Before it may stand that of a corpus.
            if name == "TEI" || name == "TEI.2" { header = TEIHeader() }
            if name == "teiHeader" { headers += 1 }
            if headers > 0 { header.start(name, path: path, events) }
            if name == "text", path.last.map({ $0.hasPrefix("TEI") }) == true { language = events.attribute("lang") }
            let isLeftOut =
                hidden > 0 || unread.contains(name) && (!choices.contains(name) || path.last == "choice")
            if isLeftOut { hidden += 1 }
            path.append(name)
            if name == "body" { bodies += 1 }
            guard isRead else { return }
            if breaks.contains(name) {
                if events.attribute("break") == "no" { text.join() } else { text.space() }
            } else if name == "w", endedWord {
                // Words that are marked as such often have nothing between them.
                if events.attribute("join") == nil { text.space() }
            } else if endsSegments(name) {
                text.endSegment()
            }
            endedWord = false
        }

        mutating func end(_ name: String) {
            path.removeLast()
            let wasRead = isRead
            if hidden > 0 { hidden -= 1 }
            if name == "body" { bodies -= 1 }
            if headers > 0 { header.end(name) }
            if name == "teiHeader" { headers -= 1 }
            if wasRead {
                if endsSegments(name) { text.endSegment() }
                endedWord = name == "w"
            }
            if isTEI, name == "TEI" || name == "TEI.2" { endDocument() }
        }

        mutating func take(_ bytes: [UInt8]) {
            if headers > 0 { header.take(bytes) }
            guard isRead else { return }
            text.append(bytes)
            endedWord = false
        }

        private func endsSegments(_ name: String) -> Bool {
            // What is quoted within a paragraph is part of it.
            if name == "quote" { return !path.contains { ["p", "l", "s", "ab", "head"].contains($0) } }
            return isTEI ? segments.contains(name) : !inline.contains(name)
        }

        private mutating func endDocument() {
            var document = ParsedDocument(text: text.finished())
            header.describe(&document)
            document.describe("language", language)
            documents.append(document)
            text = SegmentedText()
            (header, language) = (TEIHeader(), nil)
        }

        mutating func finished() -> [ParsedDocument] {
            if documents.isEmpty || !text.finished().isEmpty { endDocument() }
            guard documents.count > 1 else { return documents }
            for index in documents.indices {
                documents[index].number = index + 1
                documents[index].source = documents[index].text
            }
            return documents
        }
    }
}
