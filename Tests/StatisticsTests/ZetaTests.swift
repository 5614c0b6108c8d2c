internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct ZetaTests {
    /// Σ p = 1: what a sum over the first terms leaves is the survival function after them.
    @Test(arguments: [(1, 1.5), (1, 2.0), (7, 1.9527), (300, 3.5), (1, 8.0)])
    func massesAndSurvivalAddUp(minimum: Int, exponent: Double) {
        let zeta = ZetaTail(minimum: minimum, exponent: exponent)
        let law = WholeRangePowerLaw(minimum: minimum, exponent: exponent)
        var (zetaSum, lawSum) = (0.0, 0.0)
        for m in minimum..<(minimum + 3000) {
            zetaSum += exp(zeta.logProbability(m))
            lawSum += exp(law.logProbability(m))
        }
        expectClose(zetaSum + zeta.survival(minimum + 3000), 1, 1e-12)
        expectClose(lawSum + law.survival(minimum + 3000), 1, 1e-12)
    }

    /// ζ(2) = π²/6 and ζ(4) = π⁴/90, as 1/p(1).
    @Test func knownValues() {
        expectClose(exp(-ZetaTail(minimum: 1, exponent: 2).logProbability(1)), .pi * .pi / 6, 1e-14)
        expectClose(exp(-ZetaTail(minimum: 1, exponent: 4).logProbability(1)), pow(.pi, 4) / 90, 1e-14)
        // ζ(2, 3) = π²/6 − 1 − 1/4, so p(3) = (1/9)/ζ(2, 3).
        expectClose(
            exp(-ZetaTail(minimum: 3, exponent: 2).logProbability(3)), 9 * (.pi * .pi / 6 - 1 - 0.25), 1e-13)
    }

    /// Two frequencies of one type each, 1 and 2: the likelihood equation is −ζ′/ζ(α) = (ln 2)/2.
    @Test func likelihoodIsGreatestAtTheFit() throws {
        let spectrum = FrequencySpectrum(counts: [1, 1, 1, 2, 2, 3, 5, 9])
        let fit = try #require(PowerLawFit(spectrum, minimum: 1))
        let at = { (alpha: Double) in
            let model = ZetaTail(minimum: 1, exponent: alpha)
            return spectrum.entries.reduce(0) { $0 + Double($1.types) * model.logProbability($1.frequency) }
        }
        #expect(at(fit.exponent) >= at(fit.exponent + 1e-4))
        #expect(at(fit.exponent) >= at(fit.exponent - 1e-4))
        // s.e. = 1/√(−ℓ″).
        let h = 1e-3
        let curvature = (at(fit.exponent + h) - 2 * at(fit.exponent) + at(fit.exponent - h)) / (h * h)
        expectClose(fit.standardError, 1 / sqrt(-curvature), 1e-5)
    }

    @Test func undefinedWithoutTwoFrequencies() {
        #expect(PowerLawFit(FrequencySpectrum(counts: [4, 4])) == nil)
        #expect(WholeRangeFit(FrequencySpectrum(counts: [1, 1, 1])) == nil)
        #expect(PowerLawFit(FrequencySpectrum(counts: [Int]())) == nil)
        #expect(PowerLawFit(FrequencySpectrum(counts: [4, 2]), minimum: 3) == nil)
    }
}
