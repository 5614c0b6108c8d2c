internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

/// Fits find again the parameters of seeded samples.
@Suite struct RecoveryTests {
    @Test func zetaAndItsStandardError() throws {
        var within = 0
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let alpha = 1.6 + 0.02 * Double(seed)
            let sample = ZetaTail(minimum: 1 + seed % 5, exponent: alpha).sample(5_000, using: &generator)
            let fit = try #require(PowerLawFit(FrequencySpectrum(entries: sample), minimum: 1 + seed % 5))
            if abs(fit.exponent - alpha) <= 3 * fit.standardError { within += 1 }
        }
        #expect(within >= 99)
    }

    @Test func wholeRangeAndItsStandardError() throws {
        var within = 0
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let beta = 1.6 + 0.02 * Double(seed)
            let sample = WholeRangePowerLaw(exponent: beta).sample(5_000, using: &generator)
            let fit = try #require(WholeRangeFit(FrequencySpectrum(entries: sample)))
            if abs(fit.exponent - beta) <= 3 * fit.standardError { within += 1 }
        }
        #expect(within >= 99)
    }

    /// Under the model p-values are uniform: their distribution function stays near the diagonal.
    @Test func bootstrapIsUniformUnderTheModel() throws {
        var whole: [Double] = []
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: 1_000 + UInt64(seed))
            let sample = FrequencySpectrum(
                entries: WholeRangePowerLaw(exponent: 2).sample(2_000, using: &generator))
            let fit = try #require(WholeRangeFit(sample))
            whole.append(fit.goodnessOfFit(of: sample, samples: 99, seed: UInt64(seed)).pValue)
        }
        let distance = zip(whole.sorted(), 1...).reduce(0.0) { max($0, abs($1.0 - Double($1.1) / 200)) }
        // Kolmogorov's critical value at 0.1 %, 1.95/√200.
        #expect(distance < 1.95 / 200.0.squareRoot() + 0.01)
    }

    @Test func bootstrapWithMinimumIsUniformUnderTheModel() throws {
        var values: [Double] = []
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: 5_000 + UInt64(seed))
            let sample = FrequencySpectrum(
                entries: ZetaTail(minimum: 1, exponent: 2).sample(1_000, using: &generator))
            let fit = try #require(PowerLawFit(sample))
            values.append(fit.goodnessOfFit(of: sample, samples: 99, seed: UInt64(seed)).pValue)
        }
        let distance = zip(values.sorted(), 1...).reduce(0.0) { max($0, abs($1.0 - Double($1.1) / 100)) }
        #expect(distance < 1.95 / 10 + 0.01)
    }

    /// Sampling in counts gives each number its probability: χ² over the first numbers.
    @Test func samplesFollowTheDistribution() {
        var generator = SeededGenerator(seed: 8)
        let model = ZetaTail(minimum: 2, exponent: 1.8)
        var counts = [Int: Int]()
        for _ in 0..<400 {
            for entry in model.sample(100, using: &generator) { counts[entry.frequency, default: 0] += entry.types }
        }
        let n = 40_000.0
        let chiSquare = (2..<32).reduce(0.0) { sum, m in
            let expected = n * exp(model.logProbability(m))
            return sum + pow(Double(counts[m] ?? 0) - expected, 2) / expected
        }
        // 30 degrees of freedom: mean 30, standard deviation √60; 99.99 % lie below 67.
        #expect(chiSquare < 67)
        #expect(counts.values.reduce(0, +) == 40_000)
    }

    /// Corral, Serra & Ferrer-i-Cancho: f₂ on frequencies ⌊600/r⌋ is Zipf's law with the exponent 1.
    @Test func harmonicFrequencies() throws {
        let fit = try #require(WholeRangeFit(FrequencySpectrum(counts: (1...600).map { 600 / $0 })))
        expectClose(fit.zipfExponent, 1, 0.01)
    }

    @Test func threadsDoNotMatter() throws {
        var generator = SeededGenerator(seed: 4)
        let sample = FrequencySpectrum(entries: ZetaTail(minimum: 1, exponent: 2).sample(2_000, using: &generator))
        let fit = try #require(PowerLawFit(sample))
        let one = fit.goodnessOfFit(of: sample, samples: 50, seed: 3, threads: 1)
        #expect(one == fit.goodnessOfFit(of: sample, samples: 50, seed: 3, threads: 3))
        #expect(one != fit.goodnessOfFit(of: sample, samples: 50, seed: 4, threads: 1) || one.exceedances == 0)
    }
}
