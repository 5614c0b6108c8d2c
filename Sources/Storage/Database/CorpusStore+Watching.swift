internal import GRDB

extension CorpusStore {
    /// A number that changes, for this store, with every commit of another. Takes the lock of a reader.
    package func stateNumber() throws -> Int { try read { try $0.stateVersion() } }

    /// Whether its path still names the file that it has open.
    package var isAtItsPath: Bool { identity == OpenDatabases.Identity(of: path) }
}
