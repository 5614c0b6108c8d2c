internal import Foundation
internal import GRDB

/// A database made anew aside, with all that another has but its counts, to take the other's place.
struct DatabaseCopy {
    /// What is counted anew.
    private static let counted =
        Schema.orders.map { Schema.countTableName(order: $0) } + ["spectrum", "frequent"]
    /// What a document has many rows of.
    private static let blocks = ["segment_block", "text_block"]
    /// The name under which a copying connection knows the other database.
    private static let source = "old"

    /// What is made of tables when they are full.
    private let indexes: [String]
    private let viewsAndTriggers: [String]

    /// Whether another file can take the place of a database's so that nobody loses anything but its number.
    ///
    /// - Parameters:
    ///   - db: in a transaction.
    ///   - growth: bytes by which it may be larger, about.
    static func isPossible(_ path: String, _ db: Database, growth: Int) throws -> Bool {
        let place = resolvingLinks(path).path
        var status = stat()
        // Other names of the file would keep the old content; other attributes would be lost.
        guard unsafe lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1,
            !hasAttributes(place)
        else { return false }
        var disk = statvfs()
        let folder = URL(filePath: place).deletingLastPathComponent().path
        guard unsafe statvfs(folder, &disk) == 0 else { return false }
        let (room, needed) = (Int(disk.f_bavail) * Int(disk.f_frsize), Int(status.st_size) + growth)
        guard room > needed + needed / 8 else { return false }
        // A log beside the name would be taken for the new file's; of vacuuming by pages the loader knows nothing.
        guard try db.firstRow("PRAGMA journal_mode", [], { try $0.text(0) }) != "wal",
            try db.firstRow("PRAGMA auto_vacuum", [], { try $0.integer(0) }) == 0
        else { return false }
        // Tables that a program keeps for another.
        return try db.firstRow(
            "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'"
        ) { _ in true } == nil
    }

    /// Whether a file has access lists or other attributes beside its permissions.
    private static func hasAttributes(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let extended = attributes?[FileAttributeKey("NSFileExtendedAttributes")] as? [String: Data] ?? [:]
        // Those of the system's security, as a label, come with the place.
        return extended.keys.contains { !$0.hasPrefix("security.") }
    }

    /// Copies a database into an empty one.
    ///
    /// - Parameters:
    ///   - db: the new one's connection, outside a transaction; afterwards inside one.
    ///   - documents: whose blocks are left out.
    init(of path: String, into db: Database, withoutBlocksOf documents: [Int]) throws {
        try db.execute(
            sql: """
                PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA trusted_schema = OFF;
                """)
        try db.execute(sql: "ATTACH ? AS \(Self.source)", arguments: [path])
        // Its lock is to go with the transaction.
        try db.execute(sql: "PRAGMA \(Self.source).locking_mode = NORMAL")
        var (tables, indexes, others): ([(name: String, sql: String)], [String], [String]) = ([], [], [])
        try db.forEachRow(
            "SELECT type, name, sql FROM \(Self.source).sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        ) { row in
            let (type, name, sql) = (try row.text(0), try row.text(1), try row.text(2))
            switch type {
            case "table": if !name.hasPrefix("sqlite_") { tables.append((name, sql)) }
            case "index": indexes.append(sql)
            // That of documents is made again whenever they change.
            default: if name != "documents" { others.append(sql) }
            }
        }
        (self.indexes, viewsAndTriggers) = (indexes, others)
        try db.beginTransaction(.immediate)
        for table in tables { try db.makeStatement(sql: table.sql).execute() }
        try db.execute(
            sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(Schema.version)")
        for table in tables where !Self.counted.contains(table.name) {
            try Self.copy(table.name, in: db, where: Self.blocks.contains(table.name) ? documents : [])
        }
        try Self.copyOwnTables(of: db)
        try db.commit()
        try db.execute(
            sql: """
                DETACH \(Self.source); PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON;
                """)
        try db.beginTransaction(.immediate)
    }

    private static func copy(_ table: String, in db: Database, where leftOut: [Int]) throws {
        let name = quoted(table)
        var (columns, isComputed): ([String], Bool) = ([], false)
        try db.forEachRow("SELECT name, hidden FROM pragma_table_xinfo(?)", [table]) { row in
            if try row.integer(1) == 0 { try columns.append(quoted(row.text(0))) } else { isComputed = true }
        }
        // What is computed is computed again; rows that are taken as they stand are not even looked into by SQLite.
        let list = columns.joined(separator: ", ")
        let rows =
            isComputed
            ? "INSERT INTO main.\(name) (\(list)) SELECT \(list) FROM \(source).\(name)"
            : "INSERT INTO main.\(name) SELECT * FROM \(source).\(name)"
        guard !leftOut.isEmpty else { return try db.execute(sql: rows) }
        try db.execute(
            sql: rows + " WHERE document NOT IN (SELECT value FROM json_each(?))",
            arguments: [String(decoding: JSONEncoder().encode(leftOut), as: UTF8.self)])
    }

    /// What SQLite has counted for its plans, and the numbers that it gives no second time.
    private static func copyOwnTables(of db: Database) throws {
        func has(_ name: String, in schema: String) throws -> Bool {
            try db.firstRow("SELECT 1 FROM \(schema).sqlite_schema WHERE name = ?", [name]) { _ in true } ?? false
        }
        let statistics = ["sqlite_stat1", "sqlite_stat4"]
        // This makes them.
        if try has(statistics[0], in: source) { try db.execute(sql: "ANALYZE main.setting") }
        for name in statistics + ["sqlite_sequence"] where try has(name, in: source) && has(name, in: "main") {
            try db.execute(
                sql: "DELETE FROM main.\(name); INSERT INTO main.\(name) SELECT * FROM \(source).\(name)")
        }
    }

    /// Makes the indexes, views and triggers of the other database, when the tables have all rows.
    func finish(in db: Database) throws {
        for sql in indexes + viewsAndTriggers { try db.makeStatement(sql: sql).execute() }
    }

    private static func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
