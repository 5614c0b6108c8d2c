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
    static let source = "old"

    /// What a user has made in a database cannot be made in another file: it needs what only the user's program has, as a
    /// collation or a function. SQLite can still change the file that is there.
    struct Unsuitable: Error {}

    private var tables: [(name: String, sql: String)] = []
    private var views: [String] = []
    /// What is made of tables when they are full.
    private var indexes: [String] = []
    private var triggers: [String] = []

    /// Whether another file can take the place of a database's so that nobody loses anything but its number.
    ///
    /// - Parameters:
    ///   - db: in a transaction.
    ///   - growth: bytes by which it may be larger, about.
    static func isPossible(_ path: String, _ db: Database, growth: Int) throws -> Bool {
        let place = resolvingLinks(path).path
        var status = stat()
        // Other names of the file would keep the old content; other attributes would be lost.
        guard unsafe lstat(place, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_nlink == 1,
            !hasAttributes(place), !isMounted(place)
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
        let extended =
            attributes?[FileAttributeKey("NSFileExtendedAttributes")] as? [String: Data] ?? [:]
        // Those of the system's security, as a label, come with the place.
        return extended.keys.contains { !$0.hasPrefix("security.") }
    }

    /// Whether a file is mounted by itself, as a container's may be: no other can be moved into its place.
    private static func isMounted(_ path: String) -> Bool {
        let url = URL(filePath: path)
        let folder = URL(filePath: url.deletingLastPathComponent().path).resolvingSymlinksInPath()
        var (ofFile, ofFolder) = (stat(), stat())
        guard unsafe lstat(path, &ofFile) == 0, unsafe stat(folder.path, &ofFolder) == 0,
            ofFile.st_dev == ofFolder.st_dev
        else { return true }
        // One of the same file system tells only the kernel's list, where there is one. In it such characters are octal.
        guard let list = try? FileHandle(forReadingAtPath: "/proc/self/mountinfo")?.readToEnd() else { return false }
        let name = folder.appendingPathComponent(url.lastPathComponent).path
            .replacing("\\", with: "\\134").replacing(" ", with: "\\040").replacing("\t", with: "\\011")
            .replacing("\n", with: "\\012")
        return String(decoding: list, as: UTF8.self).split(separator: "\n").contains { line in
            let fields = line.split(separator: " ", maxSplits: 5)
            return fields.count > 4 && fields[4] == name
        }
    }

    /// Copies a database into an empty one.
    ///
    /// - Parameters:
    ///   - db: the new one's connection, outside a transaction; afterwards inside one.
    ///   - documents: whose blocks are left out.
    /// - Throws: `Unsuitable`, before anything is copied; `DatabaseError`, `DamagedValue`.
    init(of path: String, into db: Database, withoutBlocksOf documents: [Int]) throws {
        self = try Self.attaching(path, to: db) {
            let copy = try DatabaseCopy(from: db, without: [])
            try copy.begin(in: db)
            try db.execute(
                sql:
                    "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(Schema.version)"
            )
            for table in copy.tables where !Self.counted.contains(table.name) {
                try Self.copy(table.name, in: db, where: Self.blocks.contains(table.name) ? documents : [])
            }
            try Self.copyOwnTables(of: db)
            return copy
        }
    }

    /// Copies what a user has made in a database beside gram's tables.
    ///
    /// - Parameters:
    ///   - db: a connection with the other database attached, in a transaction.
    ///   - own: names of gram's tables and views, which are made otherwise, with all that is made on them.
    /// - Throws: `Unsuitable`, before anything is copied; `DatabaseError`, `DamagedValue`.
    init(from db: Database, besides own: Set<String>) throws {
        self = try DatabaseCopy(from: db, without: own)
        try begin(in: db)
        for table in tables { try Self.copy(table.name, in: db, where: []) }
        try Self.copyOwnTables(of: db)
    }

    private init(from db: Database, without own: Set<String>) throws {
        try db.forEachRow(
            "SELECT type, name, tbl_name, sql FROM \(Self.source).sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"
        ) { row in
            let (type, name, table, sql) = (
                try row.text(0), try row.text(1), try row.text(2), try row.text(3)
            )
            if own.contains(table) { return }
            switch type {
            case "table": if !name.hasPrefix("sqlite_") { tables.append((name, sql)) }
            case "index": indexes.append(sql)
            // That of documents is made again whenever they change.
            case "view": if name != "documents" { views.append(sql) }
            default: triggers.append(sql)
            }
        }
    }

    /// Runs `body` in a transaction of a new database that has another beside it; afterwards another transaction has begun.
    static func attaching<Result>(_ path: String, to db: Database, _ body: () throws -> Result) throws
        -> Result
    {
        try db.execute(
            sql: """
                PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA trusted_schema = OFF;
                """)
        try db.execute(sql: "ATTACH ? AS \(source)", arguments: [path])
        // Its lock is to go with the transaction.
        try db.execute(sql: "PRAGMA \(source).locking_mode = NORMAL")
        // Another kind would ask for a writer's lock of the other, too.
        try db.beginTransaction(.deferred)
        let result = try body()
        try db.commit()
        try db.execute(
            sql: """
                DETACH \(source); PRAGMA ignore_check_constraints = OFF; PRAGMA foreign_keys = ON;
                """)
        try db.beginTransaction(.immediate)
        return result
    }

    private static func copy(_ table: String, in db: Database, where leftOut: [Int]) throws {
        let name = quoted(table)
        var (columns, isComputed): ([String], Bool) = ([], false)
        try db.forEachRow("SELECT name, hidden FROM pragma_table_xinfo(?)", [table]) { row in
            if try row.integer(1) == 0 {
                try columns.append(quoted(row.text(0)))
            } else {
                isComputed = true
            }
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
            try db.firstRow("SELECT 1 FROM \(schema).sqlite_schema WHERE name = ?", [name]) { _ in true }
                ?? false
        }
        let statistics = ["sqlite_stat1", "sqlite_stat4"]
        // This makes them.
        if try has(statistics[0], in: source) { try db.execute(sql: "ANALYZE main.setting") }
        for name in statistics + ["sqlite_sequence"]
        where try has(name, in: source) && has(name, in: "main") {
            try db.execute(
                sql: "DELETE FROM main.\(name); INSERT INTO main.\(name) SELECT * FROM \(source).\(name)")
        }
    }

    /// Makes the tables and views of the other database, and makes sure that `finish` can make the rest.
    private func begin(in db: Database) throws {
        do {
            for sql in tables.map({ $0.sql }) + views { try db.makeStatement(sql: sql).execute() }
            // SQLite looks for what they name when it prepares them. Nothing is made that would have to be undone: there is
            // no journal.
            for sql in indexes + triggers { _ = try db.makeStatement(sql: sql) }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR { throw Unsuitable() }
    }

    /// Makes the indexes and triggers of the other database, when the tables have all rows.
    func finish(in db: Database) throws {
        for sql in indexes + triggers { try db.makeStatement(sql: sql).execute() }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
