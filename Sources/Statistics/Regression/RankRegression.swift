internal import Foundation

/// The textbook's fit of Zipf's law: least squares of ln n_r = c − α ln r over a range of ranks.
///
/// The sums run over every rank of the range, computed on the spectrum: types of equal frequency are one run of ranks.
/// The line is a description. Its slope depends on the range, its R² is high for much that is no power law, and its
/// standard error is far too small (Clauset, Shalizi & Newman 2009; Piantadosi 2014).
public struct RankRegression: Sendable, Equatable {
    public let ranks: ClosedRange<Int>
    /// α, positive for a falling line.
    public let exponent: Double
    /// c, the natural logarithm of the frequency at rank 1 on the line.
    public let intercept: Double
    /// `nil` where all frequencies are equal.
    public let rSquared: Double?
    /// Of the exponent, as if the points were independent, which ranked frequencies are not. `nil` for two ranks.
    public let standardError: Double?

    /// - Parameter ranks: all where `nil`; cut to those there are.
    /// - Returns: `nil` if fewer than two ranks are left.
    public init?(_ curve: RankFrequency, ranks: ClosedRange<Int>? = nil) {
        // In independent halves the last ranks may have no tokens, and so no logarithm.
        let last = curve.runs.last { $0.frequency > 0 }?.ranks.upperBound ?? 0
        guard last >= 2 else { return nil }
        let all = 1...last
        let wanted = ranks ?? all
        guard wanted.overlaps(all) else { return nil }
        let range = wanted.clamped(to: all)
        var n = 0
        var (x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for run in curve.runs(in: range) where run.frequency > 0 {
            let logFrequency = log(run.frequency)
            let logRanks = SumsOfLogarithms.first(run.ranks)
            n += run.count
            x += logRanks
            xx += SumsOfLogarithms.ofSquares(run.ranks)
            y += logFrequency * Double(run.count)
            xy += logFrequency * logRanks
            yy += logFrequency * logFrequency * Double(run.count)
        }
        guard let line = LineFit(n: n, x: x, y: y, xx: xx, xy: xy, yy: yy) else { return nil }
        self.ranks = range
        exponent = 0 - line.slope  // not −0 for a level line
        intercept = line.intercept
        rSquared = line.rSquared
        standardError = line.standardError
    }

    /// The frequency on the line at a rank.
    public func frequency(atRank rank: Double) -> Double { exp(intercept - exponent * log(rank)) }
}
