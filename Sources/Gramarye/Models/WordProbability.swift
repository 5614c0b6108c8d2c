/// P(word | context) by one model, with the counts behind it.
public struct WordProbability: Sendable, Equatable {
    public let model: String
    /// What was counted: `train` or `all`.
    public let split: String
    /// The words before that the model looked at, oldest first.
    public let context: [String]
    /// Those of the context that the model takes for `<unk>`.
    public let unknownContext: [String]
    /// As the corpus's tokenizer spells it.
    public let word: String
    /// Whether the model counts words as they are spelled, and never takes one for `<unk>`.
    package let takesWordsAsSpelled: Bool
    /// Whether the model knows the word by name; where it takes words as spelled, whether the corpus has it.
    public let inVocabulary: Bool
    /// n(context word), words as spelled.
    public let count: Int
    /// Σ_w n(context w), words as spelled.
    public let contextCount: Int
    /// Natural; −∞ for probability 0, `nil` where the model leaves it undefined.
    public internal(set) var logProbability: Double?
    /// How the model came to it; where it was asked for, or the probability is undefined.
    package let explanation: ProbabilityExplanation?

    /// The formula with the numbers in it, an equation a line, where it was asked for.
    public var formula: String? { explanation?.text.joined(separator: "\n") }
}
