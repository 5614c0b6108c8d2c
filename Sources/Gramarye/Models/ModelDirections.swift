package import LanguageModeling
package import RecurrentModels

extension LanguageModel {
    /// The network that the model is, judged by a convention of its state; `nil` for a model that is not a network.
    package func network(judgedBy state: NetworkArchitecture.StateRule) -> (any LanguageModel)? {
        guard let network = inItsOrder as? NetworkModel else { return nil }
        let judged = network.evaluated(state: state)
        return direction == .backward ? ReversedModel(judged, named: judged.name) : judged
    }
}
