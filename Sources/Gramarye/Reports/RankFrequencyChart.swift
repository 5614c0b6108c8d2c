internal import Foundation
package import Reporting
package import Statistics

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
    package struct RankedCurve: Sendable {
        /// What is ranked, such as `words` or `bigrams`.
        package let name: String
        package let curve: RankFrequency
        package let line: RankRegression?

        package init(_ name: String, _ curve: RankFrequency, line: RankRegression?) {
            self.name = name
            self.curve = curve
            self.line = line
        }
    }

    /// Rank against frequency, both logarithmic, with the fitted lines over the ranks they were fitted to.
    /// - Parameter ranks: the ranks of the fits, shaded; `nil` for all.
    package static func rankFrequency(_ curves: [RankedCurve], ranks: ClosedRange<Int>?) -> Chart {
        var chart = ranked(curves)
        let lines: [Series] = curves.enumerated().compactMap { index, item in
            guard let line = item.line else { return nil }
            let ends = [line.ranks.lowerBound, line.ranks.upperBound].map {
                Point(Double($0), line.frequency(atRank: Double($0)))
            }
            // One curve alone has its line in another colour; of several each shares that of its line.
            return Series(
                "least squares, α = \(String(format: "%.3f", line.exponent))", .fit, ends,
                colour: curves.count == 1 ? 1 : index)
        }
        chart.series += lines
        if let ranks {
            chart.shade = Shade(
                "ranks \(NumberText.grouped(ranks.lowerBound))–\(NumberText.grouped(ranks.upperBound))",
                Double(ranks.lowerBound)...Double(ranks.upperBound))
        }
        return chart
    }

    /// The textbook's figure: the curves alone, logarithmic both ways, without fits.
    package static func textbook(_ curves: [RankedCurve]) -> Chart {
        var chart = ranked(curves)
        chart.title = "Frequency by rank of \(curves.map(\.name).joined(separator: ", "))"
        return chart
    }

    private static func ranked(_ curves: [RankedCurve]) -> Chart {
        Chart(
            title: "Zipf’s law: frequency by rank of \(curves.map(\.name).joined(separator: ", "))",
            horizontal: Axis("rank", .logarithmic, isWhole: true),
            vertical: Axis("frequency (occurrences)", .logarithmic, isWhole: true),
            series: curves.enumerated().map { Series($1.name, .points, $1.curve.points, colour: $0) })
    }
}
