internal import Basics
package import Tokenization

/// How databases are to be made one.
public struct MergeOptions: Sendable {
    /// More than 256 are taken for 256.
    public var threads = availableThreads
    /// Approximate bytes of memory to use, besides the list of types; beyond them, temporary files are used.
    public var memory = 2 << 30
    /// Seconds to wait for another program that makes a database, or writes to it.
    public var wait = CorpusStore.defaultWait
    /// The vocabulary rule of databases for which none was asked; called with the kind of tokens and whether their training
    /// text has a literal `<unk>`.
    package let defaultVocabularyRule: @Sendable (TokenizerSettings.Tokens, _ hasLiteralUnknown: Bool) -> String
    /// What a rule is called; `nil` if it is none.
    package var nameOfVocabularyRule: @Sendable (String) -> String? = { $0 }
    /// How many types a corpus has at most.
    package var largestTypeCount = TypeTable.capacity

    package init(
        defaultVocabularyRule: @escaping @Sendable (TokenizerSettings.Tokens, Bool) -> String
    ) {
        self.defaultVocabularyRule = defaultVocabularyRule
    }
}

/// What a merge did.
public struct MergeResult: Sendable {
    /// What came of one database.
    public struct Shard: Sendable, Hashable {
        /// As it was given.
        public let path: String
        public internal(set) var documents = 0
        /// Of the documents' texts, decompressed.
        public internal(set) var bytes = 0
        /// `</s>` not counted.
        public internal(set) var tokens = 0
        public internal(set) var segments = 0
        /// Models that it has, and that were left there.
        public internal(set) var models = 0
    }

    /// Each database, in the order given.
    public internal(set) var shards: [Shard] = []
    /// Names of documents that were there already with the same content.
    public internal(set) var skipped: [String] = []
    /// What else is to be said, a line each.
    public internal(set) var notes: [String] = []
    /// Of counts without their texts, whether the n-grams that begin with some words come to as many as these.
    package internal(set) var countsAddUp = true
    /// What the database holds then; `nil` until it is done.
    package internal(set) var corpus: CorpusState?
    /// Seconds of reading tokens, of counting up to the first row, of writing.
    package internal(set) var seconds: (reading: Double, counting: Double, writing: Double) = (0, 0, 0)
}
