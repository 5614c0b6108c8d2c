internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels

extension String {
    /// Whether it is mathematics rather than a sentence about its letters.
    var isFormula: Bool { contains(" = ") && !hasSuffix(".") }
}

extension ModelMetadata {
    /// How it computes P(w | h), in a line or two; empty where that is not known, as of a model that was read from a file.
    var formulas: [String] {
        switch content {
        case .network(let network)?: network.settings.architecture.formulas
        case .ngrams(let settings)?:
            settings.method.map { [$0.formula, $0.letters.sentenceCased] } ?? [SmoothingMethod.backoffFormula]
        case nil: []
        }
    }
}

extension NgramModelSettings {
    /// The method that estimated it; `nil` of a model that was read from a file.
    var method: SmoothingMethod? {
        // A model that reads backwards is called after the one whose words it turns round.
        guard tokenizer == nil, let name = try? ModelName(parsing: String(model.prefix { $0 != " " })),
            case .ngram(let ngram)? = name.components.first
        else { return nil }
        return ngram.method
    }
}

extension NetworkArchitecture {
    /// The step from one state to the next, and from the state to the next word, in row vectors. Matrices
    /// are kept as they stand there, but those of the output, which are kept with a row for each word.
    var formulas: [String] {
        var formulas: [String]
        switch cell {
        case .elman: formulas = ["H_t = \(activation.rawValue)(X_t W_xh + H_{t−1} W_hh + b_h)"]
        case .gru:
            formulas = [
                "R, Z = σ(X_t W_x + H_{t−1} W_h + b)",
                "C = tanh(X_t W_xc + R ⊙ (H_{t−1} W_hc + b_hc) + b_c)", "H_t = Z ⊙ H_{t−1} + (1 − Z) ⊙ C",
            ]
        case .lstm:
            formulas = [
                "I, F, O = σ(X_t W_x + H_{t−1} W_h + b)", "G = tanh(X_t W_xg + H_{t−1} W_hg + b_g)",
                "C_t = F ⊙ C_{t−1} + I ⊙ G", "H_t = O ⊙ tanh(C_t)",
            ]
        case .feedforward:
            formulas = ["H = \(activation.rawValue)([x_t … x_{t−\((window ?? 1) - 1)}] W + b)"]
        }
        if layers > 1 { formulas.append("the H of each layer is the X of the next; there are \(layers)") }
        let state = cell.hasState ? "H_t" : "H"
        guard let cutoffs else {
            formulas.append(
                "P(w | h) = softmax(\(state) \(tied ? "Eᵀ" : "W_hq") + b_q)_w"
                    + (tied ? ", with E the embedding of the input" : ""))
            return formulas
        }
        formulas += [
            "P(w | h) = softmax(\(state) W_hq + b_q)_w for the \(cutoffs[0]) most frequent words",
            "P(w | h) = softmax(\(state) W_hq + b_q)_i · softmax(\(state) W_i V_i + b_i)_w for a word of cluster i",
        ]
        return formulas
    }
}
