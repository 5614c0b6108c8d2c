internal import Foundation

/// How far a spectrum lies from what a population would give: the multivariate chi-squared test of V and V₁…V_m.
///
/// The numbers of types are correlated; X² weighs their deviations by the inverse of the covariance matrix. Under Poisson
/// sampling Var V = E[V(2N)] − E[V(N)], Cov(V, V_m) = 2^−m E[V_m(2N)] and
/// Cov(V_k, V_l) = δ_kl E[V_k(N)] − C(k + l, k) 2^−(k+l) E[V_(k+l)(2N)].
/// - SeeAlso: Baayen (2001), Word Frequency Distributions, section 3.3.
package struct PopulationFit: Sendable, Equatable {
    /// X².
    package let chiSquared: Double
    /// V and V₁…V_m less the two parameters.
    package let degreesOfFreedom: Int
    /// That a population of the model deviates so far.
    package var pValue: Double {
        let (a, x) = (Double(degreesOfFreedom) / 2, chiSquared / 2)
        return max(0, 1 - lowerIncompleteGamma(a, x) / tgamma(a))
    }

    /// - Parameter frequencies: m, at least 2.
    /// - Returns: `nil` where the covariance matrix is not positive definite, as in very small samples.
    package init?(_ population: ZipfMandelbrotPopulation, _ spectrum: FrequencySpectrum, frequencies: Int = 15) {
        let (n, size) = (Double(spectrum.tokens), frequencies + 1)
        let single = population.expectedSpectrum(upTo: frequencies, inTokens: n).ofFrequency
        let double = population.expectedSpectrum(upTo: 2 * frequencies, inTokens: 2 * n).ofFrequency
        let types = population.expectedTypes(inTokens: n)
        var covariance = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        covariance[0][0] = population.expectedTypes(inTokens: 2 * n) - types
        var deviation = [Double(spectrum.types) - types]
        for k in 1...frequencies {
            deviation.append(Double(spectrum.types(ofFrequency: k)) - single[k - 1])
            covariance[0][k] = exp2(-Double(k)) * double[k - 1]
            covariance[k][0] = covariance[0][k]
            for l in 1...frequencies {
                let choose = exp(
                    logGamma(Double(k + l) + 1) - logGamma(Double(k) + 1) - logGamma(Double(l) + 1)
                        - Double(k + l) * log(2))
                covariance[k][l] = (k == l ? single[k - 1] : 0) - choose * double[k + l - 1]
            }
        }
        guard let chiSquared = squaredNorm(deviation, metric: covariance), chiSquared.isFinite else { return nil }
        self.chiSquared = chiSquared
        degreesOfFreedom = size - 2
    }
}

/// vᵀ M⁻¹ v by Cholesky’s decomposition; `nil` where M is not positive definite.
private func squaredNorm(_ v: [Double], metric m: [[Double]]) -> Double? {
    var lower = m
    var sum = 0.0
    var solved: [Double] = []
    for row in v.indices {
        for column in 0...row {
            var value = m[row][column]
            for k in 0..<column { value -= lower[row][k] * lower[column][k] }
            if row == column {
                guard value > 0 else { return nil }
                lower[row][row] = sqrt(value)
            } else {
                lower[row][column] = value / lower[column][column]
            }
        }
        // L y = v, row by row; vᵀ M⁻¹ v is |y|².
        var value = v[row]
        for k in 0..<row { value -= lower[row][k] * solved[k] }
        solved.append(value / lower[row][row])
        sum += square(solved[row])
    }
    return sum
}
