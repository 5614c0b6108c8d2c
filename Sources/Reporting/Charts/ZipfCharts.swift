internal import Foundation
public import Statistics

/// The charts of an analysis.
public enum ZipfChart: String, CaseIterable, Sendable {
    case rankFrequency = "rank-frequency"
    /// The complementary cumulative distribution function: the share of types at least so frequent.
    case ccdf
    case residuals
}

extension Chart {
    /// A chart of the analyses of one or several kinds of n-grams.
    /// - Parameters:
    ///   - analyses: with names as `words`.
    ///   - ranks: the ranks of the least squares where they are not all.
    public static func zipf(
        _ kind: ZipfChart, _ analyses: [(name: String, analysis: ZipfAnalysis)], ranks: ClosedRange<Int>?,
        provenance: String
    ) -> Chart {
        var chart: Chart
        switch kind {
        case .rankFrequency:
            chart = rankFrequency(
                analyses.map { RankedCurve($0.name, $0.analysis.curve, line: $0.analysis.line) }, ranks: ranks,
                provenance: provenance)
            if analyses.count == 1 { chart.series += analyses[0].analysis.rankLaws }
        case .ccdf: chart = ccdf(analyses, provenance: provenance)
        case .residuals: chart = residuals(analyses, provenance: provenance)
        }
        if kind != .ccdf, analyses.contains(where: \.analysis.isOfIndependentHalves) {
            chart.title += " (independent halves)"
            chart.horizontal = Axis("rank in one half of the tokens", chart.horizontal.scale)
            if kind == .rankFrequency {
                chart.vertical = Axis("frequency in the other half (occurrences)", chart.vertical.scale)
            }
        }
        return chart
    }

    private static func ccdf(
        _ analyses: [(name: String, analysis: ZipfAnalysis)], provenance: String
    ) -> Chart {
        let names = analyses.map(\.name).joined(separator: ", ")
        var chart = Chart(
            title: "Complementary cumulative distribution of the frequency of \(names)",
            horizontal: Axis("frequency m (occurrences)", .logarithmic),
            vertical: Axis("share of types that occur m times or more", .logarithmic), series: [],
            provenance: provenance)
        for (index, item) in analyses.enumerated() {
            let alone = analyses.count == 1
            let (spectrum, largest) = (item.analysis.spectrum, Double(item.analysis.spectrum.maximum))
            chart.series.append(Series(item.name, .points, spectrum.survivalPoints, colour: index))
            if let fit = item.analysis.wholeRange {
                let first = Double(fit.distribution.minimum)
                let points = geometricSteps(first, largest).map { Point($0, pow($0 / first, 1 - fit.exponent)) }
                chart.series.append(
                    Series("f₂, β = \(String(format: "%.3f", fit.exponent))", .line, points, colour: alone ? 1 : index))
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
                        .line, points, colour: 2))
                chart.shade = Shade(
                    "m ≥ xmin = \(NumberText.grouped(tail.minimum))",
                    Double(tail.minimum)...max(largest, Double(tail.minimum)))
            }
        }
        return chart
    }

    private static func residuals(
        _ analyses: [(name: String, analysis: ZipfAnalysis)], provenance: String
    ) -> Chart {
        let names = analyses.map(\.name).joined(separator: ", ")
        var chart = Chart(
            title: "Residuals of the least-squares line: \(names)", horizontal: Axis("rank", .logarithmic),
            vertical: Axis("ln observed − ln fitted frequency"), series: [], provenance: provenance)
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
                    "Zipf–Mandelbrot, a = \(threeDecimals(law.exponent)), b = \(String(format: "%.2f", law.shift))",
                    .line, geometricSteps(1, last).map { Chart.Point($0, tokens * law.probability(ofRank: $0)) },
                    colour: 2))
        }
        if let law = wholeRange, curve.types == spectrum.types {
            // Rank r is V · P(X ≥ m).
            let points = [1, last].map {
                Chart.Point($0, Double(law.distribution.minimum) * pow(last / $0, law.zipfExponent))
            }
            laws.append(
                Chart.Series("f₂, Zipf exponent \(String(format: "%.3f", law.zipfExponent))", .line, points, colour: 3))
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

/// Numbers from `first` to `last` in steps of a tenth.
private func geometricSteps(_ first: Double, _ last: Double) -> [Double] {
    guard last > first else { return [first] }
    let count = Int((log(last / first) / log(1.1)).rounded(.up))
    return (0...count).map { min(last, first * pow(last / first, Double($0) / Double(count))) }
}

/// A number with three decimals; what rounds to zero has no sign.
private func threeDecimals(_ value: Double) -> String {
    let text = String(format: "%.3f", value)
    return text == "-0.000" ? "0.000" : text
}
