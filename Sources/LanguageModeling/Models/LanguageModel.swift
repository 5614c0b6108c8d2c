/// What every model provides: a probability for each word of its vocabulary after any history.
///
/// Natural logarithms throughout. For every normalized model the probabilities of all words but `<s>`
/// sum to 1 after every context.
public protocol LanguageModel: Sendable {
    /// The name a user gives it by: `laplace:2`, or that of a trained network.
    var name: String { get }
    var vocabulary: ModelVocabulary { get }
    /// Free parameters, or stored probabilities and weights.
    var parameterCount: Int { get }
    /// What its numbers take as they are saved, in single precision; the vocabulary, which models share, left out.
    var byteCount: Int { get }
    /// Whether a neural network is it or part of it.
    var includesNetwork: Bool { get }
    /// How far back the model looks.
    var contextScope: ContextScope { get }
    /// `false` for a score that does not sum to 1 and cannot be asked for a perplexity.
    var isNormalized: Bool { get }
    /// Which way the model reads a text.
    var direction: ReadingDirection { get }
    /// What a reader should know of how the model was made: fallbacks taken, a pruning.
    var notes: [String] { get }

    /// A scorer at the beginning of a stream.
    func makeScorer() -> any Scorer

    /// P(word | context) for each `WordID`; `<s>`, never predicted, has 0.
    ///
    /// - Parameter context: the words before, oldest first; it begins with `<s>` where a segment begins.
    ///   A longer context than the model sees is cut to the latest words.
    /// - Returns: `nil` if the model leaves the probability undefined, as maximum likelihood after an unseen context.
    func probabilities(after context: [WordID]) -> [Double]?

    /// A walk along a text that is being written, after what is written already.
    func makeWalk(after context: [WordID]) -> any ModelWalk

    /// ln P of every event of a stream, in its order.
    ///
    /// - Parameter threads: at most this many; a model that carries its state through the stream uses one.
    /// - Returns: the same numbers whatever the number of threads.
    func logProbabilities(of stream: EncodedText, threads: Int) -> [Double]

    /// What the model says of every event of several texts, each begun without a history.
    ///
    /// - Returns: in each text's order; the logarithms are those of `logProbabilities(of:)` for the text.
    func scores(ofTexts texts: [EncodedText]) -> [[EventScore]]
}

extension LanguageModel {
    public var byteCount: Int { parameterCount * 4 }
    public var includesNetwork: Bool { false }
    public var isNormalized: Bool { true }
    public var direction: ReadingDirection { .forward }
    public var notes: [String] { [] }
}

/// How far back the history matters to the probabilities of a model.
public enum ContextScope: Sendable, Hashable {
    /// The last `order − 1` words of the same segment: segments can be scored apart, on any number of threads.
    case ngram(order: Int)
    /// The whole segment so far: segments can be scored apart.
    case segment
    /// The whole stream so far, segment after segment in document order.
    case stream
}

/// A model's walk along a stream, in stretches of any length.
public protocol Scorer {
    /// ln P(event | history) for the next events of the stream; the result does not depend on how the stream is cut.
    ///
    /// −∞ where the probability is zero or undefined.
    mutating func logProbabilities(of events: Span<WordID>) -> [Double]
}
