internal import Basics
internal import Counting
public import Documents
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

/// What an ingest is to do. `nil` means: as the corpus has it, or the default in a new one.
public struct IngestOptions: Sendable {
    public var inputs: [IngestInput]

    public var tokens: TokenizerSettings.Tokens?
    /// Tokens that are subwords, whatever `tokens` says; where that alone asks for them, 8,000 are trained.
    public var subwords: SubwordChoice?
    public var letterCase: TokenizerSettings.Case?
    public var normalization: TokenizerSettings.Normalization?
    public var lettersOnly: Bool?
    public var keepPunctuation: Bool?
    public var whiteSpace: TokenizerSettings.WhiteSpace?
    public var segments: TokenizerSettings.Segments?
    public var blankLines: TokenizerSettings.BlankLines?
    public var apostrophes: TokenizerSettings.Apostrophes?
    public var hyphens: TokenizerSettings.Hyphens?
    public var clitics: TokenizerSettings.Clitics?
    /// An ISO 639 code.
    public var locale: String?
    public var stripsMarks: Bool?
    public var keepsSymbols: Bool?

    /// Of train, valid and test: `[8, 1, 1]` in a new corpus.
    public var shares: [Int]?
    public var splitBy: SplitBy?
    /// The rule that is asked for, if any, as JSON of a form that its owner knows; told what cuts the corpus's texts.
    package var vocabularyRule: @Sendable (TokenizerSettings) throws -> String? = { _ in nil }
    /// Looks at a rule that was asked for when a new corpus's train split was read: its types, and how often each is there.
    package var checkVocabulary: @Sendable (_ rule: String, TypeTable, _ trainCounts: [Int]) throws -> Void = {
        _, _, _ in
    }
    /// What a rule that the database has is called; `nil` if it is none. Asked before any text is read.
    package var nameOfVocabularyRule: @Sendable (String) -> String? = { $0 }
    /// The rule of a new corpus if none was asked for; called with the kind of tokens and whether the training text has
    /// a literal `<unk>`.
    package var defaultVocabularyRule: @Sendable (TokenizerSettings.Tokens, _ hasLiteralUnknown: Bool) -> String

    /// The encoding of texts without a byte-order mark; `nil` for what a text declares, else UTF-8.
    public var encoding: TextDecoder.Encoding?
    /// Replaces invalid bytes, and counts them.
    public var isLossy = false
    /// What the texts are; `nil` to tell it by their content.
    public var format: TextFormat?
    /// The column of a table that is text: then tables are read, a document a row.
    public var textColumn: String?
    /// What is taken out of the texts.
    public var cleaning = CleaningSettings()
    /// The folder below which the paths of files are the names of their documents.
    public var baseFolder: String?
    /// Goes on without texts that cannot be read.
    public var skipsBad = false
    /// Reads compressed inputs that expand to over a thousand times their size, as only decompression bombs do.
    public var anyRatio = false
    /// What a document's name says of it, over what its text says.
    package var nameMetadata: (@Sendable (_ name: String) -> KnownMetadata.Values)?
    /// What a table says of a document of some name, over both.
    package var tableMetadata: (@Sendable (_ name: String) -> KnownMetadata.Values)?
    /// Keeps the text beside the tokens, so that it can be shown and written out.
    public var keepsText = true
    /// Replaces documents of the same name and other content.
    public var replaces = false

    /// More than 256 are taken for 256.
    public var threads = availableThreads
    /// Approximate bytes of memory to use; beyond them, temporary files are used.
    public var memory = 2 << 30
    /// Seconds to wait for another program that makes the database, or writes to it.
    public var wait = CorpusStore.defaultWait
    /// How many types a corpus has at most.
    package var largestTypeCount = TypeTable.capacity

    package init(
        inputs: [IngestInput],
        defaultVocabularyRule: @escaping @Sendable (TokenizerSettings.Tokens, Bool) -> String
    ) {
        self.inputs = inputs
        self.defaultVocabularyRule = defaultVocabularyRule
    }
}
