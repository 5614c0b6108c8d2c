internal import Synchronization

/// Answers that were made, for who asks again: by their address and the state of the database, as many as a bound of bytes
/// holds, the least recently asked for going first.
package final class ResultCache: Sendable {
    /// What changes with the database.
    package struct DatabaseState: Hashable, Sendable {
        /// How often another file has taken its place.
        var replacements = 0
        /// SQLite's number of the file's state.
        var version = 0

        package init(replacements: Int = 0, version: Int = 0) {
            (self.replacements, self.version) = (replacements, version)
        }
    }

    package struct Key: Hashable, Sendable {
        let database: String
        let state: DatabaseState
        /// The path and the query.
        let address: String

        package init(database: String, state: DatabaseState, address: String) {
            (self.database, self.state, self.address) = (database, state, address)
        }
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

    package init(bound: Int) { self.bound = bound }

    package func response(for key: Key) -> ExplorerResponse? {
        entries.withLock { entries in
            entries.clock += 1
            entries.byKey[key]?.lastUse = entries.clock
            return entries.byKey[key]?.response
        }
    }

    package func keep(_ response: ExplorerResponse, for key: Key) {
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
