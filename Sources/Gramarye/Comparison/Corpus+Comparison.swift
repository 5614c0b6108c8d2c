internal import Basics
internal import Counting
public import LanguageModeling
internal import RecurrentModels
internal import Storage
public import Tokenization

extension Corpus {
    /// An empty comparison on this corpus's splits.
    /// - Throws: `CorpusError.emptySplit` if a split has no events.
    public func comparison(in vocabulary: ModelVocabulary, judgedBy judge: Split = .test) throws -> Comparison {
        let valid = try events(of: .valid, in: vocabulary)
        let test = try events(of: judge, in: vocabulary)
        for (split, events) in [(.valid, valid), (judge, test)] where events.count == 0 {
            throw CorpusError.emptySplit(split, database: store.path)
        }
        return Comparison(vocabulary: vocabulary, valid: valid, test: test)
    }

    /// The text behind a comparison, by which the losses of its models are broken down.
    package func comparedText(train: EncodedText, judgedBy judge: Split = .test) throws -> ComparedText {
        try store.holding {
            try ComparedText(train: train, typeCounts: typeCounts(of: .train), targets: store.tokens(of: judge).ids)
        }
    }

    /// The network that an interrupted comparison began to train, if there is one.
    package func networkInterruptedInComparison() throws -> String? {
        try store.models().first { $0.metadata.network?.isInterruptedForComparison ?? false }?.name
    }
}
