internal import Foundation
public import LanguageModeling

/// How a network goes on learning from the text it is judged on.
public struct DynamicEvaluation: Sendable, Hashable {
    /// η of w ← w − η ∇L, L the mean of −ln P over a stretch.
    public var learningRate: Double
    /// Events of a stretch: each is scored, then all of them are learned from.
    public var steps: Int
    /// The gradient is shortened to this norm where it is longer.
    public var clipNorm: Double

    /// The rates among which one may be chosen lie in this range, for with clipping they keep all numbers finite.
    public static let learningRates = 1e-5...10.0

    public init(learningRate: Double, steps: Int = 20, clipNorm: Double = 1) {
        self.learningRate = learningRate
        self.steps = steps
        self.clipNorm = clipNorm
    }

    /// - Throws: what is wrong with the rate.
    public static func validate(learningRate: Double) throws(NetworkError) {
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
public struct DynamicNetworkModel: LanguageModel {
    public let network: NetworkModel
    public let settings: DynamicEvaluation
    public let notes: [String]

    /// - Throws: if the learning rate is out of range.
    public init(_ network: NetworkModel, learningRate: Double) throws(NetworkError) {
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
    public init(_ network: NetworkModel, fittedTo heldOut: EncodedText, events: Int = 20_000) {
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

    public var name: String { "\(network.name) (dynamic)" }
    public var vocabulary: ModelVocabulary { network.vocabulary }
    public var parameterCount: Int { network.parameterCount }
    public var includesNetwork: Bool { true }
    public var contextScope: ContextScope { .stream }

    public func makeScorer() -> any Scorer { DynamicScorer(network, settings) }

    public func makeWalk(after context: [WordID]) -> any ModelWalk {
        let walk = DynamicWalk(network, settings)
        walk.begin(after: context)
        return walk
    }

    public func probabilities(after context: [WordID]) -> [Double]? { makeWalk(after: context).probabilities() }
}
