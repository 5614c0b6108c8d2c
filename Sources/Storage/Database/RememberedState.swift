internal import GRDB
internal import Synchronization
internal import Tokenization

/// What was read of one state of a database and is asked for again and again.
struct RememberedState {
    /// SQLite's number of the state; `nil` before anything was read.
    var version: Int?
    var types: TypeTable?
    /// The tokens of each run of the whole corpus, in their order.
    var runSizes: [Int]?
    /// By split; of the whole corpus under `nil`.
    var fingerprints: [Split?: String] = [:]
}

extension CorpusStore {
    /// What is remembered of the state that a transaction reads, else what `read` finds in it.
    func remembered<Value: Sendable>(
        _ field: WritableKeyPath<RememberedState, Value?>, in db: Database, _ read: () throws -> Value
    ) throws -> Value {
        let version = try db.stateVersion()
        if let known = memory.withLock({ $0.version == version ? $0[keyPath: field] : nil }) { return known }
        let value = try read()
        memory.withLock { memory in
            if memory.version != version { memory = RememberedState(version: version) }
            memory[keyPath: field] = value
        }
        return value
    }

    /// The tokens of each run of the whole corpus, measured once for a state.
    package func runSizes(_ measure: () throws -> [Int]) throws -> [Int] {
        try holding {
            let version = try read { try $0.stateVersion() }
            if let known = memory.withLock({ $0.version == version ? $0.runSizes : nil }) { return known }
            let sizes = try measure()
            memory.withLock { memory in
                if memory.version != version { memory = RememberedState(version: version) }
                memory.runSizes = sizes
            }
            return sizes
        }
    }

    /// SQLite's number tells of what others commit, not of what this store does.
    func forget() { memory.withLock { $0 = RememberedState() } }
}
