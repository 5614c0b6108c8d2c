internal import NgramModels
internal import Reporting

/// A step of a smoothing that interpolates, in the letters of its method and with their numbers.
struct InterpolationLetters {
    private let step: Interpolation
    private let context: String
    /// a(hw), n(hw) of methods that count occurrences alone.
    private let count: Formula
    /// a(h ·), n(h), N.
    private let total: Formula

    init(_ step: Interpolation, word: String, context: String) {
        self.step = step
        self.context = context
        let ngram = context.isEmpty ? word : "\(context) \(word)"
        count = .ofWords(step.isAdjusted ? "a" : "n", ngram)
        if step.isAdjusted {
            total = .ofWords("a", context.isEmpty ? "·" : "\(context) ·")
        } else {
            total = context.isEmpty ? .symbol("N") : .ofWords("n", context)
        }
    }

    /// A letter that belongs to the context.
    private func letter(_ name: String) -> Formula { context.isEmpty ? .symbol(name) : .ofWords(name, context) }

    /// P(w | h) in letters and in numbers.
    ///
    /// - Parameter lower: P(w | h′) in either.
    func sides(lower: Formula, _ lowerNumber: Formula) -> (symbols: Formula, numbers: Formula) {
        let (n, sum) = (Formula.integer(step.count), Formula.integer(step.total))
        switch step.parameters {
        case .strength(let strength):
            return (
                Self.counted(count, .symbol("E"), lower, total), Self.counted(n, .number(strength), lowerNumber, sum)
            )
        case .types(let types):
            return (
                Self.counted(count, letter("T"), lower, total), Self.counted(n, .integer(types), lowerNumber, sum)
            )
        case .weight(let weight):
            return (
                Self.weighted(letter("λ"), count, total, .difference(.integer(1), letter("λ")), lower),
                Self.weighted(.number(weight), n, sum, .number(step.weight), lowerNumber)
            )
        case .discount(let discount, let types):
            return (
                .sum([
                    own(count, .symbol("D"), total),
                    .product([.fraction(.product([.symbol("D"), letter("T")]), total), lower]),
                ]),
                .sum([
                    own(n, .number(step.discount), sum),
                    .product([.fraction(.product([.number(discount), .integer(types)]), sum), lowerNumber]),
                ])
            )
        case .discounts:
            let d = ["", "D₁", "D₂", "D₃₊"][min(step.count, 3)]
            return (
                .sum([own(count, .symbol(d), total), .product([letter("γ"), lower])]),
                .sum([own(n, .number(step.discount), sum), .product([.number(step.weight), lowerNumber])])
            )
        }
    }

    /// How γ came about, where it is too long to stand in its place.
    var weightEquations: [Equation] {
        guard case .discounts(let d, let ones, let twos, let more) = step.parameters else { return [] }
        let letters = zip(["D₁", "D₂", "D₃₊"], ["N₁", "N₂", "N₃₊"]).map { Formula.product([.symbol($0), .symbol($1)]) }
        let numbers = zip([d.one, d.two, d.threeOrMore], [ones, twos, more]).map {
            Formula.product([.number($0), .integer($1)])
        }
        return [
            Equation(
                letter("γ"),
                [
                    .fraction(.sum(letters), total), .fraction(.sum(numbers), .integer(step.total)),
                    .number(step.weight),
                ])
        ]
    }

    /// (n + E P) / (N + E)
    private static func counted(_ n: Formula, _ added: Formula, _ lower: Formula, _ total: Formula) -> Formula {
        .fraction(.sum([n, .product([added, lower])]), .sum([total, added]))
    }

    /// λ n / N + (1 − λ) P
    private static func weighted(
        _ weight: Formula, _ n: Formula, _ total: Formula, _ rest: Formula, _ lower: Formula
    ) -> Formula {
        .sum([.product([weight, .fraction(n, total)]), .product([rest, lower])])
    }

    /// (a − D) / A; from a count of 0 nothing is taken.
    private func own(_ n: Formula, _ discount: Formula, _ total: Formula) -> Formula {
        .fraction(step.count == 0 ? n : .difference(n, discount), total)
    }
}
