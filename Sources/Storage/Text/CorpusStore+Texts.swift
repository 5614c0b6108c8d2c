internal import Documents
internal import GRDB

extension CorpusStore {
    /// The text that is kept of a document: what its format's reader and cleaning left of it; of plain text the decoded
    /// source itself.
    ///
    /// - Returns: `nil` if none is kept.
    /// - Throws: `StorageError.noDocument`.
    public func text(ofDocument name: String) throws -> String? {
        var text: [UInt8]?
        try forEachTextBlock(ofDocument: name) { text = (text ?? []) + $0 }
        return text.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Reads the kept text of a document block by block; none where no text is kept.
    /// - Parameter body: is called with the UTF-8 of each block, in the order of the text.
    /// - Throws: `StorageError.noDocument`, what `body` throws.
    package func forEachTextBlock(ofDocument name: String, _ body: ([UInt8]) throws -> Void) throws {
        try read { db in
            guard let document = try db.document(named: name) else { throw try noDocument(name, in: db) }
            let (bytes, format) =
                try db.firstRow("SELECT bytes, format FROM document WHERE id = ?", [document.id]) {
                    (try $0.count(0), TextFormat(rawValue: try $0.text(1)))
                } ?? (0, nil)
            let longest = longestText(ofBytes: bytes, format)
            try db.forEachRow(
                "SELECT bytes FROM text_block WHERE document = ? ORDER BY split, block", [document.id]
            ) { try body($0.keptText(0, longest: longest)) }
        }
    }

    /// How many documents have no text in the database.
    package func documentsWithoutText() throws -> Int {
        try read { db in
            try db.firstRow(
                """
                SELECT count(*) FROM document WHERE NOT EXISTS
                    (SELECT 1 FROM text_block WHERE text_block.document = document.id)
                """
            ) { try $0.count(0) } ?? 0
        }
    }

    /// The schema that the database had when it was made, if it was migrated since: what was read in then has no windows
    /// across cuts inside segments.
    package func migratedFrom() throws -> Int? {
        try read { db in
            try db.firstRow("SELECT value FROM setting WHERE name = ?", [SettingName.migratedFrom]) { try $0.count(0) }
        }
    }
}
