internal import Foundation

/// A linear mixture of models: P(w | h) = Σ λ_m P_m(w | h).
///
/// - SeeAlso: ``MixtureWeights`` for how the weights are fitted.
public struct MixtureModel: LanguageModel {
    public let name: String
    public let components: [any LanguageModel]
    public let weights: MixtureWeights

    public var vocabulary: ModelVocabulary { components[0].vocabulary }
    public var parameterCount: Int { components.reduce(components.count - 1) { $0 + $1.parameterCount } }
    public var byteCount: Int { components.reduce(components.count * 4) { $0 + $1.byteCount } }
    public var includesNetwork: Bool { components.contains(where: \.includesNetwork) }
    public var isNormalized: Bool { components.allSatisfy(\.isNormalized) }

    /// A mixture whose weights make held-out text likeliest.
    ///
    /// - Throws: `ModelNameError` if the vocabularies differ or a component is only a score.
    /// - Precondition: `heldOut` has events.
    public init(
        _ components: [any LanguageModel], fittedTo heldOut: EventStream, threads: Int = 1
    ) throws(ModelNameError) {
        precondition(components.count > 1 && heldOut.count > 0)
        for component in components {
            guard component.vocabulary.hash == components[0].vocabulary.hash else {
                throw .differentVocabularies(components[0], component)
            }
            guard component.isNormalized else { throw .scoreInMixture(component.name) }
        }
        let components = components.map { $0.numbered(as: components[0].vocabulary) }
        self.components = components
        name = components.map(\.name).joined(separator: "+")
        weights = MixtureWeights(
            fittedTo: components.map { $0.logProbabilities(of: heldOut, threads: threads) })
    }

    public var contextScope: ContextScope { .widest(of: components.map(\.contextScope)) }

    public var notes: [String] {
        let shares = zip(components, weights.weights).map { model, weight in
            "\(model.name) \((weight * 1000).rounded() / 1000)"
        }
        return ["weights fitted on valid: \(shares.joined(separator: ", "))"]
            + components.flatMap { model in model.notes.map { "\(model.name): \($0)" } }
    }

    public func makeScorer() -> any Scorer {
        MixtureScorer(components: components.map { $0.makeScorer() }, weights: weights)
    }

    /// A component that leaves its probabilities undefined here adds nothing.
    public func probabilities(after context: [WordID]) -> [Double]? {
        var mixed = [Double](repeating: 0, count: vocabulary.idCount)
        var isDefined = false
        for (model, weight) in zip(components, weights.weights) {
            guard let probabilities = model.probabilities(after: context) else { continue }
            isDefined = true
            for word in mixed.indices { mixed[word] += weight * probabilities[word] }
        }
        return isDefined ? mixed : nil
    }
}

private struct MixtureScorer: Scorer {
    var components: [any Scorer]
    let weights: MixtureWeights

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        if events.isEmpty { return [] }
        var scores: [[Double]] = []
        for index in components.indices { scores.append(components[index].logProbabilities(of: events)) }
        return weights.logProbabilities(mixing: scores)
    }
}
