internal import GRDB
internal import Tokenization

/// A document of a shard that comes into the database, its tokens in the spool with the ids that they have there.
struct ShardDocument: Sendable {
    struct Block: Sendable {
        let split: Split
        /// Its number within the split.
        let number: Int
        let segments: Int
        let characters: Int
        let chunk: TokenSpool.Chunk
    }

    /// Its number in the shard.
    let id: Int
    let isDivided: Bool
    /// In the order of the text.
    var blocks: [Block] = []

    var stored: StoredDocument {
        StoredDocument(isDivided: isDivided, blocks: blocks.map { .init(split: $0.split, chunk: $0.chunk) })
    }
}

/// The documents of a shard, by their tokens.
struct ShardText {
    private(set) var documents: [ShardDocument] = []

    /// Reads the tokens of documents, in order.
    ///
    /// - Parameters:
    ///   - ids: of the documents.
    ///   - types: of the database that they go into.
    init(
        _ shard: Shard, documents ids: Set<Int>, types: inout MergedTypes, spool: TokenSpool, progress: IngestProgress
    ) throws {
        guard !ids.isEmpty else { return }
        var documents: [ShardDocument] = []
        try shard.read { db in
            var map = MergedTypes.Map(try db.typeTable(of: shard.path))
            let idCount = try db.idCount(of: shard.path)
            var divided: Set<Int> = []
            try db.forEachRow("SELECT id FROM document WHERE divided = 1") { try divided.insert($0.integer(0)) }
            var tokens: [TokenID] = []
            try db.forEachRow(
                """
                SELECT segments, tokens, ids, document, split, block, characters FROM segment_block
                ORDER BY document, split, block
                """
            ) { row in
                let id = try row.integer(3)
                guard ids.contains(id) else { return }
                guard let split = try Split(rawValue: row.integer(4)) else { throw StorageError.changed(shard.path) }
                tokens.removeAll(keepingCapacity: true)
                try row.appendBlock(at: 0, to: &tokens, idCount: idCount)
                try types.translate(&tokens, &map)
                if documents.last?.id != id {
                    documents.append(ShardDocument(id: id, isDivided: divided.contains(id)))
                }
                documents[documents.count - 1].blocks.append(
                    try .init(
                        split: split, number: row.count(5), segments: row.count(0), characters: row.count(6),
                        chunk: spool.append(tokens)))
                progress.advance(by: tokens.count)
            }
        }
        // Each has a token.
        guard documents.count == ids.count else { throw StorageError.changed(shard.path) }
        self.documents = documents
    }
}
