internal import Foundation

/// The power law f₂ of whole numbers whose distribution function, not its mass, is the power: P(X ≥ m) = (m/xmin)^−(β−1).
///
/// Of three candidates it fits the word frequencies of most books over the whole range, hapax legomena included. Rank
/// follows frequency as its power β − 1, so the Zipf exponent is 1/(β − 1).
///
/// - SeeAlso: Moreno-Sánchez, Font-Clos & Corral (2016), PLOS ONE 11: e0147073, eq. 2.
package struct WholeRangePowerLaw: Sendable, Equatable {
    package let minimum: Int
    /// β > 1.
    package let exponent: Double

    package init(minimum: Int = 1, exponent: Double) {
        precondition(minimum >= 1 && exponent > 1)
        self.minimum = minimum
        self.exponent = exponent
    }

    package func logProbability(_ m: Int) -> Double {
        let b = exponent - 1
        let x = Double(m)
        return -b * log(x / Double(minimum)) + log(-expm1(-b * log1p(1 / x)))
    }

    package func survival(_ m: Int) -> Double { pow(Double(m) / Double(minimum), 1 - exponent) }

    package func draw(atLeast m: Int, using generator: inout some RandomNumberGenerator) -> Int {
        let x = Double(m) * pow(openUnit(&generator), 1 / (1 - exponent))
        return x < Double(largestDraw) ? Int(x) : largestDraw
    }

    /// The exponent of greatest likelihood and the curvature −∂²ℓ/∂β²; `nil` where all frequencies are the minimum.
    static func likeliestExponent(
        _ tail: ArraySlice<FrequencySpectrum.Entry>
    ) -> (exponent: Double, information: Double)? {
        guard let first = tail.first, tail.count > 1 || first.frequency > 1, let last = tail.last,
            last.frequency > first.frequency
        else { return nil }
        let origin = Double(first.frequency)
        let terms = tail.map { entry in
            let x = Double(entry.frequency)
            return (types: Double(entry.types), log: log(x / origin), step: log1p(1 / x))
        }
        let types = terms.reduce(0) { $0 + $1.types }
        // From below, where the score is positive and convex, Newton's steps rise to the root and do not pass it.
        var b = types / terms.reduce(0) { $0 + $1.types * ($1.log + $1.step) }
        var information = 0.0
        for _ in 0..<100 {
            var score = 0.0
            information = 0
            for term in terms {
                let odds = 1 / expm1(b * term.step)
                score += term.types * (term.step * odds - term.log)
                information += term.types * term.step * term.step * odds * (1 + odds)
            }
            let step = score / information
            b = max(b + step, b / 4)
            if abs(step) < 1e-12 * b { break }
        }
        return (1 + b, information)
    }
}

extension WholeRangePowerLaw: SampledDistribution {}
