internal import Foundation
package import Statistics

/// What frequencies of types are drawn from, and whose Zipf exponent is known where it has one.
package enum Population: Sendable {
    /// The discrete power law with α, of so many types.
    case zeta(Double, types: Int)
    /// The power law f₂ with β.
    case wholeRange(Double, types: Int)
    /// So many tokens of V types whose probabilities are proportional to (r + b)^−a.
    case zipfMandelbrot(a: Double, b: Double, ranks: Int, tokens: Int)
    /// P(m) = p (1 − p)^(m − 1).
    case geometric(Double, types: Int)
    /// e^(μ + σ Z), Z standard normal, rounded and at least 1.
    case lognormal(Double, Double, types: Int)

    /// The exponent by rank; `nil` where no power law is true.
    package var exponent: Double? {
        switch self {
        case .zeta(let exponent, _), .wholeRange(let exponent, _): 1 / (exponent - 1)
        case .zipfMandelbrot(let a, _, _, _): a
        case .geometric, .lognormal: nil
        }
    }

    /// Whether the power law of frequencies is exact, and not only that of probabilities.
    package var isExact: Bool {
        switch self {
        case .zeta, .wholeRange: true
        default: false
        }
    }

    package var name: String {
        switch self {
        case .zeta(let alpha, let types): "zeta, α = \(alpha), \(types) types"
        case .wholeRange(let beta, let types): "f₂, β = \(beta), \(types) types"
        case .zipfMandelbrot(let a, let b, let ranks, let tokens):
            "Zipf–Mandelbrot, a = \(a), b = \(b), \(ranks) ranks, \(tokens) tokens"
        case .geometric(let p, let types): "geometric, p = \(p), \(types) types"
        case .lognormal(let mu, let sigma, let types): "lognormal, μ = \(mu), σ = \(sigma), \(types) types"
        }
    }

    /// A sample's spectrum.
    package func sample(_ generator: inout SeededGenerator) -> FrequencySpectrum {
        switch self {
        case .zeta(let alpha, let types):
            return FrequencySpectrum(entries: ZetaTail(minimum: 1, exponent: alpha).sample(types, using: &generator))
        case .wholeRange(let beta, let types):
            return FrequencySpectrum(entries: WholeRangePowerLaw(exponent: beta).sample(types, using: &generator))
        case .zipfMandelbrot(_, _, _, let tokens):
            return FrequencySpectrum(counts: Self.counts(tokens, probabilities, &generator))
        case .geometric(let p, let types):
            return FrequencySpectrum(
                counts: (0..<types).map { _ in 1 + Int(log(1 - generator.uniform()) / log1p(-p)) })
        case .lognormal(let mu, let sigma, let types):
            return FrequencySpectrum(
                counts: (0..<types).map { _ in max(1, Int(exp(mu + sigma * generator.normal()).rounded())) })
        }
    }

    /// Of the ranks of a Zipf–Mandelbrot population; empty for others.
    package var probabilities: [Double] {
        guard case .zipfMandelbrot(let a, let b, let ranks, _) = self else { return [] }
        let weights = (1...ranks).map { pow(Double($0) + b, -a) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// How often each rank is drawn among `tokens` independent draws.
    package static func counts(
        _ tokens: Int, _ probabilities: [Double], _ generator: inout SeededGenerator
    ) -> [Int] {
        var (left, mass) = (tokens, 1.0)
        return probabilities.map { p in
            let count = binomialDraw(left, min(1, max(0, p / mass)), using: &generator)
            left -= count
            mass -= p
            return count
        }
    }
}

extension SeededGenerator {
    /// A standard normal deviate (Box & Muller 1958).
    mutating func normal() -> Double { sqrt(-2 * log(1 - uniform())) * cos(2 * .pi * uniform()) }
}
