internal import Foundation
internal import Gramarye
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct ZipfVerdictTextTests {
    private func text(_ spectrum: FrequencySpectrum, samples: Int = 100) -> String {
        var options = ZipfAnalysis.Options()
        options.samples = samples
        let analysis = ZipfAnalysis(of: spectrum, options)
        return ZipfVerdict(analysis).sentences(analysis, what: "words").joined(separator: " ")
    }

    @Test(arguments: [
        ([7], "One type that occurs 7 times has neither a slope nor a law."),
        ([1], "One type that occurs 1 time has neither a slope nor a law."),
        ([1, 1, 1], "All 3 words occur 1 time: there is nothing to fit."),
        ([5, 3], "2 types are too few to say whether words follow a power law"),
    ])
    func smallSamples(counts: [Int], words: String) {
        let text = text(FrequencySpectrum(counts: counts))
        #expect(text.hasPrefix(words), "\(text)")
        #expect(!text.contains("quote a"))
    }

    @Test func eachFindingHasItsWords() {
        var generator = SeededGenerator(seed: 8)
        let whole = text(
            FrequencySpectrum(entries: WholeRangePowerLaw(exponent: 2).sample(20_000, using: &generator)))
        #expect(whole.contains("The power law f₂ is tenable over the whole range"), "\(whole)")
        #expect(whole.contains("better than the zeta distribution (z = "), "\(whole)")
        let zeta = text(
            FrequencySpectrum(entries: ZetaTail(minimum: 1, exponent: 2).sample(20_000, using: &generator)))
        // Above every frequency that occurs, the discrete power law is one of the whole range, and the text says so.
        #expect(zeta.contains("the discrete power law is tenable") || zeta.contains("which occur"), "\(zeta)")
        #expect(!zeta.contains("occur 1 times"), "\(zeta)")
        let uniform = text(FrequencySpectrum(counts: (1...5_000).map { 1 + $0 % 100 }))
        #expect(uniform.contains("a power law is rejected at 10 %: p ≤ 0.0099 for f₂"), "\(uniform)")
        #expect(!uniform.contains("is no law") && !uniform.contains("quote a"), "\(uniform)")
        let untested = text(FrequencySpectrum(counts: (1...100).map { 1_000 / $0 }), samples: 0)
        #expect(untested.contains("some 300 bootstraps"), "\(untested)")
    }

    /// A tail that was asked for is called so, and not the best.
    @Test func theTailIsThatWhichWasAskedFor() {
        var options = ZipfAnalysis.Options()
        (options.samples, options.tailMinimum) = (30, 3)
        let uniform = ZipfAnalysis(of: FrequencySpectrum(counts: (1...5_000).map { 1 + $0 % 100 }), options)
        let text = ZipfVerdict(uniform).sentences(uniform, what: "words").joined(separator: " ")
        #expect(text.contains("for the tail asked for, frequencies from 3 up"), "\(text)")
        #expect(!text.contains("best tail"))
    }

    /// A lognormal at its edge is, from 1 on, a continuous power law, rounded: a law of its own, which is tested and named.
    @Test func aRoundedPowerLawIsARival() throws {
        let entries = (1...400).map { m in
            FrequencySpectrum.Entry(
                frequency: m, types: max(1, Int((1e6 * pow(Double(m), -3.5) + 1e4 * pow(Double(m), -1.4)).rounded())))
        }
        var options = ZipfAnalysis.Options()
        (options.samples, options.tailMinimum) = (30, 1)
        let analysis = ZipfAnalysis(of: FrequencySpectrum(entries: entries), options)
        let text = ZipfVerdict(analysis).sentences(analysis, what: "words").joined(separator: " ")
        let lognormal = try #require(analysis.comparisons(of: .zeta).first { $0.second == .lognormal })
        #expect(lognormal.isAtEdge && !lognormal.isSameLaw)
        #expect(text.contains("is a continuous power law, rounded (ln of the ratio of likelihoods "), "\(text)")
    }
}
