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
        return options + (rule?.options ?? []) + (isReversed ? ["--reverse"] : [])
    }
}

extension VocabularyRule {
    /// The options that ask for this rule.
    var options: [String] {
        switch self {
        case .minimumCount(let count): ["--min-count", "\(count)"]
        case .size(let size): ["--vocabulary-size", "\(size)"]
        case .list: ["--vocabulary", "FILE"]
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
