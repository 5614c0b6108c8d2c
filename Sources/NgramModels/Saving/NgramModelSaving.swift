internal import Basics
internal import Counting
package import LanguageModeling
package import Tokenization

extension SerializedModel {
    /// The kind of all n-gram models, imported ones too.
    package static let ngramKind = "ngram"

    /// An n-gram model as the database keeps it, probabilities in single precision.
    ///
    /// - Parameters:
    ///   - pruning: how the model was made smaller, to be repeated when it is made again.
    ///   - tokenizer: what cuts texts into the tokens of an imported model; `nil` for the corpus's own.
    ///   - spelling: how words look that are not in its vocabulary; `nil` where that is not known.
    /// - Returns: `nil` if the model is not an n-gram model.
    /// - Throws: `EstimationError` if its words are too long to be saved.
    package init?(
        ngramModel model: any LanguageModel, metrics: ModelMetrics = ModelMetrics(), pruning: Pruning? = nil,
        tokenizer: TokenizerSettings? = nil, spelling: SpellingCounts? = nil
    ) throws(EstimationError) {
        try self.init(
            ngramModel: model, metrics: metrics, pruning: pruning, tokenizer: tokenizer, spelling: spelling,
            limits: TrieLimits())
    }

    package init?(
        ngramModel model: any LanguageModel, metrics: ModelMetrics = ModelMetrics(), pruning: Pruning? = nil,
        tokenizer: TokenizerSettings? = nil, spelling: SpellingCounts? = nil, limits: TrieLimits
    ) throws(EstimationError) {
        try model.vocabulary.requireRoom(limits)
        let ngrams: any RecordedNgrams & Sendable
        var added: Double?
        var penalty: Double?
        var fitted: [FittedParameter] = []
        switch model.inItsOrder {
        case let model as BackoffModel:
            ngrams = model.recorded
            (penalty, fitted) = (model.logPenalty, model.fitted)
        case let model as AdditiveModel:
            ngrams = model.storage
            added = model.added
        default: return nil
        }
        let shape = ngrams.shape
        let settings = NgramModelSettings(
            model: model.name, ngrams: (1...shape.order).map { shape.nodes(ofOrder: $0).count },
            values: added == nil ? .probabilities : .counts, added: added, penalty: penalty,
            reversed: model.direction == .backward ? true : nil, pruning: pruning, tokenizer: tokenizer,
            notes: model.notes,
            fitted: fitted.isEmpty ? nil : fitted, rule: model.vocabulary.rule, hash: model.vocabulary.hash)
        self.init(
            ngramSettings: settings, words: model.vocabulary.words, metrics: metrics, spelling: spelling,
            longParts: [
                LongPart(name: NgramPart.ngrams, byteCount: 4 * NgramRecord.Layout(shape).length) { bytes in
                    littleEndianBytes(of: ngrams.numbers(in: bytes.lowerBound / 4..<bytes.upperBound / 4))
                }
            ] + (added == nil ? Self.guides(of: ngrams) : []))
    }

    /// An n-gram model whose n-grams come block by block.
    init(
        ngramSettings settings: NgramModelSettings, words: ModelVocabulary.Words, metrics: ModelMetrics,
        spelling: SpellingCounts?, longParts: [LongPart]
    ) {
        self.init(
            kind: Self.ngramKind, settings: settings.json, metrics: sortedJSON(metrics),
            parts: Self.wordParts(words)
                + (spelling.map { [(NgramPart.spelling, littleEndianBytes(of: $0.numbers))] } ?? []),
            longParts: longParts)
    }

    /// Models on counts are not walked along texts by them, and unigrams have none.
    private static func guides(of ngrams: some RecordedNgrams & Sendable) -> [LongPart] {
        let shape = ngrams.shape
        guard shape.order > 1 else { return [] }
        return [
            LongPart(name: NgramPart.guides, byteCount: NgramGuides.byteCount(shape)) { bytes in
                let (first, end) = (bytes.lowerBound / NgramGuides.width, bytes.upperBound / NgramGuides.width)
                return littleEndianBytes(of: ngrams.guides(of: shape.idCount + first..<shape.idCount + end))
            }
        ]
    }

    private static func wordParts(_ words: ModelVocabulary.Words) -> [(name: String, bytes: [UInt8])] {
        var bytes: [UInt8] = []
        var starts: [UInt32] = []
        for id in words.indices {
            starts.append(UInt32(bytes.count))
            bytes += words.utf8(of: id)
        }
        starts.append(UInt32(bytes.count))
        return [
            (NgramPart.words, bytes), (NgramPart.wordStarts, littleEndianBytes(of: starts)),
            (NgramPart.wordOrder, littleEndianBytes(of: words.idsByText)),
        ]
    }
}

/// Opens an n-gram model whole.
///
/// - Parameters:
///   - name: what to call it.
///   - reader: of kind `SerializedModel.ngramKind`.
///   - threads: at most this many read.
/// - Throws: `NgramModelFormatError` if parts are missing, of another length or contradict one another; what the reader throws.
package func openNgramModel(
    named name: String, from reader: some SerializedModelReader, threads: Int = 1
) throws -> any LanguageModel {
    let settings = try NgramModelSettings(json: reader.settings, of: name)
    let shape = settings.shape
    let texts = try reader.bytes(ofPart: NgramPart.words)
    let starts: [UInt32] = integers(fromLittleEndian: try reader.bytes(ofPart: NgramPart.wordStarts))
    let length = NgramRecord.Layout(shape).length
    guard
        try reader.byteCount(ofPart: NgramPart.ngrams) == shape.savedByteCount, starts.count == shape.idCount + 1,
        let vocabulary = ModelVocabulary(
            texts: texts, starts: starts, rule: settings.rule, hash: settings.hash)
    else { throw NgramModelFormatError(name: name) }
    let numbers = try FixedNumbers<UInt32>(of: length) {
        try reader.read(NgramPart.ngrams, into: &$0, threads: threads)
    }
    var guides = FixedNumbers<Int16>([])
    if settings.values == .probabilities, let count = try reader.byteCount(ofPart: NgramPart.guides) {
        guard count == NgramGuides.byteCount(shape) else { throw NgramModelFormatError(name: name) }
        guides = try FixedNumbers(of: count / NgramGuides.width) {
            try reader.read(NgramPart.guides, into: &$0, threads: threads)
        }
    }
    let ngrams = PackedNgrams(shape: shape, numbers: numbers, guides: guides)
    guard ngrams.hasSoundRows(holding: settings.values, threads: threads) else {
        throw NgramModelFormatError(name: name)
    }
    guard let model = settings.model(named: name, vocabulary, .packed(ngrams)) else {
        throw NgramModelFormatError(name: name)
    }
    return model
}

extension NgramModelSettings {
    /// The model that has these settings; `nil` for counts that are none.
    func model(
        named name: String, _ vocabulary: ModelVocabulary, _ ngrams: BackoffModel.Ngrams
    ) -> (any LanguageModel)? {
        let model: any LanguageModel
        switch (values, ngrams) {
        case (.counts, .packed(let counts)):
            model = AdditiveModel(name: name, vocabulary: vocabulary, storage: counts, added: added ?? 0)
        case (.counts, _): return nil
        case (.probabilities, _):
            model = BackoffModel(
                name: name, vocabulary: vocabulary, ngrams: ngrams, notes: notes, fitted: fitted ?? [],
                logPenalty: penalty)
        }
        return direction == .backward ? ReversedModel(model, named: name) : model
    }
}

/// How words look that a saved model does not know; `nil` where that was not saved.
///
/// - Throws: `NgramModelFormatError` if the part holds no counts; what the reader throws.
package func readSpelling(ofModel name: String, from reader: some SerializedModelReader) throws -> SpellingCounts? {
    let bytes = try reader.bytes(ofPart: NgramPart.spelling)
    if bytes.isEmpty { return nil }
    guard let counts = SpellingCounts(numbers: integers(fromLittleEndian: bytes)) else {
        throw NgramModelFormatError(name: name)
    }
    return counts
}
