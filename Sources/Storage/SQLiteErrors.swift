internal import Basics
internal import GRDB
internal import Tokenization

/// Runs work on a database, and says what SQLite's errors mean for its user.
func explainingErrors<Result>(of path: String, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DatabaseError {
        throw StorageError(error, path: path)
    }
}

extension StorageError {
    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                "\(path) is locked.", cause: "Another program is writing to it.",
                remedy: "Wait until it has finished, or end it, and try again.", kind: .tryAgain)
        case .SQLITE_FULL:
            self.init(
                "There is no room left to write \(path).", cause: "The disk is full, or a limit on file sizes is met.",
                remedy: "Make room and run the same command again: the database is as it was before.",
                kind: .inputOutput)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                "\(path) cannot be written.", cause: "The file or its folder is read-only.",
                remedy: "Change its permissions, or copy it to a folder of your own.", kind: .cannotCreate)
        case .SQLITE_CANTOPEN:
            self.init(
                "\(path) cannot be opened.", cause: "Its folder is missing, read-only or of another user.",
                remedy: "Check the path and its permissions.", kind: .cannotCreate)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                "\(path) is damaged or no database (\(error.message ?? "no details")).",
                cause: "It was changed by another program, or copied while it was written.",
                remedy: "Restore a copy, or ingest the texts again into a new database.", kind: .badData)
        case .SQLITE_IOERR:
            self.init(
                "\(path) could not be read or written (\(error.message ?? "input/output error")).",
                cause: "The disk is full, failing, or was removed.", remedy: "Check the disk and try again.",
                kind: .inputOutput)
        default:
            self.init(
                "\(path): SQLite says \(error.message ?? "no more") (code \(error.extendedResultCode.rawValue)).",
                kind: .faultOfTheTool)
        }
    }
}
