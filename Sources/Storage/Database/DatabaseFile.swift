internal import Basics
internal import Documents
internal import Foundation
internal import GRDB
internal import Tokenization

/// Opening the file that a user names as a database: what is none is never written to.
enum DatabaseFile {
    /// What is found at a path, before SQLite is asked.
    enum Kind: Equatable {
        case missing
        case directory
        /// A pipe or a device, which can be read once.
        case stream
        case empty
        case database
        case other(isText: Bool)
    }

    static func kind(of path: String) throws(StorageError) -> Kind {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            if [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(errno) { return .missing }
            throw .input(.system(errno, title: path))
        }
        if status.st_mode & S_IFMT == S_IFDIR { return .directory }
        guard status.st_mode & S_IFMT == S_IFREG else { return .stream }
        // What is open already was found to be one.
        if OpenDatabases.contains(path) { return .database }
        let head: [UInt8]
        do throws(InputError) {
            head = try OpenFile(.file(path)).read(upTo: 4_096)
        } catch {
            throw .input(error)
        }
        if head.isEmpty { return .empty }
        if head.starts(with: "SQLite format 3\0".utf8) { return .database }
        return .other(isText: !head.contains(0))
    }

    /// Throws unless there is a database of ours at the path.
    static func requireDatabase(at path: String) throws(StorageError) {
        switch try kind(of: path) {
        case .database: return
        case .missing: throw .noDatabase(path)
        case .directory: throw .notADatabase(path, .folder)
        case .stream: throw .notADatabase(path, .stream)
        case .empty: throw .notADatabase(path, .emptyFile)
        case .other(let isText): throw .notADatabase(path, isText ? .text : .otherFile)
        }
    }

    /// A connection to a database of ours, its schema checked.
    static func open(_ path: String, writable: Bool, patience: LockWait) throws -> DatabaseQueue {
        NewDatabase.removeLeftovers(of: path)
        try requireDatabase(at: path)
        return try explainingErrors(of: path, isWriting: writable) {
            let queue = try connect(path, writable: writable, patience: patience)
            try queue.read { db in
                try checkMarks(db, path: path)
                try SchemaCheck.check(db, path: path, writable: writable)
            }
            return queue
        }
    }

    /// A connection to what is known to be a database of ours.
    static func connect(_ path: String, writable: Bool, patience: LockWait) throws -> DatabaseQueue {
        // A transaction that was killed is rolled back by the first who opens the file, who must be able to write; but not
        // for long, lest it take the journal of a file that takes this one's place for its own.
        if !writable, FileManager.default.fileExists(atPath: path + "-journal") {
            try? connect(path, writable: true, patience: patience).read { _ = try $0.stateVersion() }
        }
        var configuration = Configuration()
        configuration.readonly = !writable
        configuration.busyMode = .callback { _ in patience.waitsOn() }
        // A state is held by a transaction that outlives the single read.
        configuration.allowsUnsafeTransactions = true
        // What is only read is cached by the system already; a large cache here costs more than it spares.
        let cache = writable ? 65_536 : 4_096
        configuration.prepareDatabase { db in
            // What a file says of itself is not run: no functions with effects, no virtual tables in its views.
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -\(cache)")
            // What a statement may have to undo stays in memory: a full folder of temporary files hinders no one.
            if writable { try db.execute(sql: "PRAGMA temp_store = MEMORY") }
        }
        return try queue(path, configuration)
    }

    /// SQLite's connection to a file that this process could open itself.
    static func queue(_ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
        errno = 0
        do { return try DatabaseQueue(path: path, configuration: configuration) } catch let error as DatabaseError {
            guard error.resultCode == .SQLITE_CANTOPEN else { throw error }
            throw StorageError(errno: errno, opening: path)
        }
    }

    static func checkMarks(_ db: Database, path: String) throws {
        let application = try db.firstRow("PRAGMA application_id") { try $0.integer(0) }
        let version = try db.firstRow("PRAGMA user_version") { try $0.integer(0) } ?? 0
        guard application == Schema.applicationID else {
            throw StorageError.notADatabase(path, .otherDatabase)
        }
        guard version <= Schema.version else {
            throw StorageError.newerSchema(path, version: version)
        }
        guard version == Schema.version else { throw StorageError.olderSchema(path, version: version) }
    }
}
