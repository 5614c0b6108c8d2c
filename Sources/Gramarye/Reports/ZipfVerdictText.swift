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
                    + "(95 % interval \(three(interval.lowerBound)) to \(three(interval.upperBound)))"
            } else {
                ""
            }
        switch basis {
        case .wholeRange:
            return "For \(what), \(quoted)\(noBetter(analysis)). The power law f₂ is tenable over the whole range of "
                + "frequencies, rare ones included (p \(p(analysis.wholeRangeTest)); "
                + "β = \(three(analysis.wholeRange?.exponent)), and the exponent by rank is 1/(β − 1))."
        case .either:
            guard let law = analysis.wholeRange, let zeta = analysis.wholeZeta, let interval else { return "" }
            let test = analysis.comparisons(of: .wholeRange).first { $0.second == .zeta }
            return "For \(what), the power law f₂ is tenable over the whole range of frequencies (p "
                + "\(p(analysis.wholeRangeTest))) and cannot be told apart from the zeta distribution (p "
                + "\(equals(test?.pValue ?? 1))), which by its own test is "
                + "\(Self.holds(analysis.wholeZetaTest) ? "tenable too" : "rejected at \(percent(Self.tenable))") (p "
                + "\(p(analysis.wholeZetaTest))): by f₂ the Zipf exponent is \(three(law.zipfExponent)) ± "
                + "\(two(law.zipfStandardError)), by the zeta distribution \(three(zeta.zipfExponent)) ± "
                + "\(two(zeta.zipfStandardError)). Quote both, or the 95 % interval \(three(interval.lowerBound)) to "
                + "\(three(interval.upperBound)), which covers those of both\(noBetter(analysis))."
        case .zeta:
            return "For \(what), \(quoted)\(noBetter(analysis)). Over the whole range of frequencies, the discrete "
                + "\(tenable(analysis)), but the power law f₂ is not (p \(p(analysis.wholeRangeTest)))."
        case .unquoted: return unquoted(analysis, what)
        case .none:
            return "For \(what), a power law is rejected at \(percent(Self.tenable)): p \(p(analysis.wholeRangeTest)) "
                + "for f₂ over the whole range"
                + (analysis.tail.map {
                    $0.tailTypes < Self.fewestTypes
                        ? "; \(whichTail(analysis)), frequencies from \(NumberText.grouped($0.minimum)) up, has only "
                            + "\(NumberText.counted($0.tailTypes, "type")), too few to tell a power law from anything else."

                        : " and p \(p(analysis.tailTest)) for \(whichTail(analysis)), frequencies from "
                            + "\(NumberText.grouped($0.minimum)) up."
                } ?? ".")
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

    /// A law that is tenable, and why its exponent is not quoted.
    private func unquoted(_ analysis: ZipfAnalysis, _ what: String) -> String {
        let why = reservation.map { "no exponent is quoted: \(reason($0, analysis))" } ?? "no exponent is quoted"
        guard let tail = analysis.tail, Self.holds(analysis.tailTest), tail.tailTypes >= Self.fewestTypes else {
            return
                "For \(what), the power law f₂ over the whole range is not rejected (p \(p(analysis.wholeRangeTest))), "
                + "but \(why)."
        }
        let f2 =
            Self.holds(analysis.wholeRangeTest)
            ? "" : "; over the whole range f₂ is rejected (p \(p(analysis.wholeRangeTest)))"
        let spread = analysis.tailErrors.map { " ± \(two($0.zipf))" } ?? ""
        return "For \(mostFrequent(analysis, what)), a power law is not rejected (p \(p(analysis.tailTest)); α = "
            + "\(three(tail.exponent)), by rank \(three(tail.zipfExponent))\(spread)), but \(why)\(f2)."
    }

    private func reason(_ reservation: Reservation, _ analysis: ZipfAnalysis) -> String {
        func figure(_ rival: VuongTest.Model) -> String {
            let law: VuongTest.Model = Self.holds(analysis.tailTest) ? .zeta : .wholeRange
            let test = analysis.comparisons(of: law).first { $0.second == rival }
            return test?.pValue.map { " (p \(equals($0)))" } ?? ""
        }
        return switch reservation {
        case .cutoff: "with a cutoff it fits better\(figure(.truncatedPowerLaw))"
        case .worse(let rival): "the \(rival.name) fits better\(figure(rival))"
        case .noBetterThanExponential: "it fits no better than the exponential\(figure(.exponential))"
        case .drift: "the most frequent types have another exponent"
        case .tailAlone:
            "it holds of a tail alone, and for samples of a Zipf–Mandelbrot population the interval of a tail’s exponent "
                + "covers the population’s far less often than it says, whoever chose where the tail begins"
        case .fewTypes:
            "of fewer than \(NumberText.grouped(Self.fewestTypesToQuote)) types, samples of a Zipf–Mandelbrot population pass "
                + "as a power law with another exponent than theirs"
        case .noBootstrap: "too few of its bootstraps have one"
        case .noRivals: "its rivals begin at a frequency that occurs"
        }
    }

    private func whichTail(_ analysis: ZipfAnalysis) -> String {
        analysis.isMinimumGiven ? "the tail asked for" : "the best tail"
    }

    /// The 136 most frequent words (17 % of the types), which occur 9 times or more.
    private func mostFrequent(_ analysis: ZipfAnalysis, _ what: String) -> String {
        guard let tail = analysis.tail, tail.tailTypes < analysis.spectrum.types else { return what }
        let share = Double(tail.tailTypes) / Double(analysis.spectrum.types)
        return
            "the \(NumberText.grouped(tail.tailTypes)) most frequent \(what) (\(percent(share)) of the types), which "
            + "occur \(NumberText.grouped(tail.minimum)) times or more"
    }

    private func tenable(_ analysis: ZipfAnalysis) -> String {
        "power law is tenable (p \(p(analysis.tailTest)); α = \(three(analysis.tail?.exponent)), and the exponent by rank is "
            + "1/(α − 1))"
    }

    /// The label that Clauset, Shalizi & Newman give a power law which has rivals.
    private func noBetter(_ analysis: ZipfAnalysis) -> String {
        guard support == .moderate else { return "" }
        let law: VuongTest.Model = basis == .wholeRange || basis == .either ? .wholeRange : .zeta
        let rivals = analysis.comparisons(of: law).filter {
            $0.favoured == nil && !$0.isSameLaw && $0.second != .truncatedPowerLaw && $0.second != .zeta
        }
        return rivals.isEmpty
            ? "" : ", though the law is no better than \(Self.list(rivals.map { "the \($0.second.name)" }))"
    }

    /// What the data say of the rivals of a law, with Vuong's z where they decide and p where they do not.
    private func rivals(_ analysis: ZipfAnalysis) -> String? {
        if basis == .tooFew || basis == .untested { return nil }
        let isTail = basis != .wholeRange && basis != .either
        let law: VuongTest.Model = isTail ? .zeta : .wholeRange
        let tests = analysis.comparisons(of: law)
        func named(_ wanted: (VuongTest) -> Bool) -> String? {
            let names = tests.filter(wanted).map { test in
                let figure =
                    if let z = test.z, test.favoured != nil { "z = \(two(z))" } else { "p \(equals(test.pValue ?? 1))" }
                return test.isAtEdge
                    ? "the \(test.second.name), which at the edge of its parameters (μ → −∞) is a continuous power law, "
                        + "rounded (ln of the ratio of likelihoods \(two(test.logLikelihoodRatio)), \(figure))"
                    : "the \(test.second.name) (\(figure))"
            }
            return names.isEmpty ? nil : Self.list(names)
        }
        var parts: [String] = []
        if let worse = named({ $0.favoured == law }) { parts.append("it fits better than \(worse)") }
        if let same = named({ $0.favoured == nil && !$0.isSameLaw }) {
            parts.append("it cannot be told apart from \(same)")
        }
        if let better = named({ $0.favoured == $0.second }) { parts.append("it fits worse than \(better)") }
        if tests.contains(where: \.isSameLaw) {
            parts.append(
                "it cannot be told apart from the lognormal, which at the edge of its parameters (μ → −∞) has become the "
                    + "same power law")
        }
        let head = isTail ? "The discrete power law and its rivals" : "f₂ and its rivals"
        return parts.isEmpty
            ? nil
            : head + ", by likelihood-ratio tests: "
                + parts.joined(separator: "; ") + "."
    }

    /// The tail beside a law that holds over the whole range.
    private func tail(_ analysis: ZipfAnalysis, _ what: String) -> String? {
        guard basis == .wholeRange || basis == .either, let tail = analysis.tail, let test = analysis.tailTest else {
            return nil
        }
        let lognormal = analysis.comparisons.first { $0.first == .zeta && $0.second == .lognormal }
        let against =
            switch lognormal?.favoured {
            case nil where lognormal?.isSameLaw ?? false:
                "; it cannot be told apart from the lognormal, which at the edge of its parameters (μ → −∞) has become the "
                    + "same power law"
            case nil where lognormal != nil:
                "; it cannot be told apart from the lognormal (p \(equals(lognormal?.pValue ?? 1)))"
            case .lognormal: ", worse than the lognormal (p \(equals(lognormal?.pValue ?? 0)))"
            default: ""
            }
        let those =
            tail.minimum == 1
            ? "all \(NumberText.grouped(tail.tailTypes)) \(what)"
            : "the \(NumberText.grouped(tail.tailTypes)) \(what) that occur "
                + "\(NumberText.counted(tail.minimum, "time")) or more"
        func error(_ value: Double?) -> String { value.map { " ± \(two($0))" } ?? "" }
        return
            "The discrete power law of \(those) has α = \(three(tail.exponent))\(error(analysis.tailErrors?.exponent)), "
            + "by rank \(three(tail.zipfExponent))\(error(analysis.tailErrors?.zipf)): "
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
        return (test.isAtFloor ? "≤ " : "= ") + NumberText.rounded(test.pValue, significantDigits: 2)
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
