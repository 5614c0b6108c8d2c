package import Statistics
internal import Tokenization

/// How the next word is drawn from a model's distribution.
public struct SamplingSettings: Sendable, Hashable {
    /// Exponent 1/τ on the probabilities: 1 draws from the model, 0 takes the likeliest word.
    public var temperature: Double
    /// Draw among so many likeliest words only; `nil` for all.
    public var topK: Int?
    /// Whether `<unk>` may be drawn; else the rest is renormalized.
    public var drawsUnknown: Bool

    public init(temperature: Double = 1, topK: Int? = nil, drawsUnknown: Bool = false) {
        precondition(temperature >= 0 && temperature.isFinite)
        precondition(topK.map { $0 > 0 } ?? true)
        self.temperature = temperature
        self.topK = topK
        self.drawsUnknown = drawsUnknown
    }

    /// A word drawn from a distribution indexed by `WordID`.
    ///
    /// - Returns: `nil` if every word that may be drawn has probability zero.
    /// - Complexity: O(V); with `topK` O(V · K) at worst, where each word is likelier than those before it.
    package func draw(from probabilities: [Double], using generator: inout SeededGenerator) -> WordID? {
        var weights = probabilities
        weights[Int(Marker.segmentStart)] = 0
        if !drawsUnknown { weights[Int(Marker.unknown)] = 0 }
        guard let largest = weights.max(), largest > 0 else { return nil }
        if temperature == 0 { return weights.firstIndex(of: largest).map { WordID($0) } }
        if let topK, topK < weights.count {
            weights = Self.keepingLargest(topK, of: weights)
        }
        if temperature != 1 {
            weights = temperedWeights(weights, largest: largest, temperature: temperature)
        }
        var remaining = generator.uniform() * weights.reduce(0, +)
        var last: WordID?
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = WordID(index)
            remaining -= weight
            if remaining < 0 { break }
        }
        return last
    }

    /// All but the k largest made 0. Ties at the edge go to the smaller id, so that exactly k remain.
    private static func keepingLargest(_ k: Int, of weights: [Double]) -> [Double] {
        // The largest so far, in descending order.
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
        var kept = [Double](repeating: 0, count: weights.count)
        for index in best { kept[index] = weights[index] }
        return kept
    }
}
