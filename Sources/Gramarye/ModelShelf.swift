public import Counting
public import LanguageModeling
internal import NgramModels
public import RecurrentModels
internal import Synchronization
public import Tokenization

/// The models of a corpus by name: estimated when asked for, or opened from the database.
///
/// What several models share, the training text in ids of a vocabulary, is made once.
public final class ModelShelf: Sendable {
    public let corpus: Corpus
    /// The rule of the vocabulary of models estimated here; saved ones keep theirs.
    public let rule: VocabularyRule
    /// The convention by which networks are judged; `nil` for the one each was trained by.
    public let state: NetworkArchitecture.StateRule?
    private let threads: Int
    private let shared = Mutex(Shared())

    private struct Shared {
        var vocabulary: ModelVocabulary?
        var events: [String: EventStream] = [:]
        var types: TypeTable?
    }

    /// - Parameters:
    ///   - rule: `nil` for the database's own.
    ///   - state: `nil` for networks as they were trained.
    public init(
        _ corpus: Corpus, rule: VocabularyRule? = nil, state: NetworkArchitecture.StateRule? = nil,
        threads: Int = availableThreads
    ) {
        self.corpus = corpus
        self.rule = rule ?? corpus.vocabularyRule
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

    /// The events of a split as words of a vocabulary.
    public func events(of split: Split, in vocabulary: ModelVocabulary) throws -> EventStream {
        let key = "\(split.rawValue)\(vocabulary.hash)"
        if let events = shared.withLock({ $0.events[key] }) { return events }
        let events = try corpus.events(of: split, in: vocabulary)
        shared.withLock { $0.events[key] = events }
        return events
    }

    /// A model by its name.
    ///
    /// - Throws: `ModelNameError` for a name that no model of the database has, `EstimationError`, `StaleModelError`,
    ///   `StorageError`.
    public func model(_ name: ModelName) throws -> any LanguageModel {
        guard name.isMixture else { return try component(name.components[0], besides: nil) }
        let saved = try name.components.compactMap { component in
            if case .saved = component { try self.component(component, besides: nil) } else { nil }
        }
        // Models estimated for a mixture take the vocabulary of the saved ones in it.
        let vocabulary = try saved.first?.vocabulary ?? vocabulary()
        var components: [any LanguageModel] = []
        for component in name.components where component != .cache {
            components.append(try self.component(component, besides: vocabulary))
        }
        let heldOut = try heldOutEvents(in: vocabulary)
        if name.components.contains(.cache) {
            components.append(CacheModel(besides: components, fittedTo: heldOut, threads: threads))
        }
        return try MixtureModel(components, fittedTo: heldOut, threads: threads)
    }

    private func heldOutEvents(in vocabulary: ModelVocabulary) throws -> EventStream {
        let events = try events(of: .valid, in: vocabulary)
        guard events.count > 0 else { throw EmptySplitError(split: .valid, database: corpus.store.path) }
        return events
    }

    private func component(
        _ component: ModelName.Component, besides vocabulary: ModelVocabulary?
    ) throws -> any LanguageModel {
        switch component {
        case .cache: preconditionFailure("a cache is made beside other models")
        case .saved(let name):
            let model = try corpus.savedModel(named: name, threads: threads)
            guard let state, let network = model as? NetworkModel else { return model }
            return network.evaluated(state: state)
        case .ngram(let name): return try estimate(name, vocabulary: vocabulary ?? self.vocabulary())
        }
    }

    /// A network that goes on learning from the text it is judged on, a model of its own.
    ///
    /// - Parameter learningRate: `nil` to have it chosen on valid.
    /// - Throws: `NetworkError` for a rate out of range, `EmptySplitError` if there is no valid to choose on.
    public func dynamic(_ network: NetworkModel, learningRate: Double? = nil) throws -> DynamicNetworkModel {
        if let learningRate { return try DynamicNetworkModel(network, learningRate: learningRate) }
        return DynamicNetworkModel(
            network, fittedTo: try heldOutEvents(in: network.vocabulary))
    }

    /// Estimates an n-gram model from the train split.
    public func estimate(_ name: NgramModelName, vocabulary: ModelVocabulary) throws -> any LanguageModel {
        let train = try events(of: .train, in: vocabulary)
        let heldOut = name.method == .jelinekMercer ? try events(of: .valid, in: vocabulary).words : []
        let counts = try NgramCounts(of: train.words, idCount: vocabulary.idCount, order: name.order)
        return try name.estimate(from: counts, vocabulary: vocabulary, heldOut: heldOut)
    }
}
