internal import Basics
package import LanguageModeling
package import RecurrentModels
internal import Storage
internal import Tokenization

/// Trains the networks that a comparison lacks: one by a preset where the database has none, and further ones from other
/// seeds.
package struct ComparisonTrainer {
    /// The database.
    package let path: String
    /// Of the vocabulary; `nil` for the database's.
    package var rule: VocabularyRule?
    package var preset = NetworkPreset.tiny
    package var seed: UInt64 = 1
    /// Seconds after which each training is cut short.
    package var timeLimit: Double?
    package var threads = availableThreads
    /// Seconds to wait for a lock.
    package var wait: Double?
    /// Called when a training has begun, and whether its settings are those of `preset`.
    package var began: (_ byPreset: Bool) -> Void = { _ in }
    /// Called with remarks for the reader.
    package var note: (String) -> Void = { _ in }
    /// Called with how far the training of a network is, and the number of its epochs.
    package var progress: (_ name: String, TrainingProgress, _ epochs: Int) -> Void = { _, _, _ in }

    /// - Parameter path: of the database.
    package init(path: String) { self.path = path }

    /// The usual models of the database, with a network among them: where there is none, or the training of one that a
    /// comparison made was interrupted, or its text has changed since, one is trained by the preset and kept.
    package func usualModels() throws -> [ModelName] {
        let corpus = try Corpus(path: path, access: .snapshot)
        let networks = try corpus.store.models().filter { $0.kind == SerializedNetwork.kind }
        let stale = try networks.filter { try corpus.store.isStale($0) }
        let interrupted = try corpus.networkInterruptedInComparison()
        if let outdated = stale.first(where: { $0.metadata.network?.isForComparison ?? false })?.name,
            stale.count == networks.count
        {
            note("the network \(outdated) is stale: training it anew")
            try trainAnew(outdated, of: corpus)
        } else if networks.isEmpty || interrupted != nil {
            try trainPreset(goingOnWith: interrupted, of: corpus)
        }
        return try Corpus(path: path, access: .snapshot).usualComparedModels()
    }

    private func trainPreset(goingOnWith interrupted: String?, of corpus: Corpus) throws {
        let store = corpus.store
        if let name = interrupted {
            let training: NetworkTraining
            do {
                training = try corpus.resumedTraining(ofModel: name, timeLimit: timeLimit, threads: threads)
            } catch ModelError.stale {
                return
            }
            began(false)
            note("continuing the training of the network \(name), which was interrupted")
            let record = try store.model(named: name)
            return try train(
                training, named: name, over: store.predecessor(ofModel: name), of: corpus,
                on: record.flatMap { try corpus.subcorpus(of: $0) })
        }
        let taken = Set(try store.models().map(\.name))
        let name = taken.contains(preset.rawValue) ? "\(preset)-network" : preset.rawValue
        note("\(path) has no network: training one by the preset \(preset), saved as \(name)")
        began(true)
        try train(preset, seed: seed, corpus.vocabulary(rule), named: name, of: corpus)
    }

    /// Trains a stale network of a comparison on today's text by the preset it was trained by, whatever the one asked for.
    private func trainAnew(_ name: String, of corpus: Corpus) throws {
        guard let saved = try corpus.store.model(named: name)?.metadata.network,
            let settings = saved.settings.training
        else { throw StorageError.changed(path) }
        began(false)
        try train(
            saved.comparisonPreset ?? preset, seed: settings.seed, corpus.vocabulary(rule ?? saved.settings.vocabulary),
            named: name, of: corpus)
    }

    private func train(
        _ preset: NetworkPreset, seed: UInt64, _ vocabulary: ModelVocabulary, named name: String, of corpus: Corpus
    ) throws {
        let network = try corpus.network(by: preset, in: vocabulary, seed: seed)
        let training = try corpus.training(
            of: network.architecture, settings: network.training, vocabulary: vocabulary, timeLimit: timeLimit,
            threads: threads)
        (training.isForComparison, training.comparisonPreset) = (true, preset)
        note("\(name): \(training.summary)")
        try train(training, named: name, over: corpus.store.predecessor(ofModel: name), of: corpus)
    }

    /// Trains each network of some models anew from further seeds, unless that was done before.
    ///
    /// - Parameter seeds: how many in all, 2 or more.
    /// - Returns: by the name of a network its replicas, itself first; empty where no model is a network to compare.
    package func replicas(of names: [ModelName], seeds: Int) throws -> [String: [NetworkReplica]] {
        var corpus = try Corpus(path: path, access: .snapshot)
        let vocabularyHash = try corpus.vocabulary(rule).hash
        let records = try corpus.store.models()
        let originals = try names.compactMap { name -> ModelSummary? in
            guard !name.isMixture, case .saved(let saved) = name.components[0] else { return nil }
            // What cannot be compared has no row, and needs no replicas; how an imported one was trained is not known.
            return try records.first {
                try $0.name == saved && $0.kind == SerializedNetwork.kind && $0.vocabularyHash == vocabularyHash
                    && !$0.isImported && !corpus.store.isStale($0)
            }
        }
        var replicas: [String: [NetworkReplica]] = [:]
        for record in originals {
            let (original, documents) = (record.name, try corpus.subcorpus(of: record))
            let first = try corpus.resumedTraining(ofModel: original, threads: threads)
            replicas[original] = [NetworkReplica(name: original, seed: first.settings.seed)]
            for number in 1..<seeds {
                let seed = first.settings.seed &+ UInt64(number)
                let name = "\(original)-seed-\(seed)"
                try trainReplica(
                    of: first, seed: seed, named: name, number: number, of: seeds - 1, in: corpus, on: documents)
                replicas[original]?.append(NetworkReplica(name: name, seed: seed))
                // What was written is a state of its own.
                corpus = try Corpus(path: path, access: .snapshot)
            }
        }
        return replicas
    }

    /// The same network and training from another seed; what there is of it already is taken, and finished.
    private func trainReplica(
        of first: NetworkTraining, seed: UInt64, named name: String, number: Int, of count: Int, in corpus: Corpus,
        on documents: Subcorpus?
    ) throws {
        var settings = first.settings
        settings.seed = seed
        let predecessor = try corpus.store.predecessor(ofModel: name)
        if predecessor != .none, let before = try resumable(name, in: corpus) {
            if before.architecture == first.architecture, before.settings == settings,
                before.direction == first.direction, before.vocabulary.hash == first.vocabulary.hash,
                before.trainFingerprint == first.trainFingerprint
            {
                return try train(before, named: name, over: predecessor, of: corpus, on: documents)
            }
        }
        began(false)
        note("training \(name), \(number) of \(count)")
        let training = try corpus.training(
            of: first.architecture, settings: settings, vocabulary: first.vocabulary, direction: first.direction,
            timeLimit: timeLimit, threads: threads, on: documents)
        try train(training, named: name, over: predecessor, of: corpus, on: documents)
    }

    /// The training of a network, `nil` if its text has changed since.
    private func resumable(_ name: String, in corpus: Corpus) throws -> NetworkTraining? {
        do {
            return try corpus.resumedTraining(ofModel: name, timeLimit: timeLimit, threads: threads)
        } catch ModelError.stale {
            return nil
        }
    }

    /// - Parameter corpus: what the training reads, all of which is in memory: its snapshot ends.
    private func train(
        _ training: NetworkTraining, named name: String, over predecessor: ModelPredecessor, of corpus: Corpus,
        on documents: Subcorpus? = nil
    ) throws {
        corpus.store.endSnapshot()
        let store = try CorpusStore(path: path, access: .readWrite, wait: wait)
        try store.requireWritable()
        var predecessor = predecessor
        while let event = try training.next() {
            switch event {
            case .progress(let now): progress(name, now, training.settings.epochs)
            case .epoch:
                predecessor = try store.save(
                    training, named: name, of: documents, over: predecessor)
            case .note(let remark): note("\(name): \(remark)")
            }
        }
    }
}
