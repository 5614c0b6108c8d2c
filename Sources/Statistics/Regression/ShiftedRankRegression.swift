internal import Foundation

/// Least squares of ln(rank − ½) on ln frequency: c − b ln f.
///
/// With the half taken off the rank the bias of the slope nearly vanishes, and its standard error is b √(2/n), not what the
/// regression says.
///
/// - SeeAlso: Gabaix & Ibragimov (2011), Journal of Business & Economic Statistics 29, eqs. 3 and 4.
package struct ShiftedRankRegression: Sendable, Equatable {
    /// b, the exponent of the frequencies' distribution function; the Zipf exponent is its inverse.
    package let exponent: Double
    /// b √(2/n).
    package let standardError: Double

    package var zipfExponent: Double { 1 / exponent }
    /// Of the Zipf exponent, by the delta method.
    package var zipfStandardError: Double { standardError / square(exponent) }

    /// - Returns: `nil` if all frequencies in the range are equal.
    package init?(_ curve: RankFrequency, ranks: ClosedRange<Int>? = nil) {
        guard curve.types >= 2 else { return nil }
        var n = 0
        var (x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for run in curve.runs(in: ranks ?? 1...curve.types) where run.frequency > 0 {
            let logFrequency = log(run.frequency)
            let logRanks = SumsOfLogarithms.first(run.ranks, shift: -0.5)
            n += run.count
            x += logFrequency * Double(run.count)
            xx += square(logFrequency) * Double(run.count)
            y += logRanks
            xy += logFrequency * logRanks
            // Only R² would need Σ y².
            yy += square(logRanks) / Double(run.count)
        }
        guard let line = LineFit(n: n, x: x, y: y, xx: xx, xy: xy, yy: yy) else { return nil }
        exponent = 0 - line.slope
        standardError = abs(line.slope) * sqrt(2 / Double(n))
    }
}
