internal import Basics
internal import Foundation

/// Whether the difference between two systems' mean losses on the same events is more than chance.
///
/// Losses are given as sums over blocks of events that may be exchanged for one another: documents, or stretches so long
/// that their neighbours hardly matter. All pairs share the resamples, so that the cost of a resample is
/// one pass over systems × blocks, not over pairs × blocks.
public struct PairedResampling: Sendable {
    /// Losses by system, then by block, eight blocks a vector, zeros after the last.
    private let losses: [[SIMD8<Double>]]
    /// How many events each block has.
    private let events: [SIMD8<Double>]
    private let blocks: Int
    /// Whether blocks follow each other in a text.
    private let areNeighbours: Bool
    private let seeds: [SeedLosses]

    /// Of fewer blocks there is no interval and no test: an error is then itself too uncertain.
    package static let fewestBlocks = 20

    /// The mean loss by event of a system after trainings that differ in their seed alone.
    package enum SeedLosses: Sendable {
        /// No training of it has a seed.
        case none
        /// From each seed, in an order that systems share: what shares a training shares what its seed changes.
        case known([Double])
        case unknown
    }

    /// - Parameters:
    ///   - losses: systems × blocks, finite.
    ///   - events: the number of events of each block, positive.
    ///   - areNeighbours: whether blocks follow each other in a text.
    ///   - seeds: by system; none where empty.
    package init(losses: [[Double]], events: [Int], areNeighbours: Bool = false, seeds: [SeedLosses] = []) {
        precondition(losses.allSatisfy { $0.count == events.count }, "a loss for each block")
        self.losses = losses.map(packed)
        self.events = packed(events.map(Double.init))
        blocks = events.count
        self.areNeighbours = areNeighbours
        self.seeds = seeds.isEmpty ? losses.map { _ in .none } : seeds
    }

    /// The difference of two systems' mean losses by event, first minus second, and how sure it is.
    public struct Difference: Sendable, Equatable {
        public let first: Int
        public let second: Int
        /// Mean loss of the first minus that of the second.
        public let difference: Double
        /// Of 95 %, of the paired bootstrap; `nil` with fewer than twenty blocks.
        public fileprivate(set) var interval: ClosedRange<Double>?
        /// The two-sided p-value of the approximate randomization test, (1 + extreme) / (1 + resamples); `nil` with fewer than
        /// twenty blocks.
        public fileprivate(set) var pValue: Double?
        /// Whether no resample was as extreme, so that p is at most what is given.
        public fileprivate(set) var isAtFloor: Bool
        /// Whether the spread over seeds is part of the interval and of p.
        public fileprivate(set) var includesSeeds: Bool
        /// The p-value after Holm's correction over all pairs.
        public fileprivate(set) var adjustedPValue: Double?
        /// Whether it is too small for the precision of the losses to be one at all; both p-values are then 1.
        package let isRounding: Bool

        /// The second minus the first.
        package var reversed: Difference {
            Difference(
                first: second, second: first, difference: -difference,
                interval: interval.map { -$0.upperBound...(-$0.lowerBound) }, pValue: pValue, isAtFloor: isAtFloor,
                includesSeeds: includesSeeds, adjustedPValue: adjustedPValue, isRounding: isRounding)
        }
    }

    /// The differences of all pairs, first < second.
    ///
    /// The interval is the percentile interval of the paired bootstrap over blocks (Koehn 2004), of the ratio
    /// Σ loss / Σ events, for blocks differ in length. Its ends are moved from the difference by t/z · √(n/(n − 1)) for n
    /// blocks, for of few blocks percentiles are too near (Hesterberg 2015, The American Statistician 69, 4.3, who moves their
    /// levels to the same end). The p-value is that of the approximate randomization test (Noreen 1989), which exchanges the
    /// two systems' outputs block by block.
    ///
    /// Where the spread of the difference over seeds is known its variance is added to that of the text, with Satterthwaite's
    /// degrees of freedom. Blocks of a text that are as few as blocks may be can hide dependence between neighbours: two of
    /// them are then also one block. The interval is the widest of these, and p the largest of that test's and Student's.
    /// Complexity: O(resamples · systems · blocks).
    /// - Parameters:
    ///   - threads: how many work; the result does not depend on it.
    ///   - rounding: the share of a mean loss up to which two may differ by rounding alone. However often such a
    ///     difference repeats itself from block to block, it is that of a computation, not of the systems.
    package func differences(
        resamples: Int, seed: UInt64, threads: Int = 1, rounding: Double = 0
    ) -> [Difference] {
        let pairs = losses.indices.flatMap { a in losses.indices.dropFirst(a + 1).map { (a, $0) } }
        guard !pairs.isEmpty, blocks > 0 else { return [] }
        let observed = losses.map { $0.reduce(.zero, +).sum() }
        let totalEvents = events.reduce(.zero, +).sum()
        let generator = SeededGenerator(seed: seed)
        let stretches = stride(from: 0, to: resamples, by: 100).map { min(100, resamples - $0) }
        let parts = parallelMap(stretches.count, threads: threads) { index in
            drawn(stretches[index], generator.fork(index))
        }
        let draws = losses.indices.map { system in
            (means: parts.flatMap { $0.means[system] }, exchanged: parts.flatMap { $0.exchanged[system] })
        }
        let expansion = bootstrapExpansion(units: blocks)
        var differences = parallelMap(pairs.count, threads: threads) { index in
            let (a, b) = pairs[index]
            let sorted = zip(draws[a].means, draws[b].means).map { $0 - $1 }.sorted()
            // A hair's breadth of tolerance, for sums in another order round otherwise.
            let least = abs(observed[a] - observed[b]) * (1 - 1e-12)
            let isRounding = abs(observed[a] - observed[b]) <= rounding * max(abs(observed[a]), abs(observed[b]))
            let extreme =
                isRounding
                ? resamples : zip(draws[a].exchanged, draws[b].exchanged).count { abs($0 - $1) >= least }
            let difference = (observed[a] - observed[b]) / totalEvents
            var found = Difference(
                first: a, second: b, difference: difference, interval: nil, pValue: nil, isAtFloor: false,
                includesSeeds: false, adjustedPValue: nil, isRounding: isRounding)
            guard blocks >= Self.fewestBlocks else { return found }
            let bounds = [0.025, 0.975].map { difference + expansion * (quantile(sorted, $0) - difference) }
            let ofResamples = Double(1 + extreme) / Double(1 + resamples)
            found.interval = bounds[0]...bounds[1]
            found.pValue = ofResamples
            found.isAtFloor = extreme == 0
            guard !isRounding else { return found }
            let ofText = VariancePart(variance: square(standardDeviation(sorted)), degreesOfFreedom: Double(blocks - 1))
            let ofSeeds = seedPart(a, b)
            found.includesSeeds = ofSeeds != nil
            let texts = (ofSeeds == nil ? [] : [ofText]) + [joinedPart(a, b)].compactMap(\.self)
            for text in texts { found.allow(for: [text, ofSeeds].compactMap(\.self), ofResamples) }
            return found
        }
        for (index, p) in holmAdjusted(differences.compactMap(\.pValue)).enumerated() {
            differences[index].adjustedPValue = p
        }
        return differences
    }

    /// What the seeds add to the variance of a difference; `nil` where none has a part in it or that is not known.
    private func seedPart(_ first: Int, _ second: Int) -> VariancePart? {
        let changes: [Double]
        switch (seeds[first], seeds[second]) {
        case (.known(let losses), .none): changes = losses
        case (.none, .known(let losses)): changes = losses
        case (.known(let losses), .known(let others)): changes = zip(losses, others).map { $0 - $1 }
        default: return nil
        }
        guard changes.count > 1, changes.allSatisfy(\.isFinite) else { return nil }
        return VariancePart(
            variance: square(standardDeviation(changes)), degreesOfFreedom: Double(changes.count - 1))
    }

    /// The variance by blocks of two neighbours each; `nil` where blocks are many, or no neighbours.
    private func joinedPart(_ first: Int, _ second: Int) -> VariancePart? {
        guard areNeighbours, blocks < 2 * Self.fewestBlocks else { return nil }
        let sums = unpacked(zip(losses[first], losses[second]).map { $0 - $1 }, count: blocks)
        let joined = RatioEstimate(
            ofSums: sums.joinedInPairs(+), events: unpacked(events, count: blocks).joinedInPairs(+))
        return VariancePart(
            variance: square(joined.standardError), degreesOfFreedom: Double(blocks / 2 - 1))
    }

    /// By system, for each resample: the mean loss by event of blocks drawn with replacement, and the sum of losses
    /// with signs drawn for the blocks.
    private func drawn(_ count: Int, _ seeded: SeededGenerator) -> (means: [[Double]], exchanged: [[Double]]) {
        var generator = seeded
        var means = losses.map { _ in [Double]() }
        var exchanged = losses.map { _ in [Double]() }
        var factors = [SIMD8<Double>](repeating: .zero, count: events.count)
        for _ in 0..<count {
            drawWeights(into: &factors, &generator)
            let eventCount = dot(factors, events)
            for system in losses.indices { means[system].append(dot(factors, losses[system]) / eventCount) }
            drawSigns(into: &factors, &generator)
            for system in losses.indices { exchanged[system].append(dot(factors, losses[system])) }
        }
        return (means, exchanged)
    }

    /// How often each block is drawn when as many blocks as there are are drawn with replacement.
    private func drawWeights(into weights: inout [SIMD8<Double>], _ generator: inout SeededGenerator) {
        for index in weights.indices { weights[index] = .zero }
        for _ in 0..<blocks {
            let block = Int(generator.next().multipliedFullWidth(by: UInt64(blocks)).high)
            weights[block >> 3][block & 7] += 1
        }
    }

    /// +1 or −1 for each block.
    private func drawSigns(into signs: inout [SIMD8<Double>], _ generator: inout SeededGenerator) {
        var bits: UInt64 = 0
        for index in signs.indices {
            if index % 8 == 0 { bits = generator.next() }
            signs[index] = Self.signs[Int(bits & 0xFF)]
            bits >>= 8
        }
    }

    /// The signs that eight bits stand for.
    private static let signs = (0..<256).map { bits in
        var signs = SIMD8<Double>(repeating: 1)
        for lane in 0..<8 where bits >> lane & 1 == 1 { signs[lane] = -1 }
        return signs
    }
}

/// A part of the variance of a difference, and how surely it is known.
private struct VariancePart {
    let variance: Double
    let degreesOfFreedom: Double
}

extension PairedResampling.Difference {
    /// Makes the interval and p at least those of Student's distribution with a variance of several parts, whose degrees of
    /// freedom are Satterthwaite's.
    ///
    /// - Parameter ofResamples: the p-value of the resamples.
    fileprivate mutating func allow(for parts: [VariancePart], _ ofResamples: Double) {
        let total = parts.reduce(0) { $0 + $1.variance }
        guard total > 0, let before = interval, let pBefore = pValue else { return }
        let student = StudentDistribution(
            degreesOfFreedom: total * total / parts.reduce(0) { $0 + square($1.variance) / $1.degreesOfFreedom })
        let half = student.twoSidedQuantile(0.05) * total.squareRoot()
        interval = min(before.lowerBound, difference - half)...max(before.upperBound, difference + half)
        let p = student.twoSidedProbability(difference / total.squareRoot())
        pValue = max(pBefore, p)
        if p > ofResamples { isAtFloor = false }
    }
}

/// Holm's step-down adjustment of p-values for as many tests (Holm 1979), in the order given.
package func holmAdjusted(_ pValues: [Double]) -> [Double] {
    var adjusted = pValues
    var largest = 0.0
    for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
        largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
        adjusted[index] = largest
    }
    return adjusted
}

/// How much farther from an estimate the ends of its percentile interval belong than the percentiles of few units are:
/// t/z · √(n/(n − 1)); 1 of a single unit.
/// - SeeAlso: Hesterberg (2015), *The American Statistician* 69, 4.3.
func bootstrapExpansion(units: Int) -> Double {
    guard units > 1 else { return 1 }
    let t = StudentDistribution(degreesOfFreedom: Double(units - 1)).twoSidedQuantile(0.05)
    return t / 1.96 * (Double(units) / Double(units - 1)).squareRoot()
}

/// The quantile of sorted values, linear between them (type 7 of Hyndman & Fan 1996).
func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let position = share * Double(sorted.count - 1)
    let below = Int(position)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
}

/// Eight numbers a vector, zeros after the last.
private func packed(_ numbers: [Double]) -> [SIMD8<Double>] {
    stride(from: 0, to: numbers.count, by: 8).map { start in
        var vector = SIMD8<Double>.zero
        for index in start..<min(start + 8, numbers.count) { vector[index - start] = numbers[index] }
        return vector
    }
}

private func unpacked(_ vectors: [SIMD8<Double>], count: Int) -> [Double] {
    (0..<count).map { index in vectors[index >> 3][index & 7] }
}

private func dot(_ a: [SIMD8<Double>], _ b: [SIMD8<Double>]) -> Double {
    // Two sums, so that an addition need not wait for the one before.
    var (even, odd) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    let whole = a.count & ~1
    var index = 0
    while index < whole {
        even += a[index] * b[index]
        odd += a[index + 1] * b[index + 1]
        index += 2
    }
    if whole < a.count { even += a[whole] * b[whole] }
    return (even + odd).sum()
}
