/// CoNLL-U: the words as they are, a sentence a segment, a document for each `newdoc`. Ranges such as `3-4`, whose words
/// follow, and empty nodes such as `5.1` are no words.
///
/// - SeeAlso: https://universaldependencies.org/format.html
enum CoNLLUReader {
    /// A document's text is its part of the source as it stands. What stands before the first belongs to it.
    static func documents(_ utf8: [UInt8]) -> [ParsedDocument] {
        var documents: [ParsedDocument] = []
        var current = ParsedDocument(text: [])
        var start = 0
        var (isOpen, hasTokens) = (false, false)
        func end(at position: Int) {
            guard isOpen || hasTokens else { return }
            current.text = Array(utf8[start..<position])
            current.source = current.text
            documents.append(current)
            (current, start, isOpen, hasTokens) = (ParsedDocument(text: []), position, false, false)
        }
        utf8.forEachLine { line, _ in
            if line.first == UInt8(ascii: "#") {
                let (key, value) = comment(line)
                if key == "newdoc" || key == "newdoc id" {
                    end(at: line.startIndex)
                    isOpen = true
                    current.name = value
                } else if key.hasPrefix("meta::") {
                    current.describe(String(key.dropFirst(6)), value)
                }
            } else if !hasTokens, case .token = kind(of: line) {
                hasTokens = true
            }
        }
        end(at: utf8.count)
        return documents.numbered()
    }

    /// A sentence ends at a blank line, and where a document begins.
    static func kind(of line: ArraySlice<UInt8>) -> ToldLine {
        guard let first = line.first else { return .segmentEnd(isOfSegment: true) }
        guard first != UInt8(ascii: "#") else { return .other }
        // The number, all digits, ends at the first tab.
        var tab = line.startIndex
        while tab < line.endIndex, line[tab] &- 0x30 < 10 { tab += 1 }
        guard tab > line.startIndex, tab < line.endIndex, line[tab] == 0x09 else { return .other }
        return .token(line[(tab + 1)...].prefix { $0 != 0x09 })
    }

    /// `# key = value`.
    private static func comment(_ line: ArraySlice<UInt8>) -> (key: String, value: String?) {
        let parts = line.dropFirst().split(separator: UInt8(ascii: "="), maxSplits: 1)
        let words = parts.map { String(decoding: $0, as: UTF8.self).split(separator: " ").joined(separator: " ") }
        return (words.first ?? "", words.dropFirst().first)
    }
}

extension [ParsedDocument] {
    /// Documents of one file with their numbers; a document that is alone is the file.
    func numbered() -> [ParsedDocument] {
        var documents = self
        guard count > 1 else {
            for index in indices { documents[index].source = nil }
            return documents
        }
        for index in indices { documents[index].number = index + 1 }
        return documents
    }
}

extension [UInt8] {
    /// Calls `body` with each line, its end left out; lines end at LF, CRLF or CR alone.
    func forEachLine(_ body: (ArraySlice<UInt8>) -> Void) { forEachLine { line, _ in body(line) } }

    /// Calls `body` with each line, its end left out, and where the next begins.
    func forEachLine(_ body: (ArraySlice<UInt8>, _ end: Int) -> Void) {
        var start = 0
        while start < count {
            let (line, end) = self[...].line(from: start)
            body(line, end)
            start = end
        }
    }
}

extension ArraySlice<UInt8> {
    /// The line that begins at a place, its end left out, and where the next begins.
    func line(from start: Int) -> (line: ArraySlice<UInt8>, end: Int) {
        let end = self[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? endIndex
        let isPair = end + 1 < endIndex && self[end] == 0x0D && self[end + 1] == 0x0A
        return (self[start..<end], Swift.min(endIndex, end + (isPair ? 2 : 1)))
    }
}
