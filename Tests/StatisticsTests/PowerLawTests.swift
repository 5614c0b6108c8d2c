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
        // The lognormal is at its edge, where bounds of μ decide which p others print (0.7 to 0.95): the same power law.
        #expect(tail[0].isAtEdge && tail[0].isSameLaw && abs(tail[0].logLikelihoodRatio) < 0.02)
        expectClose(tail[1].z, 9.1, 0.01)
        #expect(tail[1].favoured == .zeta)
        #expect(try #require(tail[1].pValue) < 1e-15)
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

    /// A tail that is flatter in the logarithms than any lognormal: its likelihood rises to the edge, where it is a power law.
    @Test func aLognormalAtItsEdgeIsAPowerLaw() throws {
        // Frequencies of a mixture of a steep and a flat power law: the log-log line bends upwards.
        let entries = (1...400).map { m in
            FrequencySpectrum.Entry(
                frequency: m, types: max(1, Int((1e6 * pow(Double(m), -3.5) + 1e4 * pow(Double(m), -1.4)).rounded())))
        }
        let spectrum = FrequencySpectrum(entries: entries)
        let test = try #require(PowerLawFit(spectrum, minimum: 1)).comparisons(in: spectrum)[0]
        #expect(test.isAtEdge)
        // From 1 on a continuous power law, rounded, is none of whole numbers: it is a rival, and tested as one.
        #expect(!test.isSameLaw && abs(test.logLikelihoodRatio) > 10 && test.z != nil && test.favoured != nil)
        #expect((test.favoured == .zeta) == (test.logLikelihoodRatio > 0))
        // From 60 on the two are one.
        let high = FrequencySpectrum(
            entries: (60...400).map { .init(frequency: $0, types: max(1, Int(3e7 * pow(Double($0), -2.2)))) })
        let same = try #require(PowerLawFit(high, minimum: 60)).comparisons(in: high)[0]
        #expect(same.isSameLaw == (same.isAtEdge && abs(same.logLikelihoodRatio) < 1))
        if same.isSameLaw { #expect(same.z == nil && same.pValue == nil && same.favoured == nil) }
        // One that bends downwards is a rival.
        var generator = SeededGenerator(seed: 4)
        let counts = (0..<2_000).map { _ in 1 + Int(-20 * log(1 - generator.uniform())) }
        let other = FrequencySpectrum(counts: counts)
        let rival = try #require(PowerLawFit(other, minimum: 1)).comparisons(in: other)[0]
        #expect(!rival.isAtEdge && rival.favoured == .lognormal)
    }

    /// Where xmin is given the spread over bootstraps is the likelihood's; where it is searched it is larger.
    @Test func theBootstrapOfTheExponentHasTheSpreadOfItsCause() throws {
        var generator = SeededGenerator(seed: 6)
        let spectrum = FrequencySpectrum(entries: ZetaTail(minimum: 1, exponent: 2).sample(5_000, using: &generator))
        let fit = try #require(PowerLawFit(spectrum, minimum: 2))
        let given = try #require(fit.bootstrap(of: spectrum, samples: 400, seed: 1, searchingMinimum: false))
        // The standard deviation of 400 draws is known to 1/√800.
        expectClose(given.standardError, fit.standardError, 4 / 800.0.squareRoot())
        #expect(given.zipfInterval.contains(fit.zipfExponent))
        let book = FrequencySpectrum(counts: (1...800).map { 1 + 600 / ($0 + 3) })
        let searched = try #require(PowerLawFit(book))
        let spread = try #require(searched.bootstrap(of: book, samples: 200, seed: 1))
        #expect(spread.standardError > searched.standardError)
        #expect(fit.bootstrap(of: spectrum, samples: 10, seed: 1) == nil)
        #expect(spread == searched.bootstrap(of: book, samples: 200, seed: 1, threads: 1))
    }

    /// All samples that are asked for are drawn, also of a law that the first hundred refute; p is then at its floor.
    @Test func asManyBootstrapsAsAsked() throws {
        let spectrum = FrequencySpectrum(counts: (1...3_000).map { 1 + $0 % 100 })
        let test = try #require(WholeRangeFit(spectrum)).goodnessOfFit(of: spectrum, samples: 250, seed: 1)
        #expect(test.samples == 250 && test.isAtFloor)
        #expect(test.pValue == 1.0 / 251)
    }

    /// z of the drift is standard normal where the law holds.
    @Test func driftIsNormalUnderTheLaw() throws {
        var values: [Double] = []
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let spectrum = FrequencySpectrum(
                entries: ZetaTail(minimum: 1, exponent: 2.2).sample(3_000, using: &generator))
            values.append(try #require(PowerLawFit(spectrum, minimum: 1)).drift(in: spectrum))
        }
        #expect(abs(mean(values)) < 4 / 200.0.squareRoot())
        #expect((0.8...1.2).contains(standardDeviation(values)))
        let book = FrequencySpectrum(counts: (1...20_000).map { 1 + 60_000 / ($0 + 20) })
        #expect(abs(try #require(PowerLawFit(book, minimum: 1)).drift(in: book)) > 3)
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
