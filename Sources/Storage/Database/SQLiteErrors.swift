internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

/// Runs work on a database, and says what SQLite's errors mean for its user.
///
/// - Parameter isWriting: whether it is the work of a command that takes `--wait`.
func explainingErrors<Result>(
    of path: String, isWriting: Bool = false, _ body: () throws -> Result
) throws -> Result {
    errno = 0
    do {
        return try body()
    } catch let error as DatabaseError {
        // SQLite calls a page that the disk does not give damaged; what the system said of it stands in errno.
        if [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode), [EIO, ENXIO].contains(errno) {
            throw StorageError(errno: EIO, writing: path)
        }
        throw StorageError(error, path: path, isWriting: isWriting)
    } catch let error as DamagedValue {
        throw StorageError(error, path: path)
    }
}

private let changedCause = "It was changed by another program, or copied while it was written."
private let restoreRemedy = "Restore a copy, or ingest the texts again into a new database."

extension StorageError {
    static let waitRemedy = "Let this command wait for it: add --wait 60 (seconds)."

    init(_ value: DamagedValue, path: String) {
        self.init(
            "\(path) is damaged: its column \(value.column) holds \(value.found) where \(value.expected) belongs.",
            cause: changedCause, remedy: restoreRemedy, kind: .badData)
    }

    init(_ error: DatabaseError, path: String, isWriting: Bool) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                "\(path) is locked.", cause: "Another program is \(isWriting ? "using" : "writing to") it.",
                remedy: isWriting
                    ? StorageError.waitRemedy : "Wait until it has finished, or end it, and try again.",
                kind: .tryAgain)
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
                cause: changedCause, remedy: restoreRemedy, kind: .badData)
        case .SQLITE_IOERR:
            self.init(
                "\(path) could not be read or written (\(error.message ?? "input/output error")).",
                cause: "The disk is full, failing, or was removed.", remedy: "Check the disk and try again.",
                kind: .inputOutput)
        case .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_TOOBIG, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT:
            // Our statements are right for our tables: these are others, or hold what ours cannot.
            self.init(
                "The tables of \(path) are not as gram makes them (\(error.message ?? "no details")).",
                cause: changedCause, remedy: restoreRemedy, kind: .badData)
        case .SQLITE_NOMEM:
            self.init(
                "There is not enough memory to read \(path).", cause: "A limit is set, or other programs take it.",
                remedy: "Raise the limit (ulimit -v), or end other programs, and try again.", kind: .tryAgain)
        default:
            self.init(
                "\(path): SQLite says \(error.message ?? "no more") (code \(error.extendedResultCode.rawValue)).",
                kind: .faultOfTheTool)
        }
    }
}
