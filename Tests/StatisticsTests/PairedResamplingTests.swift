internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

/// A pair of synthetic systems whose mean losses differ by a known amount.
private func syntheticPair(difference: Double, blocks: Int, _ generator: inout SeededGenerator) -> PairedResampling {
    var first: [Double] = []
    var second: [Double] = []
    var events: [Int] = []
    for _ in 0..<blocks {
        let length = 5 + Int(generator.uniform() * 20)
        // What is common to both systems: some blocks are hard for everybody.
        let hardness = 6 + 2 * generator.normal()
        first.append(Double(length) * (hardness + difference + 0.5 * generator.normal()))
        second.append(Double(length) * (hardness + 0.5 * generator.normal()))
        events.append(length)
    }
    return PairedResampling(losses: [first, second], events: events)
}

extension SeededGenerator {
    /// A standard normal deviate (Box & Muller 1958).
    fileprivate mutating func normal() -> Double {
        sqrt(-2 * log(1 - uniform())) * cos(2 * .pi * uniform())
    }
}

@Suite struct PairedResamplingTests {
    @Test func theIntervalCoversTheTrueDifference() {
        var generator = SeededGenerator(seed: 7)
        let runs = 1000
        var covered = 0
        for run in 0..<runs {
            let pair = syntheticPair(difference: 0.05, blocks: 150, &generator)
            let difference = pair.differences(resamples: 400, seed: UInt64(run))[0]
            if difference.interval?.contains(0.05) ?? false { covered += 1 }
        }
        #expect((930...970).contains(covered), "\(covered) of 1000")
    }

    @Test func thePValueIsUniformUnderNoDifference() {
        var generator = SeededGenerator(seed: 8)
        let runs = 1000
        let pValues = (0..<runs).map { run in
            syntheticPair(difference: 0, blocks: 100, &generator).differences(resamples: 199, seed: UInt64(run))[0]
                .pValue ?? .nan
        }.sorted()
        // Kolmogorov–Smirnov against the uniform distribution; 1.63/√n is the 1 % point.
        let distance = pValues.enumerated().reduce(0.0) {
            max($0, abs($1.element - Double($1.offset + 1) / Double(runs)))
        }
        #expect(distance < 1.63 / Double(runs).squareRoot() + 1 / 200)
    }

    /// Of twenty blocks a percentile interval alone would cover less.
    @Test func theIntervalOfFewBlocksCoversToo() {
        var generator = SeededGenerator(seed: 9)
        let covered = (0..<1000).count { run in
            syntheticPair(difference: 0.05, blocks: 20, &generator).differences(resamples: 400, seed: UInt64(run))[0]
                .interval?.contains(0.05) ?? false
        }
        #expect((925...975).contains(covered), "\(covered) of 1000")
    }

    /// Systems that differ by their seeds alone: without their spread nearly every pair would be called different.
    @Test func whatSeedsChangeIsInTheInterval() {
        var generator = SeededGenerator(seed: 10)
        var (covered, significant) = (0, 0)
        for run in 0..<400 {
            let events = [Int](repeating: 10, count: 50)
            let shift = 0.2 * generator.normal()
            let losses = [shift, 0].map { shift in events.map { Double($0) * (5 + shift + 0.05 * generator.normal()) } }
            let others = [shift] + (0..<9).map { _ in 0.2 * generator.normal() }
            let pair = PairedResampling(losses: losses, events: events, seeds: [.known(others), .none])
            let found = pair.differences(resamples: 199, seed: UInt64(run))[0]
            #expect(found.includesSeeds && found.interval?.contains(found.difference) ?? false)
            if found.interval?.contains(0) ?? false { covered += 1 }
            if found.pValue ?? 1 <= 0.05 { significant += 1 }
        }
        #expect((365...398).contains(covered) && (4...35).contains(significant), "\(covered), \(significant)")
    }

    @Test func pIsAtItsFloorWhereNothingIsAsExtreme() {
        let losses = [[Double](repeating: 2, count: 60), [Double](repeating: 1, count: 60)]
        let found = PairedResampling(losses: losses, events: [Int](repeating: 1, count: 60))
            .differences(resamples: 99, seed: 1)[0]
        #expect(found.isAtFloor && found.pValue == 0.01 && !found.includesSeeds)
    }

    /// Two systems of one training: what the seed does to both is in neither's favour, and only the rest counts.
    @Test func whatSystemsShareOfASeedIsNoDifference() throws {
        let events = [Int](repeating: 10, count: 40)
        let losses = [0.1, 0, 0.2].map { shift in events.indices.map { 10 * (5 + shift) + Double($0 % 3) } }
        let seeds = [0.0, 0.3, -0.3, 0.2]
        func difference(_ kinds: [PairedResampling.SeedLosses]) -> PairedResampling.Difference {
            PairedResampling(losses: losses, events: events, seeds: kinds).differences(resamples: 99, seed: 1)[0]
        }
        let none = difference([.none, .none, .none])
        #expect(!none.includesSeeds)
        // The same changes in both leave nothing; in one alone, and in both the other way round, they are wide.
        let shared = difference([.known(seeds), .known(seeds.map { $0 - 0.1 }), .none])
        #expect(shared.includesSeeds && shared.isAtFloor)
        expectEqual(try #require(shared.interval), try #require(none.interval), 1e-9)
        let alone = try #require(difference([.known(seeds), .none, .none]).interval)
        // Student's 3.182 with 3 degrees of freedom, times the deviation √(0.19 / 3) around a mean of 0.05.
        let deviation = ((0.0025 + 0.0625 + 0.1225 + 0.0225) / 3).squareRoot()
        expectEqual(alone, 0.1 - 3.18245 * deviation...0.1 + 3.18245 * deviation, 1e-3)
        let opposed = try #require(difference([.known(seeds), .known(seeds.map { -$0 }), .none]).interval)
        expectEqual(opposed, 0.1 - 6.3649 * deviation...0.1 + 6.3649 * deviation, 1e-3)
        // What is not known, or not finite, is said not to be in it, and traps nothing.
        for kinds: [PairedResampling.SeedLosses] in [
            [.known(seeds), .unknown, .none], [.unknown, .none, .none], [.known([0, .infinity, 1, 2]), .none, .none],
        ] {
            let found = difference(kinds)
            #expect(!found.includesSeeds && found.interval == none.interval)
        }
    }

    private func expectEqual(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>, _ tolerance: Double) {
        #expect(
            abs(a.lowerBound - b.lowerBound) < tolerance && abs(a.upperBound - b.upperBound) < tolerance, "\(a) \(b)")
    }

    /// Blocks that go up and down by fours: two of them hang together, and blocks that may not be so many do not show it.
    @Test func neighboursAreJoinedWhereBlocksAreFew() throws {
        let losses = [(0..<24).map { 5 + ($0 / 4 % 2 == 0 ? 1.0 : -0.8) }, [Double](repeating: 5, count: 24)]
        let events = [Int](repeating: 1, count: 24)
        func found(_ areNeighbours: Bool) throws -> (width: Double, p: Double) {
            let difference = PairedResampling(losses: losses, events: events, areNeighbours: areNeighbours)
                .differences(resamples: 999, seed: 3)[0]
            let interval = try #require(difference.interval)
            return (interval.upperBound - interval.lowerBound, try #require(difference.pValue))
        }
        let (apart, together) = (try found(false), try found(true))
        // Twelve pairs whose means lie 0.9 to either side of 0.1: an error of 0.9 √(12/11)/√12, t with 11 degrees 2.20099.
        expectClose(together.width, 2 * 2.20099 * 0.9 / 11.0.squareRoot(), 1e-3)
        #expect(together.width > 1.2 * apart.width && together.p >= apart.p)
    }

    @Test func fewBlocksTellNothing() {
        for blocks in [1, 2, 19] {
            let losses = [[Double](repeating: 2, count: blocks), [Double](repeating: 1, count: blocks)]
            let found = PairedResampling(losses: losses, events: [Int](repeating: 1, count: blocks))
                .differences(resamples: 99, seed: 1)[0]
            #expect(found.difference == 1 && found.interval == nil && found.pValue == nil)
            #expect(found.adjustedPValue == nil && !found.isAtFloor && found.reversed.interval == nil)
        }
    }

    @Test func aSystemDoesNotDifferFromItself() {
        let losses = [Double]((0..<20).map { Double($0 * 7 % 5) })
        let difference = PairedResampling(losses: [losses, losses], events: losses.map { _ in 1 })
            .differences(resamples: 50, seed: 1)[0]
        #expect(difference.difference == 0)
        #expect(difference.interval == 0...0)
        #expect(difference.pValue == 1)
    }

    /// A hair of each block is as regular as a difference can be, and still none.
    @Test func whatRoundingCanMakeIsNoDifference() {
        let losses = (0..<40).map { Double(8 + $0 % 5) }
        for (share, isRounding) in [(1e-9, true), (0.9e-6, true), (1.1e-6, false), (1e-3, false)] {
            let systems = [losses, losses.map { $0 * (1 - share) }, losses.map { $0 * 1.5 }]
            let found = PairedResampling(losses: systems, events: [Int](repeating: 3, count: 40))
                .differences(resamples: 1000, seed: 4, rounding: 1e-6)
            #expect(found.map(\.isRounding) == [isRounding, false, false])
            #expect(found[0].reversed.isRounding == isRounding)
            #expect(isRounding ? found[0].pValue == 1 : found[0].pValue == 1 / 1001)
            // Holm's correction of the others goes on as for three tests.
            #expect(abs((found[1].adjustedPValue ?? .nan) - 3 / 1001) < 1e-15)
            #expect(abs(found[0].difference - 10 / 3 * share) < 1e-12)
        }
    }

    @Test func allPairsAreComparedAndTheSameSeedGivesTheSame() {
        let losses = (0..<4).map { system in (0..<30).map { Double(($0 * 7 + system * 3) % 11) } }
        let resampling = PairedResampling(losses: losses, events: Array(repeating: 2, count: 30))
        let differences = resampling.differences(resamples: 100, seed: 3)
        #expect(differences.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
        #expect(differences == resampling.differences(resamples: 100, seed: 3))
    }

    @Test func holmMultipliesByTheTestsThatAreLeft() {
        // Sorted 0.01, 0.02, 0.04: ×3, ×2, ×1, then no smaller than the one before.
        let adjusted = holmAdjusted([0.04, 0.01, 0.02])
        #expect(zip(adjusted, [0.04, 0.03, 0.04]).allSatisfy { abs($0 - $1) < 1e-15 })
        #expect(holmAdjusted([0.9, 0.8]) == [1, 1])
        #expect(holmAdjusted([]).isEmpty)
    }
}
