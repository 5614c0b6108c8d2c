internal import Foundation

/// The Zipf–Mandelbrot law as a model of a population with rare types without end (an LNRE model): the density of types
/// of probability π is C π^(−α−1) for π ≤ B, with C = (1 − α)/B^(1−α).
///
/// From a sample it says how many types a larger one would have.
/// - SeeAlso: Evert (2004), A simple LNRE model for random character sequences, JADT, section 4.
package struct ZipfMandelbrotPopulation: Sendable, Equatable {
    /// α, between 0 and 1: the inverse of the Zipf–Mandelbrot exponent a.
    package let alpha: Double
    /// B, the probability of the most frequent type.
    package let upperBound: Double

    package init(alpha: Double, upperBound: Double) {
        precondition(0 < alpha && alpha < 1 && upperBound > 0)
        self.alpha = alpha
        self.upperBound = upperBound
    }

    private var normalizer: Double { (1 - alpha) / pow(upperBound, 1 - alpha) }

    /// E[V(N)] = (C/α) [N^α γ(1 − α, NB) − B^−α (1 − e^−NB)].
    package func expectedTypes(inTokens n: Double) -> Double {
        let x = n * upperBound
        return normalizer / alpha
            * (pow(n, alpha) * lowerIncompleteGamma(1 - alpha, x) + pow(upperBound, -alpha) * expm1(-x))
    }

    /// E[V_m(N)] = (C/m!) N^α γ(m − α, NB).
    package func expectedTypes(ofFrequency m: Int, inTokens n: Double) -> Double {
        normalizer * pow(n, alpha) * lowerIncompleteGamma(Double(m) - alpha, n * upperBound)
            / tgamma(Double(m) + 1)
    }

    /// How many elements of the spectrum are fitted one by one; the rest is fitted as a whole.
    private static let fittedFrequencies = 15

    /// The population that makes V₁…V₁₅ and the number of all other types likeliest, these taken as Poisson.
    /// - Returns: `nil` where no type occurs once or all do, or none occurs more than fifteen times.
    package init?(_ spectrum: FrequencySpectrum) {
        let n = Double(spectrum.tokens)
        let observed = (1...Self.fittedFrequencies).map { Double(spectrum.types(ofFrequency: $0)) }
        let rest = Double(spectrum.types) - observed.reduce(0, +)
        guard observed[0] > 0, rest > 0 else { return nil }
        func model(_ p: SIMD2<Double>) -> ZipfMandelbrotPopulation {
            ZipfMandelbrotPopulation(alpha: 1 / (1 + exp(-p.x)), upperBound: exp(p.y))
        }
        let start = min(0.95, max(0.05, observed[0] / Double(spectrum.types)))
        let best = minimum(from: [log(start / (1 - start)), log(0.05)], step: [0.5, 1]) { p in
            guard abs(p.x) < 12, p.y < log(10), p.y > -25 else { return .infinity }
            let candidate = model(p)
            var remaining = candidate.expectedTypes(inTokens: n)
            var loss = 0.0
            for (index, count) in observed.enumerated() {
                let expected = candidate.expectedTypes(ofFrequency: index + 1, inTokens: n)
                guard expected > 0 else { return .infinity }
                remaining -= expected
                loss += expected - count * log(expected)
            }
            guard remaining > 0, loss.isFinite else { return .infinity }
            return (loss + remaining - rest * log(remaining)) / Double(spectrum.types)
        }
        guard best.value.isFinite else { return nil }
        self = model(best.point)
    }
}
