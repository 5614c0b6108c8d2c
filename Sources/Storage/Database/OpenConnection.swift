internal import GRDB
internal import Synchronization

/// A connection to a database file, and which file it is.
final class OpenConnection: Sendable {
    let queue: DatabaseQueue
    /// `nil` for a database in the making, which nobody else can have.
    let identity: OpenDatabases.Identity?

    /// Opens a database of ours.
    convenience init(_ path: String, writable: Bool, patience: LockWait) throws {
        try self.init(path) { try DatabaseFile.open(path, writable: writable, patience: patience) }
    }

    /// - Parameter open: opens the file that the path names at the moment.
    init(_ path: String, by open: () throws -> DatabaseQueue) throws {
        while true {
            let before = OpenDatabases.Identity(of: path)
            let queue = try open()
            // Another file may have taken its place meanwhile.
            guard OpenDatabases.Identity(of: path) == before else { continue }
            (self.queue, identity) = (queue, before)
            before.map(OpenDatabases.add)
            return
        }
    }

    init(_ new: NewDatabase) { (queue, identity) = (new.queue, nil) }

    deinit {
        guard let identity else { return }
        // First: once it is closed, a file that has no name any more is gone, and another may be given its number.
        OpenDatabases.remove(identity)
        try? queue.close()
    }
}

/// A path names another file than the one that a connection has open.
struct FileReplaced: Error {}

extension CorpusStore {
    /// Whether the path names another file now than the one that is read: an ingest of much text makes a new one.
    ///
    /// It costs one call of the system. A store of `.snapshot` stays with its file; others open the new one by themselves
    /// when they read or write next.
    package var isReplaced: Bool {
        guard let identity = connection.identity, let named = OpenDatabases.Identity(of: path) else { return false }
        return identity != named
    }

    /// Runs work that begins with `requireOwnFile`, by a connection to the file that the path names.
    func connected<Result>(_ body: (DatabaseQueue) throws -> Result) throws -> Result {
        while true {
            let connection = connection
            do {
                return try body(connection.queue)
            } catch is FileReplaced {
                let new = try OpenConnection(path, writable: turn != nil, patience: patience)
                currentConnection.withLock { current in
                    if current === connection { current = new }
                }
                // SQLite's numbers of states are of one connection.
                forget()
            } catch let error as DatabaseError where error.isOfForeignJournal && isReplaced {
                // The journal beside the name is that of the new file.
                throw StorageError.changedMeanwhile(path)
            }
        }
    }

    /// Takes a reader's lock, and makes sure that the path still names the file: while the lock is held no other takes its
    /// place. To be called before anything is read, with something read after it.
    func requireOwnFile(_ db: Database) throws {
        guard followsPath, held.withLock({ $0.holders == 0 }), let identity = connection.identity else { return }
        try db.takeFileLock(.shared, patience)
        let named = OpenDatabases.Identity(of: path)
        // Where there is none, a reader can go on.
        guard named != identity, named != nil || turn != nil else { return }
        db.leaveFileLock()
        throw FileReplaced()
    }
}

extension DatabaseError {
    /// Whether a journal beside the name cannot be rolled back by a reader.
    fileprivate var isOfForeignJournal: Bool { extendedResultCode == .SQLITE_READONLY_ROLLBACK }
}
