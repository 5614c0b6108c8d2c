internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import Storage
internal import Tokenization

extension ModelShelf {
    /// Estimates an n-gram model within some memory, and evaluates it on valid where it fits.
    ///
    /// Of the memory, five eighths are for n-grams, the rest for the vocabulary, SQLite and what a thread works on.
    ///
    /// - Parameter memory: bytes.
    /// - Throws: `ModelError.takesMemory` for a model that is made in memory alone, of a text whose n-grams may not fit.
    func trainSpilling(
        _ name: NgramModelName, pruning: Pruning?, of documents: Subcorpus?, within memory: Int
    ) throws -> TrainedNgrams {
        guard try name.isMadeInBoundedMemory && corpus.store.countsWithoutText() == nil else {
            let needed = try byteEstimate(of: name)
            guard needed <= memory else {
                throw ModelError.takesMemory(name, needed: needed, granted: memory)
            }
            return try train(name, pruning: pruning, of: documents)
        }
        let start = ContinuousClock.now
        let vocabulary = try vocabulary()
        try vocabulary.requireRoom()
        let spelling = try corpus.spelledTypes().spellingCounts(in: vocabulary)
        let (counts, fingerprint) = try corpus.store.holding {
            let fingerprint =
                try documents.map { try corpus.store.fingerprint(of: .train, documents: $0.ids) }
                ?? corpus.store.fingerprint(of: .train)
            let plan = SpillPlan(
                memory: memory / 8 * 5, folder: temporaryFolder(besides: corpus.store.path), threads: threads)
            let text = try trainingText(of: documents, in: vocabulary)
            do {
                let counts = try SpilledCounts(
                    of: text, idCount: vocabulary.idCount, order: name.order, plan: plan)
                return (counts, fingerprint)
            } catch EstimationError.noText where documents != nil {
                throw CorpusError.emptyPart(.train, of: documents!)
            }
        }
        corpus.store.endSnapshot()
        let model = try SpilledNgramModel(
            name, from: counts, vocabulary: vocabulary, direction: direction, pruning: pruning)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        return TrainedNgrams(
            form: .spilled(model), trainFingerprint: fingerprint, part: documents?.trainedPart, seconds: seconds,
            validPerplexity: nil, unprunedPerplexity: nil, pruning: pruning, spelling: spelling)
    }

    /// The train split, or the part of it that some documents have, as it is read block by block.
    private func trainingText(of documents: Subcorpus?, in vocabulary: ModelVocabulary) throws -> TrainingText {
        let map = vocabulary.map(of: try corpus.store.types(), threads: threads)
        let (store, direction, threads) = (corpus.store, direction, threads)
        return TrainingText { body in
            _ = try store.scan(documents: documents?.ids, splits: [.train], threads: threads, from: ()) { run, _ in
                body(direction.read(run.ids.map { map[Int($0)] }))
            }
        }
    }

    /// Bytes that the n-grams of train take at most where they are held: 12 a token for the text, 44 an n-gram. Every token may begin n-grams of its own.
    private func byteEstimate(of name: NgramModelName) throws -> Int {
        let train = try corpus.store.splits().filter { $0.split == .train }
        let events = train.reduce(0) { $0 + $1.tokens + $1.segments }
        var ngrams = 0
        for order in 1...name.order {
            let stored =
                CorpusStore.storedOrders.contains(order)
                ? try corpus.store.storedSpectrum(order: order, split: .train).reduce(0) { $0 + $1.types } : events
            // Those with a boundary of a segment are not among the stored ones.
            ngrams += min(events, stored + train.reduce(0) { $0 + 2 * $1.segments })
        }
        return 12 * events + 44 * ngrams
    }
}
