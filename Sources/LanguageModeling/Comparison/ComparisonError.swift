public import Basics

/// Why a model cannot be compared.
public enum ComparisonError: ExplainedError {
    case differentVocabulary(
        model: String, size: Int, rule: VocabularyRule, expectedSize: Int, expectedRule: VocabularyRule)
    case differentEvents(model: String)
    case notAProbability(model: String)

    public var explanation: Explanation {
        switch self {
        case .differentVocabulary(let model, let size, let rule, let expectedSize, let expectedRule):
            Explanation(
                "\(model) has another vocabulary (\(size) words, \(rule)) than the comparison (\(expectedSize) words, \(expectedRule))",
                cause: "Perplexities over different vocabularies say nothing about which model is better.",
                remedy: "Train \(model) again with the same vocabulary (\(expectedRule)), or leave it out.",
                kind: .badData)
        case .differentEvents(let model):
            Explanation(
                "\(model) was not asked for the events of the comparison",
                cause: "Its words, or how many events it scored, are others: the model is damaged.",
                remedy: "Train \(model) again, or leave it out.", kind: .badData)
        case .notAProbability(let model):
            Explanation(
                "\(model) is a score that does not sum to 1, so it has no perplexity to compare",
                remedy: "Compare katz:3 or mkn:3 instead.", kind: .badData)
        }
    }
}
