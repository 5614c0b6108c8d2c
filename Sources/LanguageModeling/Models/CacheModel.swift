internal import Foundation
internal import Tokenization

/// The unigram distribution of the recent history, to be mixed with a model that knows the language.
///
///     P(w | h) = (c(w) + 1/V) / (n + 1)
///
/// c(w) counts w among the last n events, at most `capacity` of them; the uniform distribution stands for one more
/// event, so that every word keeps a probability and an empty history has one.
/// - SeeAlso: Kuhn & De Mori (1990).
package struct CacheModel: LanguageModel {
    package let vocabulary: ModelVocabulary
    /// How many events are remembered.
    package let capacity: Int

    package private(set) var name = "cache"

    package init(vocabulary: ModelVocabulary, capacity: Int) {
        precondition(capacity > 0)
        self.vocabulary = vocabulary
        self.capacity = capacity
    }

    /// The same cache under another name.
    package func named(_ name: String) -> CacheModel {
        var cache = self
        cache.name = name
        return cache
    }

    package var parameterCount: Int { 0 }
    /// The events remembered.
    package var byteCount: Int { capacity * 4 }
    package var contextScope: ContextScope { .stream }
    package var notes: [String] { ["remembers the last \(capacity) events"] }

    package func makeScorer() -> any Scorer { CacheScorer(recent: RecentEvents(capacity, vocabulary)) }

    package func makeWalk(after context: [WordID]) -> any ModelWalk {
        var walk = CacheWalk(recent: RecentEvents(capacity, vocabulary))
        for word in context { walk.append(word) }
        return walk
    }

    package func probabilities(after context: [WordID]) -> [Double]? { makeWalk(after: context).probabilities() }

    /// c(w) and n after a context.
    package func counts(of word: WordID, after context: [WordID]) -> (count: Int, events: Int) {
        let recent = context.filter { $0 != Marker.segmentStart }.suffix(capacity)
        return (recent.count { $0 == word }, recent.count)
    }
}

/// The last events, and how often each word is among them.
private struct RecentEvents {
    let capacity: Int
    let uniform: Double
    var counts: [Int32]
    /// The oldest stands at `oldest` once it is full.
    var ring: [WordID] = []
    private var oldest = 0

    init(_ capacity: Int, _ vocabulary: ModelVocabulary) {
        self.capacity = capacity
        uniform = 1 / Double(vocabulary.size)
        counts = [Int32](repeating: 0, count: vocabulary.idCount)
    }

    func probability(of word: Int) -> Double { (Double(counts[word]) + uniform) / Double(ring.count + 1) }

    mutating func append(_ word: WordID) {
        counts[Int(word)] += 1
        if ring.count < capacity {
            ring.append(word)
        } else {
            counts[Int(ring[oldest])] -= 1
            ring[oldest] = word
            oldest = (oldest + 1) % capacity
        }
    }
}

private struct CacheScorer: Scorer {
    var recent: RecentEvents

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        var scores: [Double] = []
        scores.reserveCapacity(events.count)
        for index in events.indices {
            scores.append(log(recent.probability(of: Int(events[index]))))
            recent.append(events[index])
        }
        return scores
    }
}

private struct CacheWalk: ModelWalk {
    var recent: RecentEvents

    func copy() -> any ModelWalk { self }

    func probabilities() -> [Double]? {
        var probabilities = recent.counts.indices.map { recent.probability(of: $0) }
        probabilities[Int(Marker.segmentStart)] = 0
        return probabilities
    }

    mutating func append(_ word: WordID) {
        if word != Marker.segmentStart { recent.append(word) }
    }
}

extension CacheModel {
    /// Capacities to choose from.
    private static let capacities = [200, 500, 1000, 2000, 5000]

    /// The cache whose capacity makes a mixture with other models predict held-out text best.
    package init(besides components: [any LanguageModel], fittedTo heldOut: EncodedText, threads: Int = 1) {
        precondition(!components.isEmpty)
        self.init(
            vocabulary: components[0].vocabulary,
            besides: components.map { $0.logProbabilities(of: heldOut, threads: threads) }, fittedTo: heldOut)
    }

    /// The same beside models whose ln P of each held-out event is known.
    package init(vocabulary: ModelVocabulary, besides scores: [[Double]], fittedTo heldOut: EncodedText) {
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
