public import Basics

/// Why an n-gram model cannot be made, or not written as ARPA.
public enum EstimationError: ExplainedError, Equatable {
    case noText
    /// What is fitted on held-out text, and there is none.
    case noHeldOutText(String)
    case cannotPrune(String)
    /// Limits of the numbers that places of a text, words and n-grams have.
    case tooManyTokens(Int)
    case tooManyTypes(Int)
    case tooManyNgrams(order: Int)
    case vocabularyTooLong(bytes: Int)
    /// A model that ARPA does not hold: it does not back off, or has a penalty for contexts never seen.
    case noArpaForm(model: String, hasPenalty: Bool)

    public var explanation: Explanation {
        switch self {
        case .noText:
            badData(
                "there is no training text to estimate a model from", cause: "The train split has no tokens.",
                remedy: "Ingest text for train.")
        case .noHeldOutText(let what):
            badData(
                "\(what) is fitted on held-out text, and the valid split has no tokens",
                remedy: "Ingest text for valid.")
        case .cannotPrune(let model):
            badData(
                "\(model) cannot be pruned",
                cause: "It does not back off to weights that could make up for what is gone.",
                remedy: "Prune mkn:3, kneser-ney:3, katz:3 or another that backs off.")
        case .tooManyTokens(let count):
            badData(
                "an n-gram model of \(count) tokens of training text is more than can be numbered",
                cause: "Places of a text are numbered by 32 bits.", remedy: "Make the train split smaller.")
        case .tooManyTypes(let count):
            badData(
                "an n-gram model of \(count) words has more than can be numbered",
                remedy: "Make the vocabulary smaller.")
        case .tooManyNgrams(let order):
            badData(
                "a model of order \(order) of this text has more n-grams than can be numbered",
                remedy: "Choose a smaller order; beyond 5 or 6 little is gained.")
        case .vocabularyTooLong(let bytes):
            badData(
                "the words of the vocabulary have \(bytes) bytes together, more than a model can be saved with",
                cause: "The text has very long words: it is probably no text.",
                remedy: "Make the vocabulary smaller.")
        case .noArpaForm(let model, let hasPenalty):
            badData(
                "\(model) cannot be written as ARPA",
                cause: hasPenalty
                    ? "Its penalty for contexts never seen has no place there."
                    : "It does not back off from n-gram to shorter n-gram.",
                remedy: hasPenalty
                    ? "Write mkn:3 or katz:3 instead."
                    : "ARPA holds dirichlet, jelinek-mercer, witten-bell, absolute, kneser-ney, mkn and katz.")
        }
    }

    private func badData(_ fact: String, cause: String? = nil, remedy: String) -> Explanation {
        Explanation(fact, cause: cause, remedy: remedy, kind: .badData)
    }
}
