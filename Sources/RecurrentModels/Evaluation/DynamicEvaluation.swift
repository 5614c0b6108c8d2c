internal import Foundation
package import LanguageModeling

/// How a network keeps learning from the text it is judged on.
package struct DynamicEvaluation: Sendable, Hashable {
    /// η of w ← w − η ∇L, L the mean of −ln P over a stretch; or of the same with ∇L divided by its scale.
    package var learningRate: Double
    /// λ: how fast weights go back to what was trained, where gradients are scaled.
    package var decay = 0.0
    /// Events of a stretch: each is scored, then all of them are learned from.
    package var steps: Int
    /// The gradient is shortened to this norm where it is longer.
    package var clipNorm: Double

    /// The rates among which one may be chosen lie in this range, for with clipping they keep all numbers finite.
    package static let learningRates = 1e-5...10.0

    package init(learningRate: Double, decay: Double = 0, steps: Int = 20, clipNorm: Double = 1) {
        self.learningRate = learningRate
        self.decay = decay
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
/// - SeeAlso: Mikolov, Karafiát, Burget, Černocký & Khudanpur (2010); Krause, Kahembwe, Murray & Renals (2018): with a
///   ``GradientScale`` their equation 6, without one equation 3; here with a clipped gradient.
package struct DynamicNetworkModel: LanguageModel {
    package let network: NetworkModel
    package let settings: DynamicEvaluation
    /// What gradients are divided by; `nil` where they are taken as they are.
    let scale: GradientScale?
    package let notes: [String]

    /// Gradients as they are.
    /// - Throws: if the learning rate is out of range.
    package init(_ network: NetworkModel, learningRate: Double) throws(NetworkError) {
        try DynamicEvaluation.validate(learningRate: learningRate)
        self.network = network
        settings = Self.settings(network, learningRate: learningRate)
        scale = nil
        notes = ["learning rate \(learningRate)"]
    }

    /// Gradients divided by their scale.
    package init(_ network: NetworkModel, scale: GradientScale, learningRate: Double, decay: Double) {
        self.network = network
        settings = Self.settings(network, learningRate: learningRate, decay: decay)
        self.scale = scale
        notes = []
    }

    /// The clipping of the training; where it had none, 1, for a text is read only once.
    private static func settings(
        _ network: NetworkModel, learningRate: Double, decay: Double = 0
    ) -> DynamicEvaluation {
        let norm = network.training?.clipNorm ?? 0
        return DynamicEvaluation(learningRate: learningRate, decay: decay, clipNorm: norm > 0 ? norm : 1)
    }

    /// Chooses on the beginning of a text held out: the learning rate, from a usual one on threefold up or down while that
    /// helps, with gradients as they are and, where a scale is given, divided by it; then how fast weights go back.
    ///
    /// - Parameters:
    ///   - heldOut: valid, never the text to be judged.
    ///   - scale: of the gradients on train.
    ///   - events: so many of them are read for each choice.
    package init(
        _ network: NetworkModel, fittedTo heldOut: EncodedText, scale: GradientScale? = nil, events: Int = 20_000
    ) {
        let words = heldOut.words.prefix(events)
        func loss(_ settings: DynamicEvaluation, _ scale: GradientScale?) -> Double {
            var scorer = DynamicScorer(network, settings, scale)
            let loss = -scorer.logProbabilities(of: Array(words).span).reduce(0, +)
            return loss.isNaN ? .infinity : loss
        }
        func best(from rate: Double, _ scale: GradientScale?) -> (settings: DynamicEvaluation, loss: Double) {
            var best = (settings: Self.settings(network, learningRate: rate), loss: 0.0)
            best.loss = loss(best.settings, scale)
            for factor in [3.0, 1 / 3.0] {
                let before = best.settings
                while DynamicEvaluation.learningRates.contains(best.settings.learningRate * factor) {
                    var next = best.settings
                    next.learningRate *= factor
                    let loss = loss(next, scale)
                    guard loss < best.loss else { break }
                    best = (next, loss)
                }
                if best.settings.learningRate > before.learningRate { break }
            }
            return best
        }
        var chosen = best(from: 0.1, nil)
        var rule: GradientScale?
        if let scale {
            var scaled = best(from: 1e-3, scale)
            for decay in [1e-3, 1e-2, 5e-2] {
                var next = scaled.settings
                next.decay = decay
                let loss = loss(next, scale)
                if loss < scaled.loss { scaled = (next, loss) }
            }
            if scaled.loss < chosen.loss { (chosen, rule) = (scaled, scale) }
        }
        self.network = network
        settings = chosen.settings
        self.scale = rule
        notes = [
            "learning rate \(String(format: "%.2g", settings.learningRate))"
                + (rule == nil
                    ? ""
                    : " of gradients over their root mean squares on train, decay \(String(format: "%.2g", settings.decay))")
                + ", chosen on \(words.count) events of valid"
        ]
    }

    package var name: String { "\(network.name) (dynamic)" }
    package var vocabulary: ModelVocabulary { network.vocabulary }
    package var parameterCount: Int { network.parameterCount }
    package var includesNetwork: Bool { true }
    package var contextScope: ContextScope { .stream }

    package func makeScorer() -> any Scorer { DynamicScorer(network, settings, scale) }

    package func makeWalk(after context: [WordID]) -> any ModelWalk {
        let walk = DynamicWalk(network, settings, scale, isCopied: true)
        walk.begin(after: context)
        return walk
    }

    package func probabilities(after context: [WordID]) -> [Double]? { makeWalk(after: context).probabilities() }
}
