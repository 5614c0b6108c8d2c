/// How an n-gram model comes to P(w | h): a step for each order that it asks, the highest first.
package struct NgramDerivation: Sendable, Equatable {
    /// w
    package let word: String
    /// h, oldest first, cut to what the model looks at.
    package let context: [String]
    /// The last one needs no shorter context.
    package let steps: [Step]
    /// Whether it is a score that does not sum to 1.
    package let isScore: Bool

    /// P(w | h), a score's S; `nil` where it is undefined.
    package var probability: Double? { steps[0].probability }

    /// The words of h that a step looks at.
    package func context(of step: Step) -> [String] { Array(context.suffix(max(0, step.order - 1))) }

    /// P(w | h) with the last words of h.
    package struct Step: Sendable, Equatable {
        /// 1 more than the words of h that count; 0 for the uniform distribution below all contexts.
        package let order: Int
        package let rule: Rule
        package let probability: Double?

        package init(order: Int, rule: Rule, probability: Double?) {
            (self.order, self.rule, self.probability) = (order, rule, probability)
        }
    }

    /// What makes P(w | h), with P(w | h′) that of the next step.
    package enum Rule: Sendable, Equatable {
        /// (n(hw) + K) / (n(h) + K V); undefined where K and n(h) are 0.
        case additive(count: Int, total: Int, added: Double, size: Int)
        case interpolation(Interpolation)
        /// (n(hw) − taken) / total, of Katz; see ``KatzShare``.
        case discounted(KatzShare)
        /// α(h) P(w | h′), of Katz: α is what the discounts free over what P(· | h′) has for the words not seen after h.
        case katzBackoff(freed: Double, unseenBelow: Double, weight: Double)
        /// What Katz's discounts free of single words, shared evenly by those never seen.
        case evenShare(freed: Double, words: Int)
        /// n(hw) / n(h)
        case frequency(count: Int, total: Int)
        /// α P(w | h′) with the same α for every context, of Stupid Backoff.
        case penalty(Double)
        /// p(hw), as a saved model has it.
        case stored
        /// β(h) P(w | h′), β as a saved model has it.
        case backoff(weight: Double)
        /// P(w | h′): nothing was seen after h, or a saved model has nothing of it.
        case unseenContext
        /// 1/V
        case uniform(size: Int)
    }
}

/// A step of a smoothing that mixes each order with the one below:
///
///     P(w | h) = (a(hw) − D(a(hw))) / denominator(h) + γ(h) · P(w | h′)
package struct Interpolation: Sendable, Equatable {
    /// What a method makes the denominator and γ of.
    package enum Parameters: Sendable, Equatable {
        /// E of Dirichlet: a(h) + E, and E / (a(h) + E).
        case strength(Double)
        /// λ of Jelinek–Mercer: a(h) / λ, and 1 − λ.
        case weight(Double)
        /// T of Witten–Bell, how many words were seen after h: a(h) + T, and T / (a(h) + T).
        case types(Int)
        /// D and T: a(h), and D T / a(h).
        case discount(Double, types: Int)
        /// D₁, D₂, D₃₊, and how many words after h have an a of 1, of 2, of 3 or more: a(h), and Σ D N / a(h).
        case discounts(Discounts, ones: Int, twos: Int, threesOrMore: Int)
    }

    /// a(hw): occurrences, or of lower orders of Kneser–Ney distinct words before.
    package let count: Int
    /// D(a(hw)), 0 for methods that take nothing.
    package let discount: Double
    /// a(h) = Σ_w a(hw)
    package let total: Int
    package let denominator: Double
    /// γ(h)
    package let weight: Double
    package let parameters: Parameters
    /// Whether a counts distinct words before, where it can.
    package let isAdjusted: Bool

    /// What the order itself gives, without γ(h) P(w | h′).
    package var own: Double { (Double(count) - discount) / denominator }
}

/// What a word that was seen after a context keeps with Katz.
package struct KatzShare: Sendable, Equatable {
    /// n(hw)
    package let count: Int
    /// d(n(hw)); `nil` where the order has none, and 1/2 is taken from each count.
    package let factor: Double?
    /// The count that is left.
    package let kept: Double
    /// n(h)
    package let contextCount: Int
    /// What the count left is divided by: n(h), 1 more where nothing was freed, or the sum of the counts left where every
    /// word was seen.
    package let total: Double
}
