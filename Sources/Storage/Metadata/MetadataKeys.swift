internal import Basics
internal import GRDB

/// Which keys the metadata of documents may have.
package enum MetadataKeys {
    /// Columns that every document has.
    package static let reserved = ["name", "tokens", "types", "split", "document"]
    /// How many keys the documents of a corpus have at most.
    static let most = 1_000

    package static func isReserved(_ key: String) -> Bool {
        key.isEmpty || key.contains("\0") || reserved.contains(key.lowercased())
    }

    /// - Throws: `StorageError.reservedKey`.
    package static func check(_ key: String) throws(StorageError) {
        guard !isReserved(key) else { throw .reservedKey(key) }
    }

    /// What is to be said of keys that a file has and a document cannot: they are left out.
    package static func note(leavingOut keys: [String]) -> String? {
        keys.isEmpty ? nil : "\(listed(keys)) left out of the metadata, as every document has columns of such names"
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
