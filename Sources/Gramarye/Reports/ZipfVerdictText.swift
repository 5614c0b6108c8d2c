internal import Foundation
internal import Reporting
public import Statistics

extension ZipfVerdict {
    /// The verdict in sentences, each of which follows from the numbers.
    ///
    /// - Parameters:
    ///   - analysis: that of the verdict.
    ///   - what: what was counted, such as `words`.
    public func sentences(_ analysis: ZipfAnalysis, what: String) -> [String] {
        [finding(analysis, what), rivals(analysis), tail(analysis, what), textbook(analysis)].compactMap(\.self)
    }

    private func finding(_ analysis: ZipfAnalysis, _ what: String) -> String {
        let spectrum = analysis.spectrum
        let quoted =
            if let exponent, let interval, let standardError {
                "quote a Zipf exponent of \(three(exponent)) ± \(two(standardError)) "
                    + "(95 % interval \(three(interval.lowerBound)) to \(three(interval.upperBound))). "
            } else {
                ""
            }
        switch basis {
        case .wholeRange:
            return "For \(what), \(quoted)The power law f₂ is tenable over the whole range of frequencies, rare ones "
                + "included (p \(p(analysis.wholeRangeTest)); β = \(three(analysis.wholeRange?.exponent)), and the "
                + "exponent by rank is 1/(β − 1))."
        case .tail:
            let tail = analysis.tail!
            let law =
                "power law is tenable (p \(p(analysis.tailTest)); α = \(three(tail.exponent)), and the exponent by rank "
                + "is 1/(α − 1))"
            if tail.tailTypes == spectrum.types {
                return "For \(what), \(quoted)Over the whole range of frequencies, the discrete \(law), but the power "
                    + "law f₂ is not (p \(p(analysis.wholeRangeTest)))."
            }
            let share = Double(tail.tailTypes) / Double(spectrum.types)
            return
                "For the \(NumberText.grouped(tail.tailTypes)) most frequent \(what) (\(percent(share)) of the types), "
                + "which occur \(NumberText.grouped(tail.minimum)) times or more, \(quoted)There a \(law); over the whole "
                + "range none is (f₂: p \(p(analysis.wholeRangeTest)))."
        case .none:
            return "For \(what), no power law is tenable: p \(p(analysis.wholeRangeTest)) for f₂ over the whole range"
                + (analysis.tail.map {
                    $0.tailTypes < Self.fewestTypes
                        ? ", and the best tail, frequencies from \(NumberText.grouped($0.minimum)) up, has only "
                            + "\(NumberText.counted($0.tailTypes, "type")), too few to tell a power law from anything else"
                        : " and p \(p(analysis.tailTest)) for the best tail, frequencies from "
                            + "\(NumberText.grouped($0.minimum)) up"
                } ?? "")
                + ". Any exponent then describes this corpus but is not a law."
        case .tooFew:
            if spectrum.entries.count < 2 {
                let times = NumberText.counted(spectrum.maximum, "time")
                return spectrum.types == 1
                    ? "One type that occurs \(times) has neither a slope nor a law."
                    : "All \(NumberText.grouped(spectrum.types)) \(what) occur \(times): there is nothing to fit."
            }
            return "\(NumberText.grouped(spectrum.types)) types are too few to say whether \(what) follow a power law: "
                + "any law would pass, and no exponent is worth quoting. It takes \(Self.fewestTypes) or more."
        case .untested:
            return "Whether a power law is tenable was not tested: that takes some 300 bootstraps."
        }
    }

    /// What the data say of the rivals of a law, with Vuong's z where they decide and p where they do not.
    private func rivals(_ analysis: ZipfAnalysis) -> String? {
        let isTail = basis == .tail || basis == .none
        guard basis == .wholeRange || isTail,
            let minimum = isTail ? analysis.tail?.minimum : analysis.wholeRange?.distribution.minimum
        else { return nil }
        let law: VuongTest.Model = isTail ? .zeta : .wholeRange
        let tests = analysis.comparisons.filter { $0.first == law && $0.minimum == minimum }
        func named(_ wanted: (VuongTest) -> Bool) -> String? {
            let names = tests.filter(wanted).map { test in
                let figure =
                    if let z = test.z, test.favoured != nil { "z = \(two(z))" } else { "p \(equals(test.pValue))" }
                return "the \(test.second.name) (\(figure))"
            }
            return names.isEmpty ? nil : Self.list(names)
        }
        var parts: [String] = []
        if let worse = named({ $0.favoured == law }) { parts.append("it fits better than \(worse)") }
        if let same = named({ $0.favoured == nil }) { parts.append("it cannot be told apart from \(same)") }
        if let better = named({ $0.favoured == $0.second }) { parts.append("it fits worse than \(better)") }
        let head = isTail ? "The discrete power law and its rivals" : "f₂ and its rivals"
        return parts.isEmpty
            ? nil
            : head + ", by likelihood-ratio tests: "
                + parts.joined(separator: "; ") + "."
    }

    /// The tail beside a law that holds over the whole range.
    private func tail(_ analysis: ZipfAnalysis, _ what: String) -> String? {
        guard basis == .wholeRange, let tail = analysis.tail, let test = analysis.tailTest else { return nil }
        let lognormal = analysis.comparisons.first { $0.first == .zeta && $0.second == .lognormal }
        let against =
            switch lognormal?.favoured {
            case nil where lognormal != nil:
                "; it cannot be told apart from the lognormal (p \(equals(lognormal!.pValue)))"
            case .lognormal: ", worse than the lognormal (p \(equals(lognormal!.pValue)))"
            default: ""
            }
        let those =
            tail.minimum == 1
            ? "all \(NumberText.grouped(tail.tailTypes)) \(what)"
            : "the \(NumberText.grouped(tail.tailTypes)) \(what) that occur "
                + "\(NumberText.counted(tail.minimum, "time")) or more"
        return "The discrete power law of \(those) has α = \(three(tail.exponent)) ± "
            + "\(two(tail.standardError)), by rank \(three(tail.zipfExponent)) ± \(two(tail.zipfStandardError)): "
            + (test.pValue > Self.tenable ? "tenable" : "not tenable") + " (p \(p(test)))\(against)."
    }

    private func textbook(_ analysis: ZipfAnalysis) -> String? {
        guard let line = analysis.line, let squares = line.rSquared else { return nil }
        let ranks = "\(NumberText.grouped(line.ranks.lowerBound))–\(NumberText.grouped(line.ranks.upperBound))"
        return
            "The textbook’s line over ranks \(ranks) has the slope \(three(line.exponent)), R² = \(three(squares)): it "
            + "depends on the ranks chosen, and its R² and standard error do not say whether Zipf’s law holds."
    }

    /// a, b and c.
    private static func list(_ names: [String]) -> String {
        names.count < 2
            ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
    }

    private func three(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "–" }
    private func two(_ value: Double) -> String { NumberText.rounded(value, significantDigits: 2) }
    private func percent(_ share: Double) -> String { NumberText.rounded(100 * share, significantDigits: 2) + " %" }
    private func equals(_ p: Double) -> String {
        p < 0.001 ? "< 0.001" : "= " + NumberText.rounded(p, significantDigits: 2)
    }
    private func p(_ test: GoodnessOfFit?) -> String {
        guard let test else { return "–" }
        return test.exceedances == 0
            ? "< \(NumberText.rounded(1 / Double(test.samples), significantDigits: 2))"
            : "= " + NumberText.rounded(test.pValue, significantDigits: 2)
    }
}

extension VuongTest.Model {
    /// As people write it.
    package var name: String {
        switch self {
        case .zeta: "zeta distribution"
        case .wholeRange: "power law f₂"
        case .lognormal: "lognormal"
        case .exponential: "exponential"
        case .truncatedPowerLaw: "power law with a cutoff"
        }
    }
}
