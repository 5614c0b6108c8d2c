public import Basics
public import LanguageModeling
public import NgramModels
internal import RecurrentModels
public import Storage
internal import Tokenization

extension ModelPartsReader: SerializedModelReader {}

extension Corpus {
    /// Opens a model that was trained on this corpus, saved or imported.
    ///
    /// - Throws: `ModelNameError` if there is none of that name, `StaleModelError` if train has changed since.
    public func savedModel(named name: String, threads: Int = 1) throws -> any LanguageModel {
        try store.holding {
            let reader = try reader(ofModel: name)
            switch reader.kind {
            case SerializedModel.ngramKind: return try openNgramModel(named: name, from: reader, threads: threads)
            case SerializedNetwork.kind: return try openNetwork(named: name, from: reader)
            default: throw UnknownModelKindError(name: name, kind: reader.kind)
            }
        }
    }

    /// An n-gram model whose blocks are read as single questions need them; `nil` for models of another kind.
    public func blockwiseNgramModel(named name: String) throws -> BlockwiseNgramModel? {
        try store.holding {
            let reader = try reader(ofModel: name)
            return reader.kind == SerializedModel.ngramKind ? try BlockwiseNgramModel(named: name, from: reader) : nil
        }
    }

    /// The saved models that stand for all where a user names none: what is stale, or a score without a perplexity, is
    /// told to be left out.
    ///
    /// - Parameter leftOut: is told of each what it is.
    public func comparableModels(leftOut: (String) -> Void) throws -> [ModelName] {
        let train = try store.fingerprint(of: .train)
        return try store.models().compactMap { record in
            if !record.corpusHash.isEmpty, record.corpusHash != train {
                let error = StaleModelError(
                    name: record.name, database: store.path, options: retrainingOptions(of: record.metadata))
                leftOut("\(error.fact). \(error.remedy ?? "")")
                return nil
            }
            if record.metadata.isScore {
                leftOut("\(record.name) is a score that does not sum to 1")
                return nil
            }
            return ModelName(components: [.saved(record.name)])
        }
    }

    func reader(ofModel name: String) throws -> ModelPartsReader {
        guard let reader = try store.reader(ofModel: name) else {
            throw ModelNameError.unknownModel(name, saved: try store.models().map(\.name))
        }
        // Imported models were made of another text.
        let hash = reader.record.corpusHash
        if !hash.isEmpty, try store.fingerprint(of: .train) != hash {
            throw StaleModelError(
                name: name, database: store.path, options: retrainingOptions(of: reader.record.metadata))
        }
        return reader
    }
}

extension CorpusStore {
    /// Saves an n-gram model in place of one of the same name.
    ///
    /// - Parameters:
    ///   - tokenizer: what cuts texts into the tokens of a model that is imported; `nil` for a model of this corpus.
    ///   - fingerprint: of the train split it was made of; empty if it is of another text, so that a change of this one
    ///     does not matter.
    ///   - predecessor: what it may take the place of.
    /// - Precondition: the model is an n-gram model.
    public func saveNgramModel(
        _ model: any LanguageModel, named name: String, metrics: ModelMetrics = ModelMetrics(),
        pruning: Pruning? = nil, importedFor tokenizer: TokenizerSettings? = nil, madeOf fingerprint: String = "",
        over predecessor: ModelPredecessor = .any
    ) throws {
        guard
            let saved = try SerializedModel(
                ngramModel: model, metrics: metrics, pruning: pruning, tokenizer: tokenizer)
        else {
            preconditionFailure("\(model.name) is no n-gram model")
        }
        let record = ModelSummary(
            name: name, kind: saved.kind, vocabularyHash: model.vocabulary.hash, corpusHash: fingerprint,
            settings: saved.settings, metrics: saved.metrics)
        try save(
            record, parts: saved.parts, longParts: saved.longParts.map { ($0.name, $0.byteCount, $0.bytes) },
            over: predecessor)
    }
}

/// A saved model that was made before the train split changed.
public struct StaleModelError: ExplainedError {
    let name: String
    let database: String
    /// What made it, as `gram train` takes it; `nil` for a model that came from a file.
    let options: [String]?

    public var fact: String { "the model '\(name)' is stale" }
    public var cause: String? { "The train split of \(database) has changed since it was made." }
    public var remedy: String? {
        guard let options else {
            return "Import it again: gram import \(shellQuoted(database)) \(shellQuoted(name)) FILE --replace"
        }
        let words = ["gram", "train", shellQuoted(database), shellQuoted(name)] + options + ["--replace"]
        return "Train it again: \(words.joined(separator: " "))"
    }
    public var kind: ErrorKind { .badData }
}

/// A model that this version cannot read.
struct UnknownModelKindError: ExplainedError {
    let name: String
    let kind: ErrorKind = .badData
    let modelKind: String

    init(name: String, kind: String) {
        self.name = name
        modelKind = kind
    }

    var fact: String { "the model '\(name)' is of a kind this version does not know: \(modelKind)" }
    var cause: String? { "It was made by a newer version." }
    var remedy: String? { "Update gram, or name another model." }
}
