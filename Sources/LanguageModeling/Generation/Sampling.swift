internal import Foundation
package import Statistics
internal import Tokenization

/// How the next word is drawn from a model's distribution.
public struct SamplingSettings: Sendable, Hashable {
    /// Exponent 1/τ on the probabilities: 1 draws from the model, 0 takes the likeliest word.
    public var temperature: Double
    /// Draw among so many likeliest words only; `nil` for all.
    public var topK: Int?
    /// Draw among the fewest likeliest words that have this share of the probability together; `nil` for all
    /// (nucleus sampling: Holtzman et al. 2020).
    public var topP: Double?
    /// Draw among words at least this share as likely as the likeliest; `nil` for all (Nguyen et al. 2024).
    public var minP: Double?
    /// θ: ln P of each word that the text has already is multiplied by it; 1 for none (Keskar et al. 2019, on logarithms of
    /// probabilities).
    public var repetitionPenalty = 1.0
    /// Whether `<unk>` may be drawn; else the rest is renormalized.
    public var drawsUnknown: Bool

    /// - Precondition: `temperature ≥ 0`, `topK ≥ 1`, `topP` and `minP` above 0 and at most 1, `repetitionPenalty > 0`.
    public init(
        temperature: Double = 1, topK: Int? = nil, topP: Double? = nil, minP: Double? = nil,
        repetitionPenalty: Double = 1, drawsUnknown: Bool = false
    ) {
        precondition(temperature >= 0 && temperature.isFinite)
        precondition(topK.map { $0 > 0 } ?? true)
        precondition([topP, minP].allSatisfy { $0.map { $0 > 0 && $0 <= 1 } ?? true })
        precondition(repetitionPenalty > 0 && repetitionPenalty.isFinite)
        self.temperature = temperature
        self.topK = topK
        self.topP = topP
        self.minP = minP
        self.repetitionPenalty = repetitionPenalty
        self.drawsUnknown = drawsUnknown
    }

    /// A word drawn from a distribution indexed by `WordID`.
    ///
    /// - Parameter seen: the words that the text has already.
    /// - Returns: `nil` if every word that may be drawn has probability zero.
    package func draw(
        from probabilities: [Double], after seen: Set<WordID> = [], using generator: inout SeededGenerator
    ) -> WordID? {
        guard let weights = weights(of: probabilities, after: seen) else { return nil }
        if temperature == 0 { return weights.firstIndex { $0 > 0 }.map { WordID($0) } }
        var remaining = generator.uniform() * weights.reduce(0, +)
        var last: WordID?
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = WordID(index)
            remaining -= weight
            if remaining < 0 { break }
        }
        return last
    }

    /// What is drawn in proportion to: the penalty first, then the k likeliest, the temperature, and of what these leave the
    /// nucleus and the words likely enough.
    ///
    /// - Returns: `nil` if there is nothing to draw.
    /// - Complexity: O(V); with `topK` O(V · K) at worst, where each word is likelier than those before it; with `topP`
    ///   O(V log V).
    package func weights(of probabilities: [Double], after seen: Set<WordID> = []) -> [Double]? {
        var weights = probabilities
        weights[Int(Marker.segmentStart)] = 0
        if !drawsUnknown { weights[Int(Marker.unknown)] = 0 }
        if repetitionPenalty != 1 {
            for word in seen { weights[Int(word)] = pow(weights[Int(word)], repetitionPenalty) }
        }
        guard let largest = weights.max(), largest > 0 else { return nil }
        if temperature == 0 {
            let likeliest = weights.firstIndex(of: largest)
            return weights.indices.map { $0 == likeliest ? 1 : 0 }
        }
        if let topK, topK < weights.count { weights = Self.keeping(Self.largest(topK, of: weights), of: weights) }
        if temperature != 1 { weights = temperedWeights(weights, largest: largest, temperature: temperature) }
        if let topP, topP < 1 {
            let wanted = topP * weights.reduce(0, +)
            // Equal ones by id.
            let sorted = weights.indices.filter { weights[$0] > 0 }.sorted { (weights[$1], $0) < (weights[$0], $1) }
            var (sum, count) = (0.0, 0)
            while sum < wanted, count < sorted.count {
                sum += weights[sorted[count]]
                count += 1
            }
            weights = Self.keeping(Array(sorted[..<count]), of: weights)
        }
        if let minP, let largest = weights.max() {
            for word in weights.indices where weights[word] < minP * largest { weights[word] = 0 }
        }
        return weights
    }

    private static func keeping(_ words: [Int], of weights: [Double]) -> [Double] {
        var kept = [Double](repeating: 0, count: weights.count)
        for word in words { kept[word] = weights[word] }
        return kept
    }

    /// The words of the k largest, in descending order. Ties go to the smaller id.
    static func largest(_ k: Int, of weights: [Double]) -> [Int] {
        var best: [Int] = []
        for (index, weight) in weights.enumerated() where best.count < k || weight > weights[best[k - 1]] {
            var (low, high) = (0, best.count)
            while low < high {
                let middle = (low + high) / 2
                if weights[best[middle]] >= weight { low = middle + 1 } else { high = middle }
            }
            if best.count == k { best.removeLast() }
            best.insert(index, at: low)
        }
        return best
    }
}
