internal import GRDB
internal import Testing

/// All that is read of a database, but for the time of day, row by row.
func databaseContents(_ path: String, without tables: Set<String> = []) throws -> [String: [String]] {
    try DatabaseQueue(path: path).read { db in
        #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"])
        var contents: [String: [String]] = [:]
        for name in try String.fetchAll(
            db,
            sql: "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_stat%'")
        where !tables.contains(name) {
            let columns = try String.fetchAll(
                db, sql: "SELECT name FROM pragma_table_info(?) WHERE name <> 'ingested_at'", arguments: [name])
            let row = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ' ' || ")
            contents[name] = try String.fetchAll(db, sql: "SELECT \(row) FROM \"\(name)\" ORDER BY 1")
        }
        if try db.tableExists("sqlite_stat1") {
            contents["plans"] = try String.fetchAll(
                db, sql: "SELECT tbl || ' ' || coalesce(idx, '') || ' ' || stat FROM sqlite_stat1 ORDER BY 1")
        }
        contents["schema"] = try String.fetchAll(
            db, sql: "SELECT type || name || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
        return contents
    }
}
