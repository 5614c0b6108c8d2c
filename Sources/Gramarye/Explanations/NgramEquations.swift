internal import LanguageModeling
internal import NgramModels
internal import Reporting

extension NgramDerivation {
    /// Its steps as equations, each with the letters and then with the numbers; none where P is undefined.
    var equations: [Equation] {
        if probability == nil { return [] }
        if let last = steps.last, last.rule == .stored { return [storedEquation] }
        return steps.indices.flatMap(equations(of:))
    }

    /// What estimated it; `nil` where a saved model tells what it holds.
    var method: SmoothingMethod? { steps.lazy.compactMap { $0.rule.method(isScore: isScore) }.first }

    private func equations(of index: Int) -> [Equation] {
        let step = steps[index]
        let subject = subject(of: step)
        let value = Formula.number(step.probability ?? 0)
        func equation(_ sides: Formula...) -> Equation { Equation(subject, sides + [value]) }
        switch step.rule {
        case .additive(let count, let total, let added, let size):
            return [additive(step, count: count, total: total, added: added, size: size, value)]
        case .interpolation(let interpolation):
            let letters = InterpolationLetters(
                interpolation, word: word, context: context(of: step).joined(separator: " "))
            let below = steps[index + 1]
            let (symbols, numbers) = letters.sides(
                lower: below.order == 0 ? Self.uniform : self.subject(of: below), .number(below.probability ?? 0))
            return [equation(symbols, numbers)] + letters.weightEquations
        case .discounted(let share):
            let (symbols, numbers) = sides(of: share, step)
            return [equation(symbols, numbers)]
        case .katzBackoff(let freed, let unseenBelow, let weight):
            let below = steps[index + 1]
            let alpha = Formula.ofWords("α", context(of: step).joined(separator: " "))
            return [
                equation(.product([alpha, self.subject(of: below)]), .product([.number(weight), number(of: below)])),
                Equation(
                    alpha,
                    [
                        .fraction(
                            .difference(.integer(1), .symbol("Σ P(w | h)")),
                            .difference(.integer(1), .symbol("Σ P(w | h′)"))),
                        .fraction(.number(freed), .number(unseenBelow)), .number(weight),
                    ]),
            ]
        case .evenShare(let freed, let words):
            return [
                equation(
                    .fraction(.difference(.integer(1), .symbol("Σ P(w)")), .symbol("U")),
                    .fraction(.number(freed), .integer(words)))
            ]
        case .frequency(let count, let total):
            return [equation(.fraction(n(of: step), n(after: step)), .fraction(.integer(count), .integer(total)))]
        case .penalty(let penalty):
            let below = steps[index + 1]
            return [
                equation(
                    .product([.number(penalty), self.subject(of: below)]),
                    .product([.number(penalty), number(of: below)]))
            ]
        case .unseenContext: return [equation(self.subject(of: steps[index + 1]))]
        case .uniform(let size): return [equation(.fraction(.integer(1), .integer(size)))]
        case .stored, .backoff: return []
        }
    }

    private static let uniform = Formula.fraction(.integer(1), .symbol("V"))

    private func number(of step: Step) -> Formula { .number(step.probability ?? 0) }

    /// P(w | h) of a step, S of a score.
    private func subject(of step: Step) -> Formula {
        step.order == 0
            ? Self.uniform
            : .ofWords(isScore ? "S" : "P", word, given: context(of: step).joined(separator: " "))
    }

    private func n(of step: Step) -> Formula { .ofWords("n", (context(of: step) + [word]).joined(separator: " ")) }
    private func n(after step: Step) -> Formula {
        step.order == 1 ? .symbol("N") : .ofWords("n", context(of: step).joined(separator: " "))
    }

    private func additive(
        _ step: Step, count: Int, total: Int, added: Double, size: Int, _ value: Formula
    ) -> Equation {
        let k: Formula = added == 1 ? .integer(1) : .number(added)
        func side(_ n: Formula, _ total: Formula, _ size: Formula) -> Formula {
            guard added > 0 else { return .fraction(n, total) }
            return .fraction(.sum([n, k]), .sum([total, added == 1 ? size : .product([k, size])]))
        }
        return Equation(
            subject(of: step),
            [
                side(n(of: step), n(after: step), .symbol("V")),
                side(.integer(count), .integer(total), .integer(size)), value,
            ])
    }

    private func sides(of share: KatzShare, _ step: Step) -> (symbols: Formula, numbers: Formula) {
        var total = (symbol: n(after: step), number: Formula.number(share.total))
        if share.total == Double(share.contextCount) {
            total.number = .integer(share.contextCount)
        } else if share.total == Double(share.contextCount) + 1 {
            total = (.sum([total.symbol, .integer(1)]), .sum([.integer(share.contextCount), .integer(1)]))
        } else {
            total.symbol = .ofWords("n*", (context(of: step) + ["·"]).joined(separator: " "))
        }
        guard let factor = share.factor else {
            let half = Formula.number(0.5)
            return (
                .fraction(.difference(n(of: step), half), total.symbol),
                .fraction(.difference(.integer(share.count), half), total.number)
            )
        }
        return (
            .fraction(.product([.ofWords("d", "\(share.count)"), n(of: step)]), total.symbol),
            .fraction(.product([.number(factor), .integer(share.count)]), total.number)
        )
    }

    /// β(a b) · β(b) · p(c), which says all that a saved model holds.
    private var storedEquation: Equation {
        var factors: [(symbol: Formula, number: Double)] = []
        for step in steps {
            let context = context(of: step).joined(separator: " ")
            switch step.rule {
            case .backoff(let weight): factors.append((.ofWords("β", context), weight))
            case .penalty(let penalty): factors.append((.symbol("α"), penalty))
            case .stored:
                factors.append((.ofWords(isScore ? "f" : "p", word, given: context), step.probability ?? 0))
            default: break
            }
        }
        func product(_ formulas: [Formula]) -> Formula { formulas.count == 1 ? formulas[0] : .product(formulas) }
        return Equation(
            subject(of: steps[0]),
            [product(factors.map(\.symbol)), product(factors.map { .number($0.number) }), .number(probability ?? 0)])
    }
}

extension NgramDerivation.Rule {
    /// The method that has such a step; `nil` where several have.
    fileprivate func method(isScore: Bool) -> SmoothingMethod? {
        switch self {
        case .additive(_, _, let added, _): added == 0 ? .maximumLikelihood : added == 1 ? .laplace : .lidstone
        case .interpolation(let step):
            switch step.parameters {
            case .strength: .dirichlet
            case .weight: .jelinekMercer
            case .types: .wittenBell
            case .discount: step.isAdjusted ? .kneserNey : .absoluteDiscounting
            case .discounts: .modifiedKneserNey
            }
        case .discounted, .katzBackoff, .evenShare: .katz
        case .frequency: isScore ? .stupidBackoff : .katz
        case .penalty, .stored, .backoff, .unseenContext, .uniform: nil
        }
    }
}
