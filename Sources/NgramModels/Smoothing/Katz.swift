internal import Foundation
internal import Tokenization

/// Katz backoff: counts up to 5 are discounted as Good and Turing have it, and what that frees goes to unseen words in
/// proportion to the shorter context's probabilities.
///
///     P(w | h) = d(n(hw)) · n(hw) / n(h)   if n(hw) > 0,   else   α(h) · P(w | h′)
///     d(r) = (r*/r − q) / (1 − q) for r ≤ k, else 1;   r* = (r + 1) t_{r+1} / t_r,   q = (k + 1) t_{k+1} / t₁
///
/// k is 5, or the largest smaller number ≥ 2 that makes every d(r) lie in (0, 1]; with none, r − 1/2 is taken for r. Where no
/// count after h is small enough to be discounted, n(h) + 1 is taken for n(h), so that unseen words share one occurrence;
/// where every word has been seen after h, the discounts are given back.
/// - SeeAlso: Katz (1987); Chen & Goodman (1998), 2.4.
package struct Katz: Sendable {
    private static let highest = 5
    /// The factor d(r) by order, r from 0; 1 beyond the last.
    private let factors: [[Double]]
    let notes: [String]

    init(_ counts: NgramCounts) {
        var factors: [[Double]] = []
        var notes: [String] = []
        // An order without n-grams has nothing to discount.
        for n in 1...counts.order where counts.levels[n - 1].count > 0 {
            let t = CountsOfCounts(counts.smoothedCounts(order: n, adjusted: false), upTo: Self.highest + 1)
            let k = (2...Self.highest).reversed().first { Self.factors(t, upTo: $0) != nil }
            if let k {
                factors.append(Self.factors(t, upTo: k)!)
                if k < Self.highest { notes.append("order \(n): only counts up to \(k) are discounted") }
            } else {
                factors.append([])
                notes.append("order \(n): Good–Turing discounts do not exist, so 0.5 is taken from each count")
            }
        }
        if factors.count < counts.order { factors.append([]) }
        self.factors = factors
        self.notes = notes
    }

    /// d(0)…d(k), `nil` if one leaves (0, 1].
    package static func factors(_ t: CountsOfCounts, upTo k: Int) -> [Double]? {
        guard (1...k).allSatisfy({ t[$0] > 0 }) else { return nil }
        let q = Double(k + 1) * Double(t[k + 1]) / Double(t[1])
        let factors = (1...k).map { r in
            (Double(r + 1) * Double(t[r + 1]) / (Double(r) * Double(t[r])) - q) / (1 - q)
        }
        return factors.allSatisfy { $0 > 0 && $0 <= 1 } ? [1] + factors : nil
    }

    /// d(r) by order; none of an order whose counts are not discounted so.
    var fitted: [FittedParameter] {
        factors.enumerated().flatMap { index, factors in
            factors.enumerated().dropFirst().map {
                FittedParameter(order: index + 1, symbol: "d(\($0))", value: $1)
            }
        }
    }

    /// d(r), 1 beyond k; `nil` of an order whose counts are not discounted so.
    func factor(of count: UInt32, order: Int) -> Double? {
        let factors = factors[order - 1]
        if factors.isEmpty { return nil }
        return count < UInt32(factors.count) ? factors[Int(count)] : 1
    }

    func discounted(_ count: UInt32, order: Int) -> Double {
        let factors = factors[order - 1]
        if factors.isEmpty { return max(Double(count) - 0.5, 0) }
        return count < UInt32(factors.count) ? factors[Int(count)] * Double(count) : Double(count)
    }

    func estimate(_ counts: NgramCounts) -> EstimatedNgrams {
        var model = counts.skeleton()
        var lower = unigrams(counts)
        for word in lower.indices { model.logProbabilities[word] = log(lower[word]) }
        for n in stride(from: 2, through: counts.order, by: 1) {
            let level = counts.levels[n - 1]
            var probabilities = [Double](repeating: 0, count: level.count)
            let contextOffset = model.shape.offsets[n - 2]
            for context in 0..<counts.levels[n - 2].count {
                let row = counts.levels[n - 2].children(of: context)
                if row.isEmpty { continue }
                var kept = 0.0
                var total = 0.0
                var seenBelow = 0.0
                for node in row {
                    probabilities[node] = discounted(level.counts[node], order: n)
                    kept += probabilities[node]
                    total += Double(level.counts[node])
                    seenBelow += lower[Int(level.suffixes[node])]
                }
                let unseenBelow = 1 - seenBelow
                total = Self.divisor(total: total, kept: kept, unseenBelow: unseenBelow)
                for node in row { probabilities[node] /= total }
                let freed = (total - kept) / total
                model.logBackoffs[contextOffset + context] = freed > 0 ? log(freed / unseenBelow) : 0
            }
            let offset = model.shape.offsets[n - 1]
            for node in probabilities.indices { model.logProbabilities[offset + node] = log(probabilities[node]) }
            lower = probabilities
        }
        return model
    }

    /// What the counts left after a context are divided by.
    ///
    /// - Parameters:
    ///   - total: n(h).
    ///   - kept: the sum of the counts left.
    ///   - unseenBelow: what the shorter context has for the words not seen.
    static func divisor(total: Double, kept: Double, unseenBelow: Double) -> Double {
        // Every word was seen here: none waits for what the discounts free.
        if unseenBelow < 1e-9 { return kept }
        // All counts are too high to be discounted: unseen words share one occurrence.
        return total - kept < 1e-9 * total ? total + 1 : total
    }

    /// What single words keep of their counts, what that is divided by, and how many words were never seen.
    func unigramShares(_ counts: NgramCounts) -> (kept: Double, total: Double, unseen: Int) {
        let numbers = counts.smoothedCounts(order: 1, adjusted: false)
        let total = Double(counts.eventCount)
        // `<s>` is none of them.
        let unseen = numbers.reduce(-1) { $0 + ($1 == 0 ? 1 : 0) }
        guard unseen > 0 else { return (total, total, 0) }
        let kept = numbers.reduce(0) { $0 + discounted($1, order: 1) }
        return (kept, total - kept < 1e-9 * total ? total + 1 : total, unseen)
    }

    /// The words never seen share evenly what the discounts free; where there are none, nothing is discounted.
    private func unigrams(_ counts: NgramCounts) -> [Double] {
        let numbers = counts.smoothedCounts(order: 1, adjusted: false)
        let (kept, total, unseen) = unigramShares(counts)
        var probabilities = numbers.map { unseen > 0 ? discounted($0, order: 1) : Double($0) }
        for word in probabilities.indices {
            probabilities[word] =
                numbers[word] > 0 ? probabilities[word] / total : (total - kept) / total / Double(unseen)
        }
        probabilities[Int(Marker.segmentStart)] = 0
        return probabilities
    }
}
