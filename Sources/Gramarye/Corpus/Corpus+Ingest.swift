internal import LanguageModeling
public import Storage

extension IngestOptions {
    /// What an ingest of these texts is asked to do, everything else as the corpus has it or by default.
    public init(_ inputs: [IngestInput]) {
        self.init(inputs: inputs) { tokens, hasLiteralUnknown in
            VocabularyRule.usual(of: tokens, hasLiteralUnknown: hasLiteralUnknown).json
        }
        checkVocabulary = { rule, types, counts in
            try VocabularyRule(json: rule).requireKnown(types, trainCounts: counts)
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
