internal import GRDB
internal import Synchronization
package import Tokenization

/// What was read of one state of a database and is asked for again and again.
struct RememberedState {
    /// SQLite's number of the state; `nil` before anything was read.
    var version: Int?
    var types: TypeTable?
    /// The tokens of each run of the whole corpus, in their order.
    var runSizes: [Int]?
    /// What follows the context that was asked for last, of those that no table has.
    var continuations: (context: ScannedContext, counts: [TokenID: Int])?
    /// By split; of the whole corpus under `nil`.
    var fingerprints: [Split?: String] = [:]
}

/// A context that is sought in the text.
package struct ScannedContext: Hashable, Sendable {
    let words: [TokenID]
    let splits: Set<Split>

    package init(_ words: [TokenID], in splits: Set<Split>) { (self.words, self.splits) = (words, splits) }
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
        try measured({ $0.runSizes }, measure) { $0.runSizes = $1 }
    }

    /// What follows a context, sought once for a state, as long as no other is asked for.
    package func continuations(
        of context: ScannedContext, _ seek: () throws -> [TokenID: Int]
    ) throws -> [TokenID: Int] {
        try measured({ $0.continuations.flatMap { $0.context == context ? $0.counts : nil } }, seek) {
            $0.continuations = (context, $1)
        }
    }

    /// What is measured by other reads than one transaction's.
    private func measured<Value: Sendable>(
        _ known: (RememberedState) -> Value?, _ measure: () throws -> Value,
        _ remember: (inout RememberedState, Value) -> Void
    ) throws -> Value {
        try holding {
            let version = try read { try $0.stateVersion() }
            if let known = memory.withLock({ $0.version == version ? known($0) : nil }) { return known }
            let value = try measure()
            memory.withLock { memory in
                if memory.version != version { memory = RememberedState(version: version) }
                remember(&memory, value)
            }
            return value
        }
    }

    /// SQLite's number tells of what others commit, not of what this store does.
    func forget() { memory.withLock { $0 = RememberedState() } }
}
