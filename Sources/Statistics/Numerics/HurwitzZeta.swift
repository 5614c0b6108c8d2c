internal import Foundation

/// The Hurwitz zeta function ζ(s, q) = Σ (q + k)^−s over k ≥ 0, scaled so that it neither over- nor underflows.
///
/// Z(s, q) = q^s ζ(s, q) = Σ (1 + k/q)^−s, for s > 1 and q > 0. Terms are added up to N = max(q, 10 + s), or until they
/// are below 1e-20 of the first; the rest is Euler–Maclaurin's formula with seven Bernoulli terms (Johansson 2015,
/// arXiv:1309.2877, eq. 5). Relative error below 1e-14 for 1.001 ≤ s ≤ 20.
enum HurwitzZeta {
    /// Z(s, q).
    static func scaled(_ s: Double, _ q: Double) -> Double {
        var sum = 0.0
        var n = q
        while n < 10 + s {
            let term = pow(n / q, -s)
            if term < 1e-20 { return sum }
            sum += term
            n += 1
        }
        var bracket = n / (s - 1) + 0.5
        var factor = s / n
        var next = s + 1
        let inverseSquare = 1 / (n * n)
        for index in bernoulliOverFactorial.indices {
            let coefficient = bernoulliOverFactorial[index]
            let term = coefficient * factor
            bracket += term
            if abs(term) < 1e-17 * bracket { break }
            factor *= next * (next + 1) * inverseSquare
            next += 2
        }
        return n == q ? bracket : sum + pow(n / q, -s) * bracket
    }

    /// Z, and the first two derivatives of ln Z with respect to s.
    static func logarithm(_ s: Double, _ q: Double) -> (value: Double, first: Double, second: Double) {
        var (value, first, second) = (0.0, 0.0, 0.0)
        var n = q
        while n < 10 + s {
            let logRatio = log(n / q)
            let term = exp(-s * logRatio)
            if term < 1e-20 {
                let slope = first / value
                return (log(value), slope, second / value - slope * slope)
            }
            value += term
            first -= logRatio * term
            second += logRatio * logRatio * term
            n += 1
        }
        // The bracket G(s) and its derivatives, term by term of the product rule.
        var g = (n / (s - 1) + 0.5, -n / square(s - 1), 2 * n / (square(s - 1) * (s - 1)))
        var p = (s / n, 1 / n, 0.0)
        var next = s + 1
        for index in bernoulliOverFactorial.indices {
            let coefficient = bernoulliOverFactorial[index]
            g = (g.0 + coefficient * p.0, g.1 + coefficient * p.1, g.2 + coefficient * p.2)
            for _ in 0..<2 {
                let f = next / n
                p = (p.0 * f, p.1 * f + p.0 / n, p.2 * f + 2 * p.1 / n)
                next += 1
            }
        }
        let logRatio = log(n / q)
        let scale = exp(-s * logRatio)
        value += scale * g.0
        first += scale * (g.1 - logRatio * g.0)
        second += scale * (g.2 - 2 * logRatio * g.1 + logRatio * logRatio * g.0)
        let slope = first / value
        return (log(value), slope, second / value - slope * slope)
    }

    /// B₂ⱼ/(2j)!.
    private static let bernoulliOverFactorial: [7 of Double] = [
        1.0 / 12, -1.0 / 720, 1.0 / 30_240, -1.0 / 1_209_600, 1.0 / 47_900_160, -691.0 / 1_307_674_368_000,
        1.0 / 74_724_249_600,
    ]
}
