internal import Basics
internal import Counting
internal import Foundation
public import LanguageModeling
public import NgramModels
public import Storage
internal import Tokenization

/// An n-gram model to be saved, and its perplexity.
public struct TrainedNgrams: Sendable {
    enum Form: Sendable {
        case held(any LanguageModel)
        /// Made in bounded memory: its n-grams are in temporary files.
        case spilled(SpilledNgramModel)
    }

    let form: Form
    /// Of the text that it was made of: see `EncodedText.fingerprint`.
    package let trainFingerprint: String
    /// The part of the train split that it was made of; `nil` for all of it.
    package let part: TrainedPart?
    public let seconds: Double
    /// On valid; `nil` if that split is empty.
    public let validPerplexity: Double?
    /// On valid, without the pruning.
    package let unprunedPerplexity: Double?
    public let pruning: Pruning?
    /// How words look that are not in its vocabulary.
    package let spelling: SpellingCounts

    public var vocabulary: ModelVocabulary {
        switch form {
        case .held(let model): model.vocabulary
        case .spilled(let model): model.vocabulary
        }
    }

    var direction: ReadingDirection {
        switch form {
        case .held(let model): model.direction
        case .spilled(let model): model.direction
        }
    }

    var parameterCount: Int {
        switch form {
        case .held(let model): model.parameterCount
        case .spilled(let model): model.parameterCount
        }
    }

    var notes: [String] {
        switch form {
        case .held(let model): model.notes
        case .spilled(let model): model.notes
        }
    }
}

extension CorpusStore {
    /// Saves an n-gram model with its perplexity, replacing one of the same name.
    ///
    /// - Throws: `StorageError` if the train split is no longer what the model was made of, or the model of that name
    ///   is no longer the predecessor.
    public func save(
        _ trained: TrainedNgrams, named name: String, over predecessor: ModelPredecessor = .any
    ) throws {
        // JSON has no infinity.
        let perplexity = trained.validPerplexity.flatMap { $0.isFinite ? $0 : nil }
        let metrics = ModelMetrics(trainingSeconds: trained.seconds, validPerplexity: perplexity)
        switch trained.form {
        case .held(let model):
            try saveNgramModel(
                model, named: name, metrics: metrics, pruning: trained.pruning, madeOf: trained.trainFingerprint,
                of: trained.part, spelling: trained.spelling, over: predecessor)
        case .spilled(let model):
            try save(
                model.serialized(metrics: metrics, spelling: trained.spelling), named: name,
                vocabularyHash: model.vocabulary.hash, madeOf: trained.trainFingerprint, of: trained.part,
                over: predecessor)
        }
    }
}

extension ModelShelf {
    /// Estimates an n-gram model and evaluates it on valid. Ends the snapshot of the corpus, if any.
    ///
    /// - Parameters:
    ///   - name: the method and the order.
    ///   - pruning: what is left out of the model; its cost is shown by the two perplexities.
    ///   - documents: whose part of the train split it is made of; all where `nil`. The vocabulary is that of all.
    ///   - memory: bytes that it holds at most, about: what does not fit goes to temporary files beside the database, and
    ///     the model is not judged on valid; as much as it takes where `nil`. The model is the same.
    /// - Throws: `ModelError.takesMemory` for a model that is made in memory alone and may not fit; `CorpusError` where
    ///   there are counts without a text that it cannot be made of.
    public func train(
        _ name: NgramModelName, pruning: Pruning? = nil, of documents: Subcorpus? = nil, within memory: Int? = nil
    ) throws -> TrainedNgrams {
        if let memory { return try trainSpilling(name, pruning: pruning, of: documents, within: memory) }
        let start = ContinuousClock.now
        let vocabulary = try vocabulary()
        try vocabulary.requireRoom()
        // Where there are counts alone, nothing is held out.
        let isOfCounts = try corpus.store.countsWithoutText() != nil
        let valid =
            try isOfCounts && name.method != .jelinekMercer
            ? EncodedText(words: [], characterCount: 0) : events(of: .valid, in: vocabulary)
        let heldOut = valid.read(direction).words
        // Not by way of the shelf, which would keep the text beside the counts.
        let (counts, fingerprint, spelling) = try {
            let spelling = try corpus.spelledTypes().spellingCounts(in: vocabulary)
            if isOfCounts {
                let counts = try trainCounts(order: name.order, vocabulary: vocabulary, direction: direction)
                let fingerprint = try corpus.store.fingerprint(of: .train)
                corpus.store.endSnapshot()
                return (counts, fingerprint, spelling)
            }
            let train = try corpus.trainEvents(of: documents, in: vocabulary)
            // What it needs is in memory.
            corpus.store.endSnapshot()
            let counts = try NgramCounts(
                of: train.read(direction).words, idCount: vocabulary.idCount, order: name.order)
            return (counts, train.fingerprint, spelling)
        }()
        var unpruned: Double?
        if pruning != nil {
            unpruned = perplexity(
                of: Self.reading(direction, try name.estimate(from: counts, vocabulary: vocabulary, heldOut: heldOut)),
                on: valid)
        }
        let model = Self.reading(
            direction,
            try name.estimate(
                from: consume counts, vocabulary: vocabulary, heldOut: heldOut, pruning: pruning, isCompact: true))
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return TrainedNgrams(
            form: .held(model), trainFingerprint: fingerprint, part: documents?.trainedPart, seconds: seconds,
            validPerplexity: perplexity(of: model, on: valid), unprunedPerplexity: unpruned, pruning: pruning,
            spelling: spelling)
    }

    private func perplexity(of model: any LanguageModel, on events: EncodedText) -> Double? {
        guard model.isNormalized, events.count > 0 else { return nil }
        return Evaluation(of: events, logProbabilities: model.logProbabilities(of: events, threads: availableThreads))
            .perplexity
    }
}
