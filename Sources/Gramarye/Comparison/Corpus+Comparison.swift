internal import Basics
internal import Counting
public import LanguageModeling
internal import RecurrentModels
internal import Storage
public import Tokenization

extension Corpus {
    /// An empty comparison on this corpus's splits.
    /// - Parameters:
    ///   - vocabulary: of all its models.
    ///   - judge: the split that they predict.
    ///   - documents: whose part of the split judges; all where `nil`.
    /// - Throws: `CorpusError.emptySplit`, `.emptyPart` if a split has no events.
    public func comparison(
        in vocabulary: ModelVocabulary, judgedBy judge: Split = .test, of documents: Subcorpus? = nil
    ) throws -> Comparison {
        let valid = try events(of: .valid, in: vocabulary)
        let test = try events(of: judge, in: vocabulary, documents: documents)
        if let documents, test.count == 0 { throw CorpusError.emptyPart(judge, of: documents) }
        for (split, events) in [(.valid, valid), (judge, test)] where events.count == 0 {
            throw CorpusError.emptySplit(split, database: store.path)
        }
        return Comparison(vocabulary: vocabulary, valid: valid, test: test)
    }

    /// The text behind a comparison, by which the losses of its models are broken down.
    package func comparedText(
        train: EncodedText, judgedBy judge: Split = .test, of documents: Subcorpus? = nil
    ) throws -> ComparedText {
        try store.holding {
            try ComparedText(
                train: train, typeCounts: typeCounts(of: .train),
                targets: tokens(of: CorpusPart(splits: [judge], documents: documents)).ids)
        }
    }

    /// The network that an interrupted comparison began to train, if there is one.
    package func networkInterruptedInComparison() throws -> String? {
        try store.models().first { $0.metadata.network?.isInterruptedForComparison ?? false }?.name
    }
}
