public import Basics
internal import Foundation
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

    /// Training would need more memory than the machine has.
    case tooLarge(bytes: Double, available: Double)
    /// This processor cannot take products in that precision.
    case unsupported(TrainingSettings.Precision)
    /// A file of weights that does not hold what it should: the fact, and the remedy.
    case weights(String, String)

    public var fact: String {
        switch self {
        case .setting(let fact, _): fact
        case .noEvents(let split): "the \(split.name) split has no tokens"
        case .unreadable(let fact): fact
        case .diverged(let rate): "training diverges, even at a learning rate of \(rate)"
        case .tooLarge(let bytes, let available):
            "training this network takes \(Self.gigabytes(bytes)) of memory, and the machine has "
                + Self.gigabytes(available)
        case .unsupported(let precision): "this processor cannot multiply in \(precision)"
        case .weights(let fact, _): fact
        }
    }

    public var cause: String? {
        switch self {
        case .setting, .diverged, .tooLarge, .weights: nil
        case .unsupported:
            "The installed oneDNN has such products for processors with AVX-512 or newer instructions alone."
        case .noEvents: "The text is too short for its shares, or the shares leave nothing for it."
        case .unreadable: "The model was saved by another version, or changed by another program."
        }
    }

    public var remedy: String? {
        switch self {
        case .setting(_, let remedy), .weights(_, let remedy): remedy
        case .tooLarge: "Give a smaller --hidden, --layers, --embedding, --batch or --steps."
        case .unsupported: "Train it anew with --precision single, or on another machine."
        case .noEvents: "Ingest more text, or into a new database with other --shares."
        case .unreadable: "Train it again."
        case .diverged: "Give a smaller --learning-rate, or --clip-norm 1."
        }
    }

    public var kind: ErrorKind {
        switch self {
        case .setting, .tooLarge, .unsupported: .usage
        case .noEvents, .unreadable, .diverged, .weights: .badData
        }
    }

    private static func gigabytes(_ bytes: Double) -> String {
        bytes >= 1e13 ? "more than 10,000 GB" : String(format: "%.1f GB", bytes / 1e9)
    }
}
