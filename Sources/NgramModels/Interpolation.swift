internal import Foundation
internal import Tokenization

/// A smoothing that mixes every order with the one below, down to the uniform distribution over V words:
///
///     P(w | h) = (a(hw) − D(a(hw))) / denominator(h) + γ(h) · P(w | h′)
package protocol InterpolatedSmoothing {
    /// Whether lower orders count distinct left neighbours instead of occurrences.
    var usesAdjustedCounts: Bool { get }
    /// What is taken from each count of an order.
    func discounts(order: Int) -> Discounts
    /// The denominator and γ of a context of an order's n-grams.
    func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double)
}

/// What is taken from counts of 1, of 2, and of 3 or more.
package struct Discounts: Sendable, Equatable {
    package var one, two, threeOrMore: Double

    package init(_ one: Double, _ two: Double, _ threeOrMore: Double) {
        self.one = one
        self.two = two
        self.threeOrMore = threeOrMore
    }

    static let none = Discounts(0, 0, 0)

    /// D(a), at most a.
    @inline(__always)
    func discount(of count: UInt32) -> Double {
        switch count {
        case 0: 0
        case 1: one
        case 2: two
        default: threeOrMore
        }
    }

    /// Σ D(a) over a context's words.
    func mass(of context: ContextStatistics) -> Double {
        one * Double(context.ones) + two * Double(context.twos) + threeOrMore * Double(context.threesOrMore)
    }
}

/// What the words after one context add up to.
package struct ContextStatistics {
    /// Σ_w a(hw).
    var total = 0.0
    /// How many distinct words have a count of 1, of 2, of 3 or more.
    var ones = 0, twos = 0, threesOrMore = 0

    var types: Int { ones + twos + threesOrMore }

    init(_ counts: ArraySlice<UInt32>) {
        for count in counts {
            total += Double(count)
            switch count {
            case 0: break
            case 1: ones += 1
            case 2: twos += 1
            default: threesOrMore += 1
            }
        }
    }
}

extension NgramCounts {
    /// Every n-gram's probability and every context's γ under a smoothing.
    package func interpolated(by smoothing: some InterpolatedSmoothing) -> EstimatedNgrams {
        var model = skeleton()
        let uniform = 1 / Double(idCount - 1)
        var lower: [Double] = []
        for n in 1...order {
            let level = levels[n - 1]
            var counts = smoothing.usesAdjustedCounts ? adjustedCounts(order: n) : level.counts
            if n == 1 { counts[Int(Marker.segmentStart)] = 0 }
            let discounts = smoothing.discounts(order: n)
            var probabilities = [Double](repeating: 0, count: level.count)

            func estimate(_ row: Range<Int>) -> Double {
                let (denominator, backoff) = smoothing.weights(
                    order: n, context: ContextStatistics(counts[row]))
                for node in row {
                    let below = n == 1 ? uniform : lower[Int(level.suffixes[node])]
                    let discounted = Double(counts[node]) - discounts.discount(of: counts[node])
                    probabilities[node] = discounted / denominator + backoff * below
                }
                return backoff
            }

            if n == 1 {
                _ = estimate(0..<idCount)
                probabilities[Int(Marker.segmentStart)] = 0
            } else {
                let offset = model.shape.offsets[n - 2]
                for context in 0..<levels[n - 2].count {
                    let row = levels[n - 2].children(of: context)
                    if !row.isEmpty { model.logBackoffs[offset + context] = log(estimate(row)) }
                }
            }
            let offset = model.shape.offsets[n - 1]
            for node in probabilities.indices { model.logProbabilities[offset + node] = log(probabilities[node]) }
            lower = probabilities
        }
        return model
    }
}
