internal import Foundation

/// Sums over consecutive ranks without visiting each.
enum SumsOfLogarithms {
    /// Σ ln(r + shift) for r in `ranks`, shift > −1; absolute error below 1e-15 of ln Γ(last + shift + 1).
    static func first(_ ranks: ClosedRange<Int>, shift: Double = 0) -> Double {
        if ranks.count <= 8 { return ranks.reduce(0) { $0 + log(Double($1) + shift) } }
        return logGamma(Double(ranks.upperBound) + 1 + shift) - logGamma(Double(ranks.lowerBound) + shift)
    }

    /// Σ (ln r)² for r in `ranks`; relative error below 1e-14.
    ///
    /// Euler–Maclaurin from rank 64: f = ln²x, ∫f = x(ln²x − 2 ln x + 2), f′ = 2 ln x / x, f‴ = (4 ln x − 6)/x³. The first
    /// term left out, f⁽⁵⁾/30240, is below 1e-11 there.
    static func ofSquares(_ ranks: ClosedRange<Int>) -> Double {
        let start = max(ranks.lowerBound, 64)
        guard ranks.upperBound > start + 8 else { return ranks.reduce(0) { $0 + square(log(Double($1))) } }
        let before = (ranks.lowerBound..<start).reduce(0) { $0 + square(log(Double($1))) }
        let a = Double(start)
        let b = Double(ranks.upperBound)
        let integral = { (x: Double) in x * (square(log(x)) - 2 * log(x) + 2) }
        let slope = { (x: Double) in 2 * log(x) / x }
        let third = { (x: Double) in (4 * log(x) - 6) / (x * x * x) }
        return before + integral(b) - integral(a) + (square(log(a)) + square(log(b))) / 2
            + (slope(b) - slope(a)) / 12 - (third(b) - third(a)) / 720
    }
}

/// ln Γ(x) for x > 0, as the C library has it.
func logGamma(_ x: Double) -> Double { lgamma(x).0 }

func square(_ x: Double) -> Double { x * x }
