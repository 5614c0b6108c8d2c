internal import Foundation
internal import Reporting
internal import Statistics

extension Chart {
    /// Types by tokens, both logarithmic: the text as it stands, shuffled, Heaps’ law, and what more text would bring.
    static func growth(of analysis: GrowthAnalysis, what: String) -> Chart {
        var chart = Chart(
            title: "Types by tokens, \(what)", horizontal: Axis("text length N (tokens)", .logarithmic),
            vertical: Axis("vocabulary V (types)", .logarithmic), series: [])
        let points = analysis.growth.points
        chart.series = [
            Series("in text order", .points, points.map { Point(Double($0.tokens), Double($0.types)) }),
            Series(
                "shuffled", .line,
                zip(points, analysis.shuffledTypes).map { Point(Double($0.tokens), $1) }),
        ]
        if let heaps = analysis.heaps, let first = points.first, let last = points.last {
            let ends = [Double(first.tokens), Double(last.tokens)]
            let exponent = String(format: "%.3f", heaps.exponent)
            chart.series.append(
                Series(
                    "Heaps’ law, h = \(exponent)", .fit, ends.map { Point($0, heaps.types(inTokens: $0)) }))
        }
        if let extrapolation = analysis.extrapolation, let last = points.last, let far = analysis.extrapolations.last {
            let sizes = (0...20).map {
                Double(last.tokens) * pow(Double(far.tokens) / Double(last.tokens), Double($0) / 20)
            }
            chart.series.append(
                Series(
                    "extrapolated", .line,
                    sizes.map { Point($0, extrapolation.expectedTypes(inTokens: $0)) }))
            let ends = analysis.extrapolations.filter { $0.types.interval.lowerBound > 0 }.flatMap { size, types in
                [types.interval.lowerBound, types.interval.upperBound].map { Point(Double(size), $0) }
            }
            chart.series.append(Series("95 % intervals", .intervals, ends, colour: 4))
        }
        if let last = points.last {
            let chance = analysis.newTypeProbability
            chart.finding =
                "\(NumberText.counted(last.tokens, "token")) have brought \(NumberText.counted(last.types, "type")), "
                + "and one more, drawn at random, is estimated to be a new type with probability "
                + "\(NumberText.rounded(chance.value, significantDigits: 2))."
        }
        if !analysis.extrapolations.isEmpty {
            chart.note =
                "Extrapolated by a mean of two Zipf–Mandelbrot populations, one endless, one finite."
        }
        return chart
    }
}
