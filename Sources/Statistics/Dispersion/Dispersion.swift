internal import Foundation

/// How evenly the occurrences of a word are spread over the parts of a corpus.
///
/// ```swift
/// let corpus = PartSizes([100, 100, 100])
/// Dispersion(counts: [2, 1, 0], in: corpus)?.dp  // 0.333…
/// ```
///
/// Parts without a token are left out. Where parts are not of one size, the measures that were made for equal parts
/// (Juilland's D, Carroll's D₂) are of the relative frequencies in them, as Gries (2020) has it.
public struct Dispersion: Sendable, Hashable {
    /// How often the word occurs: f.
    public let count: Int
    /// In how many parts.
    public let range: Int
    /// DP = ½ Σ |vᵢ/f − sᵢ|, with vᵢ the count in a part and sᵢ its share of the tokens: 0 for a word that is spread as the
    /// corpus is, near 1 for one in a small part alone.
    /// - SeeAlso: Gries (2008), "Dispersions and adjusted frequencies in corpora", *IJCL* 13.
    public let dp: Double
    /// DP/(1 − min sᵢ), 0 to 1; `nil` with one part.
    /// - SeeAlso: Lijffijt & Gries (2012), *IJCL* 17, whose correction it is.
    public let dpNorm: Double?
    /// D = 1 − V/√(n − 1), with V the population's standard deviation of the relative frequencies over their mean: 0 to 1, 1
    /// for an even spread; `nil` with one part.
    /// - SeeAlso: Juilland, Brodin & Davidovitch (1970), *Frequency dictionary of French words*.
    public let juillandD: Double?
    /// D₂ = H/log n, the entropy of the shares of the relative frequencies over its largest value: 0 to 1, 1 for an even
    /// spread; `nil` with one part.
    /// - SeeAlso: Carroll (1970), "An alternative to Juilland's usage coefficient".
    public let carrollD2: Double?
    /// S = (Σ √(sᵢ vᵢ))²/f: min sᵢ to 1, 1 for an even spread.
    /// - SeeAlso: Rosengren (1971), "The quantitative concept of language and its relation to the structure of frequency
    ///   dictionaries".
    public let rosengrenS: Double

    /// - Parameters:
    ///   - counts: in each part, as many as it has sizes.
    ///   - corpus: the parts.
    /// - Returns: `nil` for a word that does not occur.
    /// - Precondition: no count is negative, and a part without tokens has none.
    public init?(counts: [Int], in corpus: PartSizes) {
        precondition(counts.count == corpus.sizes.count, "each part has a count")
        self.init(
            occurrences: counts.enumerated().lazy.map { (part: $0, count: $1) }.filter { $0.count > 0 }, in: corpus)
    }

    /// The same of the parts alone in which the word occurs, each once: a sum over these says all of the others.
    ///
    /// - Parameters:
    ///   - occurrences: parts with their counts, none of them 0.
    ///   - corpus: all parts.
    package init?(occurrences: some Sequence<(part: Int, count: Int)>, in corpus: PartSizes) {
        var (count, range) = (0, 0)
        for (_, v) in occurrences {
            count += v
            range += 1
        }
        guard count > 0 else { return nil }
        let (f, n, tokens) = (Double(count), Double(corpus.parts), Double(corpus.tokens))
        var (distance, shareMet, roots) = (0.0, 0.0, 0.0)
        var (rates, squares, logarithms) = (0.0, 0.0, 0.0)
        for (part, v) in occurrences {
            precondition(v > 0 && corpus.sizes[part] > 0, "a word occurs where there are tokens")
            let share = Double(corpus.sizes[part]) / tokens
            let rate = Double(v) / Double(corpus.sizes[part])
            distance += abs(Double(v) / f - share)
            shareMet += share
            roots += (share * Double(v)).squareRoot()
            rates += rate
            squares += rate * rate
            logarithms += rate * log(rate)
        }
        self.count = count
        self.range = range
        // A part without the word is as far off as its share.
        dp = min(1, max(0, (distance + max(0, 1 - shareMet)) / 2))
        rosengrenS = min(1, roots * roots / f)
        guard corpus.parts > 1 else {
            (dpNorm, juillandD, carrollD2) = (nil, nil, nil)
            return
        }
        dpNorm = min(1, dp / (1 - Double(corpus.least) / tokens))
        let variation = max(0, n * squares / (rates * rates) - 1).squareRoot()
        juillandD = max(0, 1 - variation / (n - 1).squareRoot())
        carrollD2 = min(1, max(0, (log(rates) - logarithms / rates) / log(n)))
    }
}

/// The numbers of tokens of the parts of a corpus.
public struct PartSizes: Sendable, Hashable {
    public let sizes: [Int]
    /// How many have a token.
    public let parts: Int
    public let tokens: Int
    /// The size of the smallest of these.
    let least: Int
    /// The sizes that differ, and how many parts have each.
    private let distinct: [Int]
    private let alike: [Int]

    /// - Parameter sizes: none negative, and not all 0.
    public init(_ sizes: [Int]) {
        precondition(sizes.allSatisfy { $0 >= 0 }, "sizes are not negative")
        self.sizes = sizes
        let full = sizes.filter { $0 > 0 }
        (parts, tokens, least) = (full.count, full.reduce(0, +), full.min() ?? 0)
        precondition(tokens > 0, "a corpus has a token")
        let counts = Dictionary(full.map { ($0, 1) }, uniquingKeysWith: +).sorted { $0.key < $1.key }
        (distinct, alike) = (counts.map(\.key), counts.map(\.value))
    }

    /// The DP that is expected of a word whose occurrences fall anywhere by chance, each apart from the others: the mean of ½ Σ
    /// |vᵢ/f − sᵢ|, vᵢ binomial of f and sᵢ.
    ///
    /// Exact by de Moivre's mean absolute deviation, E|v − fs| = 2ν C(f, ν) s^ν (1 − s)^(f−ν+1) with ν = ⌊fs⌋ + 1. Drawing
    /// without replacement would lower it by a factor of √(1 − f/N) at most. Complexity: O(distinct sizes).
    ///
    /// - Parameter count: f, 1 or more.
    /// - SeeAlso: Diaconis & Zabell (1991), "Closed form summation for classical distributions", *Statistical Science* 6.
    public func expectedDP(ofCount count: Int) -> Double {
        precondition(count > 0, "a word occurs")
        let f = Double(count)
        return zip(distinct, alike).reduce(0) { sum, entry in
            let s = Double(entry.0) / Double(tokens)
            guard s < 1 else { return sum }
            let v = min(f, (f * s).rounded(.down) + 1)
            let logChoose = logGamma(f + 1) - logGamma(v + 1) - logGamma(f - v + 1)
            let deviation = 2 * v * exp(logChoose + v * log(s) + (f - v + 1) * log1p(-s))
            return sum + Double(entry.1) * deviation / f / 2
        }
    }
}
