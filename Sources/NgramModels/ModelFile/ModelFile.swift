internal import Basics
internal import Foundation
package import LanguageModeling
package import Tokenization

/// An n-gram model as a file that opens at once: it is mapped, not read, and processes share its memory.
///
/// | bytes | what |
/// |---|---|
/// | 8 | `gramodel` |
/// | 4 | the version, 1 |
/// | 4 | H, the length of the header |
/// | H | the header: JSON, an object of ``Header`` |
/// | | the parts, each from a multiple of 4,096 on, zeros between them |
///
/// Numbers are little-endian. The parts are those of a model in a database (`Documentation/schema.md`), and `word_slots`
/// (``MappedWords``).
package enum ModelFile {
    static let magic = Array("gramodel".utf8)
    static let version = 1
    static let alignment = 4096

    struct Header: Codable {
        var name: String
        var kind: String
        /// JSON, as a database has it.
        var settings: String
        /// What cuts texts into the model's tokens.
        var tokenizer: TokenizerSettings
        /// Of a code of a quantized model; left out of others.
        var bits: Int?
        var parts: [Part]

        struct Part: Codable {
            var name: String
            var offset: Int
            var bytes: Int
        }
    }

    /// Parts that a database does not have: where words are found, and the records of quantized models.
    static let wordSlots = "word_slots", unigrams = "unigrams", quantized = "quantized", codebooks = "codebooks"
}

/// A model of a file, and what it needs to read texts.
package struct MappedModel: Sendable {
    package let model: any LanguageModel
    package let tokenizer: TokenizerSettings
    /// How words look that it does not know; `nil` where that is not known.
    package let spelling: SpellingModel?
}

/// Opens a model file.
///
/// What is looked at is the header alone, so that it takes no longer for a large model than for a small one. A file that
/// contradicts itself elsewhere gives wrong numbers, and nothing worse.
///
/// - Throws: `ModelFileError`.
package func openModelFile(_ path: String) throws -> MappedModel {
    let file = try FileMapping(path)
    guard let magic: FixedNumbers<UInt8> = file.numbers(at: 0, byteCount: 8),
        ModelFile.magic.enumerated().allSatisfy({ magic[$0] == $1 })
    else { throw ModelFileError(path, .notModelFile) }
    guard let head: FixedNumbers<UInt32> = file.numbers(at: 8, byteCount: 8) else {
        throw ModelFileError(path, .damaged)
    }
    guard head[0] == ModelFile.version else { throw ModelFileError(path, .newer(version: Int(head[0]))) }
    let damaged = ModelFileError(path, .damaged)
    guard let text: FixedNumbers<UInt8> = file.numbers(at: 16, byteCount: Int(head[1])),
        let header = try? JSONDecoder().decode(
            ModelFile.Header.self, from: Data((0..<text.count).map { text[$0] })),
        let settings = try? NgramModelSettings(json: header.settings, of: header.name)
    else { throw damaged }
    func part<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(_ name: String) throws -> FixedNumbers<Number>? {
        guard let part = header.parts.first(where: { $0.name == name }) else { return nil }
        guard let numbers: FixedNumbers<Number> = file.numbers(at: part.offset, byteCount: part.bytes) else {
            throw damaged
        }
        return numbers
    }
    guard let texts: FixedNumbers<UInt8> = try part(NgramPart.words),
        let starts: FixedNumbers<UInt32> = try part(NgramPart.wordStarts), starts.count == settings.shape.idCount + 1,
        let words = MappedTexts(texts: texts, starts: starts)
    else { throw damaged }
    let index: (any WordIndex)?
    if let slots: FixedNumbers<UInt64> = try part(ModelFile.wordSlots) {
        index = MappedWords(words, slots: slots)
    } else {
        index = try part(NgramPart.wordOrder).flatMap { OrderedWords(words, order: $0) }
    }
    let ngrams: BackoffModel.Ngrams?
    if let bits = header.bits {
        ngrams = QuantizedNgrams(
            shape: settings.shape, bits: bits, unigrams: try part(ModelFile.unigrams) ?? FixedNumbers([]),
            numbers: try part(ModelFile.quantized) ?? FixedNumbers([]),
            codebooks: try part(ModelFile.codebooks) ?? FixedNumbers([])
        ).map { .quantized($0) }
    } else {
        ngrams = PackedNgrams(
            shape: settings.shape, mapped: try part(NgramPart.ngrams) ?? FixedNumbers([]),
            guides: try part(NgramPart.guides) ?? FixedNumbers([])
        ).map { .packed($0) }
    }
    guard let index, let ngrams else { throw damaged }
    let vocabulary = ModelVocabulary(index, rule: settings.rule, hash: settings.hash)
    guard let model = settings.model(named: header.name, vocabulary, ngrams) else { throw damaged }
    let spelling: FixedNumbers<UInt64>? = try part(NgramPart.spelling)
    return MappedModel(
        model: model, tokenizer: header.tokenizer,
        spelling: spelling.flatMap { numbers in
            SpellingCounts(numbers: (0..<numbers.count).map { numbers[$0] }).map { SpellingModel($0) }
        })
}

/// Writes an n-gram model as a model file.
///
/// - Parameters:
///   - tokenizer: what cuts texts into its tokens.
///   - spelling: how words look that it does not know.
///   - bits: of a code, 1 to 16, for a model whose logarithms are quantized; `nil` to keep them.
///   - write: is called with the next bytes of the file.
/// - Returns: `false`, and nothing is written, if the model is no n-gram model, or is to be quantized and works on counts.
/// - Throws: `EstimationError` if its words are too long to be saved; what `write` throws.
package func writeModelFile(
    _ model: any LanguageModel, tokenizer: TokenizerSettings, spelling: SpellingCounts?, quantizedTo bits: Int? = nil,
    to write: ([UInt8]) throws -> Void
) throws -> Bool {
    guard let saved = try SerializedModel(ngramModel: model, tokenizer: nil, spelling: spelling) else { return false }
    var parts = saved.longParts
    var short = saved.parts
    if let bits {
        guard let model = model.inItsOrder as? BackoffModel,
            let quantized = QuantizedNgrams.parts(of: model.recorded, bits: bits)
        else { return false }
        parts = []
        short += [
            (ModelFile.codebooks, littleEndianBytes(of: quantized.codebooks.map(\.bitPattern))),
            (ModelFile.quantized, littleEndianBytes(of: quantized.records)),
            (ModelFile.unigrams, littleEndianBytes(of: quantized.unigrams)),
        ]
    } else {
        short.removeAll { $0.name == NgramPart.wordOrder }
        short.append((ModelFile.wordSlots, littleEndianBytes(of: WordSlots(model.vocabulary.words).numbers)))
    }
    parts += short.map { part in
        SerializedModel.LongPart(name: part.name, byteCount: part.bytes.count) { Array(part.bytes[$0]) }
    }
    var header = ModelFile.Header(
        name: model.name, kind: saved.kind, settings: saved.settings, tokenizer: tokenizer, bits: bits,
        parts: parts.map { .init(name: $0.name, offset: 0, bytes: $0.byteCount) })
    // Offsets have more digits than the zeros that stand for them: there is room for them.
    var place = aligned(try header.encoded().count + 20 * parts.count + 16)
    for index in header.parts.indices {
        header.parts[index].offset = place
        place = aligned(place + header.parts[index].bytes)
    }
    let text = try header.encoded()
    var written = 0
    func put(_ bytes: [UInt8]) throws {
        try write(bytes)
        written += bytes.count
    }
    try put(
        ModelFile.magic + littleEndianBytes(of: [UInt32(ModelFile.version), UInt32(text.count)]) + text)
    for (part, place) in zip(parts, header.parts) {
        try put([UInt8](repeating: 0, count: place.offset - written))
        for start in stride(from: 0, to: part.byteCount, by: 1 << 20) {
            try put(part.bytes(start..<min(start + 1 << 20, part.byteCount)))
        }
    }
    return true
}

private func aligned(_ offset: Int) -> Int {
    (offset + ModelFile.alignment - 1) / ModelFile.alignment * ModelFile.alignment
}

extension ModelFile.Header {
    fileprivate func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(self))
    }
}
