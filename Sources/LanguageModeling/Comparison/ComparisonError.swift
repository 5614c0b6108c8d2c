public import Basics

/// Why a model cannot be compared.
public enum ComparisonError: ExplainedError {
    case differentVocabulary(model: String, size: Int, rule: String, expectedSize: Int, expectedRule: String)
    case differentEvents(model: String)
    case notAProbability(model: String)

    public var fact: String {
        switch self {
        case .differentVocabulary(let model, let size, let rule, let expectedSize, let expectedRule):
            "\(model) has another vocabulary (\(size) words, \(rule)) than the comparison (\(expectedSize) words, \(expectedRule))"
        case .differentEvents(let model):
            "\(model) was not asked for the events of the comparison"
        case .notAProbability(let model):
            "\(model) is a score that does not sum to 1, so it has no perplexity to compare"
        }
    }

    public var cause: String? {
        switch self {
        case .differentVocabulary:
            "Perplexities over different vocabularies say nothing about which model is better."
        case .differentEvents: "Its words, or how many events it scored, are others: the model is damaged."
        case .notAProbability: nil
        }
    }

    public var remedy: String? {
        switch self {
        case .differentVocabulary(let model, _, _, _, let rule):
            "Train \(model) again with the same vocabulary (\(rule)), or leave it out with --model."
        case .differentEvents(let model): "Train \(model) again, or leave it out with --model."
        case .notAProbability: "Compare katz:3 or mkn:3 instead."
        }
    }

    public var kind: ErrorKind { .badData }
}
