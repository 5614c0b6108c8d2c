internal import Foundation
internal import LanguageModeling
internal import Tokenization

/// Jelinek–Mercer smoothing: relative frequencies of all orders, mixed by weights fitted on held-out text.
///
///     P(w | h) = λ(h) · n(hw) / n(h) + (1 − λ(h)) · P(w | h′)
///
/// λ depends on the order and on ⌊log₂ n(h)⌋ alone, and is found by expectation–maximization.
/// - SeeAlso: Jelinek & Mercer (1980); Chen & Goodman (1998), 2.3, for the buckets.
struct JelinekMercer: InterpolatedSmoothing {
    private static let buckets = 33
    /// λ by order and bucket, `buckets` an order.
    private let weights: [Double]
    /// λ of each bucket that a held-out event met.
    let fitted: [FittedParameter]

    var usesAdjustedCounts: Bool { false }
    func discounts(order: Int) -> Discounts { .none }

    func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double) {
        let weight = weights[Self.bucket(order: order, count: Int(context.total))]
        return (context.total / weight, 1 - weight)
    }

    func parameters(order: Int, context: ContextStatistics) -> Interpolation.Parameters {
        .weight(weights[Self.bucket(order: order, count: Int(context.total))])
    }

    private static func bucket(order: Int, count: Int) -> Int {
        (order - 1) * buckets + (Int.bitWidth - 1 - count.leadingZeroBitCount)
    }

    /// - Throws: `.noHeldOutText` without events.
    init(_ counts: NgramCounts, heldOut: [WordID]) throws(EstimationError) {
        guard !heldOut.isEmpty else { throw .noHeldOutText("jelinek-mercer") }
        let evidence = Evidence(counts, heldOut: heldOut)
        var weights = [Double](repeating: 0.5, count: counts.order * Self.buckets)
        for _ in 0..<200 {
            if evidence.improve(&weights, uniform: 1 / Double(counts.idCount - 1)) <= 1e-6 { break }
        }
        // A bucket that no held-out event met takes the weight of the next rarer contexts.
        fitted = weights.indices.filter { evidence.met[$0] }.map { index in
            let least = 1 << (index % Self.buckets)
            return FittedParameter(
                order: index / Self.buckets + 1,
                symbol: least == 1 ? "λ, n(h) = 1" : "λ, n(h) = \(least)…\(2 * least - 1)", value: weights[index])
        }
        for index in weights.indices where !evidence.met[index] && index % Self.buckets > 0 {
            weights[index] = weights[index - 1]
        }
        self.weights = weights
    }

    /// What the held-out events say: for each, the relative frequencies of the orders whose context was seen.
    private struct Evidence {
        var buckets: [Int32] = []
        var frequencies: [Double] = []
        /// Where each event's orders begin, the lowest first.
        var starts: [Int] = [0]
        var met: [Bool]

        init(_ counts: NgramCounts, heldOut: [WordID]) {
            met = [Bool](repeating: false, count: counts.order * JelinekMercer.buckets)
            let trie = counts.skeleton()
            let numbers = counts.levels.flatMap(\.counts)
            let start: [Int?] = counts.order > 1 ? [Int(Marker.segmentStart)] : []
            var contexts = start
            for word in heldOut {
                add(order: 1, count: Int(numbers[Int(word)]), of: counts.eventCount)
                for (index, context) in contexts.enumerated() {
                    guard let context, !trie.children(of: context).isEmpty else { break }
                    let count = trie.child(word, of: context).map { Int(numbers[$0]) } ?? 0
                    add(order: index + 2, count: count, of: Int(numbers[context]))
                }
                starts.append(buckets.count)
                contexts = word == Marker.segmentEnd ? start : trie.contexts(contexts, followedBy: word)
            }
        }

        private mutating func add(order: Int, count: Int, of total: Int) {
            let bucket = JelinekMercer.bucket(order: order, count: total)
            met[bucket] = true
            buckets.append(Int32(bucket))
            frequencies.append(Double(count) / Double(total))
        }

        /// One iteration; returns the farthest move of a weight.
        func improve(_ weights: inout [Double], uniform: Double) -> Double {
            var taken = [Double](repeating: 0, count: weights.count)
            var reached = [Double](repeating: 0, count: weights.count)
            var below: [Double] = []
            for event in 0..<starts.count - 1 {
                let orders = starts[event]..<starts[event + 1]
                below.removeAll(keepingCapacity: true)
                var probability = uniform
                for index in orders {
                    below.append(probability)
                    let weight = weights[Int(buckets[index])]
                    probability = weight * frequencies[index] + (1 - weight) * probability
                }
                // From the highest order down: how likely it is that the event came from this order or a lower one.
                var share = 1.0
                for index in orders.reversed() {
                    let bucket = Int(buckets[index])
                    let lower = (1 - weights[bucket]) * below[index - orders.lowerBound]
                    let own = weights[bucket] * frequencies[index]
                    reached[bucket] += share
                    taken[bucket] += share * own / (own + lower)
                    share *= lower / (own + lower)
                }
            }
            var farthest = 0.0
            for bucket in weights.indices where reached[bucket] > 0 {
                // Never all or nothing: every word keeps a probability.
                let weight = min(max(taken[bucket] / reached[bucket], 1e-6), 1 - 1e-6)
                farthest = max(farthest, abs(weight - weights[bucket]))
                weights[bucket] = weight
            }
            return farthest
        }
    }
}
