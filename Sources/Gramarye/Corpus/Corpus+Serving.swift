internal import Storage

/// What a server of many requests asks beside the reports.
extension Corpus {
    /// Whether the path names another file by now.
    package var isReplaced: Bool { store.isReplaced }

    /// A number that changes with the database, as long as the file is the same.
    package func stateNumber() throws -> Int { try store.stateNumber() }

    /// Runs work of which all is read in one state.
    package func holding<Result>(_ body: () throws -> Result) throws -> Result { try store.holding(body) }
}
