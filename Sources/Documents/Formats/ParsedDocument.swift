/// A document of a file that is more than plain text.
package struct ParsedDocument: Sendable {
    /// Its own name, as a column or an attribute gives it; `nil` for the file's.
    package var name: String?
    /// Its number among the documents of a file that holds several, from 1.
    package var number: Int?
    /// In UTF-8: a segment a line, if the format tells segments, with white space inside made one space; if it tells tokens,
    /// the source as it stands, which `ToldTokens` reads.
    package var text: [UInt8]
    /// Title, author, date, language, or what the columns of a table are; no value is empty.
    package var metadata: [(key: String, value: String)] = []
    /// What the document itself is in the file, where that holds several: its hash is of these bytes.
    package var source: [UInt8]?
    /// What was left out of it, after its name.
    package var notes: [String] = []

    package init(text: [UInt8]) { self.text = text }

    /// Adds a value, white space in it made one space, unless there is one of that key or it is blank.
    mutating func describe(_ key: String, _ value: String?) {
        let words = (value ?? "").split(whereSeparator: \.isWhitespace)
        guard !words.isEmpty, !metadata.contains(where: { $0.key == key }) else { return }
        metadata.append((key, words.joined(separator: " ")))
    }
}
