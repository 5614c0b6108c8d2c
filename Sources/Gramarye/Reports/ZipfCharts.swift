internal import Foundation
package import Reporting
internal import Statistics

/// The charts of an analysis.
package enum ZipfChart: String, CaseIterable, Sendable {
    case rankFrequency = "rank-frequency"
    /// The complementary cumulative distribution function: the share of types at least this frequent.
    case ccdf
    case residuals
    /// The rank–frequency curves of all kinds in one picture, without fits.
    case textbook
}

extension Chart {
    /// A chart of the analyses of one or several kinds of n-grams.
    /// - Parameters:
    ///   - analyses: with names such as `words`.
    ///   - ranks: the ranks of the least squares where they are not all.
    package static func zipf(_ kind: ZipfChart, _ analyses: [ZipfResult], ranks: ClosedRange<Int>?) -> Chart {
        var chart: Chart
        switch kind {
        case .rankFrequency:
            chart = rankFrequency(
                analyses.map { RankedCurve($0.name, $0.analysis.curve, line: $0.analysis.line) }, ranks: ranks)
            if analyses.count == 1 { chart.series += analyses[0].analysis.rankLaws }
        case .ccdf: chart = ccdf(analyses)
        case .residuals: chart = residuals(analyses)
        case .textbook: chart = textbook(analyses.map { RankedCurve($0.name, $0.analysis.curve, line: nil) })
        }
        if kind != .ccdf, analyses.contains(where: \.analysis.isOfIndependentHalves) {
            chart.title += " (independent halves)"
            chart.horizontal = Axis("rank in one half of the tokens", chart.horizontal.scale, isWhole: true)
            if kind != .residuals {
                chart.vertical = Axis("frequency in the other half (occurrences)", chart.vertical.scale, isWhole: true)
            }
        }
        chart.finding = finding(kind, analyses) ?? ""
        return chart
    }

    /// What a chart shows in a sentence of numbers; `nil` where there is none, or a test is missing that it would take.
    private static func finding(_ kind: ZipfChart, _ analyses: [ZipfResult]) -> String? {
        guard analyses.count == 1 || kind == .textbook, let result = analyses.first else { return nil }
        let (analysis, name) = (result.analysis, result.name)
        switch kind {
        case .textbook:
            let falls = analyses.enumerated().compactMap { index, item in
                item.analysis.curve.runs.first.map { run in
                    item.name + (index == 0 ? " fall from " : " from ") + count(run.frequency)
                        + (index == 0 ? " occurrences" : "")
                }
            }
            guard falls.count == analyses.count else { return nil }
            let list = falls.joined(separator: ", ")
            let endsAtOnce = analyses.allSatisfy { $0.analysis.spectrum.entries.first?.frequency == 1 }
            return list.capitalizingFirst
                + (endsAtOnce ? ", down to those that occur once." : ".")
        case .rankFrequency:
            guard let line = analysis.line, let squares = line.rSquared else { return nil }
            return "The line through \(name) by rank has the slope −\(String(format: "%.3f", line.exponent)), "
                + "R²\u{A0}=\u{A0}\(String(format: "%.3f", squares))."
        case .ccdf:
            let tests = [
                analysis.wholeRangeTest.map { ("f₂ over the whole range", $0) },
                analysis.tailTest.map { ("the power law of the tail", $0) },
            ].compactMap(\.self)
            guard !tests.isEmpty else { return nil }
            let verdicts = tests.map { law, test in
                law + (test.pValue > ZipfVerdict.tenable ? " is tenable" : " is not tenable")
                    + " (p \(test.isAtFloor ? "≤" : "=") \(NumberText.rounded(test.pValue, significantDigits: 2)))"
            }
            return "For \(name), " + verdicts.joined(separator: "; ") + "."
        case .residuals:
            guard let line = analysis.line else { return nil }
            let most = analysis.curve.runs(in: line.ranks).flatMap { run in
                [run.ranks.lowerBound, run.ranks.upperBound].map {
                    abs(log(run.frequency) - log(line.frequency(atRank: Double($0))))
                }
            }.filter(\.isFinite).max()
            return most.map {
                "The line misses the frequency of \(name) by a factor of up to "
                    + "\(NumberText.rounded(exp($0), significantDigits: 2))."
            }
        }
    }

    private static func ccdf(_ analyses: [ZipfResult]) -> Chart {
        let names = analyses.map(\.name).joined(separator: ", ")
        var chart = Chart(
            title: "Complementary cumulative distribution of the frequency of \(names)",
            horizontal: Axis("frequency m (occurrences)", .logarithmic, isWhole: true),
            vertical: Axis("share of types that occur m times or more", .logarithmic), series: [])
        for (index, item) in analyses.enumerated() {
            let alone = analyses.count == 1
            let (spectrum, largest) = (item.analysis.spectrum, Double(item.analysis.spectrum.maximum))
            chart.series.append(Series(item.name, .points, spectrum.survivalPoints, colour: index))
            if let fit = item.analysis.wholeRange {
                let first = Double(fit.distribution.minimum)
                let points = geometricSteps(first, largest).map { Point($0, pow($0 / first, 1 - fit.exponent)) }
                chart.series.append(
                    Series("f₂, β = \(String(format: "%.3f", fit.exponent))", .fit, points, colour: alone ? 1 : index))
            }
            if let tail = item.analysis.tail, alone {
                let share = Double(tail.tailTypes) / Double(spectrum.types)
                let points = geometricSteps(Double(tail.minimum), largest).map {
                    // The Double of the largest frequency may be more than an integer holds.
                    Point($0.rounded(), share * tail.distribution.survival(Int(exactly: $0.rounded()) ?? .max))
                }
                chart.series.append(
                    Series(
                        "power law from \(NumberText.grouped(tail.minimum)), α = \(String(format: "%.3f", tail.exponent))",
                        .fit, points, colour: 2))
                chart.shade = Shade(
                    "m ≥ xmin = \(NumberText.grouped(tail.minimum))",
                    Double(tail.minimum)...max(largest, Double(tail.minimum)))
            }
        }
        return chart
    }

    private static func residuals(_ analyses: [ZipfResult]) -> Chart {
        let names = analyses.map(\.name).joined(separator: ", ")
        var chart = Chart(
            title: "Residuals of the least-squares line: \(names)", horizontal: Axis("rank", .logarithmic),
            vertical: Axis("ln observed − ln fitted frequency"), series: [])
        for (index, item) in analyses.enumerated() {
            guard let line = item.analysis.line else { continue }
            let runs = item.analysis.curve.runs(in: line.ranks)
            let observed = RankFrequency.points(of: runs).filter { $0.y > 0 }.map {
                Point($0.x, log($0.y) - log(line.frequency(atRank: $0.x)))
            }
            chart.series.append(Series(item.name, .points, observed, colour: index))
            let ends = [line.ranks.lowerBound, line.ranks.upperBound].map { Point(Double($0), 0) }
            chart.series.append(
                Series(
                    "the line, α = \(String(format: "%.3f", line.exponent))", .line, ends,
                    colour: analyses.count == 1 ? 1 : index))
        }
        return chart
    }
}

extension ZipfAnalysis {
    /// The laws that are drawn beside the least-squares line.
    fileprivate var rankLaws: [Chart.Series] {
        var laws: [Chart.Series] = []
        let last = Double(curve.types)
        let tokens = curve.runs.reduce(0) { $0 + $1.frequency * Double($1.count) }
        if let law = zipfMandelbrot {
            laws.append(
                Chart.Series(
                    "Zipf–Mandelbrot, a = \(threeDecimals(law.exponent)), b = \(NumberText.fixed(law.shift, decimals: 2))"
                        + (law.isAtEdge ? ", at the bound" : ""),
                    .fit, geometricSteps(1, last).map { Chart.Point($0, tokens * law.probability(ofRank: $0)) },
                    colour: 2))
        }
        if let law = wholeRange, curve.types == spectrum.types {
            // Rank r is V · P(X ≥ m).
            let points = [1, last].map {
                Chart.Point($0, Double(law.distribution.minimum) * pow(last / $0, law.zipfExponent))
            }
            laws.append(
                Chart.Series("f₂, Zipf exponent \(String(format: "%.3f", law.zipfExponent))", .fit, points, colour: 3))
        }
        return laws
    }
}

extension FrequencySpectrum {
    /// The share of types that occur m times or more, for each m that occurs.
    fileprivate var survivalPoints: [Chart.Point] {
        var atLeast = types
        return entries.map { entry in
            defer { atLeast -= entry.types }
            return Chart.Point(Double(entry.frequency), Double(atLeast) / Double(types))
        }
    }
}

/// A frequency as people write it; one that no integer holds, rounded.
private func count(_ frequency: Double) -> String {
    Int(exactly: frequency).map(NumberText.grouped) ?? NumberText.rounded(frequency)
}

/// Numbers from `first` to `last` in steps of a tenth.
private func geometricSteps(_ first: Double, _ last: Double) -> [Double] {
    guard last > first else { return [first] }
    let count = Int((log(last / first) / log(1.1)).rounded(.up))
    return (0...count).map { min(last, first * pow(last / first, Double($0) / Double(count))) }
}

/// A number with three decimals; what rounds to zero has no sign.
private func threeDecimals(_ value: Double) -> String { NumberText.fixed(value, decimals: 3) }
