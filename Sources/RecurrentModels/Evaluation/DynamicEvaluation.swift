internal import Foundation
package import LanguageModeling

/// How a network keeps learning from the text it is judged on.
package struct DynamicEvaluation: Sendable, Hashable {
    /// η of w ← w − η ∇L, L the mean of −ln P over a stretch.
    package var learningRate: Double
    /// Events of a stretch: each is scored, then all of them are learned from.
    package var steps: Int
    /// The gradient is shortened to this norm where it is longer.
    package var clipNorm: Double

    /// The rates among which one may be chosen lie in this range, for with clipping they keep all numbers finite.
    package static let learningRates = 1e-5...10.0

    package init(learningRate: Double, steps: Int = 20, clipNorm: Double = 1) {
        self.learningRate = learningRate
        self.steps = steps
        self.clipNorm = clipNorm
    }

    /// - Throws: what is wrong with the rate.
    package static func validate(learningRate: Double) throws(NetworkError) {
        guard learningRates.contains(learningRate) else {
            throw .setting(
                .dynamic, "a learning rate of \(learningRate) for dynamic evaluation",
                takes: "a rate from 0.00001 to 10, or none, to have it chosen on valid")
        }
    }
}

/// A network that learns from each stretch of the text after it has been scored on it.
///
/// Every event is scored by weights that have seen nothing but the events before it, so the probabilities are those of a
/// model like any other: its context is the whole stream. The weights that were trained are not changed.
///
/// - SeeAlso: Mikolov, Karafiát, Burget, Černocký & Khudanpur (2010); Krause, Kahembwe, Murray & Renals (2018),
///   equation 3, here with a clipped gradient and no decay towards the trained weights.
package struct DynamicNetworkModel: LanguageModel {
    package let network: NetworkModel
    package let settings: DynamicEvaluation
    package let notes: [String]

    /// - Throws: if the learning rate is out of range.
    package init(_ network: NetworkModel, learningRate: Double) throws(NetworkError) {
        try self.init(network, learningRate: learningRate, note: "learning rate \(learningRate)")
    }

    private init(_ network: NetworkModel, learningRate: Double, note: String) throws(NetworkError) {
        try DynamicEvaluation.validate(learningRate: learningRate)
        self.network = network
        settings = Self.settings(network, learningRate: learningRate)
        notes = [note]
    }

    /// The clipping of the training; where it had none, 1, for a text is read only once.
    private static func settings(_ network: NetworkModel, learningRate: Double) -> DynamicEvaluation {
        let norm = network.training?.clipNorm ?? 0
        return DynamicEvaluation(learningRate: learningRate, clipNorm: norm > 0 ? norm : 1)
    }

    /// Chooses the learning rate on the beginning of a text held out: from 0.1 on threefold up or down while that helps.
    ///
    /// - Parameters:
    ///   - heldOut: valid, never the text to be judged.
    ///   - events: so many of them are read for each rate.
    package init(_ network: NetworkModel, fittedTo heldOut: EncodedText, events: Int = 20_000) {
        let words = heldOut.words.prefix(events)
        func loss(_ rate: Double) -> Double {
            var scorer = DynamicScorer(network, Self.settings(network, learningRate: rate))
            return -scorer.logProbabilities(of: Array(words).span).reduce(0, +)
        }
        var best = (rate: 0.1, loss: loss(0.1))
        for factor in [3.0, 1 / 3.0] {
            let before = best.rate
            while DynamicEvaluation.learningRates.contains(best.rate * factor) {
                let next = loss(best.rate * factor)
                guard next < best.loss else { break }
                best = (best.rate * factor, next)
            }
            if best.rate > before { break }
        }
        self.network = network
        settings = Self.settings(network, learningRate: best.rate)
        notes = [
            "learning rate \(String(format: "%.2g", best.rate)), chosen on \(words.count) events of valid"
        ]
    }

    package var name: String { "\(network.name) (dynamic)" }
    package var vocabulary: ModelVocabulary { network.vocabulary }
    package var parameterCount: Int { network.parameterCount }
    package var includesNetwork: Bool { true }
    package var contextScope: ContextScope { .stream }

    package func makeScorer() -> any Scorer { DynamicScorer(network, settings) }

    package func makeWalk(after context: [WordID]) -> any ModelWalk {
        let walk = DynamicWalk(network, settings)
        walk.begin(after: context)
        return walk
    }

    package func probabilities(after context: [WordID]) -> [Double]? { makeWalk(after: context).probabilities() }
}
