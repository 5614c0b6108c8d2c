package import LanguageModeling

extension SmoothingMethod {
    /// The formula of its probabilities.
    package var formula: String {
        switch self {
        case .maximumLikelihood: "P(w | h) = n(hw) / n(h)"
        case .laplace: "P(w | h) = (n(hw) + 1) / (n(h) + V)"
        case .lidstone: "P(w | h) = (n(hw) + K) / (n(h) + K V)"
        case .dirichlet: "P(w | h) = (n(hw) + E P(w | h′)) / (n(h) + E)"
        case .jelinekMercer: "P(w | h) = λ n(hw)/n(h) + (1 − λ) P(w | h′)"
        case .wittenBell: "P(w | h) = (n(hw) + T P(w | h′)) / (n(h) + T)"
        case .absoluteDiscounting: "P(w | h) = (n(hw) − D)/n(h) + D T/n(h) · P(w | h′)"
        case .kneserNey: "P(w | h) = (a(hw) − D)/a(h ·) + D T/a(h ·) · P(w | h′)"
        case .modifiedKneserNey: "P(w | h) = (a(hw) − D)/a(h ·) + ΣDₖNₖ/a(h ·) · P(w | h′)"
        case .katz: "P(w | h) = d n(hw)/n(h) if n(hw) > 0, else α(h) P(w | h′)"
        case .stupidBackoff: "S(w | h) = n(hw)/n(h) if n(hw) > 0, else 0.4 S(w | h′)"
        }
    }

    /// What its letters stand for.
    package var letters: String {
        let shorter = "h′ is h without its first word, and below single words each of the V has 1/V"
        return switch self {
        case .maximumLikelihood: Self.counts
        case .laplace: "\(Self.counts); \(Self.size)"
        case .lidstone: "\(Self.counts); K is what is added to each count; \(Self.size)"
        case .dirichlet:
            "\(Self.counts); E is for how many observations the shorter context counts, ε of Dive into Deep Learning, "
                + "9.3; \(shorter)"
        case .jelinekMercer:
            "\(Self.counts); λ is fitted to valid, one for each order and ⌊log₂ n(h)⌋; \(shorter)"
        case .wittenBell: "\(Self.counts); T is how many different words were seen after h; \(shorter)"
        case .absoluteDiscounting:
            "\(Self.counts); D is taken from each count of an order; T is how many different words were seen after h; "
                + shorter
        case .kneserNey:
            "\(Self.adjusted); D is taken from each a of an order; T is how many different words were seen after h; "
                + shorter
        case .modifiedKneserNey:
            "\(Self.adjusted); D₁, D₂ and D₃₊ are taken from an a of 1, of 2, of more, and N₁, N₂ and N₃₊ words have "
                + "such an a after h: ΣDₖNₖ/a(h ·) is γ(h); \(shorter)"
        case .katz:
            "\(Self.counts); d is Good and Turing’s discount of a count; α(h) gives what is freed to the words not seen "
                + "after h, and both Σ are over those that were; h′ is h without its first word, and of single words "
                + "the U never seen have equal shares"
        case .stupidBackoff:
            "\(Self.counts); h′ is h without its first word; S is a score, no probability: it does not sum to 1"
        }
    }

    /// What an n-gram model in a file holds, whatever smoothed it.
    static let backoffFormula =
        "P(w | h) = p(hw) if the model has hw, else β(h) P(w | h′), with h′ = h without its first word"

    private static let counts = "n(hw) is how often hw occurs in train, N how many events train has, tokens and </s>"
    private static let size = "V is how many words the model knows, <unk> and the end of a segment among them"
    private static let adjusted =
        "a is the count at the highest order and after <s>, below it the number of different words before; a(h ·) is its "
        + "sum over the words after h"
}
