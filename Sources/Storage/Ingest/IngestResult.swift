public import Tokenization

/// What an ingest did.
public struct IngestResult: Sendable {
    public struct Document: Sendable, Hashable {
        public let name: String
        public let bytes: Int
        /// `</s>` not counted.
        public let tokens: Int
        public let segments: Int
        /// What its segments are: what `auto` was decided to be by its layout, or what was asked for.
        public let rule: TokenizerSettings.Segments
        /// How often U+FFFD replaced invalid bytes.
        public let replacements: Int
        /// Marks of other tools that were read as words.
        package let marks: ForeignMarks
        public let isReplacement: Bool
    }

    /// A document that is not in the split that was asked for.
    package struct Elsewhere: Sendable, Hashable {
        package let name: String
        /// Where it is: `nil` if shares divide it.
        package let split: Split?
        package let asked: Split
    }

    /// What was added, in order.
    public var added: [Document] = []
    /// Documents that were already there with the same content.
    public var skipped: [String] = []
    /// Those of them whose metadata is another now.
    package internal(set) var withOtherMetadata: [String] = []
    /// Those of them that were asked into another split than they are in, and stay where they were.
    package internal(set) var elsewhere: [Elsewhere] = []
    /// The names of all that are in the database now, each once.
    package var documents: [String] {
        var seen: Set<String> = []
        return (added.map(\.name) + skipped).filter { seen.insert($0).inserted }
    }
    /// Files of folders that have no token.
    public var empty: [String] = []
    /// What was left out of archives and compressed files, or could not be verified, one line each.
    public var notes: [String] = []
    /// Inputs given to several splits, each of which is a document in each.
    public var inSeveralSplits: [String] = []
    /// What might have been read otherwise.
    public var advice: [IngestAdvice] = []
    /// What the database holds then; `nil` until it is done.
    package internal(set) var corpus: CorpusState?
    /// Seconds of reading and tokenizing, of counting up to the first row, of writing.
    package var seconds: (reading: Double, counting: Double, writing: Double) = (0, 0, 0)
}
