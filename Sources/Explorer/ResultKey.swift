/// What an answer is kept by: its address and the state of the database.
package struct ResultKey: Hashable, Sendable {
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

    let database: String
    let state: DatabaseState
    /// The path and the query.
    let address: String

    package init(database: String, state: DatabaseState, address: String) {
        self.database = database
        self.state = state
        self.address = address
    }
}
