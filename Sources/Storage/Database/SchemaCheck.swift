internal import Basics
internal import GRDB
internal import Tokenization

/// Whether a file's tables are those that `Schema` makes, before anything is read from them.
///
/// A view, a virtual table or a trigger in their place would run what another wrote, perhaps without end; another
/// column would be one of ours that is missing. Tables, views and indexes of a user's own beside ours are none of our
/// business.
enum SchemaCheck {
    private struct Table: Equatable {
        var columns: [Column]
        /// Whether something is computed when a row is written.
        var checks: Bool
    }

    private struct Column: Equatable {
        let name: String
        let type: String
        /// Its place in the primary key from 1 on, 0 for none.
        let key: Int
        /// 0 for a column that is stored as such, not generated or hidden.
        let hidden: Int
    }

    private static let expected: [String: Table]? = try? DatabaseQueue().write { db in
        try Schema.createTables(in: db)
        var tables: [String: Table] = [:]
        try db.forEachRow("SELECT name, sql FROM sqlite_schema WHERE type = 'table'") { row in
            tables[try row.text(0)] = try SchemaCheck.table(row.text(0), sql: row.text(1), in: db)
        }
        return tables
    }

    /// - Throws: `StorageError` that names what is another's.
    static func check(_ db: Database, path: String, writable: Bool) throws {
        guard let expected else { throw StorageError.fault("SQLite makes no tables.") }
        var missing = Set(expected.keys)
        // An index without SQL is part of its table.
        try db.forEachRow("SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL") { row in
            let (name, type, sql) = (try row.text(0), try row.text(1), try row.text(3))
            switch type {
            case "trigger", "index":
                let table = try row.text(2)
                // What only slows reading down, or does not matter to it, is its owner's.
                guard writable, expected[table] != nil else { return }
                if type == "index", try !computes(index: name, of: table, in: db) { return }
                throw StorageError.computes(
                    path,
                    fact: text(
                        path, "the \(type) \(name) computes something for each row that is written into \(table)"),
                    undoneBy: "DROP \(type.uppercased()) \"\(name)\"")
            default:
                guard let table = expected[name] else { return }
                guard type == "table" else { throw changed(path, "\(name) is a \(type)") }
                guard !sql.uppercased().hasPrefix("CREATE VIRTUAL") else {
                    throw changed(path, "\(name) is a virtual table")
                }
                guard try SchemaCheck.table(name, sql: sql, in: db) == table else {
                    throw changed(path, "the table \(name) has other columns or checks")
                }
                missing.remove(name)
            }
        }
        if let name = missing.min() { throw changed(path, "the table \(name) is missing") }
    }

    private static func table(_ name: String, sql: String, in db: Database) throws -> Table {
        var table = Table(columns: [], checks: sql.uppercased().contains("CHECK"))
        try db.forEachRow("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", [name]) { row in
            try table.columns.append(
                Column(name: row.text(0), type: row.text(1), key: row.integer(2), hidden: row.integer(3)))
        }
        return table
    }

    /// Whether an index is of expressions, or of some rows alone.
    static func computes(index: String, of table: String, in db: Database) throws -> Bool {
        try db.firstRow(
            """
            SELECT 1 FROM pragma_index_list(?1) AS list WHERE list.name = ?2
                AND (list.partial = 1 OR EXISTS (SELECT 1 FROM pragma_index_xinfo(?2) WHERE cid = -2))
            """, [table, index]
        ) { _ in true } ?? false
    }

    private static func changed(_ path: String, _ what: String) -> StorageError { .damaged(text(path, what)) }

    private static func text(_ path: String, _ what: String) -> String {
        "The tables of \(path) are not as they were made: \(what)."
    }
}
