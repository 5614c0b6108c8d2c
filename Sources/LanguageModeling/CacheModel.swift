internal import Foundation
internal import Tokenization

/// The unigram distribution of the recent history, to be mixed with a model that knows the language.
///
///     P(w | h) = (c(w) + 1/V) / (n + 1)
///
/// c(w) counts w among the last n events, at most `capacity` of them; the uniform distribution stands for one more
/// event, so that every word keeps a probability and an empty history has one.
/// - SeeAlso: Kuhn & De Mori (1990).
public struct CacheModel: LanguageModel {
    public let vocabulary: ModelVocabulary
    /// How many events are remembered.
    public let capacity: Int

    public private(set) var name = "cache"

    public init(vocabulary: ModelVocabulary, capacity: Int) {
        precondition(capacity > 0)
        self.vocabulary = vocabulary
        self.capacity = capacity
    }

    /// The same cache under another name.
    public func named(_ name: String) -> CacheModel {
        var cache = self
        cache.name = name
        return cache
    }

    public var parameterCount: Int { 0 }
    /// The events remembered.
    public var byteCount: Int { capacity * 4 }
    public var contextScope: ContextScope { .stream }
    public var notes: [String] { ["the last \(capacity) events"] }

    public func makeScorer() -> any Scorer { CacheScorer(capacity: capacity, vocabulary: vocabulary) }

    public func probabilities(after context: [WordID]) -> [Double]? {
        let history = context.filter { $0 != Marker.segmentStart }.suffix(capacity)
        let denominator = Double(history.count + 1)
        var probabilities = [Double](
            repeating: 1 / Double(vocabulary.size) / denominator, count: vocabulary.idCount)
        for word in history { probabilities[Int(word)] += 1 / denominator }
        probabilities[Int(Marker.segmentStart)] = 0
        return probabilities
    }
}

private struct CacheScorer: Scorer {
    private let capacity: Int
    private let uniform: Double
    private var counts: [Int32]
    /// The last events, the oldest at `oldest` once it is full.
    private var ring: [WordID] = []
    private var oldest = 0

    init(capacity: Int, vocabulary: ModelVocabulary) {
        self.capacity = capacity
        uniform = 1 / Double(vocabulary.size)
        counts = [Int32](repeating: 0, count: vocabulary.idCount)
    }

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        var scores: [Double] = []
        scores.reserveCapacity(events.count)
        for index in events.indices {
            let word = events[index]
            scores.append(log((Double(counts[Int(word)]) + uniform) / Double(ring.count + 1)))
            counts[Int(word)] += 1
            if ring.count < capacity {
                ring.append(word)
            } else {
                counts[Int(ring[oldest])] -= 1
                ring[oldest] = word
                oldest = (oldest + 1) % capacity
            }
        }
        return scores
    }
}

extension CacheModel {
    /// Capacities to choose from.
    private static let capacities = [200, 500, 1000, 2000, 5000]

    /// The cache whose capacity makes a mixture with other models foretell held-out text best.
    public init(besides components: [any LanguageModel], fittedTo heldOut: EventStream, threads: Int = 1) {
        precondition(!components.isEmpty)
        self.init(
            vocabulary: components[0].vocabulary,
            besides: components.map { $0.logProbabilities(of: heldOut, threads: threads) }, fittedTo: heldOut)
    }

    /// The same beside models whose ln P of each held-out event is known.
    public init(vocabulary: ModelVocabulary, besides scores: [[Double]], fittedTo heldOut: EventStream) {
        precondition(!scores.isEmpty && heldOut.count > 0)
        let likelihoods = Self.capacities.map { capacity in
            let own = CacheModel(vocabulary: vocabulary, capacity: capacity).logProbabilities(of: heldOut)
            let weights = MixtureWeights(fittedTo: scores + [own], tolerance: 1e-5)
            return weights.logProbabilities(mixing: scores + [own]).reduce(0, +)
        }
        let best = likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
        self.init(vocabulary: vocabulary, capacity: Self.capacities[best])
    }
}
