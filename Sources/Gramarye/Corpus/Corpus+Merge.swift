internal import LanguageModeling
public import Storage

extension MergeOptions {
    /// What a merge is asked to do, everything by default.
    public init() {
        self.init { tokens, hasLiteralUnknown in
            VocabularyRule.usual(of: tokens, hasLiteralUnknown: hasLiteralUnknown).json
        }
        nameOfVocabularyRule = { (try? VocabularyRule(json: $0))?.description }
    }
}

extension Corpus {
    /// Puts databases that were made apart into one, made if there is none, and opens it.
    ///
    /// ```swift
    /// let shelf = try Corpus.merge(["1851.db", "1853.db"], into: "shelf.db")
    /// ```
    /// - Throws: `StorageError` if their texts are cut or divided otherwise, or have a name with two contents; the database
    ///   is then as it was before.
    public static func merge(_ shards: [String], into path: String) throws -> Corpus {
        _ = try CorpusStore.merge(shards, into: path, MergeOptions())
        return try Corpus(path: path)
    }
}
