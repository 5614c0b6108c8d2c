internal import Basics
internal import Foundation
internal import GRDB
internal import Synchronization

/// How a store keeps to one state of its database.
struct HeldState {
    /// How many keep writers from committing.
    var holders = 0
    /// SQLite's number of the state that all reads must be of; `nil` where each reads what there is.
    var version: Int?
    /// Whether one of the holders is the store itself.
    var isSnapshot = false
}

extension CorpusStore {
    /// Runs `body` while no other can commit: all that is read in it, by whatever connection, is of one state.
    ///
    /// A writer waits meanwhile. It is no place to wait for a person or a pipe, nor for what takes long.
    package func holding<Result>(_ body: () throws -> Result) throws -> Result {
        turn?.lock()
        defer { turn?.unlock() }
        try hold()
        defer { letGo() }
        return try body()
    }

    /// Lets writers commit again, and forgets what it has read. What is read afterwards is still of the state in which the
    /// store was opened, or an error.
    ///
    /// Only a store opened for `.snapshot` has anything to end; once is enough, and more do no harm.
    package func endSnapshot() {
        let isFirst = held.withLock { held in
            defer { held.isSnapshot = false }
            return held.isSnapshot
        }
        if isFirst {
            letGo()
            forget()
        }
    }

    /// Begins the snapshot that a store is opened for.
    func beginSnapshot() throws {
        try hold()
        let version = try queue.unsafeRead { try $0.stateVersion() }
        held.withLock { held in
            held.version = version
            held.isSnapshot = true
        }
    }

    /// Throws unless what is read in this transaction is of the store's state.
    func requireState(_ db: Database) throws {
        let version = try db.stateVersion()
        let expected = held.withLock { $0.holders > 0 ? nil : $0.version }
        guard let expected, version != expected else { return }
        throw StorageError.changedMeanwhile(path)
    }

    private func hold() throws {
        patience.beginReading()
        try explainingErrors(of: path) {
            try connected { queue in
                try queue.unsafeRead { db in
                    if held.withLock({ $0.holders == 0 }) {
                        try db.beginTransaction(.deferred)
                        do {
                            try requireOwnFile(db)
                            // The lock is taken by the first that is read.
                            _ = try db.stateVersion()
                            try requireState(db)
                        } catch {
                            try? db.rollback()
                            throw error
                        }
                    }
                    held.withLock { $0.holders += 1 }
                }
            }
        }
    }

    private func letGo() {
        queue.unsafeRead { db in
            let isLast = held.withLock { held in
                held.holders -= 1
                return held.holders == 0
            }
            // Nothing was written, so nothing can fail that matters.
            if isLast { try? db.rollback() }
        }
    }
}

extension Database {
    /// A number that changes, for this connection, with every commit of another. Takes the lock of a reader.
    func stateVersion() throws -> Int { try firstRow("PRAGMA data_version") { try $0.integer(0) } ?? 0 }
}
