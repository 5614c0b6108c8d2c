internal import Basics
internal import Counting
internal import Foundation
internal import Tokenization

extension SpilledCounts {
    /// Every n-gram's probability and every context's ln γ, number by number those of
    /// ``NgramCounts/compactlyInterpolated(by:)`` or, in double precision, of ``NgramCounts/interpolated(by:)``.
    ///
    /// - Parameter counts: the smoothed counts of each order.
    func interpolated<Real: BinaryFloatingPoint & BitwiseCopyable & Sendable>(
        by smoothing: any InterpolatedSmoothing, _ counts: [NumberFile<UInt32>]
    ) throws -> (probabilities: [NumberFile<Real>], logBackoffs: [NumberFile<Real>]) {
        var unigrams = try counts[0].read(0..<idCount)
        unigrams[Int(Marker.segmentStart)] = 0
        var (values, _): ([Real], Double) = Self.row(unigrams[...], smoothing, order: 1) { _ in 1 / Double(idCount - 1)
        }
        values[Int(Marker.segmentStart)] = 0
        var below = try NumberFile<Real>(in: plan.folder)
        try below.append(values)
        var probabilities = [below]
        var backoffs: [NumberFile<Real>] = []
        for n in stride(from: 2, through: order, by: 1) {
            let (contexts, level, counts) = (levels[n - 2], levels[n - 1], counts[n - 1])
            guard let suffixes = level.suffixes else { preconditionFailure("levels are linked") }
            let shorter = try ShorterProbabilities(below, at: suffixes, plan: plan)
            let made = try NumberFile<Real>(in: plan.folder, count: level.count)
            let logBackoffs = try NumberFile<Real>(in: plan.folder, count: contexts.count)
            try parallelThrowing(contexts.stretches.count, threads: plan.threads) { index in
                let (nodes, children) = contexts.stretches[index]
                let starts = try contexts.childStarts.read(nodes.lowerBound..<nodes.upperBound + 1)
                let some = try counts.read(children)
                let shorter = try shorter.values(of: children)
                var values: [Real] = []
                values.reserveCapacity(children.count)
                var weights = [Real](repeating: 0, count: nodes.count)
                for place in weights.indices where starts[place] < starts[place + 1] {
                    let row =
                        Int(starts[place]) - children.lowerBound..<Int(starts[place + 1]) - children.lowerBound
                    let (made, backoff): ([Real], Double) = Self.row(some[row], smoothing, order: n) {
                        Double(shorter[$0])
                    }
                    values += made
                    weights[place] = Real(log(backoff))
                }
                try made.write(values, at: children.lowerBound)
                try logBackoffs.write(weights, at: nodes.lowerBound)
            }
            probabilities.append(made)
            backoffs.append(logBackoffs)
            below = made
        }
        return (probabilities, backoffs)
    }

    /// The probabilities after one context.
    ///
    /// - Parameter shorter: P(w | h′) by the index of a count.
    @inline(__always)
    private static func row<Real: BinaryFloatingPoint>(
        _ counts: ArraySlice<UInt32>, _ smoothing: any InterpolatedSmoothing, order: Int, shorter: (Int) -> Double
    ) -> (values: [Real], backoff: Double) {
        let discounts = smoothing.discounts(order: order)
        let (denominator, backoff) = smoothing.weights(order: order, context: ContextStatistics(counts))
        let values = counts.indices.map { index in
            let discounted = Double(counts[index]) - discounts.discount(of: counts[index])
            return Real(discounted / denominator + backoff * shorter(index))
        }
        return (values, backoff)
    }
}

/// The probabilities of n-grams without their first words: looked up where all fit in memory, else put in order before.
struct ShorterProbabilities<Real: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable {
    private let suffixes: NumberFile<UInt32>
    private let held: [Real]
    private let ordered: NumberFile<Real>?

    init(_ below: NumberFile<Real>, at suffixes: NumberFile<UInt32>, plan: SpillPlan) throws {
        self.suffixes = suffixes
        let capacity = max(1 << 12, plan.memory / MemoryLayout<Real>.size)
        guard below.count > capacity else {
            (held, ordered) = (try below.read(0..<below.count), nil)
            return
        }
        let ordered = try NumberFile<Real>(in: plan.folder, count: suffixes.count)
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

    func values(of nodes: Range<Int>) throws -> [Real] {
        if let ordered { return try ordered.read(nodes) }
        return try suffixes.read(nodes).map { held[Int($0)] }
    }
}
