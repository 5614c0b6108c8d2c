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
    package func distance(_ tail: ArraySlice<FrequencySpectrum.Entry>) -> Double {
        let entries = Array(tail)
        return distance(entries[...], cumulativeTypes: FrequencySpectrum.cumulativeTypes(entries))
    }

    /// The same, with the sums over types known.
    ///
    /// Both functions rise, so between two frequencies the distance stays below the model's value at one less the
    /// data's at the other. Stretches in which that is no more than what was found elsewhere are not looked at: of n
    /// frequencies about 1/D are. The result is that of looking at all.
    /// - Parameters:
    ///   - tail: the entries from ``minimum`` on.
    ///   - cumulativeTypes: ``FrequencySpectrum/cumulativeTypes(_:)`` of the entries that the tail is a slice of.
    ///   - bound: where D exceeds it, some number above it is returned.
    func distance(
        _ tail: ArraySlice<FrequencySpectrum.Entry>, cumulativeTypes: [Int], atMost bound: Double = .infinity
    ) -> Double {
        guard let first = tail.indices.first, let last = tail.indices.last else { return 0 }
        let origin = cumulativeTypes[first]
        let perType = 1 / Double(cumulativeTypes[tail.endIndex] - origin)
        var largest = 0.0
        /// What data and model give to numbers below an entry's frequency, and to those up to it.
        func values(_ index: Int) -> DistributionStep {
            let frequency = tail[index].frequency
            let step = DistributionStep(
                dataBelow: Double(cumulativeTypes[index] - origin) * perType,
                dataUpTo: Double(cumulativeTypes[index + 1] - origin) * perType,
                modelBelow: frequency == minimum ? 0 : 1 - survival(frequency),
                modelUpTo: 1 - survival(frequency + 1))
            largest = max(largest, abs(step.dataBelow - step.modelBelow), abs(step.dataUpTo - step.modelUpTo))
            return step
        }
        var stretches = [(low: first, high: last, atLow: values(first), atHigh: values(last))]
        while largest <= bound, let (low, high, atLow, atHigh) = stretches.popLast() {
            guard high - low > 1 else { continue }
            let within = max(atHigh.modelBelow - atLow.dataUpTo, atHigh.dataBelow - atLow.modelUpTo)
            // The functions are rounded, and so is what they are said to keep.
            guard within + 1e-12 > largest else { continue }
            let middle = low + (high - low) / 2
            let atMiddle = values(middle)
            stretches.append((low, middle, atLow, atMiddle))
            stretches.append((middle, high, atMiddle, atHigh))
        }
        return largest
    }
}

/// The distribution functions of data and model on both sides of a frequency that occurs.
private struct DistributionStep {
    let dataBelow: Double
    let dataUpTo: Double
    let modelBelow: Double
    let modelUpTo: Double
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
