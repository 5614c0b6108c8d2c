internal import Foundation
internal import Tokenization

/// A smoothing that mixes every order with the one below, down to the uniform distribution over V words:
///
///     P(w | h) = (a(hw) − D(a(hw))) / denominator(h) + γ(h) · P(w | h′)
package protocol InterpolatedSmoothing: Sendable {
    /// Whether lower orders count distinct left neighbours instead of occurrences.
    var usesAdjustedCounts: Bool { get }
    /// What is taken from each count of an order.
    func discounts(order: Int) -> Discounts
    /// What it took from the text.
    var fitted: [FittedParameter] { get }
    /// The denominator and γ of a context of an order's n-grams.
    func weights(order: Int, context: ContextStatistics) -> (denominator: Double, backoff: Double)
    /// What these are made of.
    func parameters(order: Int, context: ContextStatistics) -> Interpolation.Parameters

    /// ``NgramCounts/interpolated(by:)`` and ``NgramCounts/compactlyInterpolated(by:)``, here so that each method has a
    /// loop compiled for its own.
    func estimates(from counts: NgramCounts) -> EstimatedNgrams
    func compactEstimates(from counts: consuming NgramCounts) -> CompactNgrams
}

extension InterpolatedSmoothing {
    package var fitted: [FittedParameter] { [] }

    package func estimates(from counts: NgramCounts) -> EstimatedNgrams { counts.interpolated(by: self) }
    package func compactEstimates(from counts: consuming NgramCounts) -> CompactNgrams {
        (consume counts).compactlyInterpolated(by: self)
    }
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
        var counts = self
        return counts.takeInterpolated(by: smoothing)
    }

    /// The same in single precision; the counts are given back order by order, so that both never lie in memory whole.
    package consuming func compactlyInterpolated(by smoothing: some InterpolatedSmoothing) -> CompactNgrams {
        var counts = consume self
        return counts.takeInterpolated(by: smoothing)
    }

    private mutating func takeInterpolated<Real>(by smoothing: some InterpolatedSmoothing) -> FlatNgrams<Real> {
        let shape = TrieShape(levelCounts: levels.map(\.count), code: code)
        let startNodes = segmentStartNodes
        let uniform = 1 / Double(idCount - 1)
        var codes: [UInt32] = []
        var childStarts: [UInt32] = []
        // Of the order at work and the one below p; ln p when the order above is done.
        var values: [Real] = []
        var logBackoffs = [Real](repeating: 0, count: shape.contextCount)
        codes.reserveCapacity(shape.nodeCount)
        childStarts.reserveCapacity(shape.contextCount + 1)
        values.reserveCapacity(shape.nodeCount)

        func takeLogarithms(ofOrder n: Int) {
            for node in shape.nodes(ofOrder: n) { values[node] = Real(log(Double(values[node]))) }
        }

        for n in 1...order {
            var counts =
                smoothing.usesAdjustedCounts ? adjustedCounts(order: n, startNodes: startNodes) : levels[n - 1].counts
            levels[n - 1].counts = []
            if n == 1 { counts[Int(Marker.segmentStart)] = 0 }
            let discounts = smoothing.discounts(order: n)
            let below = n == 1 ? 0 : shape.offsets[n - 2]

            func estimate(_ row: Range<Int>) -> Double {
                let (denominator, backoff) = smoothing.weights(
                    order: n, context: ContextStatistics(counts[row]))
                for node in row {
                    let shorter = n == 1 ? uniform : Double(values[below + Int(levels[n - 1].suffixes[node])])
                    let discounted = Double(counts[node]) - discounts.discount(of: counts[node])
                    values.append(Real(discounted / denominator + backoff * shorter))
                }
                return backoff
            }

            if n == 1 {
                _ = estimate(0..<idCount)
                values[Int(Marker.segmentStart)] = 0
            } else {
                for context in 0..<levels[n - 2].count {
                    let row = levels[n - 2].children(of: context)
                    if !row.isEmpty { logBackoffs[below + context] = Real(log(estimate(row))) }
                }
                takeLogarithms(ofOrder: n - 1)
                let children = UInt32(shape.offsets[n - 1])
                for start in levels[n - 2].childStarts.dropLast() { childStarts.append(start + children) }
                levels[n - 2].childStarts = []
                levels[n - 1].suffixes = []
                levels[n - 2].codes = []
            }
            codes += levels[n - 1].codes
        }
        takeLogarithms(ofOrder: order)
        childStarts.append(UInt32(shape.nodeCount))
        return FlatNgrams(
            shape: shape, codes: codes, childStarts: childStarts, logProbabilities: values, logBackoffs: logBackoffs)
    }
}
