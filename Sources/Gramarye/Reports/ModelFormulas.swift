internal import LanguageModeling
internal import NgramModels
internal import RecurrentModels

extension ModelMetadata {
    /// How it computes P(w | h), in a line or two; empty where that is not known, as of a model that was read from a file.
    var formulas: [String] {
        switch content {
        case .network(let network)?: network.settings.architecture.formulas
        case .ngrams(let settings)?: settings.method.map { [$0.formula] } ?? [Self.backoff]
        case nil: []
        }
    }

    /// What an n-gram model in a file holds, whatever smoothed it.
    private static let backoff =
        "P(w | h) = p(hw) if the model has hw, else β(h) P(w | h′), with h′ = h without its first word"
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
    /// The step from one state to the next, and from the state to the next word, in row vectors as the matrices are kept.
    fileprivate var formulas: [String] {
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

extension SmoothingMethod {
    /// The formula of its probabilities; h′ is the context without its first word, V the size of the vocabulary.
    fileprivate var formula: String {
        switch self {
        case .maximumLikelihood: "P(w | h) = n(hw) / n(h)"
        case .laplace: "P(w | h) = (n(hw) + 1) / (n(h) + V)"
        case .lidstone: "P(w | h) = (n(hw) + K) / (n(h) + K V)"
        case .dirichlet: "P(w | h) = (n(hw) + E P(w | h′)) / (n(h) + E)"
        case .jelinekMercer: "P(w | h) = λ(h) n(hw)/n(h) + (1 − λ(h)) P(w | h′), λ by order and ⌊log₂ n(h)⌋"
        case .wittenBell: "P(w | h) = (n(hw) + T(h) P(w | h′)) / (n(h) + T(h)), T(h) the number of words seen after h"
        case .absoluteDiscounting:
            "P(w | h) = (n(hw) − D)/n(h) + D T(h)/n(h) · P(w | h′), T(h) the number of words seen after h"
        case .kneserNey:
            "P(w | h) = (a(hw) − D)/a(h) + D T(h)/a(h) · P(w | h′), a the counts of the highest order, below it the "
                + "numbers of distinct words before"
        case .modifiedKneserNey:
            "P(w | h) = (a(hw) − D(a(hw)))/a(h) + (D₁N₁(h) + D₂N₂(h) + D₃₊N₃₊(h))/a(h) · P(w | h′), a the counts of "
                + "the highest order, below it the numbers of distinct words before; N the numbers of words with a of 1, 2, 3 or more"
        case .katz: "P(w | h) = d(n(hw)) n(hw)/n(h) if n(hw) > 0, else α(h) P(w | h′)"
        case .stupidBackoff: "S(w | h) = n(hw)/n(h) if n(hw) > 0, else 0.4 S(w | h′)"
        }
    }
}
