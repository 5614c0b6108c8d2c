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
