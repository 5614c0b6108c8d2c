internal import Foundation

/// The Zipf–Mandelbrot law as a model of a population (an LNRE model): the density of types of probability π is
/// C π^(−α−1) for A ≤ π ≤ B, with C = (1 − α)/(B^(1−α) − A^(1−α)). With A = 0 there are rare types without end.
///
/// From a sample it says how many types a larger one would have.
/// - SeeAlso: Evert (2004), A simple LNRE model for random character sequences, JADT, sections 3 and 4.
package struct ZipfMandelbrotPopulation: Sendable, Equatable {
    /// α, between 0 and 1: the inverse of the Zipf–Mandelbrot exponent a.
    package let alpha: Double
    /// A, the probability of the rarest type; 0 where there is none.
    package let lowerBound: Double
    /// B, the probability of the most frequent type.
    package let upperBound: Double

    package init(alpha: Double, lowerBound: Double = 0, upperBound: Double) {
        precondition(0 < alpha && alpha < 1 && 0 <= lowerBound && lowerBound < upperBound)
        self.alpha = alpha
        self.lowerBound = lowerBound
        self.upperBound = upperBound
    }

    private var normalizer: Double { (1 - alpha) / (pow(upperBound, 1 - alpha) - pow(lowerBound, 1 - alpha)) }

    /// ∫ t^(a−1) e^−t dt from NA to NB.
    private func gamma(_ a: Double, _ n: Double) -> Double {
        let upper = lowerIncompleteGamma(a, n * upperBound)
        return lowerBound == 0 ? upper : upper - lowerIncompleteGamma(a, n * lowerBound)
    }

    /// E[V(N)] = (C/α) [N^α (γ(1 − α, NB) − γ(1 − α, NA)) − B^−α (1 − e^−NB) + A^−α (1 − e^−NA)].
    package func expectedTypes(inTokens n: Double) -> Double {
        let rarest = lowerBound == 0 ? 0 : -pow(lowerBound, -alpha) * expm1(-n * lowerBound)
        return normalizer / alpha
            * (pow(n, alpha) * gamma(1 - alpha, n) + pow(upperBound, -alpha) * expm1(-n * upperBound) + rarest)
    }

    /// E[V_m(N)] = (C/m!) N^α (γ(m − α, NB) − γ(m − α, NA)).
    package func expectedTypes(ofFrequency m: Int, inTokens n: Double) -> Double {
        normalizer * pow(n, alpha) * gamma(Double(m) - alpha, n) / tgamma(Double(m) + 1)
    }

    /// E[V(N)] and E[V₁(N)] to E[V_m(N)], by one incomplete gamma function for each bound: from m down to 1 leads
    /// γ(a, x) = (γ(a + 1, x) + x^a e^−x)/a, whose terms are positive, so that no digit is lost.
    package func expectedSpectrum(upTo most: Int, inTokens n: Double) -> (types: Double, ofFrequency: [Double]) {
        precondition(most > 0)
        func gammas(_ x: Double) -> [Double] {
            guard x > 0 else { return Array(repeating: 0, count: most) }
            var gammas = Array(repeating: 0.0, count: most)
            gammas[most - 1] = lowerIncompleteGamma(Double(most) - alpha, x)
            var power = most > 1 ? exp((Double(most) - 1 - alpha) * log(x) - x) : 0
            for m in stride(from: most - 1, to: 0, by: -1) {
                gammas[m - 1] = (gammas[m] + power) / (Double(m) - alpha)
                power /= x
            }
            return gammas
        }
        let (upper, lower) = (gammas(n * upperBound), gammas(n * lowerBound))
        let scale = normalizer * pow(n, alpha)
        var factorial = 1.0
        var spectrum = Array(repeating: 0.0, count: most)
        for m in 1...most {
            factorial *= Double(m)
            spectrum[m - 1] = scale * (upper[m - 1] - lower[m - 1]) / factorial
        }
        let rarest = lowerBound == 0 ? 0 : -pow(lowerBound, -alpha) * expm1(-n * lowerBound)
        let types =
            normalizer / alpha
            * (pow(n, alpha) * (upper[0] - lower[0]) + pow(upperBound, -alpha) * expm1(-n * upperBound) + rarest)
        return (types, spectrum)
    }

    /// How many elements of the spectrum are fitted one by one; the rest is fitted as a whole.
    private static let fittedFrequencies = 15

    /// The population of rare types without end that makes V₁…V₁₅ and the number of all other types likeliest, these
    /// taken as Poisson.
    /// - Returns: `nil` where no type occurs once or all do, or none occurs more than fifteen times.
    package init?(_ spectrum: FrequencySpectrum) {
        guard let data = Data(spectrum), let fitted = data.fit(lowerBound: 0) else { return nil }
        self = fitted.population
    }

    /// The same with a rarest type, whose probability is fitted too: between a thousandth and a hundred times 1/N.
    package init?(finiteOf spectrum: FrequencySpectrum) {
        guard let data = Data(spectrum) else { return nil }
        func loss(_ logBound: Double) -> Double {
            data.fit(lowerBound: exp(logBound) / data.tokens)?.loss ?? .infinity
        }
        var (low, high) = (log(1e-3), log(100.0))
        // Golden section: the profile of the likelihood has one minimum.
        let ratio = (5.0.squareRoot() - 1) / 2
        var inner = (high - ratio * (high - low), low + ratio * (high - low))
        var losses = (loss(inner.0), loss(inner.1))
        while high - low > 0.02 {
            if losses.0 <= losses.1 {
                high = inner.1
                inner = (high - ratio * (high - low), inner.0)
                losses = (loss(inner.0), losses.0)
            } else {
                low = inner.0
                inner = (inner.1, low + ratio * (high - low))
                losses = (losses.1, loss(inner.1))
            }
        }
        guard let fitted = data.fit(lowerBound: exp((low + high) / 2) / data.tokens) else { return nil }
        self = fitted.population
    }

    /// What is fitted to.
    private struct Data {
        let tokens: Double
        let types: Double
        let observed: [Double]
        let rest: Double

        init?(_ spectrum: FrequencySpectrum) {
            tokens = Double(spectrum.tokens)
            types = Double(spectrum.types)
            observed = (1...fittedFrequencies).map { Double(spectrum.types(ofFrequency: $0)) }
            rest = types - observed.reduce(0, +)
            guard observed[0] > 0, rest > 0 else { return nil }
        }

        func fit(lowerBound: Double) -> (population: ZipfMandelbrotPopulation, loss: Double)? {
            func model(_ p: SIMD2<Double>) -> ZipfMandelbrotPopulation? {
                let upper = exp(p.y)
                guard upper > lowerBound else { return nil }
                return ZipfMandelbrotPopulation(
                    alpha: 1 / (1 + exp(-p.x)), lowerBound: lowerBound, upperBound: upper)
            }
            let start = min(0.95, max(0.05, observed[0] / types))
            let best = minimum(from: [log(start / (1 - start)), log(0.05)], step: [0.5, 1]) { p in
                guard abs(p.x) < 12, p.y < log(10), p.y > -25, let candidate = model(p) else { return .infinity }
                return loss(candidate)
            }
            guard best.value.isFinite, let population = model(best.point) else { return nil }
            return (population, best.value)
        }

        private func loss(_ candidate: ZipfMandelbrotPopulation) -> Double {
            let spectrum = candidate.expectedSpectrum(upTo: observed.count, inTokens: tokens)
            var remaining = spectrum.types
            var loss = 0.0
            for (expected, count) in zip(spectrum.ofFrequency, observed) {
                guard expected > 0 else { return .infinity }
                remaining -= expected
                loss += expected - count * log(expected)
            }
            guard remaining > 0, loss.isFinite else { return .infinity }
            return (loss + remaining - rest * log(remaining)) / types
        }
    }
}
