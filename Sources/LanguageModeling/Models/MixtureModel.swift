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
    public var byteCount: Int { components.reduce((components.count - 1) * 4) { $0 + $1.byteCount } }
    public var includesNetwork: Bool { components.contains(where: \.includesNetwork) }
    public var isNormalized: Bool { components.allSatisfy(\.isNormalized) }

    /// A mixture whose weights maximize the likelihood of held-out text.
    ///
    /// - Throws: `ModelNameError` if the vocabularies or the directions of reading differ, or a component is only a
    ///   score.
    /// - Precondition: `heldOut` has events.
    public init(
        _ components: [any LanguageModel], fittedTo heldOut: EncodedText, threads: Int = 1
    ) throws(ModelNameError) {
        precondition(components.count > 1 && heldOut.count > 0)
        let components = try Self.mixable(components)
        self.components = components
        name = components.map(\.name).joined(separator: "+")
        weights = MixtureWeights(
            fittedTo: components.map { $0.logProbabilities(of: heldOut, threads: threads) })
    }

    /// The models as they can be mixed: words have the numbers that they have in the first.
    ///
    /// - Throws: as `init(_:fittedTo:threads:)`.
    package static func mixable(_ components: [any LanguageModel]) throws(ModelNameError) -> [any LanguageModel] {
        for component in components {
            guard component.vocabulary.hash == components[0].vocabulary.hash else {
                throw .differentVocabularies(
                    components[0].name, size: components[0].vocabulary.size, component.name,
                    otherSize: component.vocabulary.size)
            }
            guard component.direction == components[0].direction else { throw .mixing(components[0], component) }
            guard component.isNormalized else { throw .scoreInMixture(component.name) }
        }
        return components.map { $0.numbered(as: components[0].vocabulary) }
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

    public func probabilities(after context: [WordID]) -> [Double]? {
        weights.distribution(mixing: components.map { $0.probabilities(after: context) })
    }

    public func makeWalk(after context: [WordID]) -> any ModelWalk {
        MixtureWalk(components: components.map { $0.makeWalk(after: context) }, weights: weights)
    }
}

/// Each component goes its own way, so that none reads the whole history again.
private struct MixtureWalk: ModelWalk {
    var components: [any ModelWalk]
    let weights: MixtureWeights

    func probabilities() -> [Double]? { weights.distribution(mixing: components.map { $0.probabilities() }) }

    mutating func append(_ word: WordID) {
        for index in components.indices { components[index].append(word) }
    }

    func copy() -> any ModelWalk { MixtureWalk(components: components.map { $0.copy() }, weights: weights) }
}

extension MixtureWeights {
    /// Σ λ_m P_m. A component that leaves its probabilities undefined adds nothing.
    fileprivate func distribution(mixing distributions: [[Double]?]) -> [Double]? {
        var mixed: [Double]?
        for case (let distribution?, let weight) in zip(distributions, weights) {
            var sum = mixed ?? [Double](repeating: 0, count: distribution.count)
            for word in sum.indices { sum[word] += weight * distribution[word] }
            mixed = sum
        }
        return mixed
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
