internal import Basics
internal import Counting
internal import Foundation
public import LanguageModeling
public import NgramModels
public import Storage
internal import Tokenization

/// An n-gram model to be saved, and its perplexity.
public struct TrainedNgrams: Sendable {
    public let model: any LanguageModel
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
        try saveNgramModel(
            trained.model, named: name,
            metrics: ModelMetrics(trainingSeconds: trained.seconds, validPerplexity: perplexity),
            pruning: trained.pruning, madeOf: trained.trainFingerprint, of: trained.part,
            spelling: trained.spelling, over: predecessor)
    }
}

extension ModelShelf {
    /// Estimates an n-gram model and evaluates it on valid. Ends the snapshot of the corpus, if any.
    ///
    /// - Parameters:
    ///   - name: the method and the order.
    ///   - pruning: what is left out of the model; its cost is shown by the two perplexities.
    ///   - documents: whose part of the train split it is made of; all where `nil`. The vocabulary is that of all.
    public func train(
        _ name: NgramModelName, pruning: Pruning? = nil, of documents: Subcorpus? = nil
    ) throws -> TrainedNgrams {
        let start = ContinuousClock.now
        let vocabulary = try vocabulary()
        try vocabulary.requireRoom()
        let valid = try events(of: .valid, in: vocabulary)
        let heldOut = valid.read(direction).words
        // Not by way of the shelf, which would keep the text beside the counts.
        let (counts, fingerprint, spelling) = try {
            let train = try corpus.trainEvents(of: documents, in: vocabulary)
            let spelling = try corpus.spelledTypes().spellingCounts(in: vocabulary)
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
            model: model, trainFingerprint: fingerprint, part: documents?.trainedPart, seconds: seconds,
            validPerplexity: perplexity(of: model, on: valid), unprunedPerplexity: unpruned, pruning: pruning,
            spelling: spelling)
    }

    private func perplexity(of model: any LanguageModel, on events: EncodedText) -> Double? {
        guard model.isNormalized, events.count > 0 else { return nil }
        return Evaluation(of: events, logProbabilities: model.logProbabilities(of: events, threads: availableThreads))
            .perplexity
    }
}
