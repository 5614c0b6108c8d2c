internal import Foundation

/// The discrete power law p(m) = m^−α / ζ(α, xmin) for m ≥ xmin.
///
/// - SeeAlso: Clauset, Shalizi & Newman (2009), SIAM Review 51, table 2.1.
package struct ZetaTail: Sendable, Equatable {
    package let minimum: Int
    /// α > 1.
    package let exponent: Double
    private let scaledZeta: Double

    package init(minimum: Int, exponent: Double) {
        precondition(minimum >= 1 && exponent > 1)
        self.minimum = minimum
        self.exponent = exponent
        scaledZeta = HurwitzZeta.scaled(exponent, Double(minimum))
    }

    package func logProbability(_ m: Int) -> Double {
        -exponent * log(Double(m) / Double(minimum)) - log(scaledZeta)
    }

    package func survival(_ m: Int) -> Double {
        if m == minimum { return 1 }
        let x = Double(m)
        return exp(-exponent * log(x / Double(minimum))) * HurwitzZeta.scaled(exponent, x) / scaledZeta
    }

    /// By rejection from the whole part of a Pareto variable (Devroye 1986, X.6.1, for any lower end).
    package func draw(atLeast m: Int, using generator: inout some RandomNumberGenerator) -> Int {
        let b = exponent - 1
        /// x^−α against the proposal's x^−b − (x + 1)^−b, both times x^b; it falls with x.
        func ratio(_ x: Double) -> Double { 1 / (x * -expm1(-b * log1p(1 / x))) }
        let largest = ratio(Double(m))
        while true {
            let x = (Double(m) * pow(openUnit(&generator), -1 / b)).rounded(.down)
            guard x < Double(largestDraw) else { return largestDraw }
            if openUnit(&generator) * largest <= ratio(x) { return Int(x) }
        }
    }

    /// Clauset et al.’s approximation (3.7), 1 + n/Σ ln(m/(xmin − ½)): good from an xmin of 6 on, and far off at 1.
    package static func approximateExponent(minimum: Int, meanLog: Double) -> Double {
        let q = Double(minimum)
        return 1 + 1 / (meanLog + log(q / (q - 0.5)))
    }

    /// The exponent of greatest likelihood.
    /// - Parameters:
    ///   - meanLog: the mean of ln(m/xmin) over the types of the tail, above 0.
    ///   - start: where to begin, if a near exponent is known.
    /// - Returns: also the curvature −∂²ℓ/∂α² per type.
    static func likeliestExponent(
        minimum: Int, meanLog: Double, start: Double? = nil
    ) -> (exponent: Double, information: Double) {
        let q = Double(minimum)
        // The objective is convex: Newton's steps, kept above 1.
        var alpha = start ?? approximateExponent(minimum: minimum, meanLog: meanLog)
        var information = 0.0
        for _ in 0..<60 {
            let zeta = HurwitzZeta.logarithm(alpha, q)
            information = zeta.second
            let step = (zeta.first + meanLog) / zeta.second
            let next = alpha - step
            alpha = next > 1 ? next : 1 + (alpha - 1) / 4
            // The error of the next step would be of the order of this one's square.
            if abs(step) < 1e-9 * alpha { break }
        }
        return (alpha, information)
    }
}

extension ZetaTail: SampledDistribution {}
