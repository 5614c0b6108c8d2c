internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct DispersionTests {
    private func equal(_ counts: [Int]) throws -> Dispersion {
        try #require(Dispersion(counts: counts, in: PartSizes(counts.map { _ in 1000 })))
    }

    /// Oakes (1998) and Gries (2008) as Wordless's tests cite them.
    @Test func publishedValues() throws {
        expectClose(try equal([0, 4, 3, 2, 1]).juillandD, 0.6464, 5e-5)
        expectClose(try equal([2, 1, 1, 1, 0]).carrollD2, 0.8277, 5e-5)
        expectClose(try equal([1, 2, 3, 4, 5]).rosengrenS, 0.937, 5e-4)
        expectClose(try equal([2, 1, 0]).dp, 1.0 / 3, 1e-12)
        expectClose(try equal([2, 1, 0]).dpNorm, 0.5, 1e-12)
    }

    /// By NumPy 2 from the formulas: counts 3, 0, 5, 1 in parts of 100, 50, 200, 25.
    @Test func partsOfOtherSizes() throws {
        let spread = try #require(Dispersion(counts: [3, 0, 5, 1], in: PartSizes([100, 50, 200, 25])))
        expectClose(spread.dp, 0.13333333333333333, 1e-12)
        expectClose(spread.dpNorm, 0.14285714285714285, 1e-12)
        expectClose(spread.juillandD, 0.6417442481287344, 1e-12)
        expectClose(spread.carrollD2, 0.778715980964852, 1e-12)
        expectClose(spread.rosengrenS, 0.8621860627508319, 1e-12)
        #expect(spread.range == 3 && spread.count == 9)
    }

    @Test func boundsAndOrder() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let sizes = (0..<Int.random(in: 2...9, using: &generator)).map { _ in
                Int.random(in: 1...50, using: &generator)
            }
            var counts = sizes.map { _ in Int.random(in: 0...5, using: &generator) }
            counts[0] += 1
            let spread = try #require(Dispersion(counts: counts, in: PartSizes(sizes)))
            for value in [spread.dp, spread.dpNorm, spread.juillandD, spread.carrollD2, spread.rosengrenS] {
                #expect((0...1).contains(try #require(value)))
            }
            // Parts in another order, and empty ones, change nothing.
            let turned = try #require(
                Dispersion(counts: [0] + counts.reversed(), in: PartSizes([0] + sizes.reversed())))
            expectClose(turned.dp, spread.dp, 1e-12)
            expectClose(turned.juillandD, spread.juillandD!, 1e-9)
            expectClose(turned.carrollD2, spread.carrollD2!, 1e-9)
            // Spread as the corpus is.
            let even = try #require(Dispersion(counts: sizes.map { 3 * $0 }, in: PartSizes(sizes)))
            expectClose(even.dp, 0, 1e-12)
            expectClose(even.juillandD, 1, 1e-6)
            expectClose(even.carrollD2, 1, 1e-9)
            expectClose(even.rosengrenS, 1, 1e-9)
        }
    }

    @Test func oneOrNoPart() throws {
        let one = try #require(Dispersion(counts: [4], in: PartSizes([9])))
        #expect(one.dp == 0 && one.dpNorm == nil && one.juillandD == nil && one.carrollD2 == nil)
        #expect(Dispersion(counts: [0, 0], in: PartSizes([9, 3])) == nil)
        #expect(PartSizes([9]).expectedDP(ofCount: 4) == 0)
    }

    /// Sums over SciPy 1.17's binomial distribution.
    @Test func expectedByChance() {
        expectClose(PartSizes([10, 20, 30, 40]).expectedDP(ofCount: 7), 0.25346219999999997, 1e-12)
        expectClose(PartSizes([1, 1]).expectedDP(ofCount: 1), 0.5, 1e-12)
        expectClose(PartSizes([100, 300, 5, 1000]).expectedDP(ofCount: 200), 0.03336813082927677, 1e-12)
    }

    /// The mean of DP over random draws.
    @Test func expectedIsTheMeanOfDraws() throws {
        var generator = SeededGenerator(seed: 8)
        let sizes = PartSizes([50, 10, 25, 15])
        var sum = 0.0
        for _ in 0..<4000 {
            var counts = [0, 0, 0, 0]
            for _ in 0..<12 {
                let place = Int.random(in: 0..<100, using: &generator)
                counts[place < 50 ? 0 : place < 60 ? 1 : place < 85 ? 2 : 3] += 1
            }
            sum += try #require(Dispersion(counts: counts, in: sizes)).dp
        }
        // The standard error is about 0.001.
        expectClose(sum / 4000, sizes.expectedDP(ofCount: 12), 0.006)
    }

    /// (1/v) Σ min(dᵢ, v): evenly spread it is the count; together it is 1 and what is left of the others.
    @Test func reducedFrequency() {
        expectClose(averageReducedFrequency(positions: [0, 10, 20, 30], tokens: 40), 4, 1e-12)
        // v = 10; distances 1, 1, 1 and 37.
        expectClose(averageReducedFrequency(positions: [5, 6, 7, 8], tokens: 40), (1 + 1 + 1 + 10) / 10, 1e-12)
        expectClose(averageReducedFrequency(positions: [3], tokens: 40), 1, 1e-12)
        #expect(averageReducedFrequency(positions: [], tokens: 40) == 0)
    }
}
