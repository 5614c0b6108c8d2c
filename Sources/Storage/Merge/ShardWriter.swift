internal import Foundation
internal import GRDB
internal import Tokenization

/// Writes documents of other databases: their rows, their tokens with the ids of this one, their texts as they stand and
/// their metadata.
struct ShardWriter {
    private static let columns = """
        name, sha256, bytes, characters, tokens, types, split, divided, format, encoding, replacements, segments_rule, \
        ingested_at
        """

    private let db: Database
    private let spool: TokenSpool
    private let insert: Statement
    private let insertIDs: Statement
    private let insertText: Statement
    private var metadata: MetadataWriter

    init(_ db: Database, spool: TokenSpool) throws {
        (self.db, self.spool) = (db, spool)
        insert = try db.makeStatement(
            sql: "INSERT INTO document (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insertIDs = try db.makeStatement(sql: "INSERT INTO segment_block VALUES (?, ?, ?, ?, ?, ?, ?)")
        insertText = try db.makeStatement(sql: "INSERT INTO text_block VALUES (?, ?, ?, ?)")
        metadata = try MetadataWriter(db)
    }

    /// - Parameter done: is brought up to date.
    mutating func write(_ documents: [ShardDocument], of shard: Shard, counting done: inout MergeResult.Shard) throws {
        try shard.read { source in
            for document in documents {
                let id = try writeRow(of: document, from: source, counting: &done)
                try writeBlocks(of: document, as: id)
                try source.forEachRow(
                    "SELECT split, block, bytes FROM text_block WHERE document = ? ORDER BY split, block",
                    [document.id], isCached: true
                ) { row in
                    let bytes = unsafe try Data(row.blob(2))
                    try insertText.execute(arguments: [id, row.integer(0), row.integer(1), bytes])
                }
                try writeMetadata(of: document, as: id, from: source)
            }
        }
    }

    private func writeRow(
        of document: ShardDocument, from source: Database, counting done: inout MergeResult.Shard
    ) throws -> Int64 {
        var values: [(any DatabaseValueConvertible)?] = []
        try source.forEachRow(
            "SELECT \(Self.columns), split IS NULL FROM document WHERE id = ?", [document.id], isCached: true
        ) { row in
            done.bytes += try row.count(2)
            done.tokens += try row.count(4)
            let split = try row.integer(13) == 1 ? nil : row.integer(6)
            values = try [
                row.text(0), row.text(1), row.count(2), row.count(3), row.count(4), row.count(5), split, row.count(7),
                row.text(8), row.text(9), row.count(10), row.text(11), row.text(12),
            ]
        }
        try insert.execute(arguments: StatementArguments(values))
        done.documents += 1
        done.segments += document.blocks.reduce(0) { $0 + $1.segments }
        return db.lastInsertedRowID
    }

    private func writeBlocks(of document: ShardDocument, as id: Int64) throws {
        for block in document.blocks {
            let bytes = blockBytes(of: try spool.tokens(of: block.chunk))
            try insertIDs.execute(arguments: [
                id, block.split.rawValue, block.number, block.segments, block.chunk.count - block.segments,
                block.characters, bytes,
            ])
        }
    }

    private mutating func writeMetadata(of document: ShardDocument, as id: Int64, from source: Database) throws {
        var values: [(key: String, value: MetadataValue)] = []
        try source.forEachRow(
            "SELECT key, value FROM metadata WHERE document = ? ORDER BY key", [document.id], isCached: true
        ) { try values.append(($0.text(0), $0.metadataValue(1))) }
        guard !values.isEmpty else { return }
        try metadata.copy(values, tableKeys: source.tableKeys(ofDocument: Int64(document.id)), ofDocument: id)
    }
}
