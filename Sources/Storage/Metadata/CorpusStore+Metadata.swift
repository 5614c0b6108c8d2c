internal import Foundation
internal import GRDB

/// A key of the documents' metadata, with what it says.
package struct MetadataKeySummary: Sendable {
    package let key: String
    /// How many documents have a value.
    package let documents: Int
    /// How many different ones there are.
    package let values: Int
    /// The most frequent ones, equally frequent ones in their order; at most three.
    package let examples: [MetadataValue]
}

extension CorpusStore {
    /// The keys of the documents' metadata, in alphabetical order.
    public func metadataKeys() throws -> [String] { try read { try DocumentsView.keys(in: $0) } }

    /// The metadata of each document that has some, by its number.
    package func metadata() throws -> [Int: [(key: String, value: MetadataValue)]] {
        try read { db in
            var metadata: [Int: [(key: String, value: MetadataValue)]] = [:]
            try db.forEachRow("SELECT document, key, value FROM metadata ORDER BY document, key") { row in
                try metadata[row.integer(0), default: []].append((row.text(1), row.metadataValue(2)))
            }
            return metadata
        }
    }

    /// The value of a key by the number of each document that has one.
    package func metadata(ofKey key: String) throws -> [Int: MetadataValue] {
        try read { db in
            var values: [Int: MetadataValue] = [:]
            try db.forEachRow("SELECT document, value FROM metadata WHERE key = ?", [key]) { row in
                values[try row.integer(0)] = try row.metadataValue(1)
            }
            return values
        }
    }

    /// The keys with how many documents have them, and some of their values.
    package func metadataSummary() throws -> [MetadataKeySummary] {
        try read { db in
            var counts: [String: [MetadataValue: Int]] = [:]
            try db.forEachRow("SELECT lower(key), value, count(*) FROM metadata GROUP BY key, value") { row in
                try counts[row.text(0), default: [:]][row.metadataValue(1), default: 0] += row.count(2)
            }
            return try DocumentsView.keys(in: db).map { key in
                let values = counts[key.asciiLowercased] ?? [:]
                let examples = values.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
                return MetadataKeySummary(
                    key: key, documents: values.values.reduce(0, +), values: values.count,
                    examples: examples.prefix(3).map(\.key))
            }
        }
    }

    /// Joins a table to documents: sets values beside those they have; an empty value takes the key away.
    ///
    /// - Parameter rows: the number of each document with keys and values.
    /// - Throws: `StorageError` if a key is reserved, or there are too many.
    package func setMetadata(_ rows: [(document: Int, values: KnownMetadata.Values)]) throws {
        try write(isDone: { _, _ in false }) { db in
            var writer = try MetadataWriter(db)
            for row in rows where !row.values.isEmpty {
                try writer.join(row.values, ofDocument: Int64(row.document))
            }
            try DocumentsView.create(in: db)
        }
    }
}

extension String {
    /// As SQLite's `lower` does it.
    fileprivate var asciiLowercased: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { ("A"..."Z").contains($0) ? Unicode.Scalar($0.value + 32)! : $0 }))
    }
}

extension StoredRow {
    func metadataValue(_ column: Int32) throws -> MetadataValue {
        if let integer = try? integer(column) { return .integer(integer) }
        if let number = try? number(column) { return .number(number) }
        return .text(try text(column))
    }
}
