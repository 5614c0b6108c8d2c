package import LanguageModeling

/// An n-gram model of any smoothing that interpolates or backs off.
package struct BackoffModel: LanguageModel {
    /// Where the n-grams are kept. The cases are told apart once a call, so that each walk is compiled for its own.
    package enum Ngrams: Sendable {
        /// In double precision, as estimated.
        case estimated(EstimatedNgrams)
        /// In single precision, as estimated to be saved.
        case compact(CompactNgrams)
        /// In single precision, as saved or imported.
        case packed(PackedNgrams)
        /// In codes, as a model file may have them.
        case quantized(QuantizedNgrams)
    }

    /// A smoothing with what it took from the text.
    enum Estimator: Sendable {
        case interpolation(any InterpolatedSmoothing)
        case katz(Katz)
        case stupidBackoff
    }

    package let name: String
    package let vocabulary: ModelVocabulary
    package let ngrams: Ngrams
    package let notes: [String]
    /// What its smoothing took from the text; empty of an imported model.
    package let fitted: [FittedParameter]
    /// What made it of counts; `nil` of a model that was saved, imported or pruned.
    let estimator: Estimator?
    /// ln α of Stupid Backoff, charged for each word by which the context found is shorter than the one asked for.
    package let logPenalty: Double?

    package init(
        name: String, vocabulary: ModelVocabulary, ngrams: Ngrams, notes: [String] = [], fitted: [FittedParameter] = [],
        logPenalty: Double? = nil
    ) {
        self.init(
            name: name, vocabulary: vocabulary, ngrams: ngrams, notes: notes, fitted: fitted, estimator: nil,
            logPenalty: logPenalty)
    }

    init(
        name: String, vocabulary: ModelVocabulary, ngrams: Ngrams, notes: [String], fitted: [FittedParameter],
        estimator: Estimator?, logPenalty: Double?
    ) {
        self.name = name
        self.vocabulary = vocabulary
        self.ngrams = ngrams
        self.notes = notes
        self.fitted = fitted
        self.estimator = estimator
        self.logPenalty = logPenalty
        precondition(shape.idCount == vocabulary.idCount, "a model of another vocabulary")
    }

    package var shape: TrieShape {
        switch ngrams {
        case .estimated(let ngrams): ngrams.shape
        case .compact(let ngrams): ngrams.shape
        case .packed(let ngrams): ngrams.shape
        case .quantized(let ngrams): ngrams.shape
        }
    }

    package var parameterCount: Int { shape.nodeCount + shape.contextCount }
    package var byteCount: Int { shape.savedByteCount }
    package var contextScope: ContextScope { .ngram(order: shape.order) }
    package var isNormalized: Bool { logPenalty == nil }

    package func makeScorer() -> any Scorer { BackoffScorer(self) }

    package func probabilities(after context: [WordID]) -> [Double]? {
        let used = context.suffix(shape.order - 1)
        return switch ngrams {
        case .estimated(let ngrams): ngrams.probabilities(after: used, logPenalty: logPenalty)
        case .compact(let ngrams): ngrams.probabilities(after: used, logPenalty: logPenalty)
        case .packed(let ngrams): ngrams.probabilities(after: used, logPenalty: logPenalty)
        case .quantized(let ngrams): ngrams.probabilities(after: used, logPenalty: logPenalty)
        }
    }

    /// The n-grams in single precision.
    package var packed: PackedNgrams {
        switch ngrams {
        case .estimated(let ngrams): ngrams.packed
        case .compact(let ngrams): ngrams.packed
        case .packed(let ngrams): ngrams
        case .quantized(let ngrams): ngrams.packed
        }
    }

    /// The n-grams as they are saved.
    var recorded: any RecordedNgrams & Sendable {
        switch ngrams {
        case .estimated(let ngrams): ngrams
        case .compact(let ngrams): ngrams
        case .packed(let ngrams): ngrams
        case .quantized(let ngrams): ngrams
        }
    }
}
