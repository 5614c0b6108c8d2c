/// Vertical text, as the corpus managers of the CWB's family read it: a token a line, whose first column is the word; tags on
/// lines of their own. A document for each `<doc>`, or whatever the outermost element is, its attributes metadata. What its
/// lines are `ToldLines` tells.
enum VerticalReader {
    private static let names = ["id", "name", "xml:id"]

    /// A document's text is its part of the source as it stands. What stands before the first belongs to it, and what
    /// stands after the last to that.
    static func documents(_ utf8: [UInt8]) -> [ParsedDocument] {
        let outermost = documentTag(of: utf8)
        var documents: [ParsedDocument] = []
        var current = ParsedDocument(text: [])
        var start = 0
        var (isOpen, hasTokens) = (false, false)
        func end(at position: Int) {
            guard isOpen || hasTokens else { return }
            current.text = Array(utf8[start..<position])
            documents.append(current)
            (current, start, isOpen, hasTokens) = (ParsedDocument(text: []), position, false, false)
        }
        utf8.forEachLine { line, next in
            guard let tag = Tag(line) else {
                if !line.isEmpty { hasTokens = true }
                return
            }
            guard tag.name == outermost else { return }
            end(at: tag.isEnd ? next : line.startIndex)
            guard !tag.isEnd else { return }
            isOpen = true
            for (key, value) in attributes(line) {
                if names.contains(key.lowercased()), current.name == nil {
                    current.name = value
                } else {
                    current.describe(key, value)
                }
            }
        }
        end(at: utf8.count)
        if !documents.isEmpty { documents[documents.count - 1].text += utf8[start...] }
        for index in documents.indices { documents[index].source = documents[index].text }
        return documents.numbered()
    }

    /// A line that is a tag alone: `<s>`, `</doc>`, `<g/>`, `<doc id="a">`.
    struct Tag {
        let name: String
        let isEnd: Bool

        init?(_ line: ArraySlice<UInt8>) {
            guard VerticalReader.isTag(line) else { return nil }
            isEnd = line.dropFirst().first == UInt8(ascii: "/")
            name = VerticalReader.tagName(line)
        }
    }

    /// Whether a line is a tag alone.
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
