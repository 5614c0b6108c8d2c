/// A model with ln P of every event of a comparison, and what it costs.
package struct ScoredModel: Sendable {
    package let name: String
    /// The model of the database that it is, under one of several conventions of its state; else the name.
    package let origin: String
    package let parameterCount: Int
    /// As saved, the vocabulary left out.
    package let byteCount: Int
    /// What making it took; `nil` if that is not known.
    package let trainingSeconds: Double?
    /// What scoring both streams took.
    package let scoringSeconds: Double
    package let contextScope: ContextScope
    package let direction: ReadingDirection
    package let includesNetwork: Bool
    package let notes: [String]
    /// ln P of each event.
    package let valid: [Double]
    package let test: [Double]
}

/// A row of a comparison: a model, or a mixture of models that was asked for by its name.
public struct ComparedModel: Sendable {
    public let name: String
    /// One for a plain model.
    package let parts: [ScoredModel]
    /// A weight for each part, fitted on valid; they sum to 1.
    public let weights: [Double]
    /// Whether it is another row's network under the other convention of its state.
    package let isVariant: Bool
    /// ln P of each event.
    public let valid: [Double]
    public let test: [Double]

    init(_ model: ScoredModel, isVariant: Bool) {
        name = model.name
        parts = [model]
        weights = [1]
        self.isVariant = isVariant
        valid = model.valid
        test = model.test
    }

    init(name: String, mixing parts: [ScoredModel]) {
        self.name = name
        self.parts = parts
        isVariant = false
        let fitted = MixtureWeights(fittedTo: parts.map(\.valid))
        weights = fitted.weights
        valid = fitted.logProbabilities(mixing: parts.map(\.valid))
        test = fitted.logProbabilities(mixing: parts.map(\.test))
    }

    public var includesNetwork: Bool { parts.contains(where: \.includesNetwork) }
    /// Of its parts, which all read the same way.
    public var direction: ReadingDirection { parts[0].direction }
    package var contextScope: ContextScope { .widest(of: parts.map(\.contextScope)) }
    public var parameterCount: Int { parts.reduce(parts.count - 1) { $0 + $1.parameterCount } }
    package var byteCount: Int { parts.reduce((parts.count - 1) * 4) { $0 + $1.byteCount } }
    public var scoringSeconds: Double { parts.reduce(0) { $0 + $1.scoringSeconds } }
    public var notes: [String] {
        parts.flatMap { part in part.notes.map { parts.count == 1 ? $0 : "\(part.name): \($0)" } }
    }

    /// `nil` if that of a part is not known.
    public var trainingSeconds: Double? {
        parts.reduce(0) { sum, part in sum.flatMap { sum in part.trainingSeconds.map { sum + $0 } } }
    }
}

extension ContextScope {
    /// How far back a mixture looks.
    static func widest(of scopes: [ContextScope]) -> ContextScope {
        if scopes.contains(.stream) { return .stream }
        if scopes.contains(.segment) { return .segment }
        return .ngram(
            order: scopes.reduce(1) { longest, scope in
                if case .ngram(let order) = scope { max(longest, order) } else { longest }
            })
    }
}
