internal import Gramarye
internal import Synchronization

/// A connection to a database that tells whether it has changed, and what is known of its corpus.
final class DatabaseWatcher: Sendable {
    struct Seen: Sendable {
        let corpus: Corpus
        var state: ResultKey.DatabaseState
        var facts: CorpusFacts
    }

    private let path: String
    private let seen = Mutex<Seen?>(nil)

    init(_ path: String) { self.path = path }

    /// The database as it is now.
    func look() throws -> Seen {
        try seen.withLock { seen in
            if var known = seen, !known.corpus.isReplaced {
                let version = try known.corpus.stateNumber()
                if version != known.state.version {
                    known.state.version = version
                    known.facts = try CorpusFacts(of: known.corpus)
                    seen = known
                }
                return known
            }
            let corpus = try Corpus(path: path, access: .readOnly, needsText: false)
            let state = ResultKey.DatabaseState(
                replacements: (seen?.state.replacements ?? 0) + 1, version: try corpus.stateNumber())
            let new = Seen(corpus: corpus, state: state, facts: try CorpusFacts(of: corpus))
            seen = new
            return new
        }
    }
}
