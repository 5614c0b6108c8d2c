public import Basics
internal import Foundation
package import LanguageModeling
package import RecurrentModels
package import Storage

extension ModelSummary {
    /// Which way the model reads a text: `"reversed": true` in its settings is backwards.
    package var direction: ReadingDirection {
        struct Settings: Decodable { var reversed: Bool? }
        let settings = try? JSONDecoder().decode(Settings.self, from: Data(settings.utf8))
        return settings?.reversed == true ? .backward : .forward
    }
}

extension LanguageModel {
    /// The network that the model is, judged by a convention of its state; `nil` for a model that is not a network.
    package func network(judgedBy state: NetworkArchitecture.StateRule) -> (any LanguageModel)? {
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
