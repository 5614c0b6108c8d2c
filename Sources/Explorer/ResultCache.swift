internal import Synchronization

/// Answers that were made, for who asks again: by their address and the state of the database, as many as a bound of bytes
/// holds, the least recently asked for going first.
final class ResultCache: Sendable {
    /// What changes with the database.
    struct DatabaseState: Hashable, Sendable {
        /// How often another file has taken its place.
        var replacements = 0
        /// SQLite's number of the file's state.
        var version = 0
    }

    struct Key: Hashable, Sendable {
        let database: String
        let state: DatabaseState
        /// The path and the query.
        let address: String
    }

    private struct Entry {
        let response: ExplorerResponse
        var lastUse: Int
    }

    private struct Entries {
        var byKey: [Key: Entry] = [:]
        var size = 0
        var clock = 0
    }

    private let entries = Mutex(Entries())
    /// In bytes.
    private let bound: Int

    init(bound: Int) { self.bound = bound }

    func response(for key: Key) -> ExplorerResponse? {
        entries.withLock { entries in
            entries.clock += 1
            entries.byKey[key]?.lastUse = entries.clock
            return entries.byKey[key]?.response
        }
    }

    func keep(_ response: ExplorerResponse, for key: Key) {
        guard response.size <= bound / 4 else { return }
        entries.withLock { entries in
            entries.clock += 1
            if let old = entries.byKey[key] { entries.size -= old.response.size }
            entries.byKey[key] = Entry(response: response, lastUse: entries.clock)
            entries.size += response.size
            while entries.size > bound, let oldest = entries.byKey.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                entries.byKey[oldest.key] = nil
                entries.size -= oldest.value.response.size
            }
        }
    }
}
