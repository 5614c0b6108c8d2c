internal import Basics
internal import GRDB
internal import Tokenization

/// Writes the rows of documents and their blocks, by statements that are made once: an archive has a hundred thousand.
struct DocumentWriter {
    private let insert: Statement
    private let blocks: BlockWriter
    private let db: Database
    private let time = timestamp()
    /// Of the last document, and its JSON: most have the same.
    private var metadata: (values: [String: String], json: String)?

    init(_ db: Database, spool: TokenSpool) throws {
        insert = try db.makeStatement(
            sql: """
                INSERT OR REPLACE INTO document (id, name, sha256, bytes, characters, metadata, ingested_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        blocks = try BlockWriter(db, spool: spool)
        self.db = db
    }

    mutating func write(_ admitted: DuplicateDocuments.Document) throws -> IngestResult.Document {
        let document = admitted.document
        let end = document.end
        try insert.execute(arguments: [
            admitted.replacing, end.name, end.sha256, end.bytes, document.segmentLengths.sum, metadata(of: end),
            time,
        ])
        try blocks.write(document, id: db.lastInsertedRowID)
        return IngestResult.Document(
            name: end.name, bytes: end.bytes, tokens: document.tokenCount - document.segmentCount,
            segments: document.segmentCount, replacements: end.replacements, isReplacement: admitted.replacing != nil)
    }

    private mutating func metadata(of end: PieceReader.End) -> String {
        var values = Dictionary(end.metadata.map { ($0.key, $0.value) }) { _, last in last }
        values["encoding"] = end.encoding.rawValue
        if end.format != "text" { values["format"] = end.format }
        if end.replacements > 0 { values["replacements"] = String(end.replacements) }
        if let metadata, metadata.values == values { return metadata.json }
        let json = sortedJSON(values)
        metadata = (values, json)
        return json
    }
}
