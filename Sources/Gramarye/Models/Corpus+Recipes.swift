internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
internal import Storage

extension Corpus {
    /// How a saved model was made. What cannot be read is left out.
    func recipe(of reader: ModelPartsReader) -> ModelRecipe {
        if let ngrams = try? NgramModelSettings(json: reader.settings, of: reader.record.name) {
            // A model that reads backwards is called after the one whose words it turns round.
            let name = String(ngrams.model.prefix { $0 != " " })
            return ModelRecipe(
                maker: .ngrams(name, ngrams.pruning), rule: ngrams.rule == vocabularyRule ? nil : ngrams.rule,
                isReversed: ngrams.reversed == true)
        }
        guard let network = try? SerializedNetwork.settings(of: reader) else { return ModelRecipe(maker: .unknown) }
        guard let training = network.training else { return ModelRecipe(maker: .file) }
        return ModelRecipe(
            maker: .training(network.architecture, training, vocabularySize: network.vocabularySize),
            rule: network.vocabulary == vocabularyRule ? nil : network.vocabulary, isReversed: network.reversed == true)
    }
}
