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
    /// By system, what the seed of its training adds to the variance of its mean loss; `nil` where that is not known.
    private let seeds: [SeedVariance?]

    /// How a mean loss varies between trainings that differ in their seed alone.
    package struct SeedVariance: Sendable {
        package let variance: Double
        /// How many seeds it was estimated from, 2 or more.
        package let seeds: Int

        package init(ofLosses losses: [Double]) {
            variance = square(standardDeviation(losses))
            seeds = losses.count
        }
    }

    /// - Parameters:
    ///   - losses: systems × blocks, finite.
    ///   - events: the number of events of each block, positive.
    ///   - seeds: by system; none where empty.
    package init(losses: [[Double]], events: [Int], seeds: [SeedVariance?] = []) {
        precondition(losses.allSatisfy { $0.count == events.count }, "a loss for each block")
        self.losses = losses.map(packed)
        self.events = packed(events.map(Double.init))
        blocks = events.count
        self.seeds = seeds.isEmpty ? losses.map { _ in nil } : seeds
    }

    /// The difference of two systems' mean losses by event, first minus second, and how sure it is.
    public struct Difference: Sendable, Equatable {
        public let first: Int
        public let second: Int
        /// Mean loss of the first minus that of the second.
        public let difference: Double
        /// Of 95 %, of the paired bootstrap.
        public let interval: ClosedRange<Double>
        /// The two-sided p-value of the approximate randomization test, (1 + extreme) / (1 + resamples).
        public let pValue: Double
        /// Whether no resample was as extreme, so that p is at most what is given.
        public let isAtFloor: Bool
        /// Whether the spread over seeds is part of the interval and of p.
        public let includesSeeds: Bool
        /// The p-value after Holm's correction over all pairs.
        public var adjustedPValue: Double
        /// Whether it is too small for the precision of the losses to be one at all; both p-values are then 1.
        package let isRounding: Bool

        /// The second minus the first.
        package var reversed: Difference {
            Difference(
                first: second, second: first, difference: -difference,
                interval: -interval.upperBound...(-interval.lowerBound), pValue: pValue, isAtFloor: isAtFloor,
                includesSeeds: includesSeeds, adjustedPValue: adjustedPValue, isRounding: isRounding)
        }
    }

    /// The differences of all pairs, first < second.
    ///
    /// The interval is the percentile interval of the paired bootstrap over blocks (Koehn 2004), of the ratio
    /// Σ loss / Σ events, for blocks differ in length, made wider by t/z · √(n/(n − 1)) for n blocks, for of few blocks the
    /// percentiles are too near (the expanded percentile interval of Hesterberg 2015, The American Statistician 69, 4.3). The p-value is that of the
    /// approximate randomization test (Noreen 1989), which exchanges the two systems' outputs block by block. Where the
    /// spread over seeds is known its variance is added to that of the text, a seed of its own for each training, with
    /// Satterthwaite's degrees of freedom, and p is the larger of that test's and Student's. Complexity: O(resamples ·
    /// systems · blocks).
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
        let expansion =
            blocks > 1
            ? StudentDistribution(degreesOfFreedom: Double(blocks - 1)).twoSidedQuantile(0.05) / 1.96
                * (Double(blocks) / Double(blocks - 1)).squareRoot() : 1
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
            let bounds = [0.025, 0.975].map { difference + expansion * (quantile(sorted, $0) - difference) }
            let interval = bounds[0]...bounds[1]
            let pValue = Double(1 + extreme) / Double(1 + resamples)
            let known = [seeds[a], seeds[b]].compactMap(\.self)
            guard !known.isEmpty, !isRounding, blocks > 1 else {
                return Difference(
                    first: a, second: b, difference: difference, interval: interval, pValue: pValue,
                    isAtFloor: extreme == 0, includesSeeds: false, adjustedPValue: 1, isRounding: isRounding)
            }
            let error = standardDeviation(sorted)
            let parts =
                [(variance: error * error, degreesOfFreedom: Double(blocks - 1))]
                + known.map { (variance: $0.variance, degreesOfFreedom: Double($0.seeds - 1)) }
            let total = parts.reduce(0) { $0 + $1.variance }
            let student = StudentDistribution(
                degreesOfFreedom: total * total
                    / max(parts.reduce(0) { $0 + square($1.variance) / $1.degreesOfFreedom }, .leastNormalMagnitude))
            let half = student.twoSidedQuantile(0.05) * total.squareRoot()
            let ofBoth = total > 0 ? student.twoSidedProbability(difference / total.squareRoot()) : 0
            return Difference(
                first: a, second: b, difference: difference,
                interval: min(interval.lowerBound, difference - half)...max(interval.upperBound, difference + half),
                pValue: max(pValue, ofBoth), isAtFloor: extreme == 0 && ofBoth <= pValue, includesSeeds: true,
                adjustedPValue: 1, isRounding: false)
        }
        for (index, p) in holmAdjusted(differences.map(\.pValue)).enumerated() {
            differences[index].adjustedPValue = p
        }
        return differences
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
