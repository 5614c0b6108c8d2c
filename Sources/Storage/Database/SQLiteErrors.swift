internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

/// Runs work on a database, and says what SQLite's errors mean for its user.
///
/// - Parameter isWriting: whether it is the work of one who can be told to wait.
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

extension StorageError {
    init(_ value: DamagedValue, path: String) {
        self = .damaged(
            "\(path) is damaged: its column \(value.column) holds \(value.found) where \(value.expected) belongs.")
    }

    init(_ error: DatabaseError, path: String, isWriting: Bool) {
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path, isWriting: isWriting)
        case .SQLITE_FULL:
            self = .system(
                Explanation(
                    "There is no room left to write \(path).",
                    cause: "The disk is full, or a limit on file sizes is met.",
                    remedy: "Make room and run the same command again: the database is as it was before.",
                    kind: .inputOutput))
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .system(
                Explanation(
                    "\(path) cannot be written.", cause: "The file or its folder is read-only.",
                    remedy: "Change its permissions, or copy it to a folder of your own.", kind: .cannotCreate))
        case .SQLITE_CANTOPEN:
            self = .system(
                Explanation(
                    "\(path) cannot be opened.", cause: "Its folder is missing, read-only or of another user.",
                    remedy: "Check the path and its permissions.", kind: .cannotCreate))
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged("\(path) is damaged or no database (\(error.message ?? "no details")).")
        case .SQLITE_IOERR:
            self = .system(
                Explanation(
                    "\(path) could not be read or written (\(error.message ?? "input/output error")).",
                    cause: "The disk is full, failing, or was removed.", remedy: "Check the disk and try again.",
                    kind: .inputOutput))
        case .SQLITE_ERROR, .SQLITE_SCHEMA, .SQLITE_TOOBIG, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_FORMAT:
            // Our statements are right for our tables: these are others, or hold what ours cannot.
            self = .damaged("The tables of \(path) are not as they were made (\(error.message ?? "no details")).")
        case .SQLITE_NOMEM:
            self = .system(
                Explanation(
                    "There is not enough memory to read \(path).",
                    cause: "A limit is set, or other programs take it.",
                    remedy: "Raise the limit (ulimit -v), or end other programs, and try again.", kind: .tryAgain))
        default:
            self = .fault(
                "\(path): SQLite says \(error.message ?? "no more") (code \(error.extendedResultCode.rawValue)).")
        }
    }

    static func fault(_ fact: String) -> StorageError { .system(Explanation(fact, kind: .faultOfTheTool)) }
}
