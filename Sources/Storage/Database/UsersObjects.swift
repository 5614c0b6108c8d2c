internal import GRDB

/// What a user has made on the tables of a database that a migration makes anew, and loses with them.
struct UsersObjects {
    private var indexes: [(name: String, table: String, sql: String)] = []
    private var triggers: [String] = []

    init(on tables: [String], in db: Database) throws {
        for table in tables {
            try db.forEachRow(
                """
                SELECT type, name, sql FROM sqlite_schema
                    WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = ? AND name <> 'type_text'
                    ORDER BY name
                """, [table]
            ) { row in
                if try row.text(0) == "index" {
                    try indexes.append((row.text(1), table, row.text(2)))
                } else {
                    try triggers.append(row.text(1))
                }
            }
        }
    }

    /// Makes the indexes again, on the new tables.
    /// - Returns: a line for what is gone.
    func restore(in db: Database) throws -> [String] {
        var notes: [String] = []
        func lost(_ name: String, _ reason: String, _ sql: String) {
            notes.append("the index \(name) is gone: \(reason) (\(sql))")
        }
        for index in indexes {
            do {
                try db.makeStatement(sql: index.sql).execute()
                guard try SchemaCheck.computes(index: index.name, of: index.table, in: db) else { continue }
                // With it nothing could be written to the database.
                try db.execute(sql: StorageError.freeing(index.name, kind: "index"))
                lost(index.name, "it computes something for each row", index.sql)
            } catch let error as DatabaseError
                where [.SQLITE_ERROR, .SQLITE_CONSTRAINT].contains(error.resultCode)
            {
                lost(index.name, error.message ?? "an error of SQLite", index.sql)
            }
        }
        if !triggers.isEmpty {
            notes.append(
                "what another program would run at each writing is gone: \(triggers.joined(separator: ", "))"
            )
        }
        return notes
    }

    /// The views of counts, which are made anew, and are ours.
    static var ownViews: Set<String> {
        let counts = Schema.orders.map { Schema.countTableName(order: $0) + "s" }
        return Set(counts + counts.map { $0 + "_by_split" })
    }

    /// - Parameter others: names that are wanted for a while.
    /// - Throws: `StorageError.nameTaken` if something of a user's has a name that the new schema gives to its own.
    static func requireFree(_ others: [String], in db: Database, path: String) throws {
        let views = ownViews
        let wanted = views.union(["documents", "metadata", "text_block", "spectrum", "frequent"]).union(
            others)
        try db.forEachRow("SELECT type, name FROM sqlite_schema ORDER BY name") { row in
            let (kind, name) = (try row.text(0), try row.text(1))
            guard kind != "trigger", wanted.contains(name.lowercased()) else { return }
            if kind == "view", views.contains(name.lowercased()) { return }
            throw StorageError.nameTaken(name, kind: kind, in: path)
        }
    }
}
