internal import Basics
internal import Documents
internal import Foundation
internal import GRDB
package import Synchronization
public import Tokenization

/// A corpus, its counts and its models in one SQLite file.
public final class CorpusStore: Sendable {
    /// What is done with a database, and whether it may change meanwhile.
    public enum Access: Sendable {
        /// Each read is of the state the database has then.
        case readOnly
        /// All reads are of the state that the database has when it is opened; writers wait until `endSnapshot()`.
        case snapshot
        case readWrite
    }

    /// Where the database is.
    public let path: String
    let currentConnection: Mutex<OpenConnection>
    let patience: LockWait
    let held = Mutex(HeldState())
    let memory = Mutex(RememberedState())
    /// How often the types were read as a whole.
    package let typeTableReads = Atomic(0)
    /// Of a store that is written to: who holds its state, or writes, excludes other threads that would.
    let turn: NSRecursiveLock?
    /// Whether it has no name yet, and nobody else can have it.
    let isInTheMaking: Bool
    /// Whether another file of the path's name is opened when it is there; else it is the one that was opened first.
    let followsPath: Bool

    /// Opens a database that `ingest` or `create` made.
    ///
    /// - Parameter wait: seconds to wait for a lock before anything is done.
    /// - Throws: `StorageError` if there is none, or it is another program's, or of a newer schema.
    package init(path: String, access: Access = .readOnly, wait: Double? = nil) throws {
        self.path = path
        let isWriter = access == .readWrite
        // A reader waits for a commit, which takes less.
        patience = LockWait(wait: wait ?? (isWriter ? Self.defaultWait : 5))
        turn = isWriter ? NSRecursiveLock() : nil
        isInTheMaking = false
        followsPath = access != .snapshot
        currentConnection = Mutex(try OpenConnection(path, writable: isWriter, patience: patience))
        if access == .snapshot { try beginSnapshot() }
    }

    /// A database in the making.
    private init(_ new: NewDatabase) {
        path = new.path
        currentConnection = Mutex(OpenConnection(new))
        patience = LockWait(wait: 0)
        turn = NSRecursiveLock()
        isInTheMaking = true
        followsPath = false
    }

    var connection: OpenConnection { currentConnection.withLock { $0 } }

    var queue: DatabaseQueue { connection.queue }

    /// Makes a database without a text, for imported models.
    ///
    /// Either all of it is there in the end, and on the disk, or nothing.
    /// - Parameter fill: called with the database before anyone else can see it.
    /// - Throws: `StorageError` if there is a file already, or one is made meanwhile.
    package static func create(path: String, _ fill: (CorpusStore) throws -> Void = { _ in }) throws {
        NewDatabase.removeLeftovers(of: path)
        guard try DatabaseFile.kind(of: path) == .missing else {
            throw StorageError.existsAlready(path)
        }
        let new = try NewDatabase(path: path)
        try explainingErrors(of: path) { try new.queue.write { try Schema.create(in: $0) } }
        try fill(CorpusStore(new))
        try new.publish()
    }

    /// Puts something into a database, which is made if there is none.
    ///
    /// - Parameters:
    ///   - wait: seconds to wait for another program that makes the database, or writes to it.
    ///   - body: what is done in one transaction.
    package static func put(into path: String, wait: Double, _ body: (CorpusStore) throws -> Void) throws {
        let end = ContinuousClock.now + .seconds(wait)
        while true {
            guard try DatabaseFile.kind(of: path) == .missing else {
                return try body(CorpusStore(path: path, access: .readWrite, wait: wait))
            }
            do { return try create(path: path, body) } catch let error as StorageError {
                // Another makes it, or has made it: then this goes into that one.
                if try DatabaseFile.kind(of: path) == .database { continue }
                guard error.kind == .tryAgain, ContinuousClock.now < end else { throw error }
                Thread.sleep(forTimeInterval: 0.05)
            }
        }
    }

    /// Whether there is a database at a path, of gram or another program; `false` also where it cannot be read.
    package static func isDatabase(_ path: String) -> Bool { (try? DatabaseFile.kind(of: path)) == .database }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        patience.beginReading()
        return try explainingErrors(of: path) {
            try connected { queue in
                try queue.read { db in
                    try requireOwnFile(db)
                    try requireState(db)
                    return try body(db)
                }
            }
        }
    }

    /// The value of a setting, `nil` if it was never set.
    package func setting(_ name: String) throws -> String? {
        try read { try $0.setting(name) }
    }

    /// What decides which tokens a text becomes; `nil` in a database that holds no text.
    package func tokenizerSettings() throws -> TokenizerSettings? {
        try read { try $0.tokenizerSettings(of: path) }
    }

    /// The rule of the models' vocabulary, as JSON that its owner reads; `nil` in a database that holds no text.
    package func vocabularyRule() throws -> String? {
        try setting(SettingName.vocabularyRule)
    }

    /// The types of the corpus by id, the three markers first.
    public func types() throws -> TypeTable {
        try read { db in
            try remembered(\.types, in: db) {
                typeTableReads.add(1, ordering: .relaxed)
                return try db.typeTable(of: path)
            }
        }
    }

    /// The id of one type, without loading the others.
    package func id(ofType text: String) throws -> TokenID? {
        try read { db in
            try db.firstRow("SELECT id FROM type WHERE text = ?", [text]) { row in
                guard let id = try TokenID(exactly: row.integer(0)) else { throw StorageError.changed(path) }
                return id
            }
        }
    }
}

/// The names of settings in the database.
enum SettingName {
    static let tokenizer = "tokenizer"
    static let splitting = "splitting"
    static let vocabularyRule = "vocabulary_rule"
    static let migratedFrom = "migrated_from"
    /// Of a database that was made of counts alone: see `CountsWithoutText`.
    static let counts = "counts"
}

extension Database {
    func setting(_ name: String) throws -> String? {
        try firstRow("SELECT value FROM setting WHERE name = ?", [name]) { try $0.text(0) }
    }

    func set(_ value: String, forSetting name: String) throws {
        try execute(
            sql: "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }

    func tokenizerSettings(of path: String) throws -> TokenizerSettings? {
        guard let text = try setting(SettingName.tokenizer) else { return nil }
        return try decodeJSON(text, of: path) as TokenizerSettings
    }

    func splitting(of path: String) throws -> Splitting? {
        guard let text = try setting(SettingName.splitting) else { return nil }
        let splitting: Splitting = try decodeJSON(text, of: path)
        guard Splitting.accepts(splitting.shares) else { throw StorageError.unreadableSetting(text, of: path) }
        return splitting
    }

    func typeTable(of path: String) throws -> TypeTable {
        var types = TypeTable()
        var id = 0
        try forEachRow("SELECT id, text FROM type ORDER BY id") { row in
            let text = try unsafe row.utf8(1)
            // The markers have their numbers already.
            guard try row.integer(0) == id, unsafe types.insert(text.span) == TokenID(truncatingIfNeeded: id) else {
                throw StorageError.changed(path)
            }
            id += 1
        }
        guard id == types.count else { throw StorageError.changed(path) }
        return types
    }

    /// One more than the largest id of a type.
    func idCount(of path: String) throws -> Int {
        let last = try firstRow("SELECT id FROM type ORDER BY id DESC LIMIT 1") { try $0.integer(0) }
        guard let last, last < Int(TokenID.max) else { throw StorageError.changed(path) }
        return last + 1
    }
}

func decodeJSON<Value: Decodable>(_ text: String, of path: String) throws -> Value {
    do {
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    } catch {
        throw StorageError.unreadableSetting(text, of: path)
    }
}
