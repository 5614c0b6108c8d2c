internal import LanguageModeling
public import Storage

extension IngestOptions {
    /// An ingest of these texts; everything else is as in the corpus, or by default.
    ///
    /// In a new corpus models know every word if the training text has a literal `<unk>` or the tokens are characters,
    /// else every word seen twice, so that `<unk>` has been seen too.
    public init(_ inputs: [IngestInput]) {
        self.init(inputs: inputs) { tokens, hasLiteralUnknown in
            VocabularyRule.minimumCount(tokens == .characters || hasLiteralUnknown ? 1 : 2).json
        }
        nameOfVocabularyRule = { (try? VocabularyRule(json: $0))?.description }
    }
}

extension Corpus {
    /// Reads texts into a database, made if there is none, and opens it.
    ///
    /// ```swift
    /// let corpus = try Corpus.ingest([IngestInput(path: "moby-dick.txt")], into: "moby.db")
    /// ```
    /// - Throws: `StorageError` if a text cannot be read or the database cannot be written; it is then as it was before.
    public static func ingest(_ inputs: [IngestInput], into path: String) throws -> Corpus {
        _ = try CorpusStore.ingest(into: path, IngestOptions(inputs))
        return try Corpus(path: path)
    }
}
