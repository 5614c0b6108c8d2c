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

    package init(split: Split, documents: Int, segments: Int, tokens: Int, characters: Int) {
        self.split = split
        self.documents = documents
        self.segments = segments
        self.tokens = tokens
        self.characters = characters
    }
}

/// What a database holds at one moment, read within the transaction that made it so.
package struct CorpusState: Sendable, Hashable {
    package let tokenizer: TokenizerSettings
    /// JSON, of a form that its owner knows.
    package let vocabularyRule: String
    /// As `CorpusStore.fingerprint()`.
    package let fingerprint: String
    /// As `CorpusStore.typeCount()`.
    package let types: Int
    package let splits: [SplitSummary]
}

extension CorpusStore {
    static func state(in db: Database, path: String) throws -> CorpusState {
        guard let tokenizer = try db.tokenizerSettings(of: path),
            let rule = try db.setting(SettingName.vocabularyRule)
        else { throw StorageError.changed(path) }
        return try CorpusState(
            tokenizer: tokenizer, vocabularyRule: rule, fingerprint: fingerprint(of: nil, in: db, path: path),
            types: typeCount(in: db), splits: splits(in: db, path: path))
    }

    /// What the splits hold, empty ones too.
    public func splits() throws -> [SplitSummary] {
        try read { try Self.splits(in: $0, path: path) }
    }

    private static func splits(in db: Database, path: String) throws -> [SplitSummary] {
        if try db.setting(SettingName.counts) != nil {
            return try Split.allCases.map { try db.splitOfCounts($0, path: path) }
        }
        var documents: [Split: Set<Int>] = [:]
        var (segments, tokens, characters): ([Split: Int], [Split: Int], [Split: Int]) = ([:], [:], [:])
        try db.forEachRow("SELECT document, split, segments, tokens, characters FROM segment_block") { row in
            guard let split = try Split(rawValue: row.integer(1)) else { throw StorageError.changed(path) }
            documents[split, default: []].insert(try row.integer(0))
            segments[split] = try sumOfCounts(segments[split] ?? 0, row.count(2), of: path)
            tokens[split] = try sumOfCounts(tokens[split] ?? 0, row.count(3), of: path)
            characters[split] = try sumOfCounts(characters[split] ?? 0, row.count(4), of: path)
        }
        return Split.allCases.map {
            SplitSummary(
                split: $0, documents: documents[$0]?.count ?? 0, segments: segments[$0] ?? 0,
                tokens: tokens[$0] ?? 0, characters: characters[$0] ?? 0)
        }
    }

    /// How many types the corpus has, those that were removed with their documents and the bounds of segments not counted.
    public func typeCount() throws -> Int {
        try read { try Self.typeCount(in: $0) }
    }

    private static func typeCount(in db: Database) throws -> Int {
        try db.firstRow(
            "SELECT sum(types) FROM spectrum WHERE split = ? AND n_gram_order = 1 HAVING count(*) > 0", [Schema.whole]
        ) { try $0.count(0) } ?? 0
    }

    /// How texts are divided; `nil` in a database that holds no text.
    package func splitting() throws -> Splitting? {
        try read { try $0.splitting(of: path) }
    }

    /// `PRAGMA user_version`.
    package func schemaVersion() throws -> Int {
        try read { try $0.firstRow("PRAGMA user_version") { try $0.integer(0) } ?? 0 }
    }

    /// The size of the database's file.
    package func byteCount() throws -> Int {
        try read { db in
            let pages = try db.firstRow("PRAGMA page_count") { try $0.count(0) } ?? 0
            return pages * (try db.firstRow("PRAGMA page_size") { try $0.count(0) } ?? 0)
        }
    }
}
