internal import Foundation
internal import Gramarye
internal import Synchronization

/// A connection to a database that tells whether it has changed, and what is known of its corpus.
final class DatabaseWatcher: Sendable {
    struct Seen: Sendable {
        let corpus: Corpus
        /// The file that the path named when it was opened.
        let file: FileIdentity
        var state: ResultKey.DatabaseState
        var facts: CorpusFacts
    }

    private let path: String
    private let seen = Mutex<Seen?>(nil)

    init(_ path: String) { self.path = path }

    /// The database as it is now.
    func look() throws -> Seen {
        try seen.withLock { seen in
            // Waiting for a lock, a connection can come to another file that has taken the place of its own.
            let file = FileIdentity(path)
            if var known = seen, known.file == file, !known.corpus.isReplaced,
                case let version = try known.corpus.stateNumber(), FileIdentity(path) == file
            {
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
            let new = Seen(corpus: corpus, file: file, state: state, facts: try CorpusFacts(of: corpus))
            seen = new
            return new
        }
    }
}

/// Which file a path names.
struct FileIdentity: Sendable, Equatable {
    private let device: Int?
    private let number: Int?

    init(_ path: String) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        device = attributes?[.systemNumber] as? Int
        number = attributes?[.systemFileNumber] as? Int
    }
}
