internal import Counting
public import LanguageModeling
internal import Tokenization

extension SavedModel {
    /// The kind of all n-gram models, imported ones too.
    public static let ngramKind = "ngram"

    /// An n-gram model as the database keeps it, probabilities in single precision.
    ///
    /// - Parameter metrics: JSON.
    /// - Returns: `nil` if the model is no n-gram model.
    public init?(ngramModel model: any LanguageModel, metrics: String = "{}") {
        let packed: PackedNgrams
        var added: Double?
        var penalty: Double?
        switch model {
        case let model as BackoffModel:
            packed = model.packed
            penalty = model.logPenalty
        case let model as AdditiveModel:
            packed = model.storage
            added = model.added
        default: return nil
        }
        let shape = packed.shape
        let settings = SavedNgramSettings(
            model: model.name, ngrams: (1...shape.order).map { shape.nodes(ofOrder: $0).count },
            values: added == nil ? .probabilities : .counts, added: added, penalty: penalty, notes: model.notes,
            rule: model.vocabulary.rule,
            hash: model.vocabulary.hash)
        self.init(
            kind: Self.ngramKind, settings: settings.json, metrics: metrics,
            parts: [
                (NgramPart.entries, littleEndianBytes(of: packed.entries)),
                (NgramPart.contexts, littleEndianBytes(of: packed.contexts)),
            ] + Self.wordParts(model.vocabulary.words))
    }

    private static func wordParts(_ words: [String]) -> [(name: String, bytes: [UInt8])] {
        var bytes: [UInt8] = []
        var starts: [UInt32] = []
        for word in words {
            starts.append(UInt32(bytes.count))
            bytes += Array(word.utf8)
        }
        starts.append(UInt32(bytes.count))
        let order = words.indices.sorted { codePointsPrecede(words[$0], words[$1]) }.map { UInt32($0) }
        return [
            (NgramPart.words, bytes), (NgramPart.wordStarts, littleEndianBytes(of: starts)),
            (NgramPart.wordOrder, littleEndianBytes(of: order)),
        ]
    }
}

/// Opens an n-gram model whole.
///
/// - Parameters:
///   - name: what to call it.
///   - reader: of kind `SavedModel.ngramKind`.
/// - Throws: `SavedNgramError` if parts are missing or too short; what the reader throws.
public func openNgramModel(named name: String, from reader: some SavedModelReader) throws -> any LanguageModel {
    let settings = try SavedNgramSettings(json: reader.settings)
    let shape = settings.shape
    let entries: [UInt32] = integers(fromLittleEndian: try reader.bytes(ofPart: NgramPart.entries))
    let contexts: [UInt32] = integers(fromLittleEndian: try reader.bytes(ofPart: NgramPart.contexts))
    let texts = try reader.bytes(ofPart: NgramPart.words)
    let starts: [UInt32] = integers(fromLittleEndian: try reader.bytes(ofPart: NgramPart.wordStarts))
    guard
        entries.count == PackedNgrams.width * shape.nodeCount,
        contexts.count == PackedNgrams.width * shape.contextCount + 1,
        starts.count == shape.idCount + 1, starts.last.map(Int.init) == texts.count
    else { throw SavedNgramError(name: name) }
    let words = (Marker.texts.count..<shape.idCount).map { id in
        String(decoding: texts[Int(starts[id])..<Int(starts[id + 1])], as: UTF8.self)
    }
    let vocabulary = ModelVocabulary(words: words, rule: settings.rule, hash: settings.hash)
    let ngrams = PackedNgrams(shape: shape, entries: entries, contexts: contexts)
    if settings.values == .counts {
        return AdditiveModel(name: name, vocabulary: vocabulary, storage: ngrams, added: settings.added ?? 0)
    }
    return BackoffModel(
        name: name, vocabulary: vocabulary, ngrams: .packed(ngrams), notes: settings.notes, logPenalty: settings.penalty
    )
}
