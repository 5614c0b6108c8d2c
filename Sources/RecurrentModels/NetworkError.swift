public import Tokenization

/// Why a network cannot be made, trained or read.
public enum NetworkError: ExplainedError, Hashable {
    /// A setting that makes no sense: the fact, and the remedy.
    case setting(String, String)
    case noEvents(Split)
    /// A saved network that cannot be read: the fact.
    case unreadable(String)
    /// The loss grew without bound, and smaller learning rates did not help.
    case diverged(learningRate: Double)

    public var fact: String {
        switch self {
        case .setting(let fact, _): fact
        case .noEvents(let split): "the \(split.name) split has no tokens"
        case .unreadable(let fact): fact
        case .diverged(let rate): "training diverges, even at a learning rate of \(rate)"
        }
    }

    public var cause: String? {
        switch self {
        case .setting, .diverged: nil
        case .noEvents: "The text is too short for its shares, or the shares leave nothing for it."
        case .unreadable: "The model was saved by another version, or changed by another program."
        }
    }

    public var remedy: String? {
        switch self {
        case .setting(_, let remedy): remedy
        case .noEvents: "Ingest more text, or into a new database with other --shares."
        case .unreadable: "Train it again."
        case .diverged: "Give a smaller --learning-rate, or --clip-norm 1."
        }
    }

    public var kind: ErrorKind {
        switch self {
        case .setting: .usage
        case .noEvents, .unreadable, .diverged: .badData
        }
    }
}
