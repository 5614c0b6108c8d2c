internal import Basics
internal import Counting
package import LanguageModeling
package import Tokenization

/// A model of an ARPA file, its n-grams in temporary files, to be saved.
package struct ArpaModel: Sendable {
    package let name: String
    package let vocabulary: ModelVocabulary
    package let notes: [String]
    let ngrams: SpilledNgrams

    package var parameterCount: Int { ngrams.shape.nodeCount + ngrams.shape.contextCount }

    /// The model as the database keeps it.
    ///
    /// - Parameter tokenizer: what cuts texts into its tokens.
    /// - Throws: `EstimationError` if its words are too long to be saved.
    package func serialized(tokenizer: TokenizerSettings) throws(EstimationError) -> SerializedModel {
        try vocabulary.requireRoom()
        let shape = ngrams.shape
        let settings = NgramModelSettings(
            model: name, ngrams: (1...shape.order).map { shape.nodes(ofOrder: $0).count }, values: .probabilities,
            tokenizer: tokenizer, notes: notes, rule: vocabulary.rule, hash: vocabulary.hash)
        return SerializedModel(
            ngramSettings: settings, words: vocabulary.words, metrics: ModelMetrics(), spelling: nil,
            longParts: ngrams.longParts)
    }

    /// The model in memory, to be asked at once.
    ///
    /// - Throws: `SpillError`.
    package func opened() throws -> any LanguageModel {
        let byteCount = ngrams.shape.savedByteCount
        let numbers = try FixedNumbers<UInt32>(of: byteCount / 4) { memory in
            for start in stride(from: 0, to: byteCount, by: 1 << 20) {
                let bytes = try ngrams.recordBytes(start..<min(start + 1 << 20, byteCount))
                for (index, number) in (integers(fromLittleEndian: bytes) as [UInt32]).enumerated() {
                    memory.storeBytes(of: number.littleEndian, toByteOffset: start + 4 * index, as: UInt32.self)
                }
            }
        }
        return BackoffModel(
            name: name, vocabulary: vocabulary,
            ngrams: .packed(PackedNgrams(shape: ngrams.shape, numbers: numbers)),
            notes: notes)
    }
}
