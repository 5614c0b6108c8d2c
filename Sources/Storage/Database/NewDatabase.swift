internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

/// A database in the making: a file beside the one it will be, which it becomes when it is whole and on the disk.
///
/// Until then there is no journal and no waiting for the disk, as nothing is lost with it. The file is locked, so that
/// one left by a killed process is known and overwritten.
final class NewDatabase {
    let path: String
    let queue: DatabaseQueue
    private let file: LockedFile

    /// - Parameter takesPlace: whether it will be in place of a database that is there, as its owner's; else there must be
    ///   nothing of its name.
    init(path: String, takesPlace: Bool = false) throws {
        self.path = path
        // A link that leads nowhere yet is written through.
        let place = resolvingLinks(path).path
        let temporaryPath = Self.temporaryPath(for: path)
        file = try LockedFile(temporaryPath, inPlaceOf: place)
        if takesPlace {
            try file.takeRights(of: place)
        } else if try DatabaseFile.kind(of: path) != .missing {
            throw StorageError.madeMeanwhile(path)
        }
        var configuration = Configuration()
        // Large pages take sorted rows a quarter faster than those of 4 KiB.
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;
                    """)
        }
        queue = try explainingErrors(of: path) {
            try DatabaseFile.queue(temporaryPath, configuration)
        }
    }

    /// Fills the file in transactions that `body` begins and ends; what is left open by an error goes with the file.
    func fill<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.writeWithoutTransaction { db in
            do { return try body(db) } catch {
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }

    /// Ends the transaction at hand, so that pages can be added to the file past SQLite.
    func beginLoading(_ db: Database) throws -> DatabasePages {
        try db.commit()
        // A connection that holds the file's lock would not look whether the file has changed. The lock goes when the
        // file is read next.
        try db.execute(sql: "PRAGMA locking_mode = NORMAL")
        _ = try db.firstRow("SELECT count(*) FROM sqlite_schema") { _ in true }
        return try DatabasePages(descriptor: file.descriptor, path: path)
    }

    /// Lets SQLite see the pages that were added, in a transaction that the caller ends.
    func endLoading(_ pages: DatabasePages, _ db: Database) throws {
        try pages.finish()
        try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
        try db.beginTransaction(.immediate)
        guard try db.firstRow("PRAGMA page_count", [], { try $0.count(0) }) == pages.count else {
            throw StorageError.fault("SQLite does not see the pages that were written.")
        }
    }

    /// Brings the file to the disk and gives it its name.
    func publish() throws {
        try explainingErrors(of: path) { try queue.close() }
        try file.publish()
    }

    /// Brings the file to the disk and moves it into the place of another, which nobody reads or writes at that moment.
    ///
    /// - Parameter old: the other's connection, in a transaction that has kept writers out and written nothing.
    /// - Throws: `DatabaseError`, `StorageError`; the other is then there as it was.
    func publish(inPlaceOf old: Database, _ patience: LockWait) throws {
        try queue.close()
        // Readers go on during what takes long.
        try file.sync()
        try old.takeFileLock(.exclusive, patience)
        try file.publish(replacing: true)
    }

    /// Removes what a killed process left in the making of a database.
    static func removeLeftovers(of path: String) { LockedFile.removeUnlocked(temporaryPath(for: path)) }

    private static func temporaryPath(for path: String) -> String {
        let url = URL(fileURLWithPath: resolvingLinks(path).path)
        return url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).gram-new").path
    }
}
