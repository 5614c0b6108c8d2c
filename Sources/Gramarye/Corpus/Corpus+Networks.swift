internal import Basics
internal import Counting
public import LanguageModeling
public import RecurrentModels
public import Storage
package import Tokenization

extension Corpus {
    /// The network and the training of a preset for this text: see `NetworkPreset`.
    ///
    /// - Parameters:
    ///   - preset: tiny, small or medium.
    ///   - vocabulary: of the events that are predicted.
    ///   - cell: another than the preset's own.
    ///   - seed: of the training.
    ///   - documents: whose part of train it will be trained on; all where `nil`.
    public func network(
        by preset: NetworkPreset, in vocabulary: ModelVocabulary, cell: NetworkArchitecture.Cell? = nil,
        seed: UInt64 = 1, of documents: Subcorpus? = nil
    ) throws -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        let counts = try typeCounts(of: .train, documents: documents)
        let markers = [Marker.segmentStart, Marker.segmentEnd].reduce(0) { $0 + counts[Int($1)] }
        return preset.network(
            trainTokens: counts.reduce(0, +) - markers, vocabularySize: vocabulary.size, cell: cell, seed: seed)
    }

    /// Begins to train a network on the train split; the valid split chooses the best epoch.
    ///
    /// - Parameters:
    ///   - architecture: the cell and its sizes.
    ///   - settings: the optimizer, the epochs and the seed among them.
    ///   - vocabulary: of the events that are predicted.
    ///   - direction: which way the network reads.
    ///   - timeLimit: seconds after which the current epoch is cut short and is the last.
    ///   - threads: the number of threads.
    ///   - documents: whose part of train it reads; all where `nil`. Valid is that of all, as is the vocabulary.
    public func training(
        of architecture: NetworkArchitecture, settings: TrainingSettings, vocabulary: ModelVocabulary,
        direction: ReadingDirection = .forward, timeLimit: Double? = nil, threads: Int = availableThreads,
        on documents: Subcorpus? = nil
    ) throws -> NetworkTraining {
        let (train, valid) = try store.holding {
            try (trainEvents(of: documents, in: vocabulary), events(of: .valid, in: vocabulary))
        }
        return try NetworkTraining(
            architecture, settings, vocabulary: vocabulary, train: train, valid: valid, direction: direction,
            timeLimit: timeLimit, threads: threads)
    }

    /// Continues the training of a saved network as if it had not stopped.
    ///
    /// - Parameters:
    ///   - name: of the saved network.
    ///   - epochs: in all; `nil` for as many as were asked for first.
    ///   - timeLimit: seconds after which the current epoch is cut short and is the last.
    ///   - threads: the number of threads, on which the weights do not depend.
    public func resumedTraining(
        ofModel name: String, epochs: Int? = nil, timeLimit: Double? = nil, threads: Int = availableThreads
    ) throws -> NetworkTraining {
        try store.holding {
            let reader = try reader(ofModel: name)
            return try naming(name) {
                let vocabulary = try vocabulary(of: reader, NetworkMetadata(of: reader))
                return try NetworkTraining(
                    resuming: reader, vocabulary: vocabulary,
                    train: trainEvents(of: subcorpus(of: reader.record), in: vocabulary),
                    valid: events(of: .valid, in: vocabulary), epochs: epochs, timeLimit: timeLimit,
                    threads: threads)
            }
        }
    }

    /// The documents of whose train split a model was made; `nil` for all.
    package func subcorpus(of model: ModelSummary) throws -> Subcorpus? {
        guard let part = model.trainedPart else { return nil }
        let documents = try Dictionary(uniqueKeysWithValues: store.namedDocuments().map { ($0.id, $0) })
        return Subcorpus(
            documents: part.ids.compactMap { documents[$0] }, total: part.total, names: part.names ?? [],
            condition: part.condition)
    }

    /// Saves a network from a file of safetensors, replacing a model of that name.
    ///
    /// It keeps the words and the tokenizer that it was made for, so that a change of the corpus changes nothing of it.
    /// - Parameters:
    ///   - rowsAreDatabases: whether rows of a file that names no words are those of the database's words in their
    ///     order.
    ///   - settings: of the tokenizer it was made for; `nil` for what the file says, or the corpus's.
    ///   - predecessor: what it may replace.
    /// - Returns: the vocabulary whose words the network knows, and how many numbers it has.
    /// - Throws: `NetworkError` if the file is no such network, or one of another vocabulary, or does not say
    ///   which words its rows are.
    package func importNetwork(
        _ bytes: [UInt8], named name: String, rowsAreDatabases: Bool = false,
        tokenizer settings: TokenizerSettings? = nil, over predecessor: ModelPredecessor = .any
    ) throws -> (vocabulary: ModelVocabulary, parameterCount: Int) {
        let file = try NetworkFile(parsing: bytes)
        guard file.namesWords || rowsAreDatabases else {
            throw NetworkError.rowsWithoutWords(database: store.path)
        }
        let vocabulary = try vocabulary(file.vocabularyRule)
        let saved = try file.savedModel(in: vocabulary, tokenizer: settings ?? file.tokenizer ?? tokenizer)
        let record = ModelSummary(
            name: name, kind: saved.kind, vocabularyHash: vocabulary.hash, corpusHash: "",
            settings: ModelMaker.added(to: saved.settings), metrics: saved.metrics)
        try store.save(record, parts: saved.parts, over: predecessor)
        return (vocabulary, file.parameterCount)
    }

    /// A saved network.
    func openNetwork(named name: String, from reader: ModelPartsReader) throws -> any LanguageModel {
        try naming(name) {
            let metadata = try NetworkMetadata(of: reader)
            let model = try NetworkModel(
                name: name, reader: reader, vocabulary: vocabulary(of: reader, metadata), metadata: metadata,
                threads: availableThreads)
            return metadata.direction == .backward ? ReversedModel(model, named: name) : model
        }
    }

    /// Its own, or of one that was saved without words the corpus's by the rule it was trained with.
    ///
    /// - Throws: `NetworkError.unreadable` where it was made of all of train as it is, and the counts give other words: then the
    ///   database is damaged.
    private func vocabulary(of reader: ModelPartsReader, _ metadata: NetworkMetadata) throws -> ModelVocabulary {
        let own = try NetworkModel.vocabulary(of: reader, metadata)
        let record = reader.record
        let isOfThisTrain = try !record.corpusHash.isEmpty && record.trainedPart == nil && !store.isStale(record)
        if let own, !isOfThisTrain { return own }
        let current = try vocabulary(metadata.settings.vocabulary)
        guard let own else { return current }
        guard own.hash == current.hash else {
            throw NetworkError.unreadable("its words are not those that the counts of the database give")
        }
        return own
    }

    /// Says of what cannot be read which network it is.
    private func naming<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as NetworkError {
            switch error {
            case .unreadable, .weights, .notANetwork, .nothingToResume: throw NetworkError.of(name, error)
            default: throw error
            }
        }
    }
}

extension CorpusStore {
    /// Saves a training as it stands between two epochs, with its learning curve, replacing a model of that name.
    ///
    /// - Parameters:
    ///   - training: between two epochs.
    ///   - name: of the model.
    ///   - documents: whose part of train it reads; all where `nil`.
    ///   - predecessor: what the model of that name must still be.
    /// - Returns: what the next epoch replaces.
    /// - Throws: `StorageError` if the train split is no longer what the training reads, or the model of that name is
    ///   no longer the predecessor; what was saved before is then kept.
    @discardableResult
    public func save(
        _ training: NetworkTraining, named name: String, of documents: Subcorpus? = nil,
        over predecessor: ModelPredecessor = .any
    ) throws -> ModelPredecessor {
        let saved = training.savedModel()
        let record = ModelSummary(
            name: name, kind: saved.kind, vocabularyHash: training.vocabulary.hash,
            corpusHash: training.trainFingerprint,
            settings: ModelMaker.added(to: documents?.trainedPart.added(to: saved.settings) ?? saved.settings),
            metrics: saved.metrics)
        // Train may change beside its words.
        let words = [SerializedNetwork.wordsPart(of: training.vocabulary)]
        return try save(
            record, parts: saved.parts + words,
            epochs: training.epochs.map {
                EpochRecord(
                    epoch: $0.epoch, trainLoss: $0.trainLoss, validLoss: $0.validLoss, seconds: $0.seconds,
                    learningRate: $0.learningRate, gradientNorm: $0.gradientNorm, clippedShare: $0.clippedShare)
            }, over: predecessor)
    }
}
