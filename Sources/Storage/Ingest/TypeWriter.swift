internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Tokenization

/// Writes the types of a corpus from a number on, in the order of their ids.
///
/// The text's bytes are bound where they are: a corpus has as many types as it has long words and misprints.
func insertTypes(of types: TypeTable, from start: Int, in db: Database) throws {
    let statement = try db.makeStatement(sql: "INSERT INTO type VALUES (?, ?)")
    let sqlite = unsafe statement.sqliteStatement
    for id in start..<types.count {
        let status = unsafe types.utf8(of: TokenID(id)).withUnsafeBufferPointer { text in
            unsafe sqlite3_bind_int64(sqlite, 1, Int64(id))
            // An empty text has no address, which SQLite would take for NULL.
            let address = unsafe UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self)
            _ = unsafe sqlite3_bind_text(sqlite, 2, address, Int32(text.count), nil)
            defer { unsafe sqlite3_reset(sqlite) }
            return unsafe sqlite3_step(sqlite)
        }
        guard status == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: status)) }
    }
}
