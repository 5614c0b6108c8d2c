internal import Basics
internal import Documents
internal import GRDB
internal import Tokenization

/// Writes the rows of documents and their blocks, by statements that are made once: an archive has a hundred thousand.
struct DocumentWriter {
    private let insert: Statement
    private var blocks: BlockWriter
    private var metadata: MetadataWriter
    private let db: Database
    private let time = timestamp()

    init(_ db: Database, spool: TokenSpool, tokenizer: TokenizerSettings, typeCount: Int) throws {
        insert = try db.makeStatement(
            sql: """
                INSERT INTO document (
                    id, name, sha256, bytes, characters, tokens, types, split, divided, format, encoding, replacements,
                    segments_rule, ingested_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes,
                    characters = excluded.characters, tokens = excluded.tokens, types = excluded.types,
                    split = excluded.split, divided = excluded.divided, format = excluded.format,
                    encoding = excluded.encoding, replacements = excluded.replacements,
                    segments_rule = excluded.segments_rule, ingested_at = excluded.ingested_at
                """)
        blocks = try BlockWriter(db, spool: spool, tokenizer: tokenizer, typeCount: typeCount)
        metadata = try MetadataWriter(db)
        self.db = db
    }

    /// - Parameter known: beside what the text says of itself, which it is put over.
    mutating func write(
        _ admitted: DuplicateDocuments<ReadDocument>.Document, known: KnownMetadata
    ) throws -> IngestResult.Document {
        let document = admitted.document
        let end = document.end
        let tokens = document.tokenCount - document.segmentCount
        try insert.execute(arguments: [
            admitted.replacing, end.name, end.sha256, end.bytes, document.segmentLengths.sum, tokens,
            blocks.typeCount(of: document), document.split?.rawValue, document.isDivided ? 1 : 0, end.format.rawValue,
            end.encoding.rawValue, end.replacements, end.segments.rawValue, time,
        ])
        let id = admitted.replacing.map { Int64($0) } ?? db.lastInsertedRowID
        try blocks.write(document, id: id)
        try metadata.write(
            KnownMetadata(own: end.metadata + known.own, table: known.table), ofDocument: id,
            isReplacement: admitted.replacing != nil)
        return IngestResult.Document(
            name: end.name, bytes: end.bytes, tokens: tokens, segments: document.segmentCount, rule: end.segments,
            replacements: end.replacements, marks: document.marks, isReplacement: admitted.replacing != nil)
    }
}
