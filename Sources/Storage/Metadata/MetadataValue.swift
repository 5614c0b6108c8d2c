internal import GRDB

/// A value of a document's metadata: a number where the text reads back as the same, else the text.
///
/// `1930` is a number, `007` and `1e3` are texts.
package enum MetadataValue: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case text(String)

    package init(_ text: String) {
        if let integer = Int(text), String(integer) == text {
            self = .integer(integer)
        } else if let number = Double(text), number.isFinite, "\(number)" == text {
            self = .number(number)
        } else {
            self = .text(text)
        }
    }

    var databaseValue: DatabaseValue {
        switch self {
        case .integer(let value): value.databaseValue
        case .number(let value): value.databaseValue
        case .text(let value): value.databaseValue
        }
    }
}

extension Database {
    /// Sets values of a document's metadata, beside those it has; an empty one is none, and of a key given twice the last
    /// value holds. The view `documents` is to be made anew afterwards.
    func setMetadata(_ values: [(key: String, value: String)], ofDocument id: Int64) throws {
        guard !values.isEmpty else { return }
        let insert = try cachedStatement(
            sql: """
                INSERT INTO metadata VALUES (?, ?, ?)
                ON CONFLICT (document, key) DO UPDATE SET value = excluded.value
                """)
        for (key, value) in values where !value.isEmpty {
            try MetadataKeys.check(key)
            try insert.execute(arguments: [id, key, MetadataValue(value).databaseValue])
        }
    }
}
