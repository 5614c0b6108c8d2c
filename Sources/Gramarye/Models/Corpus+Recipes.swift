internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
internal import Storage

extension Corpus {
    /// How a saved model was made. What cannot be read is left out.
    package func recipe(of model: ModelMetadata) -> ModelRecipe {
        let (maker, rule): (ModelRecipe.Maker, VocabularyRule)
        switch model.content {
        case .ngrams(let ngrams)?:
            // A model that reads backwards is called after the one whose words it turns round.
            (maker, rule) = (.ngrams(String(ngrams.model.prefix { $0 != " " }), ngrams.pruning), ngrams.rule)
        case .network(let network)?:
            let settings = network.settings
            guard let training = settings.training else { return ModelRecipe(maker: .file) }
            maker = .training(settings.architecture, training, vocabularySize: settings.vocabularySize)
            rule = settings.vocabulary
        case nil: return ModelRecipe(maker: .unknown)
        }
        let part = model.record.trainedPart
        return ModelRecipe(
            maker: maker, rule: rule == vocabularyRule ? nil : rule, isReversed: model.direction == .backward,
            condition: part?.condition, documents: part?.names ?? [])
    }
}
