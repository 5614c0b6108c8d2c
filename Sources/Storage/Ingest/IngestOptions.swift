internal import Counting
public import Tokenization

/// One input: a file, a folder, or `-` for standard input.
public struct IngestInput: Sendable, Hashable {
    public var path: String
    /// The split of the whole input; `nil` to divide it by shares.
    public var split: Split?
    /// The document's name, if not that of its file.
    public var name: String?

    public init(path: String, split: Split? = nil, name: String? = nil) {
        self.path = path
        self.split = split
        self.name = name
    }
}

/// What is divided into train, valid and test.
public enum SplitBy: String, Sendable, Codable, CaseIterable {
    /// Each document's segments, in contiguous shares.
    case segments
    /// The documents, chosen by the hash of their names.
    case documents
}

/// How texts are divided into train, valid and test, where the user does not say it for each.
public struct Splitting: Sendable, Hashable, Codable {
    public var by: SplitBy
    /// Of train, valid and test: none negative, none above a million, not all zero.
    public var shares: [Int]

    public init(by: SplitBy = .segments, shares: [Int] = [8, 1, 1]) {
        self.by = by
        self.shares = shares
    }

    /// Whether these are three shares of which no product with a corpus's size overflows.
    public static func accepts(_ shares: [Int]) -> Bool {
        shares.count == 3 && shares.allSatisfy { (0...1_000_000).contains($0) } && shares.contains { $0 > 0 }
    }
}

/// What an ingest is asked to do. `nil` means: as the corpus has it, or the default in a new one.
public struct IngestOptions: Sendable {
    public var inputs: [IngestInput]

    public var tokens: TokenizerSettings.Tokens?
    public var letterCase: TokenizerSettings.Case?
    public var normalization: TokenizerSettings.Normalization?
    public var lettersOnly: Bool?
    public var keepPunctuation: Bool?
    public var whiteSpace: TokenizerSettings.WhiteSpace?
    public var segments: TokenizerSettings.Segments?

    public var shares: [Int]?
    public var splitBy: SplitBy?
    /// JSON, of a form that its owner knows.
    public var vocabularyRule: String?
    /// What a rule that the database has is called; `nil` if it is none. Asked before any text is read.
    public var nameOfVocabularyRule: @Sendable (String) -> String? = { $0 }
    /// The rule of a new corpus that was asked for none, told what the tokens are and whether the training text has a
    /// literal `<unk>`.
    public var defaultVocabularyRule: @Sendable (TokenizerSettings.Tokens, _ hasLiteralUnknown: Bool) -> String

    public var encoding = TextDecoder.Encoding.utf8
    /// Replaces bytes that are no text, and counts them.
    public var isLossy = false
    /// Reads compressed inputs that unpack to a thousand times their size, which only bombs do.
    public var anyRatio = false
    /// Replaces documents of the same name and other content.
    public var replaces = false

    /// More than 256 are taken for 256.
    public var threads = availableThreads
    /// Bytes to keep to, about; beyond, temporary files are used.
    public var memory = 2 << 30
    /// Seconds to wait for another program that makes the database, or writes to it.
    public var wait = CorpusStore.defaultWait
    /// How many types a corpus has at most.
    package var largestTypeCount = TypeTable.capacity

    public init(
        inputs: [IngestInput],
        defaultVocabularyRule: @escaping @Sendable (TokenizerSettings.Tokens, Bool) -> String
    ) {
        self.inputs = inputs
        self.defaultVocabularyRule = defaultVocabularyRule
    }
}

/// What an ingest did.
public struct IngestReport: Sendable {
    public struct Document: Sendable, Hashable {
        public let name: String
        public let bytes: Int
        /// `</s>` not counted.
        public let tokens: Int
        public let segments: Int
        /// How often U+FFFD was put for bytes that were no text.
        public let replacements: Int
        public let isReplacement: Bool
    }

    /// What was added, in order.
    public var added: [Document] = []
    /// Documents that were there already with the same content.
    public var skipped: [String] = []
    /// Files of folders that have no token.
    public var empty: [String] = []
    /// What was left out of archives and compressed files, or could not be verified, a line each.
    public var notes: [String] = []
    /// What segments `auto` was decided to be; `nil` where it was not decided now.
    public var decidedSegments: TokenizerSettings.Segments?
    /// What the database holds then; `nil` until it is done.
    public internal(set) var corpus: CorpusState?
    /// Seconds of reading and tokenizing, of counting up to the first row, of writing.
    public var seconds: (reading: Double, counting: Double, writing: Double) = (0, 0, 0)
}
