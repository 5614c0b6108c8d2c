internal import Basics
internal import Foundation
internal import GRDB
internal import GRDBSQLite

extension CorpusStore {
    /// One transaction.
    ///
    /// - Parameters:
    ///   - isDone: tells from the database whether what `body` made is in it. An error of the commit itself can come after
    ///     the moment from which all others see the new state: then the file is asked.
    ///   - replacement: a database that `body` made to take the place of this one, in which it wrote nothing then.
    func write<Result>(
        isDone: (Database, Result) throws -> Bool, replacement: (Result) -> NewDatabase? = { _ in nil },
        _ body: (Database) throws -> Result
    ) throws -> Result {
        turn?.lock()
        defer { turn?.unlock() }
        return try explainingErrors(of: path, isWriting: true) {
            patience.begin()
            let (result, failure) = try connected { queue in
                try queue.writeWithoutTransaction { db -> (Result, DatabaseError?) in
                    try beginWriting(db)
                    patience.beginWithWorkDone()
                    defer { forget() }
                    let result: Result
                    do { result = try body(db) } catch {
                        let cause = systemError(behind: error, in: db)
                        try? db.rollback()
                        throw cause ?? error
                    }
                    patience.beginWithWorkDone()
                    if let new = replacement(result) {
                        defer { try? db.rollback() }
                        try new.publish(inPlaceOf: db, patience)
                        return (result, nil)
                    }
                    do {
                        try db.commit()
                        return (result, nil)
                    } catch let error as DatabaseError {
                        try? db.rollback()
                        return (result, error)
                    }
                }
            }
            guard let failure else { return result }
            if isInTheMaking || failure.resultCode == .SQLITE_BUSY { throw failure }
            let isThere: Bool
            do {
                isThere = try DatabaseFile.connect(path, writable: true, patience: patience).read {
                    try isDone($0, result)
                }
            } catch {
                throw StorageError.unknownOutcome(path, failure.message ?? "input/output error")
            }
            guard isThere else { throw failure }
            return result
        }
    }

    /// Begins a transaction that keeps other writers out of the file that the path names.
    private func beginWriting(_ db: Database) throws {
        while true {
            try db.beginTransaction(.deferred)
            do {
                try requireOwnFile(db)
                // What a killed writer left is rolled back by who reads next.
                _ = try db.stateVersion()
                // This changes nothing, and takes a writer's lock. `BEGIN IMMEDIATE` would wait for it without the reader's,
                // so that the file could be gone meanwhile.
                return try db.execute(sql: "DELETE FROM setting WHERE false")
            } catch {
                try? db.rollback()
                guard (error as? DatabaseError)?.resultCode == .SQLITE_BUSY, patience.waitsOn() else { throw error }
            }
        }
    }

    /// What the system said where SQLite could not open a file beside the database; `nil` for all other errors.
    private func systemError(behind error: any Error, in db: Database) -> StorageError? {
        guard (error as? DatabaseError)?.resultCode == .SQLITE_CANTOPEN else { return nil }
        let code = unsafe sqlite3_system_errno(db.sqliteConnection)
        return [EIO, ENOSPC, EDQUOT, EMFILE, ENFILE, ENOMEM].contains(code)
            ? StorageError(errno: code, writing: path) : nil
    }

    /// Throws unless the database can be written now; to be called before long work whose result goes into it.
    package func requireWritable() throws {
        turn?.lock()
        defer { turn?.unlock() }
        try explainingErrors(of: path, isWriting: true) {
            patience.begin()
            try connected { queue in
                try queue.writeWithoutTransaction { db in
                    try beginWriting(db)
                    try db.rollback()
                }
            }
        }
    }
}
