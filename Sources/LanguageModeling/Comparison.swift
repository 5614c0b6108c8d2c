internal import Foundation
public import Statistics
public import Tokenization

/// Models side by side on provably the same events.
///
/// A comparison holds one vocabulary and one stream a split. Every model added is asked for the probability of each
/// event of both streams, so that all figures are over equal counts of equal events.
public struct Comparison: Sendable {
    public let vocabulary: ModelVocabulary
    /// Chooses: weights of mixtures are fitted here and nowhere else.
    public let valid: EventStream
    /// Judges: nothing is chosen by it.
    public let test: EventStream
    public private(set) var models: [ComparedModel] = []

    public init(vocabulary: ModelVocabulary, valid: EventStream, test: EventStream) {
        self.vocabulary = vocabulary
        self.valid = valid
        self.test = test
    }

    /// Scores a model on both streams.
    ///
    /// - Parameter trainingSeconds: what making it took; `nil` if that is not known.
    /// - Throws: if its vocabulary is another, or it is a score that does not sum to 1.
    public mutating func add(
        _ model: any LanguageModel, trainingSeconds: Double? = nil, threads: Int = 1
    ) throws(ComparisonError) {
        guard model.vocabulary.hash == vocabulary.hash else {
            throw .differentVocabulary(
                model: model.name, size: model.vocabulary.size, rule: model.vocabulary.rule.option,
                expectedSize: vocabulary.size, expectedRule: vocabulary.rule.option)
        }
        guard model.isNormalized else { throw .notAProbability(model: model.name) }
        let validScores = model.logProbabilities(of: valid, threads: threads)
        let testScores = model.logProbabilities(of: test, threads: threads)
        precondition(validScores.count == valid.count && testScores.count == test.count, "an event without a score")
        models.append(
            ComparedModel(
                name: model.name, parameterCount: model.parameterCount, trainingSeconds: trainingSeconds,
                contextScope: model.contextScope, notes: model.notes, valid: validScores, test: testScores))
    }

    /// The mixtures worth showing: every pair with a network in it, and all models together.
    ///
    /// Models that give an event of valid probability zero are left out of mixtures: their own perplexity is infinite.
    public func mixtures() -> [ComparedMixture] {
        let usable = models.indices.filter { index in models[index].valid.allSatisfy { $0 > -.infinity } }
        var groups: [[Int]] = []
        for (position, first) in usable.enumerated() {
            for second in usable.dropFirst(position + 1)
            where models[first].isNetwork || models[second].isNetwork {
                groups.append([first, second])
            }
        }
        if usable.count > 2 { groups.append(usable) }
        return groups.map { ComparedMixture(of: $0.map { models[$0] }) }
    }

    /// The paired differences of all models' mean loss on test, in bits an event.
    ///
    /// Segments are exchanged for one another where every model begins anew at each segment; where one carries its
    /// state along, or there are few segments, stretches of the text are, for neighbours depend on each other.
    public func significance(resamples: Int = 10_000, seed: UInt64) -> [PairedResampling.Difference] {
        let carried = models.contains { $0.contextScope == .stream }
        let segments = test.segmentCount
        let blocks =
            carried || segments < Self.fewestBlocks
            ? test.stretches(of: max(1, min(1000, test.count / Self.fewestBlocks))) : test.segments
        let losses = models.map { model in
            blocks.map { block in block.reduce(0.0) { $0 - model.test[$1] } / M_LN2 }
        }
        return PairedResampling(losses: losses, events: blocks.map(\.count))
            .differences(resamples: resamples, seed: seed)
    }

    /// With fewer blocks an interval of resampled blocks says little.
    private static let fewestBlocks = 100
}

extension EventStream {
    /// Where each segment's events are, `</s>` included.
    var segments: [Range<Int>] {
        var segments: [Range<Int>] = []
        for (index, word) in words.enumerated() where word == Marker.segmentEnd {
            segments.append((segments.last?.upperBound ?? 0)..<(index + 1))
        }
        return segments
    }

    /// The stream cut in stretches of so many events, the last one shorter.
    func stretches(of events: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: events).map { $0..<min($0 + events, count) }
    }
}

/// A model with its probabilities of every event.
public struct ComparedModel: Sendable {
    public let name: String
    public let parameterCount: Int
    public let trainingSeconds: Double?
    public let contextScope: ContextScope
    public let notes: [String]
    /// ln P of each event.
    public let valid: [Double]
    public let test: [Double]

    /// Whether it is anything but an n-gram model.
    public var isNetwork: Bool {
        if case .ngram = contextScope { false } else { true }
    }
}

/// A linear mixture of models, its weights fitted on valid and frozen before test.
public struct ComparedMixture: Sendable {
    public let components: [ComparedModel]
    /// A weight for each component; they sum to 1.
    public let weights: [Double]
    /// ln P of each event.
    public let valid: [Double]
    public let test: [Double]

    init(of components: [ComparedModel]) {
        self.components = components
        let fitted = MixtureWeights(fittedTo: components.map(\.valid))
        weights = fitted.weights
        valid = fitted.logProbabilities(mixing: components.map(\.valid))
        test = fitted.logProbabilities(mixing: components.map(\.test))
    }

    public var name: String { components.map(\.name).joined(separator: "+") }
    public var parameterCount: Int { components.reduce(weights.count - 1) { $0 + $1.parameterCount } }
}

/// Why a model cannot stand in a comparison.
public enum ComparisonError: ExplainedError {
    case differentVocabulary(model: String, size: Int, rule: String, expectedSize: Int, expectedRule: String)
    case notAProbability(model: String)

    public var fact: String {
        switch self {
        case .differentVocabulary(let model, let size, let rule, let expectedSize, let expectedRule):
            "\(model) has another vocabulary (\(size) words, \(rule)) than the comparison (\(expectedSize) words, \(expectedRule))"
        case .notAProbability(let model):
            "\(model) is a score that does not sum to 1, so it has no perplexity to compare"
        }
    }

    public var cause: String? {
        switch self {
        case .differentVocabulary:
            "Perplexities over different vocabularies say nothing about which model is better."
        case .notAProbability: nil
        }
    }

    public var remedy: String? {
        switch self {
        case .differentVocabulary(let model, _, _, _, let rule):
            "Train \(model) again with the same vocabulary (\(rule)), or leave it out with --model."
        case .notAProbability: "Compare katz:3 or mkn:3 instead."
        }
    }

    public var kind: ErrorKind { .badData }
}
