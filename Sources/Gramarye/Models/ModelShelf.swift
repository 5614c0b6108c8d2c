internal import Basics
internal import Counting
public import LanguageModeling
internal import NgramModels
public import RecurrentModels
internal import Storage
internal import Synchronization
public import Tokenization

/// The models of a corpus by name: estimated when asked for, or opened from the database.
///
/// What several models share, the training text in ids of a vocabulary, is made once.
public final class ModelShelf: Sendable {
    public let corpus: Corpus
    /// The rule of the vocabulary of models estimated here; saved ones keep theirs.
    public let rule: VocabularyRule
    private let isRuleGiven: Bool
    /// The convention by which networks are judged; `nil` for the one each was trained by.
    public let state: NetworkArchitecture.StateRule?
    /// Which way models estimated here read; saved ones read as they were trained.
    public let direction: ReadingDirection
    let threads: Int
    private let shared = Mutex(Shared())

    private struct Shared {
        var vocabulary: ModelVocabulary?
        /// Every word of train by name.
        var spelled: ModelVocabulary?
        var events: [String: EncodedText] = [:]
        /// Saved models opened before they are asked for, and how often they will be.
        var ahead: [String: (model: Result<any LanguageModel, any Error>, uses: Int)] = [:]
        var saved: [String: ModelMetadata]?
    }

    /// - Parameters:
    ///   - corpus: whose train split estimates models.
    ///   - rule: `nil` for the database's own.
    ///   - state: `nil` for networks as they were trained.
    ///   - direction: which way models estimated here read.
    ///   - threads: the number of threads; no number depends on it.
    public init(
        _ corpus: Corpus, rule: VocabularyRule? = nil, state: NetworkArchitecture.StateRule? = nil,
        direction: ReadingDirection = .forward, threads: Int = availableThreads
    ) {
        self.corpus = corpus
        self.rule = rule ?? corpus.vocabularyRule
        isRuleGiven = rule != nil
        self.direction = direction
        self.state = state
        self.threads = threads
    }

    /// The vocabulary of models estimated here.
    public func vocabulary() throws -> ModelVocabulary {
        if let vocabulary = shared.withLock({ $0.vocabulary }) { return vocabulary }
        let vocabulary = try corpus.vocabulary(rule)
        shared.withLock { $0.vocabulary = vocabulary }
        return vocabulary
    }

    /// The vocabulary of a model that is estimated when it is asked for.
    ///
    /// The unsmoothed n(X, Y)/n(X) is one of words as they are spelled: alone it knows every word of train, whatever the rule.
    private func vocabulary(of name: ModelName) throws -> ModelVocabulary {
        guard !name.isMixture, case .ngram(let ngram)? = name.components.first, ngram.method == .maximumLikelihood
        else { return try vocabulary() }
        if let spelled = shared.withLock({ $0.spelled }) { return spelled }
        let spelled = try corpus.vocabulary(.minimumCount(1))
        shared.withLock { $0.spelled = spelled }
        return spelled
    }

    /// A note on a model to which the vocabulary rule asked for does not apply: a saved one, or one of words as spelled.
    ///
    /// - Parameter own: the rule of its vocabulary.
    package func ruleNote(of name: ModelName, by own: VocabularyRule) -> String? {
        isRuleGiven && own != rule ? "\(name) has a vocabulary of its own (\(own)); \(rule) does not apply to it" : nil
    }

    /// The events of a split as words of a vocabulary.
    public func events(of split: Split, in vocabulary: ModelVocabulary) throws -> EncodedText {
        // The same words may be numbered otherwise.
        var numbering = Hasher()
        for word in vocabulary.words { numbering.combine(word) }
        let key = "\(split.rawValue)\(vocabulary.hash)\(numbering.finalize())"
        if let events = shared.withLock({ $0.events[key] }) { return events }
        let events = try corpus.events(of: split, in: vocabulary)
        shared.withLock { $0.events[key] = events }
        return events
    }

    /// A model by its name.
    ///
    /// - Parameters:
    ///   - name: a method and its order, the name of a saved model, or a mixture.
    ///   - shared: the vocabulary that models estimated take, to be compared; `nil` for that of the shelf's rule, or for
    ///     an unsmoothed model for every word of train.
    /// - Throws: `ModelNameError` for a name that no model of the database has, `EstimationError`, `ModelError`,
    ///   `StorageError`.
    public func model(
        _ name: ModelName, in shared: ModelVocabulary? = nil
    ) throws -> any LanguageModel {
        var saved: [String: any LanguageModel] = [:]
        var first: (any LanguageModel)?
        for case .saved(let name) in name.components {
            let model = try self.saved(name)
            saved[name] = model
            first = first ?? model
        }
        if !name.isMixture, let first { return first }
        // Models estimated for a mixture take the vocabulary of the saved ones in it, and read the same way.
        let vocabulary = try first?.vocabulary ?? shared ?? vocabulary(of: name)
        let direction = first?.direction ?? direction
        var components: [any LanguageModel] = []
        for component in name.components {
            switch component {
            case .cache, .neuralCache: continue
            case .ngram(let name): components.append(try estimated(name, vocabulary, direction))
            case .saved(let name):
                let model = saved[name]!
                guard model.direction == direction else { throw ModelNameError.mixing(first!, model) }
                components.append(model.inItsOrder)
            }
        }
        guard name.isMixture else { return Self.reading(direction, components[0]) }
        try requireTokens(of: name)
        let heldOut = try heldOutEvents(in: vocabulary).read(direction)
        let network = components.lazy.compactMap { $0 as? NetworkModel }.first
        components = try MixtureModel.mixable(components)
        let others = components
        if name.components.contains(.cache) {
            components.append(CacheModel(besides: others, fittedTo: heldOut, threads: threads))
        }
        if name.components.contains(.neuralCache) {
            guard let network else { throw ModelNameError.noStates(name.description) }
            let cache = try neuralCache(
                of: network, reading: direction,
                besides: others.map { $0.logProbabilities(of: heldOut, threads: threads) })
            components = try MixtureModel.mixable(components + [cache])
        }
        return Self.reading(direction, try MixtureModel(components, fittedTo: heldOut, threads: threads))
    }

    /// A cache of a network's states, chosen on valid.
    ///
    /// - Parameters:
    ///   - direction: in which the network reads.
    ///   - scores: ln P of each event of valid, in that order, by the other models of the mixture.
    func neuralCache(
        of network: NetworkModel, reading direction: ReadingDirection = .forward, besides scores: [[Double]]
    ) throws -> NeuralCacheModel {
        let heldOut = try heldOutEvents(in: network.vocabulary).read(direction)
        return NeuralCacheModel(of: network, besides: scores, fittedTo: heldOut)
    }

    /// A model by its name as a user writes it: `mkn:5`, `mkn:3+cache`, that of a saved one.
    ///
    /// - Throws: `ModelNameError` for what names none, and as `model(_:in:)`.
    public func model(_ name: String) throws -> any LanguageModel { try model(ModelName(parsing: name)) }

    private func heldOutEvents(in vocabulary: ModelVocabulary) throws -> EncodedText {
        let events = try events(of: .valid, in: vocabulary)
        guard events.count > 0 else { throw CorpusError.emptySplit(.valid, database: corpus.store.path) }
        return events
    }

    /// A model of the database; a network judged by the shelf's convention of its state.
    private func saved(_ name: String) throws -> any LanguageModel {
        let ahead = shared.withLock { shared in
            guard let ahead = shared.ahead[name] else { return Result<any LanguageModel, any Error>?.none }
            shared.ahead[name] = ahead.uses > 1 ? (ahead.model, ahead.uses - 1) : nil
            return ahead.model
        }
        let model = try ahead?.get() ?? corpus.savedModel(named: name, threads: threads)
        return state.flatMap { model.network(judgedBy: $0) } ?? model
    }

    /// Reads everything that the models are made of, so that making them later does not need the database; an error is
    /// thrown when they are made.
    ///
    /// - Parameters:
    ///   - names: each as many times as the model will be asked for.
    ///   - isFitted: whether networks will be fitted to valid, as for dynamic evaluation.
    ///   - limit: bytes of saved models; what is beyond is read when it is asked for.
    package func prepare(_ names: [ModelName], isFitted: Bool = false, upTo limit: Int = 2 << 30) {
        var bytes = 0
        let models = try? corpus.store.models()
        shared.withLock { shared in
            shared.saved = models.map { Dictionary($0.map { ($0.name, $0.metadata) }) { first, _ in first } }
        }
        for name in names {
            var first: (any LanguageModel)?
            let isCached = name.components.contains(.neuralCache)
            for case .saved(let name) in name.components {
                let known = shared.withLock { $0.ahead[name] }
                if known == nil {
                    bytes += (try? corpus.store.largestByteCount(ofModel: name)) ?? 0
                    if bytes > limit { break }
                }
                let model = known?.model ?? Result { try corpus.savedModel(named: name, threads: threads) }
                // A cache of its states asks for a network once more.
                let uses = isCached ? 2 : 1
                shared.withLock { $0.ahead[name] = (model, (known?.uses ?? 0) + uses) }
                first = first ?? (try? model.get())
            }
            guard let vocabulary = try? first?.vocabulary ?? vocabulary(of: name) else { continue }
            let estimated = name.components.compactMap { if case .ngram(let name) = $0 { name } else { nil } }
            if !estimated.isEmpty || isFitted { _ = try? events(of: .train, in: vocabulary) }
            if name.isMixture || isFitted || estimated.contains(where: { $0.method == .jelinekMercer }) {
                _ = try? events(of: .valid, in: vocabulary)
            }
        }
    }

    /// What a saved model says of itself; `nil` if there is none of that name.
    func metadata(of name: String) throws -> ModelMetadata? {
        if let saved = shared.withLock({ $0.saved }) { return saved[name] }
        return try corpus.store.model(named: name)?.metadata
    }

    /// `nil` where the corpus has no train of its own to take gradients on.
    private func gradientScale(
        of network: NetworkModel, reading direction: ReadingDirection
    ) throws -> GradientScale? {
        let train = try events(of: .train, in: network.vocabulary)
        return train.count == 0 ? nil : GradientScale(of: network, on: train.read(direction))
    }

    /// A network that keeps learning from the text it is judged on, as a model of its own; `nil` for a model that is
    /// not a network.
    ///
    /// - Parameter learningRate: `nil` to have it chosen on valid.
    /// - Throws: `NetworkError` for a rate out of range, `CorpusError.emptySplit` if there is no valid to choose on.
    package func dynamic(_ model: any LanguageModel, learningRate: Double? = nil) throws -> (any LanguageModel)? {
        guard let network = model.inItsOrder as? NetworkModel else { return nil }
        let learning =
            if let learningRate {
                try DynamicNetworkModel(network, learningRate: learningRate)
            } else {
                DynamicNetworkModel(
                    network, fittedTo: try heldOutEvents(in: network.vocabulary).read(model.direction),
                    scale: try gradientScale(of: network, reading: model.direction))
            }
        return model.direction == .backward ? ReversedModel(learning, named: learning.name) : learning
    }

    /// Estimates an n-gram model from the train split.
    package func estimate(_ name: NgramModelName, vocabulary: ModelVocabulary) throws -> any LanguageModel {
        Self.reading(direction, try estimated(name, vocabulary, direction))
    }

    /// An n-gram model that takes words in the order in which it reads them.
    private func estimated(
        _ name: NgramModelName, _ vocabulary: ModelVocabulary, _ direction: ReadingDirection
    ) throws -> any LanguageModel {
        let counts = try trainCounts(order: name.order, vocabulary: vocabulary, direction: direction)
        let heldOut = name.method == .jelinekMercer ? try events(of: .valid, in: vocabulary).read(direction).words : []
        return try name.estimate(from: counts, vocabulary: vocabulary, heldOut: heldOut)
    }

    /// A model for texts in their own order of one that was made of texts in a direction's order.
    static func reading(_ direction: ReadingDirection, _ model: any LanguageModel) -> any LanguageModel {
        direction == .backward ? ReversedModel(model) : model
    }
}
