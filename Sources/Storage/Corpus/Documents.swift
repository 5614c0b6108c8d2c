internal import Basics
internal import Foundation
internal import GRDB
public import Tokenization

/// What the database knows about a document.
public struct DocumentRecord: Sendable, Hashable {
    package let id: Int
    /// The base name of its file, below a folder the path within it.
    public let name: String
    /// SHA-256 of the decompressed bytes, in hexadecimal.
    package let sha256: String
    /// Decompressed.
    public let bytes: Int
    /// Unicode scalars of the canonical text, one for each `</s>` included.
    public let characters: Int
    public let ingestedAt: String
    /// How many types it has.
    public let types: Int
    /// Whether its only segment was cut into splits.
    package let isDivided: Bool
    /// Tokens by split, `</s>` not counted; a split the document has no part in is absent.
    public let tokens: [Split: Int]
    /// Segments by split.
    public let segments: [Split: Int]
}

extension CorpusStore {
    /// The documents in the order of their ids, which is that of the token stream.
    public func documents() throws -> [DocumentRecord] {
        try read { try Self.documents(in: $0, path: path) }
    }

    static func documents(in db: Database, path: String) throws -> [DocumentRecord] {
        var tokens: [Int: [Split: Int]] = [:]
        var segments: [Int: [Split: Int]] = [:]
        var (tokenSum, segmentSum) = (0, 0)
        // In the order in which rows are kept: by an index, as groups would be made, each is looked for by itself.
        try db.forEachRow("SELECT document, split, tokens, segments FROM segment_block") { row in
            let id = try row.integer(0)
            guard let split = try Split(rawValue: row.integer(1)) else { throw StorageError.changed(path) }
            tokenSum = try sumOfCounts(tokenSum, row.count(2), of: path)
            segmentSum = try sumOfCounts(segmentSum, row.count(3), of: path)
            tokens[id, default: [:]][split, default: 0] += try row.count(2)
            segments[id, default: [:]][split, default: 0] += try row.count(3)
        }
        var documents: [DocumentRecord] = []
        var (bytes, characters) = (0, 0)
        try db.forEachRow(
            "SELECT id, name, sha256, bytes, characters, ingested_at, tokens, types, divided FROM document ORDER BY id"
        ) { row in
            let id = try row.integer(0)
            // What its blocks have together.
            guard try row.count(6) == tokens[id]?.values.reduce(0, +) ?? 0 else { throw StorageError.changed(path) }
            bytes = try sumOfCounts(bytes, row.count(3), of: path)
            characters = try sumOfCounts(characters, row.count(4), of: path)
            try documents.append(
                DocumentRecord(
                    id: id, name: row.text(1), sha256: row.text(2), bytes: row.count(3), characters: row.count(4),
                    ingestedAt: row.text(5), types: row.count(7), isDivided: row.count(8) == 1,
                    tokens: tokens.removeValue(forKey: id) ?? [:],
                    segments: segments.removeValue(forKey: id) ?? [:]))
        }
        // Tokens of no document.
        guard tokens.isEmpty else { throw StorageError.changed(path) }
        return documents
    }

    /// What the corpus's results depend on: SHA-256 over the documents' names and contents (of counts without a text these),
    /// their splits and the tokenizer, in hexadecimal; the same in whatever order they came.
    package func fingerprint() throws -> String {
        try read { try fingerprint(of: nil, in: $0) }
    }

    /// The same of one split: a model trained on it is stale when this has changed.
    package func fingerprint(of split: Split) throws -> String {
        try read { try fingerprint(of: split, in: $0) }
    }

    /// The same of the part of a split that some documents have, by their numbers.
    package func fingerprint(of split: Split, documents ids: [Int]) throws -> String {
        try read { db in try Self.fingerprint(of: split, documents: Set(ids), in: db, path: path) }
    }

    func fingerprint(of split: Split?, in db: Database) throws -> String {
        try remembered(\.fingerprints[split], in: db) { try Self.fingerprint(of: split, in: db, path: path) }
    }

    /// - Parameter ids: of the documents that it is of; all where `nil`.
    static func fingerprint(
        of split: Split?, documents ids: Set<Int>? = nil, in db: Database, path: String
    ) throws -> String {
        let documents = try documents(in: db, path: path).filter { ids?.contains($0.id) ?? true }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let made = try (db.setting(SettingName.tokenizer) ?? "") + (db.setting(SettingName.counts) ?? "")
        return fingerprint(of: split, documents, tokenizer: made)
    }

    /// - Parameter documents: in the order in which they count.
    static func fingerprint(of split: Split?, _ documents: [DocumentRecord], tokenizer: String) -> String {
        var hash = SHA256()
        hash.update(tokenizer)
        for document in documents {
            let parts = Split.allCases.filter { (split ?? $0) == $0 && document.segments[$0] != nil }
            if parts.isEmpty && split != nil { continue }
            var line = "\n\(document.sha256) \(document.name)\n"
            for part in parts { line += " \(part.name) \(document.segments[part] ?? 0) \(document.tokens[part] ?? 0)" }
            hash.update(line)
        }
        return hexadecimal(hash.finalize())
    }
}
