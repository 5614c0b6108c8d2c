internal import Foundation
internal import GRDB

extension CorpusStore {
    /// The keys of the documents' metadata, in alphabetical order.
    public func metadataKeys() throws -> [String] { try read { try DocumentsView.keys(in: $0) } }

    /// The metadata of each document that has some, by its name.
    package func metadata() throws -> [String: [(key: String, value: MetadataValue)]] {
        try read { db in
            var metadata: [String: [(key: String, value: MetadataValue)]] = [:]
            try db.forEachRow(
                """
                SELECT name, key, value FROM metadata JOIN document ON document.id = metadata.document
                ORDER BY document.id, key
                """
            ) { row in try metadata[row.text(0), default: []].append((row.text(1), row.metadataValue(2))) }
            return metadata
        }
    }

    /// Sets values of the metadata of documents, beside those they have; an empty value takes the key away.
    ///
    /// - Parameter rows: the name of each document with keys and values.
    /// - Throws: `StorageError` if there is no document of a name, or a key is reserved.
    package func setMetadata(_ rows: [(document: String, values: [(key: String, value: String)])]) throws {
        try write(isDone: { _, _ in false }) { db in
            for row in rows {
                guard let document = try db.document(named: row.document) else {
                    throw try noDocument(row.document, in: db)
                }
                for (key, value) in row.values where value.isEmpty {
                    try db.execute(
                        sql: "DELETE FROM metadata WHERE document = ? AND key = ?", arguments: [document.id, key])
                }
                try db.setMetadata(row.values, ofDocument: Int64(document.id))
            }
            try DocumentsView.create(in: db)
        }
    }
}

extension StoredRow {
    func metadataValue(_ column: Int32) throws -> MetadataValue {
        if let integer = try? integer(column) { return .integer(integer) }
        if let number = try? number(column) { return .number(number) }
        return .text(try text(column))
    }
}
