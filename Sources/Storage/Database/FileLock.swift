internal import GRDB
internal import GRDBSQLite

/// SQLite's own locks of the main database's file, taken before or beside those that a transaction takes.
///
/// A connection whose file is no longer the one of its name must not even look at it: the journal beside the name is that of
/// another file, which SQLite would roll back into this one and delete. And where a file is to be replaced, all others are
/// kept out without a journal, which would be left beside the new one.
///
/// See https://sqlite.org/c3ref/io_methods.html and https://sqlite.org/lockingv3.html.
extension Database {
    enum FileLock {
        case shared
        case exclusive

        fileprivate var code: Int32 {
            switch self {
            case .shared: SQLITE_LOCK_SHARED
            case .exclusive: SQLITE_LOCK_EXCLUSIVE
            }
        }
    }

    /// Takes a lock, which the transaction's end gives back; where one as strong is held already, nothing.
    ///
    /// - Throws: `DatabaseError` of the code `SQLITE_BUSY` if another's lock does not go while `patience` lasts.
    func takeFileLock(_ lock: FileLock, _ patience: LockWait) throws {
        while true {
            switch unsafe withFile({ file, methods in unsafe methods.pointee.xLock?(file, lock.code) }) {
            case SQLITE_OK: return
            case SQLITE_BUSY: if !patience.waitsOn() { throw DatabaseError(resultCode: .SQLITE_BUSY) }
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code ?? SQLITE_IOERR))
            }
        }
    }

    /// Gives back a lock that no transaction knows of.
    func leaveFileLock() {
        _ = unsafe withFile { file, methods in unsafe methods.pointee.xUnlock?(file, SQLITE_LOCK_NONE) }
    }

    private func withFile<Result>(
        _ body: (UnsafeMutablePointer<sqlite3_file>, UnsafePointer<sqlite3_io_methods>) -> Result?
    ) -> Result? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        let code = unsafe withUnsafeMutablePointer(to: &file) {
            unsafe sqlite3_file_control(sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, $0)
        }
        guard code == SQLITE_OK, let file = unsafe file, let methods = unsafe file.pointee.pMethods else { return nil }
        return unsafe body(file, methods)
    }
}
