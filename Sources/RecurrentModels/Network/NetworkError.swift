public import Basics
internal import Foundation
public import Tokenization

/// Why a network cannot be made, trained or read.
public enum NetworkError: ExplainedError, Hashable {
    /// A setting out of its bounds: what was asked for, and what it takes.
    case setting(NetworkSetting, String, takes: String)
    case conflict(NetworkConflict)
    case noEvents(Split)
    /// The loss grew without bound, and smaller learning rates did not help.
    case diverged(learningRate: Double)
    /// Training would need more memory than the machine has.
    case tooLarge(bytes: Double, available: Double)
    /// This processor cannot take products in that precision.
    case unsupported(TrainingSettings.Precision)

    /// A saved network that cannot be read: the fact.
    case unreadable(String)
    /// A saved model of another kind.
    case notANetwork
    /// A network that came from a file has no training to go on with.
    case nothingToResume
    /// A model without a state that a gradient could go back through.
    case noState(model: String)
    /// More steps back than half of a stream's events.
    case tooManySteps(Int, events: Int)

    /// A file of weights that does not hold what it should: the fact, and the remedy.
    case weights(String, String)
    case noSafetensors
    /// A file of weights whose names are not those of a network: the fact.
    case otherModules(String)
    /// An adaptive softmax, which PyTorch has otherwise.
    case adaptiveSoftmax
    /// A file that does not say which word each row of its weights is, to go with a database.
    case rowsWithoutWords(database: String)
    /// What is wrong with the network of a name.
    indirect case of(String, NetworkError)

    public var explanation: Explanation {
        switch self {
        case .setting(_, let asked, let takes): usage(asked, "Give \(takes).")
        case .conflict(let conflict): usage(conflict.fact)
        case .noEvents(let split):
            Explanation(
                "the \(split.name) split has no tokens",
                cause: "The text is too short for its shares, or the shares leave nothing for it.",
                remedy: "Ingest more text, or into a new database with other shares.", kind: .badData)
        case .diverged(let rate):
            badData(
                "training diverges, even at a learning rate of \(rate.told)",
                "Give a smaller learning rate, or clip the gradient to a norm of 1.")
        case .tooLarge(let bytes, let available):
            usage(
                "training this network takes \(Self.gigabytes(bytes)) of memory, and the machine has "
                    + Self.gigabytes(available), "Make its layers, its embedding, the batch or the steps smaller.")
        case .unsupported(let precision):
            Explanation(
                "this processor cannot multiply in \(precision)",
                cause:
                    "The installed oneDNN has such products for processors with AVX-512 or newer instructions alone.",
                remedy: "Train it anew in single precision, or on another machine.", kind: .usage)
        case .unreadable(let fact):
            Explanation(
                fact, cause: "The model was saved by another version, or changed by another program.",
                remedy: "Train it again.", kind: .badData)
        case .notANetwork: badData("this is no network", "Name one that was trained here.")
        case .nothingToResume:
            badData("the network was imported, so there is no training to go on with", "Train one of its kind.")
        case .noState(let model):
            usage(
                "'\(model)' is a feed-forward network: no state, so no gradient that goes back through it",
                "Name an elman, gru or lstm network.")
        case .tooManySteps(let length, let events):
            usage("\(length) steps back are more than half of \(events) events", "Give a smaller number of steps.")
        case .weights(let fact, let remedy): badData(fact, remedy)
        case .noSafetensors: badData("the file holds no safetensors", "Write one by safetensors.torch.save_file.")
        case .otherModules(let fact): badData(fact, "Name the modules embedding, rnn and output.")
        case .adaptiveSoftmax:
            badData(
                "an adaptive softmax with a bias in its tails is none of PyTorch's modules",
                "Exchange a network of a full softmax.")
        case .rowsWithoutWords:
            badData(
                "the file does not say which word each row of its weights is",
                "Put the list \"words\" into its metadata, or say that the rows are the database's.")
        case .of(let name, .unreadable(let fact)):
            NetworkError.unreadable("the network '\(name)' cannot be read: \(fact)").explanation
        case .of(let name, let error): error.explanation.of("'\(name)'")
        }
    }

    private func usage(_ fact: String, _ remedy: String? = nil) -> Explanation {
        Explanation(fact, remedy: remedy, kind: .usage)
    }

    private func badData(_ fact: String, _ remedy: String) -> Explanation {
        Explanation(fact, remedy: remedy, kind: .badData)
    }

    private static func gigabytes(_ bytes: Double) -> String {
        bytes >= 1e13 ? "more than 10,000 GB" : String(format: "%.1f GB", bytes / 1e9)
    }
}

/// A setting of a network or of its training that has bounds; its raw value is its name in words.
public enum NetworkSetting: String, Sendable, CaseIterable {
    case hidden, layers, window, embedding, cutoffs
    case batch, steps, epochs, patience, dropout, momentum, decay
    case learningRate = "learning rate"
    case clipNorm = "clip norm"
    case clipValue = "clip value"
    case warmUp = "warm up"
    case embeddingDropout = "embedding dropout"
    case outputDropout = "output dropout"
    case weightDecay = "weight decay"
    case decayFrom = "decay from"
    case averageFrom = "average from"
    case averagePatience = "average patience"
    /// The learning rate of dynamic evaluation.
    case dynamic
}

/// Settings that do not go together.
public enum NetworkConflict: Sendable, Hashable {
    /// A window is for a network without a state.
    case windowWithState
    case tiedSizes(hidden: Int)
    case momentum(TrainingSettings.OptimizerKind)
    case averages(TrainingSettings.OptimizerKind)
    case oneHotDropout
    /// Gates have activations of their own.
    case activation(NetworkArchitecture.Cell)
    /// One mask for all steps, and nothing that is masked.
    case variationalWithoutDropout

    fileprivate var fact: String {
        switch self {
        case .windowWithState: "a window for a network with a state"
        case .tiedSizes(let hidden): "tied weights need an embedding as long as the hidden layer (\(hidden))"
        case .momentum(let optimizer): "\(optimizer) has no momentum"
        case .averages(let optimizer): "\(optimizer) averages no weights"
        case .oneHotDropout: "one-hot input has no embedding to drop from"
        case .activation(let cell): "the activations of a cell of the kind \(cell) are its own"
        case .variationalWithoutDropout: "dropout of the same units in all steps, and no dropout"
        }
    }
}
