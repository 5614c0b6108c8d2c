internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels
internal import Storage

extension Corpus {
    /// The options with which `gram train` makes a saved model again as it was made.
    ///
    /// - Returns: `nil` for a network that was not trained here. What cannot be read is left out.
    func retrainingOptions(of reader: ModelPartsReader) -> [String]? {
        var options: [String]
        let rule: VocabularyRule
        let isReversed: Bool
        if let ngrams = try? NgramModelSettings(json: reader.settings, of: reader.record.name) {
            // A model that reads backwards is called after the one whose words it turns round.
            options = ["--ngram", String(ngrams.model.prefix { $0 != " " })] + optionWords(ngrams.pruning?.option)
            (rule, isReversed) = (ngrams.rule, ngrams.reversed == true)
        } else if let network = try? SerializedNetwork.settings(of: reader) {
            guard let training = network.training else { return nil }
            options = network.architecture.options(vocabularySize: network.vocabularySize) + training.options
            (rule, isReversed) = (network.vocabulary, network.reversed == true)
        } else {
            return []
        }
        if rule != vocabularyRule { options += optionWords(rule.option) }
        return options + (isReversed ? ["--reverse"] : [])
    }
}

private func optionWords(_ option: String?) -> [String] {
    option.map { $0.split(separator: " ").map(String.init) } ?? []
}

extension NetworkArchitecture {
    /// What `gram train` must be told to make this network; what it does by itself is left out, but where that depends on
    /// the vocabulary, which may have changed.
    fileprivate func options(vocabularySize: Int) -> [String] {
        var options = ["--cell", cell.rawValue]
        if activation != .tanh { options += ["--activation", activation.rawValue] }
        if let window { options += ["--window", "\(window)"] }
        options += ["--layers", "\(layers)", "--hidden", "\(hidden)"]
        options += ["--embedding", embedding.map(String.init) ?? "one-hot"]
        if tied { options.append("--tied") }
        if state != .carried { options += ["--state", state.rawValue] }
        if let cutoffs {
            let isAutomatic = cutoffs == Self.automaticCutoffs(vocabularySize: vocabularySize)
            options +=
                isAutomatic
                ? ["--softmax", "adaptive"] : ["--cutoffs", cutoffs.map(String.init).joined(separator: ",")]
        }
        return options
    }
}

extension TrainingSettings {
    /// What `gram train` must be told to train so.
    fileprivate var options: [String] {
        var options: [String] = []
        func add(_ name: String, _ value: some CustomStringConvertible, _ isGiven: Bool) {
            if isGiven { options += [name, value.description] }
        }
        add("--optimizer", optimizer.rawValue, optimizer != .adam)
        add("--learning-rate", learningRate, learningRate != optimizer.defaultLearningRate)
        if plateauFactor != 1 {
            options += ["--schedule", "plateau", "--decay", "\(plateauFactor)"]
        } else if decayFactor != 1 {
            options += ["--schedule", "decay", "--decay", "\(decayFactor)", "--decay-from", "\(decayFrom)"]
        } else {
            add("--schedule", cosine ? "cosine" : "constant", cosine != (optimizer != .asgd))
        }
        add("--warm-up", warmUp, warmUp != 0)
        add("--clip-norm", clipNorm, clipNorm != 1)
        add("--clip-value", clipValue, clipValue != 0)
        add("--batch", batch, batch != 32)
        add("--steps", steps, steps != 35)
        add("--sampling", sampling.rawValue, sampling != .sequential)
        add("--dropout", dropout, dropout != 0)
        if let embeddingDropout { add("--embedding-dropout", embeddingDropout, true) }
        if let outputDropout { add("--output-dropout", outputDropout, true) }
        if variational { options.append("--variational") }
        add("--momentum", momentum, momentum != 0)
        add("--weight-decay", weightDecay, weightDecay != (optimizer == .adamw ? 0.01 : 0))
        if let averageFrom { add("--average-from", averageFrom, true) }
        add("--precision", precision.rawValue, precision != .single)
        add("--epochs", epochs, epochs != 10)
        if let patience { add("--patience", patience, true) }
        add("--seed", seed, seed != 1)
        return options
    }
}
