internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct RankLikelihoodTests {
    /// The fit to frequencies that follow the law exactly is the law.
    @Test func exactLaw() throws {
        for (a, b) in [(1.0, 0.0), (1.2, 2.7), (0.8, 10.0)] {
            let counts = (1...400).map { Int((1e15 * pow(Double($0) + b, -a)).rounded()) }
            let fit = try #require(RankLikelihood.zipfMandelbrot(RankFrequency(FrequencySpectrum(counts: counts))))
            expectClose(fit.exponent, a, 1e-6)
            expectClose(fit.shift, b, 1e-5)
            expectClose((1...400).reduce(0) { $0 + fit.probability(ofRank: Double($1)) }, 1, 1e-10)
        }
    }

    /// Of 100 samples the estimates scatter around the truth: 4,000,000 tokens on 200 ranks leave ranks in their order.
    @Test func recoversZipfMandelbrot() throws {
        var (exponents, shifts): ([Double], [Double]) = ([], [])
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let (a, b) = (1.0 + 0.005 * Double(seed), 1.0 + 0.04 * Double(seed))
            let weights = (1...200).map { pow(Double($0) + b, -a) }
            let counts = multinomial(4_000_000, weights, &generator)
            let fit = try #require(RankLikelihood.zipfMandelbrot(RankFrequency(FrequencySpectrum(counts: counts))))
            exponents.append(fit.exponent - a)
            shifts.append(fit.shift - b)
            #expect(!fit.isAtEdge)
        }
        for (errors, spread) in [(exponents, 0.005), (shifts, 0.06)] {
            #expect(abs(mean(errors)) < 0.4 * spread && standardDeviation(errors) < spread, "\(mean(errors))")
        }
    }

    /// Equal frequencies after a first one that has nearly all: b runs towards −1. Frequencies that fall by one factor are an
    /// exponential, to which b runs without end.
    @Test func edgesAreSaid() throws {
        let steep = [1_000_000_000] + [Int](repeating: 1, count: 50)
        #expect(try #require(RankLikelihood.zipfMandelbrot(RankFrequency(FrequencySpectrum(counts: steep)))).isAtEdge)
    }

    private func multinomial(_ n: Int, _ weights: [Double], _ generator: inout SeededGenerator) -> [Int] {
        var remaining = n
        var weight = weights.reduce(0, +)
        return weights.map { w in
            let count = binomialDraw(remaining, w / weight, using: &generator)
            remaining -= count
            weight -= w
            return count
        }
    }

    /// The halves are independent: Σ of both is the whole, and ranks are in the order of the first.
    @Test func halvesHaveHalfTheTokens() throws {
        let spectrum = FrequencySpectrum(counts: (1...2_000).map { 40_000 / $0 })
        let halves = RankFrequency(independentHalvesOf: spectrum, seed: 3)
        let tokens = halves.runs.reduce(0) { $0 + $1.frequency * Double($1.count) }
        // Within five standard deviations of N/2.
        #expect(abs(tokens - Double(spectrum.tokens) / 2) < 5 * sqrt(Double(spectrum.tokens)) / 2)
        #expect(halves.types <= spectrum.types)
        #expect(halves == RankFrequency(independentHalvesOf: spectrum, seed: 3))
        #expect(halves != RankFrequency(independentHalvesOf: spectrum, seed: 4))
        #expect(zip(halves.runs, halves.runs.dropFirst()).allSatisfy { $0.ranks.upperBound + 1 == $1.ranks.lowerBound })
    }

    /// Of types of three tokens each, 1, 3, 3 and 1 of 8 have 3, 2, 1 and 0 tokens in the half that ranks them, and the other
    /// half has the rest: ranks fall while frequencies rise, for there is nothing but chance in them.
    @Test func halvesOfEqualTypes() {
        let halves = RankFrequency(
            independentHalvesOf: FrequencySpectrum(entries: [.init(frequency: 3, types: 80_000)]), seed: 5)
        #expect(halves.runs.map(\.frequency) == [0, 1, 2])
        for (run, share) in zip(halves.runs, [1.0 / 8, 3.0 / 8, 3.0 / 8]) {
            #expect(abs(Double(run.count) - 80_000 * share) < 5 * (80_000 * share * (1 - share)).squareRoot())
        }
    }

    /// C(m, k) of many frequent types is beyond a Double; their halves still have half the tokens.
    @Test func halvesOfManyFrequentTypes() {
        let halves = RankFrequency(
            independentHalvesOf: FrequencySpectrum(entries: [.init(frequency: 2_000, types: 5_000)]), seed: 5)
        #expect(halves.types == 5_000)
        let tokens = halves.runs.reduce(0) { $0 + $1.frequency * Double($1.count) }
        #expect(abs(tokens - 5e6) < 5 * 1e7.squareRoot() / 2)
    }

    @Test func undefinedWithoutVariation() {
        #expect(RankLikelihood.zipf(RankFrequency(FrequencySpectrum(counts: [2, 2, 2]))) == nil)
        #expect(RankLikelihood.zipfMandelbrot(RankFrequency(FrequencySpectrum(counts: [2, 1]))) == nil)
        #expect(RankLikelihood.zipf(RankFrequency(FrequencySpectrum(counts: [Int]()))) == nil)
    }
}

@Suite struct BinomialTests {
    /// Mean and variance within five standard errors, on both methods and both sides.
    @Test(arguments: [(20, 0.1), (1_000, 0.5), (100_000, 0.003), (50, 0.9), (1_000_000, 0.97)])
    func meanAndVariance(n: Int, p: Double) {
        var generator = SeededGenerator(seed: 77)
        let draws = (0..<20_000).map { _ in Double(binomialDraw(n, p, using: &generator)) }
        let mean = draws.reduce(0, +) / 20_000
        let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19_999
        let (wanted, spread) = (Double(n) * p, Double(n) * p * (1 - p))
        #expect(abs(mean - wanted) < 5 * sqrt(spread / 20_000))
        #expect(abs(variance - spread) < 0.06 * spread)
        #expect(binomialDraw(0, 0.5, using: &generator) == 0)
        #expect(binomialDraw(9, 1, using: &generator) == 9)
    }
}
