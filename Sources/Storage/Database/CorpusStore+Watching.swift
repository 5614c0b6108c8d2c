internal import GRDB

extension CorpusStore {
    /// A number that changes, for this store, with every commit of another. Takes the lock of a reader.
    package func stateNumber() throws -> Int { try read { try $0.stateVersion() } }
}
