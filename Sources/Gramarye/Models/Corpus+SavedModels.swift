internal import Basics
package import LanguageModeling
package import NgramModels
internal import RecurrentModels
public import Storage
internal import Tokenization

extension ModelPartsReader: SerializedModelReader {}

extension Corpus {
    /// Opens a saved model, trained on this corpus or imported.
    ///
    /// - Throws: `ModelNameError` if there is none of that name, `ModelError.stale` if train has changed since.
    package func savedModel(named name: String, threads: Int = 1) throws -> any LanguageModel {
        try store.holding {
            let reader = try reader(ofModel: name)
            func open() throws -> any LanguageModel {
                switch reader.kind {
                case SerializedModel.ngramKind: try openNgramModel(named: name, from: reader, threads: threads)
                case SerializedNetwork.kind: try openNetwork(named: name, from: reader)
                default: throw ModelError.unknownKind(name, kind: reader.kind)
                }
            }
            guard let opened else { return try open() }
            return try opened.model(OpenedModelKey(database: store.path, version: reader.version), open: open)
        }
    }

    /// What a saved model knows of how words look that are not in its vocabulary; `nil` for one that knows nothing of it.
    func savedSpelling(ofModel name: String) throws -> SpellingCounts? {
        try store.holding {
            let reader = try reader(ofModel: name)
            return reader.kind == SerializedModel.ngramKind ? try readSpelling(ofModel: name, from: reader) : nil
        }
    }

    /// An n-gram model whose blocks are read as single questions need them; `nil` for models of another kind.
    package func blockwiseNgramModel(named name: String) throws -> BlockwiseNgramModel? {
        try store.holding {
            let reader = try reader(ofModel: name)
            return reader.kind == SerializedModel.ngramKind ? try BlockwiseNgramModel(named: name, from: reader) : nil
        }
    }

    /// The saved models to use if the user names none. Stale models, and scores without a perplexity, are left out.
    ///
    /// - Parameter leftOut: called with what each of those left out is.
    package func comparableModels(leftOut: (String) -> Void) throws -> [ModelName] {
        try store.models().compactMap { record in
            if try !usesStaleModels && store.isStale(record) {
                leftOut(told(ModelError.stale(record.name, database: store.path, recipe(of: record.metadata))))
                return nil
            }
            guard [SerializedModel.ngramKind, SerializedNetwork.kind].contains(record.kind) else {
                leftOut(told(ModelError.unknownKind(record.name, kind: record.kind)))
                return nil
            }
            if record.metadata.isScore {
                leftOut("\(record.name) is a score that does not sum to 1")
                return nil
            }
            return ModelName(components: [.saved(record.name)])
        }
    }

    /// The saved models that were made before the train split changed.
    package func staleModels() throws -> [String] {
        try store.models().filter { try store.isStale($0) }.map(\.name)
    }

    /// Removes saved models, all of them or none.
    ///
    /// - Returns: how many are left.
    /// - Throws: `ModelNameError` if there is none of a name.
    @discardableResult
    package func removeModels(_ names: [String]) throws -> Int {
        let saved = try store.models().map(\.name)
        if let unknown = names.first(where: { !saved.contains($0) }) {
            throw ModelNameError.unknownModel(unknown, saved: saved)
        }
        return try store.removeModels(names)
    }

    func reader(ofModel name: String) throws -> ModelPartsReader {
        guard let reader = try store.reader(ofModel: name) else {
            throw ModelNameError.unknownModel(name, saved: try store.models().map(\.name))
        }
        if try !usesStaleModels && store.isStale(reader.record) {
            throw ModelError.stale(name, database: store.path, recipe(of: reader.record.metadata))
        }
        return reader
    }
}

extension CorpusStore {
    /// Saves an n-gram model, replacing one of the same name.
    ///
    /// - Parameters:
    ///   - fingerprint: of the train split it was made of; empty if it is of another text, so that a change of this one
    ///     does not matter.
    ///   - part: of that split, which it was made of; `nil` for all of it.
    ///   - spelling: how words look that are not in its vocabulary.
    ///   - predecessor: what it may replace.
    /// - Precondition: the model is an n-gram model.
    package func saveNgramModel(
        _ model: any LanguageModel, named name: String, metrics: ModelMetrics = ModelMetrics(),
        pruning: Pruning? = nil, madeOf fingerprint: String = "",
        of part: TrainedPart? = nil, spelling: SpellingCounts? = nil, over predecessor: ModelPredecessor = .any
    ) throws {
        guard
            let saved = try SerializedModel(
                ngramModel: model, metrics: metrics, pruning: pruning, spelling: spelling)
        else {
            preconditionFailure("\(model.name) is no n-gram model")
        }
        try save(
            saved, named: name, vocabularyHash: model.vocabulary.hash, madeOf: fingerprint, of: part, over: predecessor)
    }

    /// Saves what a model became, replacing one of the same name; as `saveNgramModel`.
    func save(
        _ saved: SerializedModel, named name: String, vocabularyHash: String, madeOf fingerprint: String,
        of part: TrainedPart?, over predecessor: ModelPredecessor
    ) throws {
        let record = ModelSummary(
            name: name, kind: saved.kind, vocabularyHash: vocabularyHash, corpusHash: fingerprint,
            settings: ModelMaker.added(to: part?.added(to: saved.settings) ?? saved.settings), metrics: saved.metrics)
        try save(
            record, parts: saved.parts, longParts: saved.longParts.map { ($0.name, $0.byteCount, $0.bytes) },
            over: predecessor)
    }
}
