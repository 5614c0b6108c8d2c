internal import GRDB
internal import GRDBSQLite

extension Statement {
    /// Runs a statement that gives no rows with integers as its arguments, bound without a detour: for many rows.
    func execute(integers: [Int]) throws {
        let sqlite = unsafe sqliteStatement
        for (index, integer) in integers.enumerated() {
            _ = unsafe sqlite3_bind_int64(sqlite, Int32(index + 1), Int64(integer))
        }
        defer { unsafe sqlite3_reset(sqlite) }
        let status = unsafe sqlite3_step(sqlite)
        guard status == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
    }
}
