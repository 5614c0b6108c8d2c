internal import Basics
internal import Statistics
internal import Tokenization

/// Models side by side on provably the same events.
///
/// A comparison holds one vocabulary and one stream per split. Every model added is asked for the probability of each
/// event of both streams, so that all figures are over equal counts of equal events.
public struct Comparison: Sendable {
    public let vocabulary: ModelVocabulary
    /// For choosing: the weights of mixtures are fitted here and nowhere else.
    public let valid: EncodedText
    /// For judging: nothing is chosen by it.
    public let test: EncodedText
    public private(set) var models: [ComparedModel] = []
    /// Every model scored so far, alone or for a mixture.
    private var scored: [ScoredModel] = []

    public init(vocabulary: ModelVocabulary, valid: EncodedText, test: EncodedText) {
        self.vocabulary = vocabulary
        self.valid = valid
        self.test = test
    }

    /// Adds a model as a row.
    ///
    /// - Parameters:
    ///   - trainingSeconds: what making it took; `nil` if that is not known.
    ///   - origin: for a network that stands here under the other convention of its state, the name of that network.
    /// - Throws: as `score(_:)`.
    public mutating func add(
        _ model: any LanguageModel, trainingSeconds: Double? = nil, variantOf origin: String? = nil, threads: Int = 1
    ) throws(ComparisonError) {
        models.append(
            ComparedModel(
                try score(model, trainingSeconds: trainingSeconds, variantOf: origin, threads: threads),
                isVariant: origin != nil))
    }

    /// Adds a mixture of models as a row, with weights that suit valid best.
    package mutating func addMixture(named name: String, of parts: [ScoredModel]) {
        models.append(ComparedModel(name: name, mixing: parts))
    }

    /// A model that was scored before.
    package func scoredModel(named name: String) -> ScoredModel? { scored.first { $0.name == name } }

    /// Scores all events of both streams by a model.
    ///
    /// - Throws: if its vocabulary differs, if its scores do not sum to 1, or if its answers are not to these events.
    package mutating func score(
        _ model: any LanguageModel, trainingSeconds: Double? = nil, variantOf origin: String? = nil, threads: Int = 1
    ) throws(ComparisonError) -> ScoredModel {
        guard model.vocabulary.hash == vocabulary.hash else {
            throw .differentVocabulary(
                model: model.name, size: model.vocabulary.size, rule: model.vocabulary.rule,
                expectedSize: vocabulary.size, expectedRule: vocabulary.rule)
        }
        guard model.isNormalized else { throw .notAProbability(model: model.name) }
        let asked = model.numbered(as: vocabulary)
        let start = ContinuousClock.now
        let validScores = asked.logProbabilities(of: valid, threads: threads)
        let testScores = asked.logProbabilities(of: test, threads: threads)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard
            validScores.count == valid.count, testScores.count == test.count,
            valid.hash(in: asked.vocabulary) == validHash, test.hash(in: asked.vocabulary) == testHash
        else { throw .differentEvents(model: model.name) }
        let result = ScoredModel(
            name: model.name, origin: origin ?? model.name, parameterCount: model.parameterCount,
            byteCount: model.byteCount, trainingSeconds: trainingSeconds, scoringSeconds: seconds,
            contextScope: model.contextScope, direction: model.direction, includesNetwork: model.includesNetwork,
            notes: model.notes, valid: validScores, test: testScores)
        scored.append(result)
        return result
    }

    /// SHA-256 of the events, spelled out, to which every row's figures refer.
    package var validHash: String { valid.hash(in: vocabulary) }
    package var testHash: String { test.hash(in: vocabulary) }

    /// The mixtures worth showing: every pair with a network in it, or every pair, and all models together.
    ///
    /// Models that read in different directions are not mixed: at an event they know different words, so their mixture
    /// is not a probability of the text. All models that read forwards are mixed, and so are all that read backwards. A
    /// network is not mixed with itself under the other convention of its state.
    /// - Parameters:
    ///   - buckets: classes of events that shall each have weights of their own; `nil` for none.
    ///   - everyPair: whether pairs without a network are mixed too.
    public func mixtures(
        weightsBy buckets: EventBuckets? = nil, everyPair: Bool = false, threads: Int = 1
    ) -> [ComparedMixture] {
        var groups: [[Int]] = []
        for (first, model) in models.enumerated() {
            for second in models.indices.dropFirst(first + 1)
            where (everyPair || model.includesNetwork || models[second].includesNetwork)
                && model.direction == models[second].direction
            {
                groups.append([first, second])
            }
        }
        for direction in ReadingDirection.allCases.reversed() {
            let originals = models.indices.filter { !models[$0].isVariant && models[$0].direction == direction }
            if originals.count > 2 { groups.append(originals) }
        }
        var known = Set(models.map { Set($0.parts.map(\.name)) })
        let wanted = groups.map { rows in (rows: rows.map { models[$0] }, parts: parts(of: rows)) }.filter {
            let origins = $0.parts.filter(\.includesNetwork).map(\.origin)
            return Set(origins).count == origins.count && known.insert(Set($0.parts.map(\.name))).inserted
        }
        let shared = buckets ?? EventBuckets(valid: valid, test: test)
        return parallelMap(wanted.count, threads: threads) {
            ComparedMixture(of: wanted[$0].rows, parts: wanted[$0].parts, in: shared, valid: valid, test: test)
        }
    }

    /// The models of several rows, each once.
    private func parts(of rows: [Int]) -> [ScoredModel] {
        var names: Set<String> = []
        return rows.flatMap { models[$0].parts }.filter { names.insert($0.name).inserted }
    }
}
