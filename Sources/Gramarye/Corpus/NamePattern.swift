internal import Basics
internal import Foundation

/// A regular expression over the names of documents, whose named groups are keys of metadata.
///
///     NamePattern("(?<author>[^_]+)_(?<year>[0-9]{4})")?.values(of: "woolf_1925.txt")  // author woolf, year 1925
package struct NamePattern: Sendable {
    private let expression: NSRegularExpression
    private let keys: [String]

    /// - Returns: `nil` if it is no regular expression, or has no named group.
    package init?(_ pattern: String) {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return nil }
        keys = pattern.matches(of: /\(\?<([A-Za-z][A-Za-z0-9]*)>/).map { String($0.output.1) }
        guard !keys.isEmpty else { return nil }
        self.expression = expression
    }

    /// The first name of a group that none may have: ICU takes letters of ASCII and digits, a letter first.
    package static func badGroupName(in pattern: String) -> String? {
        pattern.matches(of: /\(\?<([^=!>][^>]*)>/).map { String($0.output.1) }
            .first { $0.wholeMatch(of: /[A-Za-z][A-Za-z0-9]*/) == nil }
    }

    /// How many names it says nothing of; `nil` for none.
    package func note(on documents: [String]) -> String? {
        let without = documents.filter { values(of: $0).isEmpty }
        guard !without.isEmpty else { return nil }
        return
            "the pattern of names matches \(NumberText.grouped(documents.count - without.count)) of "
            + "\(NumberText.counted(documents.count, "document")), not \(shortened(without))"
    }

    package func values(of document: String) -> [(key: String, value: String)] {
        let whole = NSRange(document.startIndex..., in: document)
        guard let match = expression.firstMatch(in: document, range: whole) else { return [] }
        return keys.compactMap { key in
            guard let range = Range(match.range(withName: key), in: document) else { return nil }
            return (key, String(document[range]))
        }
    }
}
