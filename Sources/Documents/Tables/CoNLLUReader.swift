/// CoNLL-U: the words as they are, a sentence a segment, a document for each `newdoc`. Ranges such as `3-4`, whose words
/// follow, and empty nodes such as `5.1` are no words.
///
/// - SeeAlso: https://universaldependencies.org/format.html
enum CoNLLUReader {
    static func documents(_ utf8: [UInt8]) -> [ParsedDocument] {
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
            (current, tokens, start) = (ParsedDocument(text: []), TokenLines(), position)
        }
        utf8.forEachLine { line in
            if line.first == UInt8(ascii: "#") {
                let (key, value) = comment(line)
                if key == "newdoc" || key == "newdoc id" {
                    end(at: line.startIndex)
                    isOpen = true
                    current.name = value
                } else if key.hasPrefix("meta::") {
                    current.describe(String(key.dropFirst(6)), value)
                }
            } else if line.isEmpty {
                tokens.endSegment()
            } else {
                let columns = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
                let isWord = columns[0].allSatisfy { (0x30...0x39).contains($0) }
                if isWord, columns.count > 1 { tokens.append(columns[1]) }
            }
        }
        end(at: utf8.count)
        return documents.numbered()
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
    func forEachLine(_ body: (ArraySlice<UInt8>) -> Void) {
        var start = 0
        while start < count {
            let end = self[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? count
            body(self[start..<end])
            start = end + (end + 1 < count && self[end] == 0x0D && self[end + 1] == 0x0A ? 2 : 1)
        }
    }
}
