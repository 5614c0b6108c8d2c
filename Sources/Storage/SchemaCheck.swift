internal import GRDB
internal import Tokenization

/// Whether a file's tables are those that `Schema` makes, before anything is read from them.
///
/// A view, a virtual table or a trigger in their place would run what another wrote, perhaps without end; another
/// column would be one of ours that is missing. Tables, views and indexes of a user's own beside ours are none of our
/// business.
enum SchemaCheck {
    private struct Column: Equatable {
        let name: String
        let type: String
        /// Its place in the primary key from 1 on, 0 for none.
        let key: Int
        /// 0 for a column that is stored as such, not generated or hidden.
        let hidden: Int
    }

    /// The columns of our tables.
    private static let expected: [String: [Column]]? = try? DatabaseQueue().write { db in
        try Schema.createTables(in: db)
        var columns: [String: [Column]] = [:]
        try db.forEachRow("SELECT name FROM sqlite_schema WHERE type = 'table'") { row in
            let name = try row.text(0)
            columns[name] = try SchemaCheck.columns(of: name, in: db)
        }
        return columns
    }

    /// - Throws: `StorageError` that names what is another's.
    static func check(_ db: Database, path: String, writable: Bool) throws {
        guard let expected else { throw StorageError("SQLite makes no tables.", kind: .faultOfTheTool) }
        var missing = Set(expected.keys)
        try db.forEachRow(
            "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE type IN ('table', 'view', 'trigger')"
        ) {
            row in
            let (name, type) = (try row.text(0), try row.text(1))
            if type == "trigger" {
                let table = try row.text(2)
                guard writable, expected[table] != nil else { return }
                throw changed(
                    path, "the trigger \(name) would change what is written into \(table)",
                    remedy: "Remove it: sqlite3 \(path) 'DROP TRIGGER \"\(name)\"'")
            }
            guard let columns = expected[name] else { return }
            let isTable = try type == "table" && !row.text(3).uppercased().hasPrefix("CREATE VIRTUAL")
            guard isTable else { throw changed(path, "\(name) is a \(type == "table" ? "virtual table" : type)") }
            guard try Self.columns(of: name, in: db) == columns else {
                throw changed(path, "the table \(name) has other columns")
            }
            missing.remove(name)
        }
        if let name = missing.min() { throw changed(path, "the table \(name) is missing") }
    }

    private static func columns(of table: String, in db: Database) throws -> [Column] {
        var columns: [Column] = []
        try db.forEachRow("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", [table]) { row in
            try columns.append(
                Column(name: row.text(0), type: row.text(1), key: row.integer(2), hidden: row.integer(3)))
        }
        return columns
    }

    private static func changed(
        _ path: String, _ what: String,
        remedy: String = "Restore a copy, or ingest the texts again into a new database."
    ) -> StorageError {
        StorageError(
            "The tables of \(path) are not as gram makes them: \(what).", cause: "It was changed by another program.",
            remedy: remedy, kind: .badData)
    }
}
