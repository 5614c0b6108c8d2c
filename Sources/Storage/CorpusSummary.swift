internal import Foundation
internal import GRDB
public import Tokenization

/// What a split holds.
public struct SplitSummary: Sendable, Hashable {
    public let split: Split
    public let documents: Int
    public let segments: Int
    /// `</s>` not counted.
    public let tokens: Int
    /// Unicode scalars of the canonical text, one for each `</s>` included.
    public let characters: Int
}

extension CorpusStore {
    /// What the splits hold, empty ones too.
    public func splits() throws -> [SplitSummary] {
        try read { db in
            try Split.allCases.map { split in
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT count(DISTINCT document), total(segments), total(tokens), total(characters)
                        FROM segment_block WHERE split = ?
                        """,
                    arguments: [split.rawValue])
                func value(_ index: Int) throws -> Int {
                    guard let value = Int(exactly: (row?[index] as Double?) ?? 0) else {
                        throw StorageError.changed(path)
                    }
                    return value
                }
                return try SplitSummary(
                    split: split, documents: row?[0] ?? 0, segments: value(1), tokens: value(2), characters: value(3))
            }
        }
    }

    /// How many types the corpus has, those that were removed with their documents and the markers not counted.
    public func typeCount() throws -> Int {
        try read {
            try Int.fetchOne($0, sql: "SELECT count(DISTINCT w1) FROM unigram WHERE w1 > 2") ?? 0
        }
    }

    /// How texts are divided; `nil` in a database that holds no text.
    public func splitting() throws -> Splitting? {
        try read { try $0.splitting(of: path) }
    }

    /// `PRAGMA user_version`.
    public func schemaVersion() throws -> Int {
        try read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    }

    /// The size of the database's file.
    public func byteCount() throws -> Int {
        try read { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            return pages * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        }
    }
}
