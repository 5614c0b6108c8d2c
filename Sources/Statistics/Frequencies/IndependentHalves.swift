internal import Foundation

extension RankFrequency {
    /// Ranks from one half of the corpus, frequencies from the other.
    ///
    /// Ranks and frequencies of the same tokens err together: what chance makes frequent gets a low rank, so the curve
    /// always falls and looks smoother than it is (Piantadosi 2014, Psychonomic Bulletin & Review 21, p. 1115). Each
    /// token falls into either half by the toss of a coin; types without a token in the first half have no rank.
    ///
    /// - Complexity: for each frequency m its number of types, or √m where that is less.
    package init(independentHalvesOf spectrum: FrequencySpectrum, seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        // By frequency in the first half: how many types, and their tokens in the second.
        var classes: [Int: (types: Int, tokens: Int)] = [:]
        func add(_ types: Int, first: Int, second: Int) {
            guard types > 0, first > 0 else { return }
            let old = classes[first] ?? (0, 0)
            classes[first] = (old.types + types, old.tokens + types * second)
        }
        for entry in spectrum.entries {
            let m = entry.frequency
            let likely = likelyHeads(m)
            if entry.types <= min(m, likely.count) {
                for _ in 0..<entry.types {
                    let first = binomialDraw(m, 0.5, using: &generator)
                    add(1, first: first, second: m - first)
                }
            } else {
                // Of the types left, those with 0, 1, … tokens in the first half.
                var left = entry.types
                for (k, share) in zip(likely, binomialHazards(m, likely)) {
                    let count = binomialDraw(left, share, using: &generator)
                    add(count, first: k, second: m - k)
                    left -= count
                }
            }
        }
        var rank = 1
        runs = classes.sorted { $0.key > $1.key }.map { _, types in
            defer { rank += types.types }
            return RankRun(
                frequency: Double(types.tokens) / Double(types.types), ranks: rank...(rank + types.types - 1))
        }
    }
}

/// How many heads m coins may show: what lies further from the middle, 40 standard deviations, has a probability below the
/// smallest Double.
private func likelyHeads(_ m: Int) -> ClosedRange<Int> {
    let reach = Int(20 * sqrt(Double(m))) + 1
    return max(0, m / 2 - reach)...min(m, m / 2 + reach + 1)
}

/// P(X = k | X ≥ k) of the number of heads among m coins.
private func binomialHazards(_ m: Int, _ heads: ClosedRange<Int>) -> [Double] {
    // As logarithms: C(m, k) exceeds what a Double holds from m = 1030 on. Where the mass underflows, nothing is drawn.
    let whole = logGamma(Double(m) + 1) - Double(m) * log(2)
    var above = 0.0
    var hazards = [Double](repeating: 1, count: heads.count)
    for k in heads.reversed() {
        let mass = exp(whole - logGamma(Double(k) + 1) - logGamma(Double(m - k) + 1))
        above += mass
        if above > 0 { hazards[k - heads.lowerBound] = mass / above }
    }
    return hazards
}
