/// Vertical text, as the corpus managers of the CWB's family read it: a token a line, whose first column is the word; tags on
/// lines of their own. A document for each `<doc>`, or whatever the outermost element is, its attributes metadata; `<s>` is a
/// segment, or `<p>` where there are no sentences.
enum VerticalReader {
    private static let names = ["id", "name", "xml:id"]

    static func documents(_ utf8: [UInt8]) -> [ParsedDocument] {
        let outermost = documentTag(of: utf8)
        let hasSentences = hasTag("s", utf8)
        var documents: [ParsedDocument] = []
        var current = ParsedDocument(text: [])
        var tokens = TokenLines()
        var start = 0
        var isOpen = false
        func end(at position: Int) {
            tokens.endSegment()
            current.text = tokens.utf8
            current.source = Array(utf8[start..<position])
            if isOpen || !current.text.isEmpty { documents.append(current) }
            (current, tokens, start, isOpen) = (ParsedDocument(text: []), TokenLines(), position, false)
        }
        utf8.forEachLine { line in
            if line.isEmpty { return }
            guard isTag(line) else {
                tokens.append(ArraySlice(unescaped(line.prefix { $0 != 0x09 })))
                return
            }
            let name = tagName(line)
            if name == outermost {
                if line.dropFirst().first != UInt8(ascii: "/") {
                    end(at: line.startIndex)
                    isOpen = true
                    for (key, value) in attributes(line) {
                        if names.contains(key.lowercased()), current.name == nil {
                            current.name = value
                        } else {
                            current.describe(key, value)
                        }
                    }
                } else {
                    end(at: min(line.endIndex + 1, utf8.count))
                }
            } else if name == "s" || !hasSentences && ["p", "head", "l"].contains(name) {
                tokens.endSegment()
            }
        }
        end(at: utf8.count)
        return documents.numbered()
    }

    /// Whether a line is a tag alone: `<s>`, `</doc>`, `<g/>`, `<doc id="a">`.
    static func isTag(_ line: ArraySlice<UInt8>) -> Bool {
        let line = line.last == 0x0D ? line.dropLast() : line
        guard line.count > 2, line.first == UInt8(ascii: "<"), line.last == UInt8(ascii: ">") else { return false }
        let name = line.dropFirst(line.dropFirst().first == UInt8(ascii: "/") ? 2 : 1)
        guard name.first?.isASCIILetter == true else { return false }
        return !line.dropFirst().contains(UInt8(ascii: "<")) && !line.dropLast().contains(UInt8(ascii: ">"))
    }

    private static func tagName(_ line: ArraySlice<UInt8>) -> String {
        let name = line.dropFirst(line.dropFirst().first == UInt8(ascii: "/") ? 2 : 1)
        return String(
            decoding: name.prefix { !$0.isASCIISpace && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") },
            as: UTF8.self)
    }

    private static func hasTag(_ name: String, _ utf8: [UInt8]) -> Bool {
        var found = false
        utf8.forEachLine { line in if !found, isTag(line), tagName(line) == name { found = true } }
        return found
    }

    /// `doc`, `text` or `file`; else the first tag that is no sentence or paragraph.
    private static func documentTag(of utf8: [UInt8]) -> String? {
        var first: String?
        for name in ["doc", "text", "file", "document"] where hasTag(name, utf8) { return name }
        utf8.forEachLine { line in
            guard first == nil, isTag(line) else { return }
            let name = tagName(line)
            if !["s", "p", "g", "head", "l"].contains(name), !line.reversed().dropFirst().starts(with: "/".utf8) {
                first = name
            }
        }
        return first
    }

    /// `key="value"` or `key='value'`.
    private static func attributes(_ line: ArraySlice<UInt8>) -> [(String, String)] {
        var pairs: [(String, String)] = []
        var rest = line.drop { !$0.isASCIISpace }
        while true {
            rest = rest.drop { $0.isASCIISpace }
            let key = rest.prefix { $0 != UInt8(ascii: "=") && !$0.isASCIISpace && $0 != UInt8(ascii: ">") }
            rest = rest[key.endIndex...].drop { $0.isASCIISpace }
            guard !key.isEmpty, rest.first == UInt8(ascii: "=") else { return pairs }
            rest = rest.dropFirst().drop { $0.isASCIISpace }
            guard let mark = rest.first, mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'") else { return pairs }
            let value = rest.dropFirst().prefix { $0 != mark }
            rest = rest[value.endIndex...].dropFirst()
            pairs.append((String(decoding: key, as: UTF8.self), String(decoding: unescaped(value), as: UTF8.self)))
        }
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        bytes.contains(UInt8(ascii: "&")) ? MarkupEntities.replaced(in: bytes) : Array(bytes)
    }
}
