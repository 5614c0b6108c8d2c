internal import Foundation

/// Whether the difference between two systems' mean losses on the same events is more than chance.
///
/// Losses are given as sums over blocks of events that may be exchanged for one another: segments, or longer
/// stretches where a state is carried along. All pairs share the resamples, so that the cost of a resample is
/// one pass over systems × blocks, not over pairs × blocks.
public struct PairedResampling: Sendable {
    /// Losses by system, then by block: the sum over the block's events.
    private let losses: [[Double]]
    /// How many events each block has.
    private let events: [Double]
    private let totalEvents: Double

    /// - Parameters:
    ///   - losses: systems × blocks.
    ///   - events: the number of events of each block, positive.
    public init(losses: [[Double]], events: [Int]) {
        precondition(losses.allSatisfy { $0.count == events.count }, "a loss for each block")
        self.losses = losses
        self.events = events.map(Double.init)
        totalEvents = Double(events.reduce(0, +))
    }

    /// The difference of two systems' mean losses by event, first minus second, and how sure it is.
    public struct Difference: Sendable, Equatable {
        public let first: Int
        public let second: Int
        /// Mean loss of the first minus that of the second.
        public let difference: Double
        /// The bounds of the 95 % percentile interval of the paired bootstrap.
        public let interval: ClosedRange<Double>
        /// The two-sided p-value of the approximate randomization test, (1 + extreme) / (1 + resamples).
        public let pValue: Double
        /// The p-value after Holm's correction over all pairs.
        public var adjustedPValue: Double
    }

    /// The differences of all pairs, first < second.
    ///
    /// The interval is the percentile interval of the paired bootstrap over blocks (Koehn 2004), of the ratio
    /// Σ loss / Σ events, for blocks differ in length. The p-value is that of the approximate randomization test
    /// (Noreen 1989), which exchanges the two systems' outputs block by block. Complexity: O(resamples · systems · blocks).
    public func differences(resamples: Int, seed: UInt64) -> [Difference] {
        let pairs = losses.indices.flatMap { a in losses.indices.dropFirst(a + 1).map { (a, $0) } }
        guard !pairs.isEmpty, !events.isEmpty else { return [] }
        let observed = losses.map { $0.reduce(0, +) }
        var bootstrapped = pairs.map { _ in [Double]() }
        for index in pairs.indices { bootstrapped[index].reserveCapacity(resamples) }
        var extreme = pairs.map { _ in 0 }
        var generator = SeededGenerator(seed: seed)

        for _ in 0..<resamples {
            let weights = resampledWeights(&generator)
            let eventCount = dot(weights, events)
            let sums = losses.map { dot(weights, $0) }
            let signs = randomSigns(&generator)
            let signed = losses.map { dot(signs, $0) }
            for (index, (a, b)) in pairs.enumerated() {
                bootstrapped[index].append((sums[a] - sums[b]) / eventCount)
                // A hair's breadth of tolerance, for sums in another order round otherwise.
                let exchanged = abs(signed[a] - signed[b])
                if exchanged >= abs(observed[a] - observed[b]) * (1 - 1e-12) { extreme[index] += 1 }
            }
        }

        var differences = pairs.enumerated().map { index, pair in
            let sorted = bootstrapped[index].sorted()
            return Difference(
                first: pair.0, second: pair.1,
                difference: (observed[pair.0] - observed[pair.1]) / totalEvents,
                interval: quantile(sorted, 0.025)...quantile(sorted, 0.975),
                pValue: Double(1 + extreme[index]) / Double(1 + resamples), adjustedPValue: 1)
        }
        for (index, p) in holmAdjusted(differences.map(\.pValue)).enumerated() {
            differences[index].adjustedPValue = p
        }
        return differences
    }

    /// How often each block is drawn when as many blocks as there are are drawn with replacement.
    private func resampledWeights(_ generator: inout SeededGenerator) -> [Double] {
        var weights = [Double](repeating: 0, count: events.count)
        let count = UInt64(events.count)
        for _ in events.indices {
            weights[Int(generator.next().multipliedFullWidth(by: count).high)] += 1
        }
        return weights
    }

    /// +1 or −1 for each block.
    private func randomSigns(_ generator: inout SeededGenerator) -> [Double] {
        var signs = [Double](repeating: 1, count: events.count)
        var bits: UInt64 = 0
        for index in signs.indices {
            if index % 64 == 0 { bits = generator.next() }
            if bits & 1 == 1 { signs[index] = -1 }
            bits >>= 1
        }
        return signs
    }
}

/// Holm's step-down adjustment of p-values for as many tests (Holm 1979), in the order given.
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
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

private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sums = SIMD8<Double>.zero
    let whole = a.count / 8 * 8
    for index in stride(from: 0, to: whole, by: 8) {
        var x = SIMD8<Double>.zero
        var y = SIMD8<Double>.zero
        for lane in 0..<8 {
            x[lane] = a[index + lane]
            y[lane] = b[index + lane]
        }
        sums += x * y
    }
    var sum = sums.sum()
    for index in whole..<a.count { sum += a[index] * b[index] }
    return sum
}
