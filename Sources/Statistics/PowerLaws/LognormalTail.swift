internal import Foundation

/// The lognormal distribution rounded to whole numbers from xmin on: the mass between m − ½ and m + ½.
///
/// With σ → ∞ and −μ/σ² fixed it becomes a power law with α = 1 − μ/σ². It is therefore fitted in the variables −μ/σ² and
/// ln σ, in which that limit is a plateau and not a flight to infinity; σ is kept below 50. A fit that is no likelier than
/// the limit is said to be at the edge: it is then a continuous power law, rounded, which from a high xmin on is ``ZetaTail``
/// and at a low one is not.
struct LognormalTail: CountDistribution {
    let minimum: Int
    let mu: Double
    let sigma: Double
    /// Whether the fit is no likelier than the power law that the lognormal becomes with μ → −∞.
    private(set) var isAtEdge = false
    private let lowest: Double
    private let logScaledTail: Double

    init(minimum: Int, mu: Double, sigma: Double) {
        self.minimum = minimum
        self.mu = mu
        self.sigma = sigma
        lowest = (log(Double(minimum) - 0.5) - mu) / sigma
        logScaledTail = Self.logScaledTail(lowest)
    }

    func logProbability(_ m: Int) -> Double {
        let x = Double(m)
        let low = (log(x - 0.5) - mu) / sigma
        let width = log1p(1 / (x - 0.5)) / sigma
        if width < 1e-5 {
            // So narrow that the difference of two tails would be rounding: the density in the middle, times the width.
            let middle = low + width / 2
            return -(middle * middle - lowest * lowest) / 2 + log(width / sqrt(2 * .pi)) - logScaledTail
        }
        // ln [Q(low) − Q(high)] = ln Q(low) + ln(1 − Q(high)/Q(low)), with Q(z) = e^(−z²/2) times the scaled tail.
        let high = low + width
        let logLow = Self.logScaledTail(low)
        let ratio = exp(Self.logScaledTail(high) - logLow - (high * high - low * low) / 2)
        return -(low * low - lowest * lowest) / 2 + logLow + log1p(-ratio) - logScaledTail
    }

    func survival(_ m: Int) -> Double {
        let z = (log(Double(m) - 0.5) - mu) / sigma
        return exp(-(z * z - lowest * lowest) / 2 + Self.logScaledTail(z) - logScaledTail)
    }

    /// ln of Q(z) e^(z²/2), Q the upper tail of the normal distribution.
    private static func logScaledTail(_ z: Double) -> Double {
        log(scaledComplementaryError(z / 2.0.squareRoot()) / 2)
    }

    private static let largestLogSigma = log(50.0)

    /// The likeliest.
    /// - Precondition: some frequency lies above the first of the tail.
    init(fitting tail: ArraySlice<FrequencySpectrum.Entry>) {
        let minimum = tail.first!.frequency
        let types = Double(tail.reduce(0) { $0 + $1.types })
        func model(_ p: SIMD2<Double>) -> LognormalTail {
            let sigma = exp(p.y)
            return LognormalTail(minimum: minimum, mu: -p.x * sigma * sigma, sigma: sigma)
        }
        func loss(_ p: SIMD2<Double>) -> Double {
            guard p.y > -3, p.y < Self.largestLogSigma, abs(p.x) < 100 else { return .infinity }
            let candidate = model(p)
            // Below −35 standard deviations the scaled tail overflows; no data lie there.
            guard candidate.lowest > -35 else { return .infinity }
            return -candidate.logLikelihood(tail) / types
        }
        let best = Statistics.minimum(from: [0.5, 1], step: [0.5, 0.5], loss)
        // One variable, and a second that only curves upward.
        let edge = Statistics.minimum(from: [best.point.x, 0], step: [0.5, 0.5]) { p in
            loss([p.x, Self.largestLogSigma - 1e-9]) + p.y * p.y
        }
        self = model(best.point)
        isAtEdge = (edge.value - best.value) * types < 0.01
    }
}
