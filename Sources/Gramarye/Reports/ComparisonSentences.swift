internal import Foundation
package import LanguageModeling
internal import Reporting
internal import Statistics

/// What a comparison found, in plain words made from its numbers.
package struct ComparisonSentences {
    private let comparison: Comparison
    private let mixtures: [ComparedMixture]
    private let significance: Significance
    private let judge: String

    /// - Parameter judge: the split that judges.
    package init(
        _ comparison: Comparison, mixtures: [ComparedMixture], significance: Significance, judge: String = "test"
    ) {
        self.comparison = comparison
        self.mixtures = mixtures
        self.significance = significance
        self.judge = judge
    }

    /// A paragraph: what won, by how much, whether that is more than chance, what a mixture gains.
    package var paragraph: String {
        let ranked = comparison.models.compactMap { model in perplexity(model).map { (model, $0) } }
            .sorted { $0.1 < $1.1 }
        var sentences: [String?] = []
        switch ranked.count {
        case 0: sentences = ["No model has a finite perplexity on \(judge)."]
        case 1: sentences = [alone(ranked[0])]
        default:
            sentences = [
                best(ranked[0], ranked[1]), chance(ranked[0].0.name, ranked[1].0.name), otherKind(ranked), mixture,
                coverage,
            ]
        }
        return (sentences + [infinite]).compactMap(\.self).joined(separator: " ")
    }

    private typealias Ranked = (model: ComparedModel, perplexity: Double)

    private func alone(_ model: Ranked) -> String {
        let others = comparison.models.count == 1 ? "there is no other model" : "no other model has a finite one"
        return "\(model.model.name) predicts \(judge) with a perplexity of \(NumberText.rounded(model.perplexity)); "
            + "\(others) to compare it with."
    }

    private func best(_ first: Ranked, _ second: Ranked) -> String {
        if first.perplexity == second.perplexity {
            return
                "Of \(comparison.models.count) models, \(first.model.name) and \(second.model.name) predict \(judge) "
                + "best and equally well, with a perplexity of \(NumberText.rounded(first.perplexity))."
        }
        if isSame(second.model.name, first.model.name) {
            return
                "Of \(comparison.models.count) models, \(first.model.name) and \(second.model.name) predict \(judge) "
                + "best, the same to rounding, with a perplexity of \(NumberText.rounded(first.perplexity))."
        }
        return "Of \(comparison.models.count) models, \(first.model.name) predicts \(judge) best, with a perplexity of "
            + "\(NumberText.rounded(first.perplexity)); \(second.model.name) follows with "
            + "\(NumberText.rounded(second.perplexity)), \(excess(second.perplexity / first.perplexity))."
    }

    private func chance(_ first: String, _ second: String) -> String? {
        guard let found = significance.difference(of: second, from: first), !found.isRounding else { return nil }
        guard let p = found.adjustedPValue else {
            return "The difference is \(bits(found.difference)) bits a token; \(tooFewUnits)."
        }
        let size = "The difference is \(figures(found)) bits a token (95 % interval \(interval(found)))"
        if p < Self.level {
            return "\(size), more than chance would produce (\(probability(p, found)))."
        }
        return significance.smallestPValue >= Self.level
            ? "\(size); \(tooFew)."
            : "\(size), no more than chance could produce (\(probability(p, found))): this test cannot tell the two apart."
    }

    /// What was drawn anew, and what that does not cover; `nil` where no interval and no p is given.
    private var coverage: String? {
        let shown = significance.differences.filter { $0.interval != nil && !$0.isRounding }
        guard !shown.isEmpty else { return nil }
        let what: String
        if shown.contains(where: \.includesSeeds) {
            let without = significance.withoutSeeds
            let others = without.isEmpty ? "" : ", but for \(without.joined(separator: ", ")), judged from one seed"
            what = ", by \(units), and of the networks’ seeds\(others); not that of the training text."
        } else {
            what = " alone, by \(units); not that of the training text or of a seed."
        }
        let limit =
            significance.units.kind == .stretch
            ? " A text of fewer than some fifty topics varies more than its stretches tell." : ""
        return "Intervals and p cover the choice of the \(judge) text\(what)\(limit)"
    }

    /// 20 stretches of some 3,704 events.
    private var units: String {
        let units = significance.units
        let number = NumberText.grouped(units.count)
        switch units.kind {
        case .document: return units.count == 1 ? "1 document" : "\(number) documents"
        case .stretch:
            let each = Int(units.eventsPerUnit.rounded())
            return (units.count == 1 ? "1 stretch" : "\(number) stretches")
                + (each == 1 ? " of 1 event" : " of some \(NumberText.grouped(each)) events")
        }
    }

    private var tooFewUnits: String {
        "\(judge) has only \(units), too few to tell whether that is chance, which takes \(ResamplingUnits.fewest)"
    }

    /// The best network, or the best model of counts, where the two best models are of the same kind.
    private func otherKind(_ ranked: [Ranked]) -> String? {
        let kind = ranked[0].model.includesNetwork
        guard ranked[1].model.includesNetwork == kind,
            let other = ranked.first(where: { $0.model.includesNetwork != kind })
        else { return nil }
        return "The best \(kind ? "model without a network" : "network") is \(other.model.name) with "
            + "\(NumberText.rounded(other.perplexity)), "
            + (isSame(other.model.name, ranked[0].model.name)
                ? "the same to rounding as the best."
                : "\(excess(other.perplexity / ranked[0].perplexity, than: "the best")).")
    }

    /// The mixture that is best on valid, for test chooses nothing.
    private var mixture: String? {
        guard let mixture = mixtures.bestOnValid, let mixed = mixture.test.perplexity, mixed.isFinite,
            let single = perplexity(mixture.bestRow)
        else { return nil }
        // A weight that rounds to nothing says nothing.
        let weights = zip(mixture.parts, mixture.meanWeights).filter { $0.1 >= 0.005 }
            .map { "\($0.name) \(String(format: "%.2f", $1))" }.joined(separator: ", ")
        let introduction =
            mixtures.count == 1 ? "The mixture" : "Of \(mixtures.count) mixtures, the one that predicts valid best"
        let result = "\(introduction) (\(weights)) reaches \(NumberText.rounded(mixed))"
        let best = mixture.bestRow.name
        // Rounding alone makes a mixture of one model a hair better than it.
        guard mixed < single * (1 - 1e-6), !isSame(best, mixture.name) else {
            return "\(result), which is no lower than \(best) alone."
        }
        var sentence = "\(result), \(percent(1 - mixed / single)) below \(best), the best of what it mixes"
        if let found = significance.difference(of: best, from: mixture.name), let p = found.adjustedPValue {
            sentence +=
                p < Self.level
                ? ", which is more than chance (\(figures(found)) bits, 95 % interval \(interval(found)), \(probability(p, found)))"
                : significance.smallestPValue >= Self.level
                    ? "; \(tooFew)" : ", which may be chance (\(probability(p, found)))"
        }
        return sentence + "."
    }

    private var infinite: String? {
        let names = comparison.models.filter { perplexity($0) == nil }.map(\.name)
        guard !names.isEmpty, names.count < comparison.models.count else { return nil }
        let one = names.count == 1
        return "\(names.joined(separator: ", ")) give\(one ? "s" : "") some events probability zero, so "
            + "\(one ? "its perplexity is" : "their perplexities are") infinite."
    }

    private static let level = 0.05

    private var tooFew: String {
        "\(NumberText.grouped(significance.resamples)) resamples are too few to tell whether that is chance among "
            + NumberText.counted(significance.differences.count, "pair")
    }

    private func bits(_ number: Double) -> String { NumberText.rounded(number, significantDigits: 2) }

    private func percent(_ share: Double) -> String {
        share < 0.0005 ? "less than 0.1 %" : "\(NumberText.rounded(share * 100, significantDigits: 2)) %"
    }

    /// `26 % higher than the best`, `5.1 times as high as the best`; without another, `26 % higher`, `5.1 times as high`.
    private func excess(_ ratio: Double, than other: String? = nil) -> String {
        ratio < 2
            ? "\(percent(ratio - 1)) higher" + (other.map { " than \($0)" } ?? "")
            : "\(NumberText.rounded(ratio, significantDigits: 2)) times as high" + (other.map { " as \($0)" } ?? "")
    }

    /// Whether two models do not differ by more than rounding.
    private func isSame(_ first: String, _ second: String) -> Bool {
        significance.difference(of: first, from: second)?.isRounding ?? false
    }

    private func interval(_ found: PairedResampling.Difference) -> String {
        guard let interval = found.interval else { return "" }
        return "\(figure(interval.lowerBound, in: interval)) to \(figure(interval.upperBound, in: interval))"
    }

    private func figures(_ found: PairedResampling.Difference) -> String {
        found.interval.map { figure(found.difference, in: $0) } ?? bits(found.difference)
    }

    /// With the decimals that tell the ends of an interval apart: 9.949 between 9.912 and 9.987 is `9.949`.
    private func figure(_ number: Double, in interval: ClosedRange<Double>) -> String {
        let half = (interval.upperBound - interval.lowerBound) / 2
        guard half > 1e-8, half < 1e8 else { return bits(number) }
        return NumberText.fixed(number, decimals: max(0, 1 - Int(log10(half).rounded(.down))))
    }

    private func probability(_ p: Double, _ found: PairedResampling.Difference) -> String {
        let pairs = significance.differences.count
        // Never smaller than one in a million resamples; a power of ten is for no reader.
        // Two digits of what p is rounded to: 0.00009999 is 0.00010.
        let decimals = max(2, 1 - Int(log10(p * 1.005).rounded(.down)))
        return "p \(found.isAtFloor ? "≤" : "=") \(NumberText.fixed(p, decimals: decimals))"
            + (pairs == 1 ? "" : " after Holm’s correction for \(pairs) pairs")
    }

    private func perplexity(_ model: ComparedModel) -> Double? {
        guard !model.test.isEmpty else { return nil }
        let perplexity = exp(-model.test.reduce(0, +) / Double(model.test.count))
        return perplexity.isFinite ? perplexity : nil
    }
}

extension [ComparedMixture] {
    /// The mixture that predicts valid best; `nil` if none has a finite perplexity there.
    package var bestOnValid: ComparedMixture? {
        filter { $0.valid.perplexity?.isFinite ?? false }.min { $0.valid.perplexity! < $1.valid.perplexity! }
    }
}
