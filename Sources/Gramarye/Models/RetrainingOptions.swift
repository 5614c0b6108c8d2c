internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels

extension Corpus {
    /// The options with which `gram train` makes a saved model again as it was made.
    ///
    /// - Returns: `nil` for a network that was not trained here. What cannot be read is left out.
    func retrainingOptions(of model: ModelMetadata) -> [String]? {
        var options: [String]
        let rule: VocabularyRule
        switch model.content {
        case .ngrams(let ngrams)?:
            // A model that reads backwards is called after the one whose words it turns round.
            options = ["--ngram", String(ngrams.model.prefix { $0 != " " })] + optionWords(ngrams.pruning?.option)
            rule = ngrams.rule
        case .network(let network)?:
            let settings = network.settings
            guard let training = settings.training else { return nil }
            options = settings.architecture.options(vocabularySize: settings.vocabularySize) + training.options
            rule = settings.vocabulary
        case nil: return []
        }
        if rule != vocabularyRule { options += optionWords(rule.option) }
        return options + (model.direction == .backward ? ["--reverse"] : [])
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
        let usual = TrainingSettings(optimizer: optimizer)
        var options = optimizer == TrainingSettings().optimizer ? [] : ["--optimizer", optimizer.rawValue]
        func add<Value: Equatable>(_ name: String, _ setting: KeyPath<Self, Value>) {
            let value = self[keyPath: setting]
            if value != usual[keyPath: setting] { options += [name, "\(value)"] }
        }
        func add<Value>(_ name: String, _ setting: KeyPath<Self, Value?>) {
            if let value = self[keyPath: setting] { options += [name, "\(value)"] }
        }
        add("--learning-rate", \.learningRate)
        if schedule != usual.schedule { options += schedule.options }
        add("--warm-up", \.warmUp)
        add("--clip-norm", \.clipNorm)
        add("--clip-value", \.clipValue)
        add("--batch", \.batch)
        add("--steps", \.steps)
        add("--sampling", \.sampling)
        add("--dropout", \.dropout)
        add("--embedding-dropout", \.embeddingDropout)
        add("--output-dropout", \.outputDropout)
        if variational { options.append("--variational") }
        add("--momentum", \.momentum)
        add("--weight-decay", \.weightDecay)
        add("--average-from", \.averageFrom)
        add("--precision", \.precision)
        add("--epochs", \.epochs)
        add("--patience", \.patience)
        add("--seed", \.seed)
        return options
    }
}

extension TrainingSettings.Schedule {
    fileprivate var options: [String] {
        switch self {
        case .constant: ["--schedule", "constant"]
        case .cosine: ["--schedule", "cosine"]
        case .plateau(let factor): ["--schedule", "plateau", "--decay", "\(factor)"]
        case .decay(let factor, let first):
            ["--schedule", "decay", "--decay", "\(factor)", "--decay-from", "\(first)"]
        }
    }
}
