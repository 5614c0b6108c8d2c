internal import Foundation
internal import GRDB

/// A model as the database lists it.
public struct ModelSummary: Sendable, Hashable {
    public let name: String
    /// Which code reads it back.
    public let kind: String
    package let vocabularyHash: String
    /// The fingerprint of the train split it was made of; empty for a model of another text.
    package let corpusHash: String
    /// JSON.
    package let settings: String
    /// JSON.
    package let metrics: String
    public let createdAt: String

    package init(
        name: String, kind: String, vocabularyHash: String, corpusHash: String, settings: String, metrics: String,
        createdAt: String = timestamp()
    ) {
        self.name = name
        self.kind = kind
        self.vocabularyHash = vocabularyHash
        self.corpusHash = corpusHash
        self.settings = settings
        self.metrics = metrics
        self.createdAt = createdAt
    }
}

/// Now, in UTC, as ISO 8601 has it.
package func timestamp() -> String { Date.now.formatted(.iso8601) }

extension ModelSummary {
    static let columns = "name, kind, vocabulary_hash, corpus_hash, settings, metrics, created_at"

    /// - Parameter row: of `columns`.
    init(row: StoredRow) throws {
        try self.init(
            name: row.text(0), kind: row.text(1), vocabularyHash: row.text(2), corpusHash: row.text(3),
            settings: row.text(4), metrics: row.text(5), createdAt: row.text(6))
    }
}
