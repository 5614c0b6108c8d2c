internal import Foundation
package import LanguageModeling
internal import Tokenization

/// What a network's own states say of words that come again: each of the last events votes for its word, the more the
/// more the state before it was like the state now.
///
///     P(w | h_t) = (Σ_{i : x_i = w} exp(θ h_t·h_i) + 1/V) / (Σ_i exp(θ h_t·h_i) + 1)
///
/// h_i is the last layer's state before the event x_i, the sums go over the last `capacity` events. The uniform
/// distribution stands for one more event whose state is like none, so that every word keeps a probability and an empty
/// history has one. To be mixed with the network itself.
/// - SeeAlso: Grave, Joulin & Usunier (2017), equation 2, there without the uniform share.
package struct NeuralCacheModel: LanguageModel {
    package let network: NetworkModel
    /// θ: 0 counts words as a cache of counts does, a large one listens to the most alike states alone.
    package let flatness: Double
    /// How many events are remembered.
    package let capacity: Int

    package private(set) var name = "neural-cache"

    /// - Precondition: `flatness ≥ 0`, `capacity > 0`.
    package init(of network: NetworkModel, flatness: Double, capacity: Int) {
        precondition(flatness >= 0 && flatness.isFinite && capacity > 0)
        self.network = network
        self.flatness = flatness
        self.capacity = capacity
    }

    /// The same cache under another name.
    package func named(_ name: String) -> NeuralCacheModel {
        var cache = self
        cache.name = name
        return cache
    }

    package var vocabulary: ModelVocabulary { network.vocabulary }
    package var parameterCount: Int { 0 }
    /// The events remembered, each with its state.
    package var byteCount: Int { capacity * 4 * (network.architecture.hidden + 1) }
    package var includesNetwork: Bool { true }
    package var contextScope: ContextScope { .stream }
    package var notes: [String] {
        [
            "remembers the states of \(network.name) before the last \(capacity) events, "
                + "flatness \(String(format: "%.2g", flatness))"
        ]
    }

    package func makeScorer() -> any Scorer { NeuralCacheScorer(walk: NeuralCacheWalk(self)) }

    package func makeWalk(after context: [WordID]) -> any ModelWalk {
        let walk = NeuralCacheWalk(self)
        walk.read(NetworkModel.afterStart(context))
        return walk
    }

    package func probabilities(after context: [WordID]) -> [Double]? { makeWalk(after: context).probabilities() }
}

extension NeuralCacheModel {
    /// What one may be chosen among.
    private static let choices = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8].flatMap { flatness in
        [500, 2000].map { (flatness: flatness, capacity: $0) }
    }

    /// The cache whose flatness and capacity make a mixture with other models predict held-out text best.
    ///
    /// - Parameters:
    ///   - heldOut: valid, never the text to be judged, in the network's numbering; its first `events` are read.
    ///   - scores: ln P of each of its events by each of the other models.
    package init(
        of network: NetworkModel, besides scores: [[Double]], fittedTo heldOut: EncodedText, events: Int = 20_000
    ) {
        precondition(!scores.isEmpty && heldOut.count > 0)
        let words = Array(heldOut.words.prefix(events))
        let others = scores.map { Array($0.prefix(events)) }
        let own = NeuralCacheWalk.logProbabilities(
            of: words.map(WordClass.of), network,
            Self.choices.map { NeuralCacheModel(of: network, flatness: $0.flatness, capacity: $0.capacity) })
        let likelihoods = own.map { own in
            let mixed = others + [own]
            return MixtureWeights(fittedTo: mixed, tolerance: 1e-5).logProbabilities(mixing: mixed).reduce(0, +)
        }
        let best = likelihoods.indices.max { likelihoods[$0] < likelihoods[$1] } ?? 0
        self.init(of: network, flatness: Self.choices[best].flatness, capacity: Self.choices[best].capacity)
    }
}

/// The cache's walk as a scorer.
private struct NeuralCacheScorer: Scorer {
    let walk: NeuralCacheWalk

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        walk.logProbabilities(of: events.indices.map { WordClass.of(events[$0]) })
    }
}
