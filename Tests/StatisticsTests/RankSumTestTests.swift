internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct RankSumTestTests {
    private func p(_ first: [Double], _ second: [Double]) -> Double {
        var test = RankSumTest(first: first.count, second: second.count)
        return test.probability(of: first, second)
    }

    /// SciPy 1.17.1: `mannwhitneyu` with `method='exact'`, and `'asymptotic'` with its correction for continuity.
    @Test func asSciPyHasThem() {
        expectClose(p([1.1, 2.3, 4.7, 8.9, 9.4], [0.2, 0.9, 1.7, 2.2, 3.1, 3.3]), 0.12554112554112554, 1e-12)
        expectClose(
            p(
                [0, 0, 0, 1.5, 2.5, 2.5, 3, 4, 5, 6, 7, 8],
                [0, 0, 0, 0, 0, 0, 0.5, 1.5, 1.5, 2.5, 2.5, 3.5, 9]), 0.0994332065300223, 1e-12)
        expectClose(
            p((0..<60).map { Double($0 % 17) }, (0..<45).map { Double($0 * $0 % 13) }), 0.11219409083893081, 1e-12)
    }

    /// All ways to draw the first sample, counted by Python's `itertools.combinations`.
    @Test func exactWithTies() {
        expectClose(p([0, 0, 3, 4, 5], [1, 1, 0, 0, 0]), 72.0 / 252, 1e-12)
        expectClose(p([0, 2, 2, 2, 7, 1], [0, 0, 0, 2, 1, 0, 0]), 98.0 / 1716, 1e-12)
    }

    @Test func symmetry() {
        var generator = SeededGenerator(seed: 5)
        for size in [5, 9, 14] {
            for _ in 0..<60 {
                let first = (0..<size).map { _ in Double(Int.random(in: 0...4, using: &generator)) }
                let second = (0..<7).map { _ in Double(Int.random(in: 0...4, using: &generator)) }
                let value = p(first, second)
                #expect(value > 0 && value <= 1)
                expectClose(p(second, first), value, 1e-9)
                // Ranks alone count.
                expectClose(p(first.map { exp($0) }, second.map { exp($0) }), value, 1e-9)
                expectClose(p(first.shuffled(using: &generator), second), value, 1e-12)
                var sparse = RankSumTest(first: size, second: 7)
                var values = (first.map { ($0, true) } + second.map { ($0, false) }).filter { $0.0 > 0 }
                    .map { (value: $0.0, isFirst: $0.1) }
                expectClose(sparse.probability(positive: &values), value, 1e-12)
            }
        }
        #expect(p([1, 1, 1], [1, 1]) == 1)
        #expect(p([Double](repeating: 2, count: 30), [Double](repeating: 2, count: 30)) == 1)
    }

    /// Both forms agree where one begins and the other ends.
    @Test func exactIsNearTheNormal() {
        let first = (0..<10).map { Double($0) + 0.5 }
        let exact = p(first, (0..<10).map { Double($0) * 1.4 })
        let normal = p(first, (0..<11).map { Double($0) * 1.4 - 0.7 })
        #expect(abs(exact - normal) < 0.15)
    }
}

@Suite struct MultipleTestsTests {
    /// SciPy 1.17.1's `chi2.logsf`; beyond, the leading terms −x/2 − ln √(πx/2).
    @Test func logarithmsOfChiSquared() {
        expectClose(logChiSquaredProbability(0), 0, 1e-15)
        expectClose(logChiSquaredProbability(1), -1.1478744644493275, 1e-12)
        expectClose(logChiSquaredProbability(3.841458820694124), log(0.05), 1e-12)
        expectClose(logChiSquaredProbability(100), -52.53813796995253, 1e-12)
        expectClose(logChiSquaredProbability(1e6), -5e5 - log((Double.pi * 5e5).squareRoot()), 1e-9)
    }

    /// Holm (1979): 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1, none below the one before.
    @Test func holm() {
        let adjusted = holmAdjusted(logarithms: [0.04, 0.01, 0.03, 0.02].map { log($0) }).map { exp($0) }
        for (value, wanted) in zip(adjusted, [0.06, 0.04, 0.06, 0.06]) { expectClose(value, wanted, 1e-12) }
        #expect(holmAdjusted(logarithms: [0, 0]).allSatisfy { $0 == 0 })
        #expect(holmAdjusted(logarithms: []).isEmpty)
        // Far below what a Double holds the order stays.
        let tiny = holmAdjusted(logarithms: [-1e5, -2e5, -1])
        #expect(tiny[1] < tiny[0] && tiny[0] < tiny[2])
    }
}
