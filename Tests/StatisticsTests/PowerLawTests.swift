internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct PowerLawTests {
    /// figures.md, Moby Dick.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickTail() throws {
        let spectrum = try mobyDickSpectrum()
        let fit = try #require(PowerLawFit(spectrum))
        #expect(fit.minimum == 7)
        #expect(fit.tailTypes == 2_958)
        expectClose(fit.exponent, 1.9527275, 1e-7)
        expectClose(fit.standardError, 0.01753, 1e-5)
        expectClose(fit.distance, 0.0082530, 1e-7)
        expectClose(fit.logLikelihood, -11_753.8176, 1e-8)
        for (minimum, exponent) in [(1, 1.774810), (2, 1.853789), (6, 1.942864), (8, 1.958582)] {
            expectClose(PowerLawFit(spectrum, minimum: minimum)?.exponent, exponent, 1e-6)
        }
        let test = fit.goodnessOfFit(of: spectrum, samples: 300, seed: 1)
        #expect(test.pValue > 0.1)
    }

    /// figures.md, Moby Dick: the formula with xmin − ½ is good at 7 and the trap at 1.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickApproximation() throws {
        let entries = try mobyDickSpectrum().entries
        for (minimum, exponent) in [(7, 1.950157), (1, 1.655134)] {
            let tail = entries.filter { $0.frequency >= minimum }[...]
            let types = tail.reduce(0) { $0 + $1.types }
            let meanLog = PowerLawFit.meanLog(tail, above: minimum, types: types)
            expectClose(ZetaTail.approximateExponent(minimum: minimum, meanLog: meanLog), exponent, 1e-6)
        }
    }

    /// A given xmin is kept by the bootstrap too: at 1 the zeta distribution is refuted, at 8 it is not.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickFromAGivenMinimum() throws {
        let spectrum = try mobyDickSpectrum()
        for (minimum, isTenable) in [(1, false), (8, true)] {
            let fit = try #require(PowerLawFit(spectrum, minimum: minimum))
            let test = fit.goodnessOfFit(of: spectrum, samples: 200, seed: 1, searchingMinimum: false)
            #expect((test.pValue > 0.1) == isTenable)
        }
    }

    /// figures.md, Moby Dick.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickWholeRange() throws {
        let spectrum = try mobyDickSpectrum()
        let fit = try #require(WholeRangeFit(spectrum))
        expectClose(fit.exponent, 1.960060, 1e-6)
        expectClose(fit.distance, 0.002725, 1e-6)
        expectClose(fit.logLikelihood, -40_080.571, 2e-8)
        let zeta = try #require(PowerLawFit(spectrum, minimum: 1))
        expectClose(zeta.logLikelihood, -40_195.999, 1e-8)
        expectClose(zeta.distance, 0.0346, 1e-4)
        let test = fit.goodnessOfFit(of: spectrum, samples: 300, seed: 1)
        #expect(test.pValue > 0.1)
    }

    /// figures.md, Moby Dick.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickByRank() throws {
        let curve = RankFrequency(try mobyDickSpectrum())
        let shifted = try #require(ShiftedRankRegression(curve))
        expectClose(shifted.exponent, 0.8789, 0.5e-4)
        expectClose(shifted.standardError, 0.0091, 0.5e-4)
        expectClose(LineFit.perFrequency(curve).map { -$0.slope }, 1.0413, 0.5e-4)
        expectClose(RankLikelihood.zipf(curve)?.exponent, 1.000785, 1e-6)
        let mandelbrot = try #require(RankLikelihood.zipfMandelbrot(curve))
        expectClose(mandelbrot.exponent, 1.083073, 1e-6)
        expectClose(mandelbrot.shift, 1.791226, 1e-6)
    }

    /// figures.md, Moby Dick.
    @Test(.enabled(if: ReferenceData.isAvailable)) func mobyDickAgainstRivals() throws {
        let spectrum = try mobyDickSpectrum()
        let tail = try #require(PowerLawFit(spectrum)).comparisons(in: spectrum)
        let all = try #require(WholeRangeFit(spectrum)).comparisons(in: spectrum)
        #expect(tail[0].favoured == nil)
        #expect((0.65...0.97).contains(tail[0].pValue))
        expectClose(tail[1].z, 9.1, 0.01)
        #expect(tail[1].favoured == .zeta && tail[1].pValue < 1e-15)
        expectClose(all[0].z, 8.07, 0.001)
        #expect(all[0].favoured == .wholeRange)
    }

    /// D, found without a look at every frequency, is the largest distance of all of them.
    @Test(arguments: 0..<40 as Range<UInt64>) func distanceIsTheLargestOfAll(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var frequencies: Set<Int> = []
        for _ in 0..<Int.random(in: 2...400, using: &generator) {
            frequencies.insert(Int(exp(Double.random(in: 0...9, using: &generator))))
        }
        guard frequencies.count > 1 else { return }
        let entries = frequencies.sorted().map {
            FrequencySpectrum.Entry(frequency: $0, types: Int.random(in: 1...30, using: &generator))
        }
        let spectrum = FrequencySpectrum(entries: entries)
        let zeta = ZetaTail(minimum: entries[0].frequency, exponent: .random(in: 1.1...4, using: &generator))
        let wholeRange = WholeRangePowerLaw(minimum: zeta.minimum, exponent: zeta.exponent)
        for distribution in [zeta, wholeRange] as [any CountDistribution] {
            var largest = 0.0
            var seen = 0
            for entry in entries {
                largest = max(
                    largest, abs(Double(seen) / Double(spectrum.types) - (1 - distribution.survival(entry.frequency))))
                seen += entry.types
                let above = 1 - distribution.survival(entry.frequency + 1)
                largest = max(largest, abs(Double(seen) / Double(spectrum.types) - above))
            }
            expectClose(distribution.distance(entries[...]), largest, 1e-12)
        }
        // The best xmin is that of the smallest D of all fits.
        let best = try #require(PowerLawFit(spectrum))
        for entry in entries.dropLast() {
            if let fit = PowerLawFit(spectrum, minimum: entry.frequency) { #expect(best.distance <= fit.distance) }
        }
    }

    /// Frequencies that lie close together far from 1 have exponents of millions.
    @Test func steepTails() throws {
        let spectrum = FrequencySpectrum(
            entries: [.init(frequency: 1_000_000, types: 4_300_000_000), .init(frequency: 1_000_003, types: 5)])
        let fit = try #require(PowerLawFit(spectrum))
        // p(10⁶ + k) ∝ e^(−αk/10⁶) nearly: a geometric distribution of mean 15/4.3·10⁹, so α = 10⁶ ln(1 + 4.3·10⁹/15).
        expectClose(fit.exponent, 1e6 * log(1 + 4_300_000_000.0 / 15), 1e-4)
    }

    /// The search for xmin looks at few of many frequencies.
    @Test(.timeLimit(.minutes(1))) func manyFrequencies() throws {
        let spectrum = FrequencySpectrum(entries: (1...60_000).map { .init(frequency: $0, types: 1) })
        #expect(PowerLawFit(spectrum) != nil)
    }
}
