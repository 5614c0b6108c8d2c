/// A distribution over the whole numbers from a minimum on: how often a type occurs.
package protocol CountDistribution: Sendable {
    /// The smallest number that has a probability.
    var minimum: Int { get }
    /// ln P(X = m) for m ≥ minimum.
    func logProbability(_ m: Int) -> Double
    /// P(X ≥ m) for m ≥ minimum.
    func survival(_ m: Int) -> Double
}

extension CountDistribution {
    func logLikelihood(_ tail: ArraySlice<FrequencySpectrum.Entry>) -> Double {
        tail.reduce(0) { $0 + Double($1.types) * logProbability($1.frequency) }
    }

    /// Kolmogorov and Smirnov's D: the largest distance of the distribution functions of data and model over all whole
    /// numbers, which is reached at a frequency that occurs or just below one.
    /// - Parameters:
    ///   - tail: the entries from ``minimum`` on.
    ///   - types: how many types those are, if that is known.
    ///   - bound: where D exceeds it, some number above it is returned.
    func distance(
        _ tail: ArraySlice<FrequencySpectrum.Entry>, types: Int? = nil, atMost bound: Double = .infinity
    ) -> Double {
        let perType = 1 / Double(types ?? tail.reduce(0) { $0 + $1.types })
        var seen = 0
        var largest = 0.0
        var known: (m: Int, survival: Double) = (minimum, 1)
        for entry in tail {
            let at = entry.frequency == known.m ? known.survival : survival(entry.frequency)
            let before = abs(Double(seen) * perType - (1 - at))
            seen += entry.types
            known = (entry.frequency + 1, survival(entry.frequency + 1))
            let after = abs(Double(seen) * perType - (1 - known.survival))
            largest = max(largest, before, after)
            if largest > bound { return largest }
        }
        return largest
    }
}

/// A distribution from which bootstrap samples are drawn.
package protocol SampledDistribution: CountDistribution {
    /// A draw on the condition X ≥ m.
    func draw(atLeast m: Int, using generator: inout some RandomNumberGenerator) -> Int
}

/// No draw is larger: exponents near 1 have tails beyond what an integer holds.
let largestDraw = 1 << 52

extension SampledDistribution {
    /// How many numbers `sample(_:using:)` visits one after the other before it draws the rest one by one.
    func visited(inSampleOf n: Int) -> Int {
        // The least d with n P(X ≥ xmin + d) ≤ 2d + 4.
        var (low, high) = (0, n / 2 + 1)
        while low < high {
            let middle = low + (high - low) / 2
            if Double(n) * survival(minimum + middle) <= Double(2 * middle + 4) {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }

    /// The spectrum of n independent draws, in a time of the order of √n.
    ///
    /// Small numbers are drawn as counts: of those that remain, how many are m is binomial. Where few remain, they are
    /// drawn one by one.
    package func sample(_ n: Int, using generator: inout some RandomNumberGenerator) -> [FrequencySpectrum.Entry] {
        var entries: [FrequencySpectrum.Entry] = []
        var remaining = n
        var m = minimum
        var above = 1.0
        while remaining > 2 * (m - minimum) + 4 {
            let next = survival(m + 1)
            let count = binomialDraw(remaining, 1 - next / above, using: &generator)
            if count > 0 { entries.append(.init(frequency: m, types: count)) }
            remaining -= count
            above = next
            m += 1
        }
        let draws = (0..<remaining).map { _ in draw(atLeast: m, using: &generator) }.sorted()
        for value in draws {
            if let last = entries.last, last.frequency == value {
                entries[entries.count - 1] = .init(frequency: value, types: last.types + 1)
            } else {
                entries.append(.init(frequency: value, types: 1))
            }
        }
        return entries
    }
}
