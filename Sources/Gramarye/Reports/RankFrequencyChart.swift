internal import Foundation
public import Reporting
public import Statistics

extension RankFrequency {
    /// Points of the rank–frequency curve that draw it without a gap: the ends of each run of ranks and, within long
    /// runs, steps of a twentieth.
    var points: [Chart.Point] { Self.points(of: runs) }

    static func points(of runs: [RankRun]) -> [Chart.Point] {
        runs.flatMap { run in
            var some: [Chart.Point] = []
            var rank = Double(run.ranks.lowerBound)
            while rank < Double(run.ranks.upperBound) {
                some.append(Chart.Point(rank, run.frequency))
                rank = max(rank + 1, (rank * 1.05).rounded())
            }
            return some + [Chart.Point(Double(run.ranks.upperBound), run.frequency)]
        }
    }
}

extension Chart {
    /// A rank–frequency curve with the line fitted to it.
    public struct RankedCurve: Sendable {
        /// What is ranked, as `words` or `bigrams`.
        public let name: String
        public let curve: RankFrequency
        public let line: RankRegression?

        public init(_ name: String, _ curve: RankFrequency, line: RankRegression?) {
            self.name = name
            self.curve = curve
            self.line = line
        }
    }

    /// Rank against frequency, both logarithmic, with the fitted lines.
    /// - Parameter ranks: the ranks of the fits, shaded; `nil` for all.
    public static func rankFrequency(_ curves: [RankedCurve], ranks: ClosedRange<Int>?) -> Chart {
        var chart = Chart(
            title: "Zipf’s law: frequency by rank of \(curves.map(\.name).joined(separator: ", "))",
            horizontal: Axis("rank", .logarithmic), vertical: Axis("frequency (occurrences)", .logarithmic),
            series: [])
        for (index, item) in curves.enumerated() {
            // One curve alone has its line in another colour; of several each shares that of its line.
            let alone = curves.count == 1
            chart.series.append(Series(item.name, .points, item.curve.points, colour: index))
            guard let line = item.line else { continue }
            let ends = [1, Double(item.curve.types)].map { Point($0, line.frequency(atRank: $0)) }
            let exponent = String(format: "%.3f", line.exponent)
            chart.series.append(
                Series("least squares, α = \(exponent)", .line, ends, colour: alone ? 1 : index))
        }
        if let ranks {
            chart.shade = Shade(
                "ranks \(NumberText.grouped(ranks.lowerBound))–\(NumberText.grouped(ranks.upperBound))",
                Double(ranks.lowerBound)...Double(ranks.upperBound))
        }
        return chart
    }
}
