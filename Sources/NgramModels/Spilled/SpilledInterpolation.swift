internal import Basics
internal import Counting
internal import Foundation
internal import Tokenization

extension SpilledCounts {
    /// Every n-gram's probability and every context's γ in single precision, number by number those of
    /// ``NgramCounts/compactlyInterpolated(by:)``.
    ///
    /// - Parameter counts: the smoothed counts of each order.
    func interpolated(
        by smoothing: any InterpolatedSmoothing, _ counts: [NumberFile<UInt32>]
    ) throws -> SpilledNgrams {
        var unigrams = try counts[0].read(0..<idCount)
        unigrams[Int(Marker.segmentStart)] = 0
        var (values, _) = Self.row(unigrams[...], smoothing, order: 1) { _ in 1 / Double(idCount - 1) }
        values[Int(Marker.segmentStart)] = 0
        var below = try NumberFile<Float>(in: plan.folder)
        try below.append(values)
        var probabilities = [below]
        var backoffs: [NumberFile<Float>] = []
        for n in stride(from: 2, through: order, by: 1) {
            let (contexts, level, counts) = (levels[n - 2], levels[n - 1], counts[n - 1])
            guard let suffixes = level.suffixes else { preconditionFailure("levels are linked") }
            let shorter = try ShorterProbabilities(below, at: suffixes, plan: plan)
            let made = try NumberFile<Float>(in: plan.folder, count: level.count)
            let logBackoffs = try NumberFile<Float>(in: plan.folder, count: contexts.count)
            try parallelThrowing(contexts.stretches.count, threads: plan.threads) { index in
                let (nodes, children) = contexts.stretches[index]
                let starts = try contexts.childStarts.read(nodes.lowerBound..<nodes.upperBound + 1)
                let some = try counts.read(children)
                let shorter = try shorter.values(of: children)
                var values: [Float] = []
                values.reserveCapacity(children.count)
                var weights = [Float](repeating: 0, count: nodes.count)
                for place in weights.indices where starts[place] < starts[place + 1] {
                    let row =
                        Int(starts[place]) - children.lowerBound..<Int(starts[place + 1]) - children.lowerBound
                    let (made, backoff) = Self.row(some[row], smoothing, order: n) { Double(shorter[$0]) }
                    values += made
                    weights[place] = Float(log(backoff))
                }
                try made.write(values, at: children.lowerBound)
                try logBackoffs.write(weights, at: nodes.lowerBound)
            }
            probabilities.append(made)
            backoffs.append(logBackoffs)
            below = made
        }
        return SpilledNgrams(self, probabilities: probabilities, logBackoffs: backoffs)
    }

    /// The probabilities after one context.
    ///
    /// - Parameter shorter: P(w | h′) by the index of a count.
    @inline(__always)
    private static func row(
        _ counts: ArraySlice<UInt32>, _ smoothing: any InterpolatedSmoothing, order: Int, shorter: (Int) -> Double
    ) -> (values: [Float], backoff: Double) {
        let discounts = smoothing.discounts(order: order)
        let (denominator, backoff) = smoothing.weights(order: order, context: ContextStatistics(counts))
        let values = counts.indices.map { index in
            let discounted = Double(counts[index]) - discounts.discount(of: counts[index])
            return Float(discounted / denominator + backoff * shorter(index))
        }
        return (values, backoff)
    }
}

/// The probabilities of n-grams without their first words: looked up where all fit in memory, else put in order before.
private struct ShorterProbabilities: Sendable {
    private let suffixes: NumberFile<UInt32>
    private let held: [Float]
    private let ordered: NumberFile<Float>?

    init(_ below: NumberFile<Float>, at suffixes: NumberFile<UInt32>, plan: SpillPlan) throws {
        self.suffixes = suffixes
        let capacity = max(1 << 12, plan.memory / MemoryLayout<Float>.size)
        guard below.count > capacity else {
            (held, ordered) = (try below.read(0..<below.count), nil)
            return
        }
        let ordered = try NumberFile<Float>(in: plan.folder, count: suffixes.count)
        let pieces = ranges(ofLength: 1 << 18, upTo: suffixes.count)
        for share in ranges(ofLength: capacity, upTo: below.count) {
            let values = try below.read(share)
            try parallelThrowing(pieces.count, threads: plan.threads) { index in
                var found = try ordered.read(pieces[index])
                for (place, suffix) in try suffixes.read(pieces[index]).enumerated() where share.contains(Int(suffix)) {
                    found[place] = values[Int(suffix) - share.lowerBound]
                }
                try ordered.write(found, at: pieces[index].lowerBound)
            }
        }
        (held, self.ordered) = ([], ordered)
    }

    func values(of nodes: Range<Int>) throws -> [Float] {
        if let ordered { return try ordered.read(nodes) }
        return try suffixes.read(nodes).map { held[Int($0)] }
    }
}
