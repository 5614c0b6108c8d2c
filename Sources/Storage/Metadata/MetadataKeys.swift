/// Which keys the metadata of documents may have.
package enum MetadataKeys {
    /// Columns that every document has.
    package static let reserved = ["name", "tokens", "types", "split", "document"]
    /// How many keys the documents of a corpus have at most.
    static let most = 1_000

    /// - Throws: `StorageError.reservedKey`.
    package static func check(_ key: String) throws(StorageError) {
        guard !key.isEmpty, !reserved.contains(key.lowercased()) else { throw .reservedKey(key) }
    }
}
