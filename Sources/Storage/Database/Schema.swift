internal import GRDB
internal import Tokenization

/// The tables and views of a database, and the marks by which it is known. `Documentation/schema.md` says it for users.
enum Schema {
    /// `PRAGMA user_version`.
    static let version = 2
    /// `PRAGMA application_id`: "gram" in ASCII.
    static let applicationID = 0x6772_616D

    /// The split, in the tables of counts, of windows that a cut inside a segment separates.
    static let across = 3
    /// The split, in the tables of spectra and frequent n-grams, of all together.
    static let whole = -1

    /// Makes the schema in an empty database, with the markers as its types.
    static func create(in db: Database) throws {
        try createTables(in: db)
        try createTypeIndex(in: db)
    }

    /// An index of all types at once takes half the time of one kept up type by type.
    static func createTypeIndex(in db: Database) throws {
        try db.execute(sql: "CREATE UNIQUE INDEX type_text ON type (text)")
    }

    /// The same but for the index of types.
    ///
    /// Every result names the corpus it is of, which takes the sizes of all blocks: their index has them without what the
    /// blocks hold.
    static func createTables(in db: Database) throws {
        try db.execute(sql: tables + orders.map(countTable).joined() + orders.map(CountViews.sql).joined())
        try DocumentsView.create(in: db)
        try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        try insertTypes(of: TypeTable(), from: 0, in: db)
    }

    static let orders = 1...3

    /// The table of the counts of an order.
    static func countTableName(order: Int) -> String { ["unigram", "bigram", "trigram"][order - 1] }

    /// `w1, w2, w3`, as many as an order has.
    static func words(order: Int) -> String { (1...order).map { "w\($0)" }.joined(separator: ", ") }

    private static let tables = """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
        CREATE TABLE document (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
            characters INTEGER NOT NULL, tokens INTEGER NOT NULL, types INTEGER NOT NULL, split INTEGER,
            divided INTEGER NOT NULL, format TEXT NOT NULL, encoding TEXT NOT NULL, replacements INTEGER NOT NULL,
            segments_rule TEXT NOT NULL, ingested_at TEXT NOT NULL) STRICT;
        CREATE TABLE metadata (
            document INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE, key TEXT NOT NULL COLLATE NOCASE,
            value ANY NOT NULL, PRIMARY KEY (document, key)) STRICT, WITHOUT ROWID;
        CREATE TABLE type (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
        CREATE TABLE segment_block (
            document INTEGER NOT NULL REFERENCES document (id), split INTEGER NOT NULL, block INTEGER NOT NULL,
            segments INTEGER NOT NULL, tokens INTEGER NOT NULL, characters INTEGER NOT NULL, ids BLOB NOT NULL,
            PRIMARY KEY (document, split, block)) STRICT;
        CREATE INDEX segment_block_size ON segment_block (document, split, segments, tokens, characters);
        CREATE TABLE text_block (
            document INTEGER NOT NULL REFERENCES document (id), split INTEGER NOT NULL, block INTEGER NOT NULL,
            bytes BLOB NOT NULL, PRIMARY KEY (document, split, block)) STRICT;
        CREATE TABLE spectrum (
            split INTEGER NOT NULL, n_gram_order INTEGER NOT NULL, frequency INTEGER NOT NULL, types INTEGER NOT NULL,
            PRIMARY KEY (split, n_gram_order, frequency)) STRICT, WITHOUT ROWID;
        CREATE TABLE frequent (
            split INTEGER NOT NULL, n_gram_order INTEGER NOT NULL, n INTEGER NOT NULL, w1 INTEGER NOT NULL,
            w2 INTEGER NOT NULL, w3 INTEGER NOT NULL, PRIMARY KEY (split, n_gram_order, n, w1, w2, w3))
            STRICT, WITHOUT ROWID;
        CREATE TABLE model (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, vocabulary_hash TEXT NOT NULL,
            corpus_hash TEXT NOT NULL, settings TEXT NOT NULL, metrics TEXT NOT NULL, created_at TEXT NOT NULL) STRICT;
        CREATE TABLE model_block (
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE, part TEXT NOT NULL,
            block INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (model, part, block)) STRICT;
        CREATE TABLE epoch (
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE, epoch INTEGER NOT NULL,
            train_nll REAL, valid_nll REAL, seconds REAL, learning_rate REAL, gradient_norm REAL, clipped_share REAL,
            PRIMARY KEY (model, epoch)) STRICT, WITHOUT ROWID;

        """

    private static func countTable(order: Int) -> String {
        let words = (1...order).map { "w\($0)" }
        return """
            CREATE TABLE \(countTableName(order: order)) (
                split INTEGER NOT NULL, \(words.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")),
                n INTEGER NOT NULL, PRIMARY KEY (split, \(words.joined(separator: ", ")))) STRICT, WITHOUT ROWID;

            """
    }
}
