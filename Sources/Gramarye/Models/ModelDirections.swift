public import Basics
public import LanguageModeling
public import RecurrentModels

extension LanguageModel {
    /// The network that the model is, judged by a convention of its state; `nil` for a model that is none.
    public func network(judgedBy state: NetworkArchitecture.StateRule) -> (any LanguageModel)? {
        guard let network = inItsOrder as? NetworkModel else { return nil }
        let judged = network.evaluated(state: state)
        return direction == .backward ? ReversedModel(judged, named: judged.name) : judged
    }
}

/// A model that reads backwards, asked for the word after a text.
public struct BackwardModelError: ExplainedError {
    let name: String

    public var fact: String { "\(name) reads backwards" }
    public var cause: String? { "It predicts the word before a text, not the one after." }
    public var remedy: String? { "Ask it for whole texts: gram perplexity, surprisal, compare or generate." }
    public var kind: ErrorKind { .usage }
}
