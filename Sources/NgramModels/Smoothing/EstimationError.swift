public import Basics

/// Why an n-gram model cannot be made.
public struct EstimationError: ExplainedError, Equatable {
    public let fact: String
    public let cause: String?
    public let remedy: String?
    public var kind: ErrorKind { .badData }

    init(_ fact: String, cause: String? = nil, remedy: String? = nil) {
        self.fact = fact
        self.cause = cause
        self.remedy = remedy
    }

    static let noText = EstimationError(
        "there is no training text to estimate a model from",
        cause: "The train split has no tokens.",
        remedy: "Ingest text with --train FILE, or with --shares that give train a part.")

    static func noHeldOutText(_ what: String) -> EstimationError {
        EstimationError(
            "\(what) is fitted on held-out text, and the valid split has no tokens",
            remedy: "Ingest text with --valid FILE, or with --shares 8,1,1.")
    }

    static func cannotPrune(_ model: String) -> EstimationError {
        EstimationError(
            "\(model) cannot be pruned", cause: "It does not back off to weights that could make up for what is gone.",
            remedy: "Prune mkn:3, kneser-ney:3, katz:3 or another that backs off.")
    }

    static func tooManyTokens(_ count: Int) -> EstimationError {
        EstimationError(
            "an n-gram model of \(count) tokens of training text is more than can be numbered",
            cause: "Places of a text are numbered by 32 bits.",
            remedy: "Make the train split smaller, as with --shares 1,1,8.")
    }

    static func tooManyTypes(_ count: Int) -> EstimationError {
        EstimationError(
            "an n-gram model of \(count) words has more than can be numbered",
            remedy: "Make the vocabulary smaller, as with --min-count 2.")
    }

    static func vocabularyTooLong(bytes: Int) -> EstimationError {
        EstimationError(
            "the words of the vocabulary have \(bytes) bytes together, more than a model can be saved with",
            cause: "The text has very long words: it is probably no text.",
            remedy: "Make the vocabulary smaller, as with --min-count 2.")
    }

    static func tooManyNgrams(order: Int) -> EstimationError {
        EstimationError(
            "a model of order \(order) of this text has more n-grams than can be numbered",
            remedy: "Choose a smaller order; beyond 5 or 6 little is gained.")
    }
}
