internal import GRDB

/// Which keys the metadata of documents may have.
package enum MetadataKeys {
    /// Columns that every document has.
    package static let reserved = ["name", "tokens", "types", "split", "document"]
    /// How many keys the documents of a corpus have at most.
    static let most = 1_000

    /// - Throws: `StorageError.reservedKey`.
    package static func check(_ key: String) throws(StorageError) {
        guard !key.isEmpty, !key.contains("\0"), !reserved.contains(key.lowercased()) else { throw .reservedKey(key) }
    }
}

/// How the database spells the keys that it has: of spellings that differ in case, or in how letters are composed, the first.
///
/// SQLite itself takes only A to Z and a to z for the same letters.
struct KeySpellings {
    private var spellings: [String: String] = [:]

    init(in db: Database) throws {
        for key in try DocumentsView.keys(in: db) { spellings[key.lowercased()] = key }
    }

    /// - Throws: `StorageError.reservedKey`.
    mutating func spelling(of key: String) throws(StorageError) -> String {
        try MetadataKeys.check(key)
        if let known = spellings[key.lowercased()] { return known }
        spellings[key.lowercased()] = key
        return key
    }
}
