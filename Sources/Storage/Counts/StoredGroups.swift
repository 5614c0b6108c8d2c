internal import GRDB
internal import GRDBSQLite
internal import Tokenization

/// Reads stored n-grams with their counts in all splits.
@safe
final class StoredGroups {
    private let order: Int
    private let path: String
    private let statement: Statement

    init(order: Int, in db: Database, path: String) throws {
        self.order = order
        self.path = path
        let words = (1...order).map { "w\($0) = ?" }.joined(separator: " AND ")
        statement = try db.makeStatement(
            sql: "SELECT split, n FROM \(Schema.countTableName(order: order)) WHERE split IN (0, 1, 2, 3) AND \(words)")
    }

    /// How often an n-gram occurs in each split.
    func counts(of words: borrowing InlineArray<3, TokenID>) throws -> InlineArray<4, Int> {
        let sqlite = unsafe statement.sqliteStatement
        defer { unsafe sqlite3_reset(sqlite) }
        for index in 0..<order { _ = unsafe sqlite3_bind_int64(sqlite, Int32(index + 1), Int64(words[index])) }
        var counts = InlineArray<4, Int>(repeating: 0)
        while true {
            switch unsafe sqlite3_step(sqlite) {
            case SQLITE_ROW:
                let row = unsafe StoredRow(sqlite)
                let split = try row.count(0)
                guard counts.indices.contains(split) else { throw StorageError.changed(path) }
                counts[split] = try row.count(1)
            case SQLITE_DONE: return counts
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
            }
        }
    }
}

extension Database {
    /// Calls `body` with every stored n-gram of an order in turn, ascending, and its counts in all splits.
    func forEachStoredGroup(order: Int, of path: String, _ body: (borrowing NgramGroup) throws -> Void) throws {
        let idCount = try idCount(of: path)
        let words = Schema.words(order: order)
        let statements = try (0..<NgramCounter.splitCount).map { split in
            try makeStatement(
                sql: """
                    SELECT \(words), n FROM \(Schema.countTableName(order: order)) WHERE split = \(split)
                    ORDER BY \(words)
                    """)
        }
        defer { for statement in statements { unsafe sqlite3_reset(statement.sqliteStatement) } }
        var heads: [(words: [TokenID], count: Int)?] = []
        func next(_ split: Int) throws -> (words: [TokenID], count: Int)? {
            let sqlite = unsafe statements[split].sqliteStatement
            switch unsafe sqlite3_step(sqlite) {
            case SQLITE_ROW:
                let row = unsafe StoredRow(sqlite)
                let ids = try (0..<Int32(order)).map { column in
                    let id = try row.count(column)
                    guard id < idCount else { throw StorageError.changed(path) }
                    return TokenID(truncatingIfNeeded: id)
                }
                return (ids, try row.count(Int32(order)))
            case SQLITE_DONE: return nil
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
            }
        }
        for split in statements.indices { heads.append(try next(split)) }
        while let first = heads.compactMap({ $0?.words }).min(by: { $0.lexicographicallyPrecedes($1) }) {
            var group = NgramGroup(0)
            for index in 0..<order { group.words[index] = first[index] }
            for split in statements.indices where heads[split]?.words == first {
                group.counts[split] = heads[split]?.count ?? 0
                heads[split] = try next(split)
            }
            try body(group)
        }
    }
}
