internal import Foundation
public import Statistics

extension ZipfVerdict {
    /// The verdict in sentences, each of which follows from the numbers.
    /// - Parameter what: what was counted, as `words`.
    public func sentences(_ analysis: ZipfAnalysis, what: String) -> [String] {
        [finding(analysis, what), rivals(analysis), textbook(analysis), caution(analysis)].compactMap(\.self)
    }

    private func finding(_ analysis: ZipfAnalysis, _ what: String) -> String {
        let quoted =
            if let exponent, let interval, let standardError {
                "Quote a Zipf exponent of \(three(exponent)) ± \(two(standardError)) "
                    + "(95 %: \(three(interval.lowerBound)) to \(three(interval.upperBound)))"
            } else {
                ""
            }
        switch basis {
        case .wholeRange:
            return "\(quoted): for \(what), the power law f₂ is tenable over the whole range of frequencies "
                + "(p \(p(analysis.wholeRangeTest)), β = \(three(analysis.wholeRange?.exponent))), rare ones included."
        case .tail:
            let tail = analysis.tail!
            let share = Double(tail.tailTypes) / Double(analysis.spectrum.types)
            return "\(quoted), for the \(NumberText.grouped(tail.tailTypes)) most frequent \(what) "
                + "(\(percent(share)) of the types), those that occur \(NumberText.grouped(tail.minimum)) times or more: "
                + "there a power law is tenable (p \(p(analysis.tailTest)), α = \(three(tail.exponent))); "
                + "over the whole range it is not (f₂: p \(p(analysis.wholeRangeTest)))."
        case .none:
            return
                "For \(what), no power law is tenable: f₂ over the whole range has p \(p(analysis.wholeRangeTest)), "
                + "the best tail, frequencies from \(NumberText.grouped(analysis.tail?.minimum ?? 1)), "
                + "p \(p(analysis.tailTest)). Any exponent describes this corpus and is no law."
        case .untested:
            return analysis.tail == nil
                ? "There are too few different frequencies of \(what) to fit a power law."
                : "Whether a power law is tenable was not tested; --bootstraps 300 does."
        }
    }

    /// What the data say of the rivals of the model quoted.
    private func rivals(_ analysis: ZipfAnalysis) -> String? {
        let law: ModelComparison.Model = basis == .wholeRange ? .wholeRange : .zeta
        guard basis == .wholeRange || basis == .tail else { return nil }
        let minimum = basis == .wholeRange ? analysis.wholeRange?.distribution.minimum : analysis.tail?.minimum
        let tests = analysis.comparisons.filter { $0.first == law && $0.minimum == minimum }
        let named = { (wanted: (ModelComparison) -> Bool) in
            tests.filter(wanted).map { "the \($0.second.name)" }.joined(separator: ", ")
        }
        let (better, same, worse) = (
            named { $0.favoured == $0.second }, named { $0.favoured == nil }, named { $0.favoured == law }
        )
        var parts: [String] = []
        if !worse.isEmpty { parts.append("it fits better than \(worse)") }
        if !same.isEmpty { parts.append("the data do not tell it from \(same)") }
        if !better.isEmpty { parts.append("\(better) fits better") }
        return parts.isEmpty ? nil : "Of its rivals: " + parts.joined(separator: "; ") + "."
    }

    private func textbook(_ analysis: ZipfAnalysis) -> String? {
        guard let line = analysis.line else { return nil }
        let ranks = "\(NumberText.grouped(line.ranks.lowerBound))–\(NumberText.grouped(line.ranks.upperBound))"
        let fit = line.rSquared.map { ", R² = \(three($0))" } ?? ""
        return
            "The textbook’s line over ranks \(ranks) has the slope \(three(line.exponent))\(fit): it depends on the ranks "
            + "chosen, and its R² and standard error do not say whether Zipf’s law holds."
    }

    private func caution(_ analysis: ZipfAnalysis) -> String? {
        guard basis == .tail, let tail = analysis.tail, tail.tailTypes < 50 else { return nil }
        return "A tail of \(tail.tailTypes) types is too short to tell a power law from anything else."
    }

    private func three(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "–" }
    private func two(_ value: Double) -> String { NumberText.rounded(value, significantDigits: 2) }
    private func percent(_ share: Double) -> String { NumberText.rounded(100 * share, significantDigits: 2) + " %" }
    private func p(_ test: GoodnessOfFit?) -> String {
        guard let test else { return "–" }
        return test.exceedances == 0
            ? "< \(NumberText.rounded(1 / Double(test.samples), significantDigits: 2))"
            : "= " + NumberText.rounded(test.pValue, significantDigits: 2)
    }
}

extension ModelComparison.Model {
    /// As people write it.
    public var name: String {
        switch self {
        case .zeta: "zeta distribution"
        case .wholeRange: "power law f₂"
        case .lognormal: "lognormal"
        case .exponential: "exponential"
        case .truncatedPowerLaw: "power law with a cutoff"
        }
    }
}
