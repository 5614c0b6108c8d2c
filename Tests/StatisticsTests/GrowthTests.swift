internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct GrowthTests {
    /// a b a c b a: the types of the first N tokens are 1, 2, 2, 3, 3, 3; those seen once 1, 2, 1, 2, 1, 1.
    @Test func curveOfASmallText() {
        let growth = VocabularyGrowth(of: [0, 1, 0, 2, 1, 0], typeCount: 3, at: [1, 2, 3, 4, 5, 6])
        #expect(growth.points.map(\.types) == [1, 2, 2, 3, 3, 3])
        #expect(growth.points.map(\.hapaxLegomena) == [1, 2, 1, 2, 1, 1])
    }

    /// Counts 2, 1, 1: of the 6 pairs of tokens one is of equal types, so E[V(2)] = (5 · 2 + 1)/6; of the 4 triples two hold
    /// the pair, so E[V(3)] = (2 · 2 + 2 · 3)/4.
    @Test func rarefactionOfASmallText() {
        let spectrum = FrequencySpectrum(counts: [2, 1, 1])
        expectClose(spectrum.expectedTypes(inSampleOf: 0), 0, 1e-14)
        expectClose(spectrum.expectedTypes(inSampleOf: 1), 1, 1e-14)
        expectClose(spectrum.expectedTypes(inSampleOf: 2), 11.0 / 6, 1e-14)
        expectClose(spectrum.expectedTypes(inSampleOf: 3), 10.0 / 4, 1e-14)
        expectClose(spectrum.expectedTypes(inSampleOf: 4), 3, 1e-14)
        // Pairs: 5 of 6 have two hapaxes, one has none.
        expectClose(spectrum.expectedHapaxLegomena(inSampleOf: 2), 10.0 / 6, 1e-12)
        expectClose(spectrum.expectedHapaxLegomena(inSampleOf: 4), 2, 1e-12)
    }

    /// The mean of many shuffles comes near the formula: within four of its standard errors.
    @Test func rarefactionIsTheMeanOfShuffles() {
        var generator = SeededGenerator(seed: 2)
        let counts = (1...60).map { 200 / $0 }
        var tokens = counts.enumerated().flatMap { Array(repeating: UInt32($0.offset), count: $0.element) }
        let spectrum = FrequencySpectrum(counts: counts)
        let sizes = [10, 100, 400]
        var sums = [Double](repeating: 0, count: 3)
        for _ in 0..<2_000 {
            tokens.shuffle(using: &generator)
            let growth = VocabularyGrowth(of: tokens, typeCount: 60, at: sizes)
            for (index, point) in growth.points.enumerated() { sums[index] += Double(point.types) / 2_000 }
        }
        for (sum, size) in zip(sums, sizes) {
            expectClose(sum, spectrum.expectedTypes(inSampleOf: size), 0.015)
        }
    }

    @Test func heapsOfAnExactLaw() throws {
        let law = try #require(HeapsLaw([100, 1_000, 10_000].map { ($0, 3 * pow(Double($0), 0.6)) }))
        expectClose(law.coefficient, 3, 1e-10)
        expectClose(law.exponent, 0.6, 1e-12)
        #expect(HeapsLaw([(10, 5)]) == nil)
    }

    /// Σ m E[V_m] = N, and E[V] = Σ E[V_m] + those too frequent to sum: Evert’s formulas agree with each other.
    @Test func populationFormulasAgree() {
        for (alpha, bound) in [(0.3, 0.1), (0.6, 0.02), (0.9, 0.5)] {
            let model = ZipfMandelbrotPopulation(alpha: alpha, upperBound: bound)
            let n = 40 / bound
            // No type is expected above 40 + 12 √40 times.
            let spectrum = (1...120).map { model.expectedTypes(ofFrequency: $0, inTokens: n) }
            expectClose(spectrum.reduce(0, +), model.expectedTypes(inTokens: n), 1e-9)
            expectClose(zip(spectrum, 1...).reduce(0) { $0 + $1.0 * Double($1.1) }, n, 1e-9)
        }
    }

    /// All elements of the spectrum at once are those one by one.
    @Test func spectrumByRecursion() {
        for (alpha, lower, upper) in [(0.3, 0, 0.1), (0.6, 1e-5, 0.02), (0.95, 1e-3, 0.5), (0.05, 1e-7, 0.004)] {
            let model = ZipfMandelbrotPopulation(alpha: alpha, lowerBound: lower, upperBound: upper)
            for n in [10.0, 1_000, 1e6] {
                let all = model.expectedSpectrum(upTo: 15, inTokens: n)
                expectClose(all.types, model.expectedTypes(inTokens: n), 1e-9)
                for m in 1...15 {
                    expectClose(all.ofFrequency[m - 1], model.expectedTypes(ofFrequency: m, inTokens: n), 1e-9)
                }
            }
        }
    }

    /// A finite population has Σ π = 1 and as many types as its density: C/α (A^−α − B^−α) of them in a text without end; the
    /// fit finds its rarest type again, and how many it has.
    @Test func finitePopulation() throws {
        let model = ZipfMandelbrotPopulation(alpha: 0.5, lowerBound: 1e-4, upperBound: 0.04)
        // No type is expected above 40 + 12 √40 times.
        let spectrum = (1...120).map { model.expectedTypes(ofFrequency: $0, inTokens: 1_000) }
        expectClose(zip(spectrum, 1...).reduce(0) { $0 + $1.0 * Double($1.1) }, 1_000, 1e-9)
        expectClose(spectrum.reduce(0, +), model.expectedTypes(inTokens: 1_000), 1e-9)
        // C = ½/(√B − √A), C/α = 1/(√B − √A).
        let all = (1 / 0.01 - 1 / 0.2) / (0.2 - 0.01)
        expectClose(model.expectedTypes(inTokens: 1e9), all, 1e-9)
        // A sample: types above π number (C/α)(π^−α − B^−α), so that the i-th has that number i − ½; there are 5,000.
        let (low, high) = (1e-6, 0.04)
        let scale = 1 / (high.squareRoot() - low.squareRoot())
        var generator = SeededGenerator(seed: 5)
        let counts = (0..<5_000).map { i in
            binomialDraw(200_000, pow((Double(i) + 0.5) / scale + pow(high, -0.5), -2), using: &generator)
        }
        let fitted = try #require(ZipfMandelbrotPopulation(finiteOf: FrequencySpectrum(counts: counts)))
        expectClose(fitted.alpha, 0.5, 0.1)
        #expect((0.5e-6...2e-6).contains(fitted.lowerBound), "\(fitted)")
        expectClose(fitted.expectedTypes(inTokens: 1e9), 5_000, 0.1)
    }

    /// Baroni & Evert, The zipfR package for lexical statistics (2014), section 4.1: the Zipf–Mandelbrot model of the first
    /// 100,000 lemmas of the Brown corpus, as zipfR prints it.
    @Test func publishedPopulation() {
        let model = ZipfMandelbrotPopulation(alpha: 0.6438654, upperBound: 0.007900669)
        // α and B are rounded to seven digits.
        expectClose(model.expectedTypes(inTokens: 1e5), 12_780, 5e-6)
        for (m, types) in [(1, 8_273.68), (2, 1_473.27), (3, 665.98), (4, 392.29), (5, 263.31)] {
            expectClose(model.expectedTypes(ofFrequency: m, inTokens: 1e5), types, 2e-5)
        }
        for (n, types) in [(1e6, 56_523.8), (1e7, 249_179.5), (1e8, 1_097_670.7), (1_006_770, 56_770.19)] {
            expectClose(model.expectedTypes(inTokens: n), types, 5e-6)
        }
    }

    /// X² of samples of the population has the mean and the spread of its distribution; another population is refuted.
    @Test func chiSquaredOfItsOwnPopulation() throws {
        let model = ZipfMandelbrotPopulation(alpha: 0.6, upperBound: 0.05)
        let values = try (0..<40).map { seed in
            let (text, _) = populationSample(seed: UInt64(100 + seed), tokens: 20_000)
            var counts = [Int](repeating: 0, count: 1 + Int(text.max()!))
            for id in text { counts[Int(id)] += 1 }
            let spectrum = FrequencySpectrum(counts: counts)
            let other = ZipfMandelbrotPopulation(alpha: 0.7, upperBound: 0.05)
            #expect(try #require(PopulationFit(other, spectrum)).pValue < 1e-6)
            return try #require(PopulationFit(model, spectrum)).chiSquared
        }
        // Without fitted parameters: 16 degrees of freedom, variance 32.
        let mean = values.reduce(0, +) / 40
        #expect(abs(mean - 16) < 4 * sqrt(32.0 / 40), "\(mean)")
        let fit = try #require(
            PopulationFit(model, FrequencySpectrum(counts: Array(repeating: 1, count: 200) + [5, 9, 30, 60])))
        #expect(fit.degreesOfFreedom == 14 && fit.pValue < 1e-6)
    }

    /// A sample of the population, of which the fit finds α again and a larger sample’s vocabulary.
    @Test func extrapolatesItsOwnPopulation() throws {
        var covered = 0
        for seed in 0..<20 {
            let (text, larger) = populationSample(seed: UInt64(seed), tokens: 20_000)
            let analysis = GrowthAnalysis(of: text, typeCount: 1 + Int(text.max()!), multiples: [5])
            let types = try #require(analysis.extrapolations.first).types
            if abs(types.value - Double(larger)) <= 3 * types.standardError { covered += 1 }
            let extrapolation = try #require(analysis.extrapolation)
            expectClose(extrapolation.endless.alpha, 0.6, 0.05)
        }
        #expect(covered >= 19)
    }

    /// Tokens with probabilities of the Zipf–Mandelbrot population α = 0.6, B = 0.05, and the types in five times as many.
    private func populationSample(seed: UInt64, tokens: Int) -> ([UInt32], Int) {
        var generator = SeededGenerator(seed: seed)
        let (alpha, bound) = (0.6, 0.05)
        // Types above π number (C/α)(π^−α − B^−α): the i-th has that number i − ½. Token probabilities sum to 1 with the
        // tail beyond the last type left out, which no token of this sample would reach but rarely.
        let c = (1 - alpha) / pow(bound, 1 - alpha)
        var cumulative: [Double] = []
        var sum = 0.0
        for i in 0..<400_000 {
            sum += pow((Double(i) + 0.5) * alpha / c + pow(bound, -alpha), -1 / alpha)
            cumulative.append(sum)
        }
        func draw() -> UInt32 {
            let u = generator.uniform() * sum
            var (low, high) = (0, cumulative.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] < u { low = middle + 1 } else { high = middle }
            }
            return UInt32(low)
        }
        let text = (0..<tokens).map { _ in draw() }
        var types = Set(text)
        for _ in 0..<(4 * tokens) { types.insert(draw()) }
        return (text, types.count)
    }

    /// What was measured on books, and no less between.
    @Test func errorsOfTheExtrapolationAreThoseMeasured() {
        expectClose(Extrapolation.bookError(times: 2), 0.047, 1e-12)
        #expect((0.081...0.085).contains(Extrapolation.bookError(times: 5)))
        #expect((0.1075..<0.1085).contains(Extrapolation.bookError(times: Extrapolation.longestMeasured)))
        // They are part of what is said of a text, whose own blocks vary less.
        var generator = SeededGenerator(seed: 9)
        let text = (0..<20_000).map { _ in UInt32(min(1 / (generator.uniform() + 1e-4), 1e4)) }
        for (tokens, types) in GrowthAnalysis(of: text, typeCount: 10_001).extrapolations {
            let error = Extrapolation.bookError(times: Double(tokens) / 20_000)
            #expect(types.standardError >= error * types.value * (1 - 1e-9))
        }
    }

    @Test func goodTuring() {
        // a a b c: V₁/N = 2/4; Esty: √(2 (1 − 2/4) + 2 · 1)/4.
        let analysis = GrowthAnalysis(of: [0, 0, 1, 2], typeCount: 3)
        expectClose(analysis.newTypeProbability.value, 0.5, 1e-15)
        expectClose(analysis.newTypeProbability.standardError, sqrt(3) / 4, 1e-15)
        // The last tenth is one token, c, which is new.
        #expect(analysis.recentNewTypes == (tokens: 1, types: 1))
        #expect(analysis.heaps == nil && analysis.predictedTypes == nil)
        #expect(analysis.extrapolations.isEmpty)
    }
}
