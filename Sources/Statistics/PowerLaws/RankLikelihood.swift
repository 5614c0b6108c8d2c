internal import Foundation

/// Zipf's and Mandelbrot's laws as distributions of tokens over ranks, p(r) ∝ (r + b)^−a for r = 1…V, fitted by greatest
/// likelihood; Zipf's has b = 0.
///
/// They describe a curve and have no standard errors. The likelihood's own would take the ranks as given, where these come
/// from the same tokens: rare types get ranks by chance, so that the curve of a sample is another than the population's.
/// For a population with a = 1 and 200,000 tokens the mean estimate is 0.888, a hundred such errors off.
/// ``ZipfAnalysis/Options/independentHalves`` takes ranks from other tokens, which have their own chance.
public struct RankLikelihood: Sendable, Equatable {
    /// a.
    public let exponent: Double
    /// b, from −0.9 to a million. Towards −1 the law becomes a spike at the first rank, and says nothing of the others.
    public let shift: Double
    /// Whether b has run to an end of its range, to −0.9 or to a million, or a to the end of its own, 50: where both are
    /// large, the law is an exponential, which these numbers say badly.
    public let isAtEdge: Bool
    /// Σ n_r ln p(r).
    public let logLikelihood: Double
    public let types: Int
    public let tokens: Double

    /// Zipf's law.
    /// - Returns: `nil` with fewer than two ranks or all frequencies equal.
    package static func zipf(_ curve: RankFrequency) -> RankLikelihood? {
        guard let data = Data(curve) else { return nil }
        // Of one variable: the second curves upward by itself.
        let best = minimum(from: [1, 0], step: [0.2, 0.2]) { data.loss(exponent: $0.x, shift: 0) + $0.y * $0.y }
        return RankLikelihood(data, exponent: best.point.x, shift: 0)
    }

    /// The Zipf–Mandelbrot law.
    /// - Returns: `nil` with fewer than three ranks or all frequencies equal.
    package static func zipfMandelbrot(_ curve: RankFrequency) -> RankLikelihood? {
        guard let data = Data(curve), curve.types >= 3 else { return nil }
        // In ln(1 + b), which is as fine where b is small.
        let best = minimum(from: [1.1, log(3)], step: [0.2, 0.5]) {
            data.loss(exponent: $0.x, shift: expm1($0.y))
        }
        return RankLikelihood(data, exponent: best.point.x, shift: expm1(best.point.y))
    }

    private init(_ data: Data, exponent: Double, shift: Double) {
        self.exponent = exponent
        self.shift = shift
        isAtEdge =
            shift < Self.smallestShift + 0.01 || shift > 0.9 * Self.largestShift
            || exponent > 0.98 * Self.largestExponent
        logLikelihood = -data.loss(exponent: exponent, shift: shift) * data.tokens
        types = data.types
        tokens = data.tokens
    }

    /// p(r).
    package func probability(ofRank r: Double) -> Double {
        pow(r + shift, -exponent) / sumOfPowers(types, exponent: exponent, shift: shift)
    }

    private static let smallestShift = -0.9
    private static let largestShift = 1e6
    private static let largestExponent = 50.0

    private struct Data {
        let runs: [RankRun]
        let tokens: Double
        let types: Int

        init?(_ curve: RankFrequency) {
            guard curve.types >= 2, let first = curve.runs.first,
                curve.runs.contains(where: { $0.frequency != first.frequency })
            else { return nil }
            runs = curve.runs
            types = curve.types
            tokens = runs.reduce(0) { $0 + $1.frequency * Double($1.count) }
        }

        /// −ℓ/N.
        func loss(exponent: Double, shift: Double) -> Double {
            guard shift >= smallestShift, shift < largestShift, exponent > -5, exponent < largestExponent else {
                return .infinity
            }
            let logs = runs.reduce(0) { $0 + $1.frequency * SumsOfLogarithms.first($1.ranks, shift: shift) }
            return exponent * logs / tokens + log(sumOfPowers(types, exponent: exponent, shift: shift))
        }
    }
}

/// Σ (r + shift)^−exponent for r = 1…last, by Euler–Maclaurin from rank 24 on; relative error below 1e-14 for exponents
/// of at most 10.
func sumOfPowers(_ last: Int, exponent a: Double, shift: Double) -> Double {
    let start = max(24, Int(a * 4))
    if last <= start + 8 { return (1...last).reduce(0) { $0 + pow(Double($1) + shift, -a) } }
    let head = (1..<start).reduce(0) { $0 + pow(Double($1) + shift, -a) }
    let (low, high) = (Double(start) + shift, Double(last) + shift)
    let ratio = log(high / low)
    let integral = pow(low, 1 - a) * (abs(a - 1) < 1e-12 ? ratio : expm1((1 - a) * ratio) / (1 - a))
    /// f/2 and the first three corrections at an end, those of the lower one with the other sign.
    func end(_ x: Double, _ sign: Double) -> Double {
        let f = pow(x, -a)
        let first = a * f / x
        let third = first * (a + 1) * (a + 2) / (x * x)
        let fifth = third * (a + 3) * (a + 4) / (x * x)
        return f / 2 - sign * (first / 12 - third / 720 + fifth / 30_240)
    }
    return head + integral + end(low, -1) + end(high, 1)
}
