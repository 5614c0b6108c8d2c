internal import GRDB
internal import Tokenization

/// The tables and views of a database, and the marks by which it is known.
enum Schema {
    /// `PRAGMA user_version`.
    static let version = 1
    /// `PRAGMA application_id`: "gram" in ASCII.
    static let applicationID = 0x6772_616D

    /// Makes schema 1 in an empty database, with the markers as its types.
    static func create(in db: Database) throws {
        try createTables(in: db)
        try createTypeIndex(in: db)
    }

    /// An index of all types at once takes half the time of one kept up type by type.
    static func createTypeIndex(in db: Database) throws {
        try db.execute(sql: "CREATE UNIQUE INDEX type_text ON type (text)")
    }

    /// The same but for the index of types.
    static func createTables(in db: Database) throws {
        try db.execute(sql: tables + orders.map(countTable).joined() + orders.map(views).joined())
        try db.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
        try insertTypes(of: TypeTable(), from: 0, in: db)
    }

    /// The table of the counts of an order.
    static func countTableName(order: Int) -> String { ["unigram", "bigram", "trigram"][order - 1] }

    private static let orders = 1...3

    private static let tables = """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE document (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
            characters INTEGER NOT NULL, metadata TEXT NOT NULL, ingested_at TEXT NOT NULL);
        CREATE TABLE type (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE TABLE segment_block (
            document INTEGER NOT NULL REFERENCES document (id), split INTEGER NOT NULL, block INTEGER NOT NULL,
            segments INTEGER NOT NULL, tokens INTEGER NOT NULL, characters INTEGER NOT NULL, ids BLOB NOT NULL,
            PRIMARY KEY (document, split, block));
        CREATE TABLE model (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, vocabulary_hash TEXT NOT NULL,
            corpus_hash TEXT NOT NULL, settings TEXT NOT NULL, metrics TEXT NOT NULL, created_at TEXT NOT NULL);
        CREATE TABLE model_block (
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE, part TEXT NOT NULL,
            block INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (model, part, block));
        CREATE TABLE epoch (
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE, epoch INTEGER NOT NULL,
            train_nll REAL, valid_nll REAL, seconds REAL, learning_rate REAL, gradient_norm REAL, clipped_share REAL,
            PRIMARY KEY (model, epoch)) WITHOUT ROWID;

        """

    private static func countTable(order: Int) -> String {
        let words = (1...order).map { "w\($0)" }
        return """
            CREATE TABLE \(countTableName(order: order)) (
                split INTEGER NOT NULL, \(words.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")),
                n INTEGER NOT NULL, PRIMARY KEY (split, \(words.joined(separator: ", ")))) WITHOUT ROWID;

            """
    }

    /// The counts spelled out.
    ///
    /// `CROSS JOIN` fixes the order of the loops, so that a given `first` is looked up in `type` and its n-grams in
    /// the primary key of the counts. Grouping by the words, not their ids, lets SQLite apply that condition before
    /// it groups.
    private static func views(order: Int) -> String {
        let table = countTableName(order: order)
        let names = ["first", "second", "third"].prefix(order)
        let columns = names.indices.map { "t\($0 + 1).text AS \(names[$0])" }.joined(separator: ", ")
        let splits =
            "(SELECT 0 AS id, 'train' AS name UNION ALL SELECT 1, 'valid' UNION ALL SELECT 2, 'test') AS splits"
        let further = (1..<order + 1).dropFirst().map { " CROSS JOIN type AS t\($0) ON t\($0).id = c.w\($0)" }.joined()
        let from = """
            FROM \(splits) CROSS JOIN type AS t1
                CROSS JOIN \(table) AS c ON c.split = splits.id AND c.w1 = t1.id\(further)
            """
        return """
            CREATE VIEW \(table)s AS SELECT \(columns), sum(c.n) AS n
                \(from)
                GROUP BY \(names.indices.map { "t\($0 + 1).text" }.joined(separator: ", "));
            CREATE VIEW \(table)s_by_split AS SELECT splits.name AS split, \(columns), c.n AS n
                \(from);

            """
    }
}
