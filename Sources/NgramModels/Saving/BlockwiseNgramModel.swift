internal import Counting
package import LanguageModeling
internal import Synchronization
internal import Tokenization

/// A saved n-gram model that is read by blocks as it is asked: for single questions, which need few of them.
package final class BlockwiseNgramModel: Sendable {
    let settings: NgramModelSettings
    package var notes: [String] { settings.notes }
    let storage: StoredTrie
    package let name: String

    /// - Parameter reader: of kind `SerializedModel.ngramKind`.
    package init(named name: String, from reader: any SerializedModelReader) throws {
        self.name = name
        settings = try NgramModelSettings(json: reader.settings, of: name)
        guard try reader.byteCount(ofPart: NgramPart.ngrams) == settings.shape.savedByteCount else {
            throw NgramModelFormatError(name: name)
        }
        storage = StoredTrie(shape: settings.shape, blocks: BlockCache(reader, name: name))
    }

    /// N.
    package var order: Int { storage.shape.order }
    /// V: `<unk>` and `</s>` count, `<s>` does not.
    package var vocabularySize: Int { storage.shape.idCount - 1 }
    package var vocabularyRule: VocabularyRule { settings.rule }
    package var isNormalized: Bool { settings.penalty == nil }
    package var direction: ReadingDirection { settings.direction }

    /// The id of a word, `nil` for one not in the vocabulary.
    /// - Complexity: O(log V) reads.
    package func id(of word: String) throws -> WordID? {
        let wanted = Array(word.utf8)
        var range = 0..<storage.shape.idCount
        while !range.isEmpty {
            let middle = (range.lowerBound + range.upperBound) / 2
            let id = try storage.blocks.uint32(NgramPart.wordOrder, at: middle)
            let bytes = try self.bytes(of: id)
            if bytes == wanted { return id }
            range = bytes.lexicographicallyPrecedes(wanted) ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    package func text(of word: WordID) throws -> String { String(decoding: try bytes(of: word), as: UTF8.self) }

    private func bytes(of word: WordID) throws -> [UInt8] {
        let start = Int(try storage.blocks.uint32(NgramPart.wordStarts, at: Int(word)))
        let end = Int(try storage.blocks.uint32(NgramPart.wordStarts, at: Int(word) + 1))
        guard start <= end else { throw storage.blocks.damaged }
        return try storage.blocks.bytes(NgramPart.words, start..<end)
    }

    /// ln P(word | context), or the score's; `nil` where it is undefined.
    ///
    /// - Parameter context: oldest first; cut to the model's order.
    package func logProbability(of word: WordID, after context: [WordID]) throws -> Double? {
        if word == Marker.segmentStart { return -.infinity }
        let used = context.suffix(order - 1)
        if let formula {
            let (count, total) = try storage.count(of: word, after: used)
            return formula.logProbability(count, total: total)
        }
        let contexts = try storage.contexts(ending: used)
        if let penalty = settings.penalty {
            for context in contexts {
                if let child = try storage.child(word, of: context) {
                    let missing = used.count + 1 - storage.shape.order(of: child)
                    return try storage.logProbability(of: child) + penalty * Double(missing)
                }
            }
            return try storage.logProbability(of: Int(word)) + penalty * Double(used.count)
        }
        return try storage.logProbability(of: word, contexts: contexts).value
    }

    /// The distribution after a context, as `LanguageModel.probabilities` gives it.
    package func probabilities(after context: [WordID]) throws -> [Double]? {
        let used = context.suffix(order - 1)
        guard let formula else { return try storage.probabilities(after: used, logPenalty: settings.penalty) }
        let (counts, total) = try storage.counts(after: used)
        return formula.probabilities(counts, total: total)
    }

    var formula: AdditiveFormula? {
        settings.added.map { AdditiveFormula(added: $0, size: vocabularySize) }
    }
}

/// The arrays of a saved model, element by element from their blocks.
struct StoredTrie: BackoffStorage, CountStorage {
    typealias Failure = any Error

    let shape: TrieShape
    let blocks: BlockCache
    private let layout: NgramRecord.Layout

    init(shape: TrieShape, blocks: BlockCache) {
        self.shape = shape
        self.blocks = blocks
        layout = NgramRecord.Layout(shape)
    }

    /// - Parameter field: of ``NgramRecord``; 0 for the value.
    private func number(_ node: Int, _ field: Int) throws -> UInt32 {
        try blocks.uint32(NgramPart.ngrams, at: layout.place(of: node) + field)
    }
    private func context(_ node: Int, _ field: Int) throws -> UInt32 {
        try blocks.uint32(NgramPart.ngrams, at: NgramRecord.contextWidth * node + field)
    }

    func count(of node: Int) throws -> Int { Int(try number(node, 0)) }
    func logProbability(of node: Int) throws -> Double {
        let number = Float(bitPattern: try number(node, 0))
        guard NgramRecord.isLogProbability(number) else { throw blocks.damaged }
        return Double(number)
    }
    func code(of node: Int) throws -> UInt32 {
        let code = try number(node, NgramRecord.code)
        guard shape.code.word(of: code) < shape.idCount else { throw blocks.damaged }
        return code
    }
    func children(of node: Int) throws -> Range<Int> {
        let start = Int(try context(node, NgramRecord.childStart))
        let end = max(start, Int(try context(node + 1, NgramRecord.childStart)))
        guard end <= shape.nodeCount else { throw blocks.damaged }
        return start..<end
    }
    func logBackoff(of node: Int) throws -> Double {
        let number = Float(bitPattern: try context(node, NgramRecord.logBackoff))
        guard NgramRecord.isLogWeight(number) else { throw blocks.damaged }
        return Double(number)
    }
}

/// Blocks of a saved model's parts, each read once.
final class BlockCache: Sendable {
    private struct Key: Hashable {
        let part: String
        let block: Int
    }

    private let reader: any SerializedModelReader
    /// The model's, for errors.
    private let name: String
    private let blocks = Mutex<[Key: [UInt8]]>([:])
    private let lengths = Mutex<[String: Int]>([:])

    init(_ reader: any SerializedModelReader, name: String) {
        self.reader = reader
        self.name = name
    }

    /// What to throw of a model that contradicts itself.
    var damaged: any Error { NgramModelFormatError(name: name) }

    private func block(_ part: String, _ number: Int) throws -> [UInt8] {
        let key = Key(part: part, block: number)
        if let block = blocks.withLock({ $0[key] }) { return block }
        let start = number * SerializedModel.blockSize
        let length = try length(of: part)
        guard start < length else { throw damaged }
        let block = try reader.bytes(ofPart: part, range: start..<min(start + SerializedModel.blockSize, length))
        blocks.withLock { $0[key] = block }
        return block
    }

    private func length(of part: String) throws -> Int {
        if let length = lengths.withLock({ $0[part] }) { return length }
        let length = try reader.byteCount(ofPart: part) ?? 0
        lengths.withLock { $0[part] = length }
        return length
    }

    func bytes(_ part: String, _ range: Range<Int>) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let number = position / SerializedModel.blockSize
            let block = try block(part, number)
            let from = position - number * SerializedModel.blockSize
            let to = min(block.count, range.upperBound - number * SerializedModel.blockSize)
            guard from < to else { throw damaged }
            bytes += block[from..<to]
            position += to - from
        }
        return bytes
    }

    /// Blocks are multiples of 4 bytes long, so no number spans two.
    func uint32(_ part: String, at index: Int) throws -> UInt32 {
        let position = index * 4
        let block = try block(part, position / SerializedModel.blockSize)
        let start = position % SerializedModel.blockSize
        guard start + 4 <= block.count else { throw damaged }
        var value: UInt32 = 0
        for byte in block[start..<start + 4].reversed() { value = value << 8 | UInt32(byte) }
        return value
    }
}
