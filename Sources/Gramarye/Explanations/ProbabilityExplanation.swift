internal import LanguageModeling
package import NgramModels
package import RecurrentModels
internal import Tokenization

/// How a model comes to a probability, by the terms of its method, as numbers that multiply and add up to it.
package indirect enum ProbabilityExplanation: Sendable, Equatable {
    case ngrams(NgramDerivation)
    case mixture(MixtureExplanation)
    case cache(CacheExplanation)
    case network(NetworkExplanation)
    /// Of several words one after the other; `nil` for one that is undefined.
    case product(event: String, context: String, factors: [Double?])
    /// `<s>`, which stands before each segment and is never predicted.
    case neverPredicted
    /// Of a model that tells no more.
    case untold(Double?)

    /// `nil` where it is undefined.
    package var probability: Double? {
        switch self {
        case .ngrams(let derivation): derivation.probability
        case .mixture(let mixture): mixture.probability
        case .cache(let cache): cache.probability
        case .network(let network): network.step.softmaxes.reduce(1) { $0 * $1.probability }
        case .product(_, _, let factors):
            factors.reduce(Double?.some(1)) { product, factor in product.flatMap { p in factor.map { p * $0 } } }
        case .neverPredicted: 0
        case .untold(let probability): probability
        }
    }
}

/// Σ λ_m P_m(w | h)
package struct MixtureExplanation: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package let model: String
        /// λ
        package let weight: Double
        /// Where it leaves P undefined, it adds nothing.
        package let explanation: ProbabilityExplanation
    }

    package let word: String
    package let context: String
    package let parts: [Part]

    /// Undefined where all parts are.
    package var probability: Double? {
        let defined = parts.compactMap { part in part.explanation.probability.map { part.weight * $0 } }
        return defined.isEmpty ? nil : defined.reduce(0, +)
    }
}

/// (c(w) + 1/V) / (n + 1)
package struct CacheExplanation: Sendable, Equatable {
    package let word: String
    /// c(w): how often the word is among the last events.
    package let count: Int
    /// n: how many these are.
    package let events: Int
    /// How many are remembered at most.
    package let capacity: Int
    /// V
    package let vocabularySize: Int

    package var probability: Double { (Double(count) + 1 / Double(vocabularySize)) / Double(events + 1) }
}

/// A step of a network, its words by name.
package struct NetworkExplanation: Sendable, Equatable {
    package let word: String
    package let context: String
    package let architecture: NetworkArchitecture
    /// V, the length of a one-hot vector.
    package let vocabularySize: Int
    package let step: NetworkStep
    /// As the step has them.
    package let inputs: [String]
    package let likeliest: [String]
}

extension LanguageModel {
    /// How the model comes to P(word | context).
    ///
    /// - Parameters:
    ///   - context: oldest first.
    ///   - counts: those of an order that models estimated here were made of.
    func explanation(
        of word: WordID, after context: [WordID], counts: (Int) throws -> NgramCounts
    ) throws -> ProbabilityExplanation {
        if word == Marker.segmentStart { return .neverPredicted }
        if let derivation = try derivation(of: word, after: context, counts: counts) { return .ngrams(derivation) }
        let spelled = vocabulary.words[Int(word)]
        let before = context.map { vocabulary.words[Int($0)] }.joined(separator: " ")
        switch self {
        case let model as MixtureModel:
            return .mixture(
                MixtureExplanation(
                    word: spelled, context: before,
                    parts: try zip(model.components, model.weights.weights).map { component, weight in
                        MixtureExplanation.Part(
                            model: component.name, weight: weight,
                            explanation: try component.explanation(of: word, after: context, counts: counts))
                    }))
        case let model as CacheModel:
            let (count, events) = model.counts(of: word, after: context)
            return .cache(
                CacheExplanation(
                    word: spelled, count: count, events: events, capacity: model.capacity,
                    vocabularySize: vocabulary.size))
        case let model as NetworkModel:
            let step = model.step(to: word, after: context)
            return .network(
                NetworkExplanation(
                    word: spelled, context: before, architecture: model.architecture,
                    vocabularySize: vocabulary.size, step: step,
                    inputs: step.inputs.map { vocabulary.words[Int($0)] },
                    likeliest: step.likeliest.map { vocabulary.words[Int($0.word)] }))
        default: return .untold(probabilities(after: context)?[Int(word)])
        }
    }
}
