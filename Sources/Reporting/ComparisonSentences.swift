internal import Foundation
public import LanguageModeling
public import Statistics

/// What a comparison found, in plain words made from its numbers.
public struct ComparisonSentences {
    private let comparison: Comparison
    private let mixtures: [ComparedMixture]
    private let differences: [PairedResampling.Difference]

    public init(
        _ comparison: Comparison, mixtures: [ComparedMixture], differences: [PairedResampling.Difference]
    ) {
        self.comparison = comparison
        self.mixtures = mixtures
        self.differences = differences
    }

    /// A paragraph: what won, by how much, whether that is more than chance, what a mixture gains.
    /// Empty with fewer than two models that have a finite perplexity.
    public var paragraph: String {
        let ranked = comparison.models.indices
            .compactMap { index in perplexity(comparison.models[index].test).map { (index: index, perplexity: $0) } }
            .sorted { $0.perplexity < $1.perplexity }
        guard ranked.count >= 2 else { return "" }
        return [best(ranked[0], ranked[1]), chance(ranked[0].index, ranked[1].index), mixture].compactMap(\.self)
            .joined(separator: " ")
    }

    private typealias Ranked = (index: Int, perplexity: Double)

    private func best(_ first: Ranked, _ second: Ranked) -> String {
        let excess = (second.perplexity / first.perplexity - 1) * 100
        return "Of \(comparison.models.count) models \(name(first.index)) foretells test best, with a perplexity of "
            + "\(NumberText.rounded(first.perplexity)); \(name(second.index)) follows with "
            + "\(NumberText.rounded(second.perplexity)), \(NumberText.rounded(excess, significantDigits: 2)) % higher."
    }

    private func chance(_ first: Int, _ second: Int) -> String? {
        guard
            let found = differences.first(where: {
                ($0.first, $0.second) == (min(first, second), max(first, second))
            })
        else { return nil }
        let sign: Double = found.first == first ? -1 : 1
        let bounds = [found.interval.lowerBound * sign, found.interval.upperBound * sign].sorted()
        let size =
            "The difference is \(bits(found.difference * sign)) bits an event "
            + "(95 % interval \(bits(bounds[0])) to \(bits(bounds[1])))"
        let tests = differences.count == 1 ? "" : " after Holm's correction for \(differences.count) pairs"
        let p =
            found.adjustedPValue < 0.001
            ? "p < 0.001" : "p = \(NumberText.rounded(found.adjustedPValue, significantDigits: 2))"
        return found.adjustedPValue < 0.05
            ? "\(size), more than chance would make it (\(p)\(tests))."
            : "\(size), no more than chance could make it (\(p)\(tests)): this test cannot tell the two apart."
    }

    /// The mixture that is best on valid, for test chooses nothing.
    private var mixture: String? {
        let candidates = mixtures.compactMap { mixture in perplexity(mixture.valid).map { (mixture, $0) } }
        guard let (mixture, _) = candidates.min(by: { $0.1 < $1.1 }), let mixed = perplexity(mixture.test),
            let single = mixture.components.compactMap({ perplexity($0.test) }).min()
        else { return nil }
        // A weight that rounds to nothing says nothing.
        let weights = zip(mixture.components, mixture.weights).filter { $0.1 >= 0.005 }
            .map { "\($0.name) \(NumberText.rounded($1, significantDigits: 2))" }.joined(separator: ", ")
        let gain = (1 - mixed / single) * 100
        let result =
            gain > 0
            ? "\(NumberText.rounded(gain, significantDigits: 2)) % below the best of them alone"
            : "no lower than the best of them alone"
        return "Mixed with the weights that suit valid best (\(weights)), they reach "
            + "\(NumberText.rounded(mixed)), \(result)."
    }

    private func name(_ index: Int) -> String { comparison.models[index].name }

    private func bits(_ number: Double) -> String { NumberText.rounded(number, significantDigits: 2) }

    private func perplexity(_ logProbabilities: [Double]) -> Double? {
        guard !logProbabilities.isEmpty else { return nil }
        let perplexity = exp(-logProbabilities.reduce(0, +) / Double(logProbabilities.count))
        return perplexity.isFinite ? perplexity : nil
    }
}
