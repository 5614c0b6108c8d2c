internal import Foundation

/// The power law with an exponential cutoff, p(m) ∝ m^−α e^−λm for m ≥ xmin, λ ≥ 0. Without the cutoff it is ``ZetaTail``.
struct TruncatedPowerLaw: CountDistribution {
    let minimum: Int
    let exponent: Double
    /// λ > 0.
    let rate: Double
    /// ln Σ (m/xmin)^−α e^−λ(m − xmin).
    private let logSum: Double

    init(minimum: Int, exponent: Double, rate: Double) {
        self.minimum = minimum
        self.exponent = exponent
        self.rate = rate
        logSum = log(Self.sum(from: minimum, relativeTo: minimum, exponent: exponent, rate: rate))
    }

    func logProbability(_ m: Int) -> Double {
        -exponent * log(Double(m) / Double(minimum)) - rate * Double(m - minimum) - logSum
    }

    func survival(_ m: Int) -> Double {
        exp(log(Self.sum(from: m, relativeTo: minimum, exponent: exponent, rate: rate)) - logSum)
    }

    /// Σ (m/origin)^−α e^−λ(m − origin) for m ≥ first.
    ///
    /// Terms are added one by one up to N = 40 + first; from there Euler–Maclaurin, the integral in the logarithm of m,
    /// where the integrand is smooth, by Gauss–Legendre on panels of one unit. Relative error below 1e-10.
    static func sum(from first: Int, relativeTo origin: Int, exponent: Double, rate: Double) -> Double {
        let reference = Double(origin)
        func term(_ x: Double) -> Double { exp(-exponent * log(x / reference) - rate * (x - reference)) }
        let last = first + 40
        let head = (first..<last).reduce(0) { $0 + term(Double($1)) }
        let n = Double(last)
        let f = term(n)
        guard f > 1e-300 * max(head, 1e-300) else { return head }
        // Beyond t the integrand is below e^−40 of its start, by the cutoff or by the power.
        let byCutoff = log(1 + (40 + max(0, 1 - exponent) * 40) / (rate * n))
        let end = exponent > 1 ? min(byCutoff, 40 / (exponent - 1)) : byCutoff
        let tail = integral(from: 0, to: end, panels: max(4, Int(end.rounded(.up)) * 2)) { t in
            exp((1 - exponent) * t - rate * n * expm1(t))
        }
        let slope = -f * (exponent / n + rate)
        return head + f * n * tail + f / 2 - slope / 12
    }

    /// The likeliest.
    /// - Precondition: some frequency lies above the first of the tail.
    init(fitting tail: ArraySlice<FrequencySpectrum.Entry>, exponent start: Double) {
        let minimum = tail.first!.frequency
        let types = Double(tail.reduce(0) { $0 + $1.types })
        // λ on the scale of the largest frequency, its plausible place.
        let scale = 1 / Double(tail.last!.frequency)
        func model(_ p: SIMD2<Double>) -> TruncatedPowerLaw {
            TruncatedPowerLaw(minimum: minimum, exponent: p.x, rate: scale * exp(p.y))
        }
        let best = Statistics.minimum(from: [start, 0], step: [0.2, 1]) { p in
            guard abs(p.x) < 50, p.y > -15, p.y < 25 else { return .infinity }
            return -model(p).logLikelihood(tail) / types
        }
        self = model(best.point)
    }
}
