internal import Gramarye

extension ModelRecipe {
    /// The options with which `gram train` makes the model again as it was made.
    ///
    /// - Returns: `nil` for one that came from a file.
    var options: [String]? {
        var options: [String]
        switch maker {
        case .file: return nil
        case .ngrams(let name, let pruning): options = ["--ngram", name] + (pruning?.options ?? [])
        case .training(let architecture, let training, let size):
            options = architecture.options(vocabularySize: size) + training.options
        case .unknown: return []
        }
        let chosen =
            (condition.map { ["--where", shellQuoted($0)] } ?? [])
            + documents.flatMap { ["--document", shellQuoted($0)] }
        return options + (rule?.options ?? []) + (isReversed ? ["--reverse"] : []) + chosen
    }
}

extension VocabularyRule {
    /// The options that ask for this rule.
    var options: [String] {
        switch self {
        case .minimumCount(let count): ["--min-count", "\(count)"]
        case .size(let size): ["--vocabulary-size", "\(size)"]
        case .list: ["--vocabulary", "FILE"]
        // What a corpus of subwords has by itself.
        case .subwords: []
        }
    }
}

extension Pruning {
    fileprivate var options: [String] {
        switch self {
        case .counts(let thresholds): ["--prune", thresholds.map(String.init).joined(separator: ",")]
        case .relativeEntropy(let share): ["--prune-entropy", "\(share)"]
        }
    }
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
        func addIfGiven<Value>(_ name: String, _ setting: KeyPath<Self, Value?>) {
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
        addIfGiven("--embedding-dropout", \.embeddingDropout)
        addIfGiven("--output-dropout", \.outputDropout)
        if variational { options.append("--variational") }
        if !recovers { options.append("--no-recovery") }
        add("--momentum", \.momentum)
        add("--weight-decay", \.weightDecay)
        addIfGiven("--average-from", \.averageFrom)
        add("--precision", \.precision)
        add("--epochs", \.epochs)
        addIfGiven("--patience", \.patience)
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
