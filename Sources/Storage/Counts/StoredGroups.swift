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

/// Reads the stored n-grams of an order in turn, ascending, each with its counts in all splits.
@safe
final class StoredGroupReader {
    /// The next row of a split; its words as one number, and the third.
    private struct Head {
        var key: UInt64
        var third: TokenID
        var count: Int
    }

    private let order: Int
    private let path: String
    private let idCount: Int
    /// One for each split.
    private let statements: [Statement]
    private var heads: [Head?] = []
    /// The n-gram at hand; `nil` after the last.
    private(set) var current: NgramGroup?

    init(order: Int, in db: Database, path: String) throws {
        self.order = order
        self.path = path
        idCount = try db.idCount(of: path)
        let words = Schema.words(order: order)
        statements = try (0..<NgramCounter.splitCount).map { split in
            try db.makeStatement(
                sql: """
                    SELECT n, \(words) FROM \(Schema.countTableName(order: order)) WHERE split = \(split)
                    ORDER BY \(words)
                    """)
        }
        for split in statements.indices { heads.append(try next(split)) }
        try advance()
    }

    deinit { for statement in statements { unsafe sqlite3_reset(statement.sqliteStatement) } }

    /// Goes to the next n-gram.
    func advance() throws {
        var least: (key: UInt64, third: TokenID)?
        for case let head? in heads where least.map({ (head.key, head.third) < $0 }) ?? true {
            least = (head.key, head.third)
        }
        guard let least else {
            current = nil
            return
        }
        var group = NgramGroup(TokenID(least.key >> 32), TokenID(truncatingIfNeeded: least.key), least.third)
        for split in heads.indices {
            guard let head = heads[split], head.key == least.key, head.third == least.third else { continue }
            group.counts[split] = head.count
            let following = try next(split)
            // A damaged table may have its rows in any order.
            if let following, (following.key, following.third) <= least { throw StorageError.changed(path) }
            heads[split] = following
        }
        current = group
    }

    private func next(_ split: Int) throws -> Head? {
        let sqlite = unsafe statements[split].sqliteStatement
        switch unsafe sqlite3_step(sqlite) {
        case SQLITE_ROW:
            let row = unsafe StoredRow(sqlite)
            let first = try id(row, 1)
            let second = order > 1 ? try id(row, 2) : 0
            return Head(
                key: UInt64(first) << 32 | UInt64(second), third: order > 2 ? try id(row, 3) : 0,
                count: try row.count(0))
        case SQLITE_DONE: return nil
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: "reading counts")
        }
    }

    @inline(__always)
    private func id(_ row: StoredRow, _ column: Int32) throws -> TokenID {
        let id = try row.count(column)
        guard id < idCount else { throw StorageError.changed(path) }
        return TokenID(truncatingIfNeeded: id)
    }
}

extension Database {
    /// Calls `body` with every stored n-gram of an order in turn, ascending, and its counts in all splits.
    func forEachStoredGroup(order: Int, of path: String, _ body: (borrowing NgramGroup) throws -> Void) throws {
        let reader = try StoredGroupReader(order: order, in: self, path: path)
        while let group = reader.current {
            try body(group)
            try reader.advance()
        }
    }
}
