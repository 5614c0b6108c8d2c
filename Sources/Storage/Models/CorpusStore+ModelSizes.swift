internal import GRDB

extension CorpusStore {
    /// The bytes of each model's parts, by its name.
    package func modelByteCounts() throws -> [String: Int] {
        try read { db in
            var counts: [String: Int] = [:]
            try db.forEachRow(
                "SELECT name, coalesce(sum(length(bytes)), 0) FROM model LEFT JOIN model_block ON model = model.id GROUP BY model.id"
            ) { row in counts[try row.text(0)] = try row.count(1) }
            return counts
        }
    }

    /// Removes models: all of them, or none. A name that no model has is passed over.
    ///
    /// - Returns: how many are left.
    @discardableResult
    package func removeModels(_ names: [String]) throws -> Int {
        func count(_ db: Database) throws -> Int {
            try db.firstRow("SELECT count(*) FROM model") { try $0.count(0) } ?? 0
        }
        return try write { db, left in
            try count(db) == left
        } _: { db in
            for name in names {
                for table in ["model_block", "epoch"] {
                    try db.execute(
                        sql: "DELETE FROM \(table) WHERE model = (SELECT id FROM model WHERE name = ?)",
                        arguments: [name])
                }
                try db.execute(sql: "DELETE FROM model WHERE name = ?", arguments: [name])
            }
            return try count(db)
        }
    }
}
