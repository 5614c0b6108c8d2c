internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct ZipfAnalysisTests {
    private func analysis(_ counts: [Int], samples: Int = 99) -> ZipfAnalysis {
        var options = ZipfAnalysis.Options()
        options.samples = samples
        return ZipfAnalysis(of: FrequencySpectrum(counts: counts), options)
    }

    /// Residuals by their definition, rank by rank.
    @Test func residualsAreMeansOverRanks() throws {
        let counts = (1...200).map { 1 + 3_000 / ($0 + 2) }
        let analysis = analysis(counts, samples: 0)
        let sorted = counts.sorted(by: >).map(Double.init)
        let (line, law) = (try #require(analysis.line), try #require(analysis.wholeRange))
        let mandelbrot = try #require(analysis.zipfMandelbrot)
        let tokens = sorted.reduce(0, +)
        #expect(
            analysis.residuals.map(\.ranks) == [1...1, 2...3, 4...7, 8...15, 16...31, 32...63, 64...127, 128...200])
        for residual in analysis.residuals {
            func mean(_ f: (Double) -> Double) -> Double {
                residual.ranks.reduce(0) { $0 + log(sorted[$1 - 1]) - log(f(Double($1))) }
                    / Double(residual.ranks.count)
            }
            expectClose(residual.line, mean { line.frequency(atRank: $0) }, 1e-11)
            expectClose(residual.zipfMandelbrot, mean { tokens * mandelbrot.probability(ofRank: $0) }, 1e-9)
            let minimum = Double(law.distribution.minimum)
            expectClose(residual.wholeRange, mean { minimum * pow(200 / $0, law.zipfExponent) }, 1e-11)
        }
        // The least squares leave none on the whole.
        let sum = analysis.residuals.reduce(0) { $0 + ($1.line ?? .nan) * Double($1.ranks.count) }
        expectClose(sum, 0, 1e-9)
    }

    @Test func lineResidualsOnlyWhereItIsFitted() {
        var options = ZipfAnalysis.Options()
        options.samples = 0
        options.ranks = 4...31
        let spectrum = FrequencySpectrum(counts: (1...200).map { 1 + 3_000 / ($0 + 2) })
        let fitted = ZipfAnalysis(of: spectrum, options).residuals.filter { $0.line != nil }
        #expect(fitted.map(\.ranks) == [4...7, 8...15, 16...31])
    }

    @Test(arguments: [[7], [5, 3], [1, 1, 1], Array(repeating: 1, count: 500), [9, 4, 2, 1, 1, 1, 1], [4, 4, 4]])
    func fewTypesHaveNoVerdict(counts: [Int]) {
        let verdict = ZipfVerdict(analysis(counts))
        #expect(verdict.basis == .tooFew)
        #expect(verdict.exponent == nil && verdict.interval == nil)
    }

    @Test func verdictFollowsTheTests() throws {
        var generator = SeededGenerator(seed: 3)
        func sampled(_ law: some SampledDistribution) -> ZipfAnalysis {
            ZipfAnalysis(of: FrequencySpectrum(entries: law.sample(20_000, using: &generator)))
        }
        let whole = sampled(WholeRangePowerLaw(exponent: 2))
        #expect(ZipfVerdict(whole).basis == .wholeRange)
        #expect(try #require(ZipfVerdict(whole).interval).contains(1))
        let tail = sampled(ZetaTail(minimum: 1, exponent: 2))
        #expect(ZipfVerdict(tail).basis == .zeta)
        #expect(try #require(ZipfVerdict(tail).interval).contains(1))
        // Neither the tail that the data chose is quoted nor the same one, asked for.
        let body = FrequencySpectrum(
            entries: [.init(frequency: 1, types: 500), .init(frequency: 2, types: 4_000)]
                + ZetaTail(minimum: 3, exponent: 2).sample(3_000, using: &generator))
        var options = ZipfAnalysis.Options()
        let chosen = ZipfVerdict(ZipfAnalysis(of: body, options))
        #expect(chosen.basis == .unquoted && chosen.reservation == .tailAlone && chosen.exponent == nil)
        options.tailMinimum = 3
        let asked = ZipfVerdict(ZipfAnalysis(of: body, options))
        #expect(asked.basis == .unquoted && asked.reservation == .tailAlone && asked.exponent == nil)
        // Few types of a zeta distribution could be f₂, and both are given.
        func few(_ types: Int) -> [(verdict: ZipfVerdict, analysis: ZipfAnalysis)] {
            (0..<20).map { _ in
                let analysis = ZipfAnalysis(
                    of: FrequencySpectrum(entries: ZetaTail(minimum: 1, exponent: 2.2).sample(types, using: &generator))
                )
                return (ZipfVerdict(analysis), analysis)
            }
        }
        let either = few(ZipfVerdict.fewestTypesToQuote).filter { $0.verdict.basis == .either }
        #expect(!either.isEmpty)
        for (verdict, analysis) in either {
            #expect(verdict.standardError == nil && verdict.exponent != nil)
            #expect(analysis.wholeZetaTest != nil && ZipfVerdict.holds(analysis.wholeRangeTest))
        }
        #expect(either.count { $0.verdict.interval?.contains(1 / 1.2) ?? false } * 10 >= either.count * 8)
        // Of fewer types nothing is quoted, and it is said why.
        let small = few(ZipfVerdict.fewestTypesToQuote - 1).map(\.verdict)
        #expect(small.allSatisfy { $0.exponent == nil } && small.contains { $0.reservation == .fewTypes })
        // Uniform counts are no power law.
        let none = analysis((1...3_000).map { 1 + $0 % 100 })
        #expect([.none, .tooFew].contains(ZipfVerdict(none).basis))
        #expect(ZipfVerdict(analysis((1...100).map { 1_000 / $0 }, samples: 0)).basis == .untested)
    }

    /// Samples of a Zipf–Mandelbrot population are not quoted by giving back the xmin that was printed.
    @Test func theXminThatWasPrintedUndoesNothing() throws {
        let weights = (1...20_000).map { 1 / (Double($0) + 2.7) }
        let total = weights.reduce(0, +)
        var generator = SeededGenerator(seed: 21)
        for _ in 0..<10 {
            var (left, mass) = (10_000, total)
            let counts = weights.map { weight in
                let count = binomialDraw(left, min(1, weight / mass), using: &generator)
                (left, mass) = (left - count, mass - weight)
                return count
            }
            var options = ZipfAnalysis.Options()
            options.samples = 99
            let free = ZipfAnalysis(of: FrequencySpectrum(counts: counts), options)
            for minimum in [try #require(free.tail).minimum, 4] {
                options.tailMinimum = minimum
                let given = ZipfAnalysis(of: free.spectrum, options)
                #expect(ZipfVerdict(given).exponent == nil)
            }
        }
    }

    /// With so few samples no exponent has an interval, and nothing was tested.
    @Test(arguments: [(9, ZipfVerdict.Basis.untested), (19, .untested), (20, .zeta)])
    func fewBootstrapsTestNothing(samples: Int, basis: ZipfVerdict.Basis) {
        var generator = SeededGenerator(seed: 5)
        var options = ZipfAnalysis.Options()
        options.samples = samples
        let sample = ZetaTail(minimum: 1, exponent: 2).sample(20_000, using: &generator)
        #expect(ZipfVerdict(ZipfAnalysis(of: FrequencySpectrum(entries: sample), options)).basis == basis)
    }

    /// Nothing that a list can hold makes a fit trap.
    @Test(arguments: [
        [(1, 1 << 62)], [(1, 1 << 62), (2, 1)], [(1, 1), (Int.max - 1, 1)], [(Int.max, 1)], [(1 << 40, 1 << 20)],
        [(1, 1 << 40), (3, 1 << 38), (1 << 61, 1)], [(2, 3), (1 << 50, 90)],
    ])
    func hugeNumbersAreFitted(entries: [(Int, Int)]) {
        var options = ZipfAnalysis.Options()
        options.samples = 3
        let spectrum = FrequencySpectrum(entries: entries.map { .init(frequency: $0.0, types: $0.1) })
        for halves in [false, true] {
            options.independentHalves = halves
            let analysis = ZipfAnalysis(of: spectrum, options)
            _ = ZipfVerdict(analysis)
            _ = analysis.residuals
        }
    }
}
