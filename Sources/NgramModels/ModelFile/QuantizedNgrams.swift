internal import LanguageModeling

/// A model's n-grams with codes for their logarithms, in as few bits as codes and places take.
///
/// Those of single words, which few are and all else rests on, are in single precision.
package struct QuantizedNgrams: BackoffStorage {
    package typealias Failure = Never

    package let shape: TrieShape
    private let layout: Layout
    /// Three for each word: ln p, ln β and the first child; and where the last one's children end.
    private let unigrams: FixedNumbers<UInt32>
    private let contexts: BitFields
    private let leaves: BitFields
    /// For each order from 2 on the values of ln p, and behind them those of ln β.
    private let codebooks: FixedNumbers<UInt32>
    private let nodeCount: Int
    private let contextCount: Int
    private let idCount: Int

    /// How records are cut into fields.
    struct Layout: Sendable {
        static let unigramWidth = 3
        /// Bits of a word's code, of a code of a logarithm, and of a node's number.
        let wordBits: Int
        let bits: Int
        let nodeBits: Int
        /// N-grams of two words and more that may be contexts, and those of order N.
        let contextCount: Int
        let leafCount: Int

        /// - Returns: `nil` where a record would have more than 64 bits.
        init?(_ shape: TrieShape, bits: Int) {
            wordBits = shape.code.bits
            self.bits = bits
            nodeBits = Int.bitWidth - shape.nodeCount.leadingZeroBitCount
            contextCount = max(0, shape.contextCount - shape.idCount)
            leafCount = shape.order == 1 ? 0 : shape.nodeCount - shape.contextCount
            guard (1...16).contains(bits), contextWidth <= 64 else { return nil }
        }

        var contextWidth: Int { wordBits + 2 * bits + nodeBits }
        var leafWidth: Int { wordBits + bits }
        /// One record more says where the last context's children end.
        var leafStart: Int { BitFields.numberCount(contextCount + 1, width: contextWidth) }
        var numberCount: Int { leafStart + BitFields.numberCount(leafCount, width: leafWidth) }
    }

    /// - Returns: `nil` if the parts do not go together.
    init?(
        shape: TrieShape, bits: Int, unigrams: FixedNumbers<UInt32>, numbers: FixedNumbers<UInt64>,
        codebooks: FixedNumbers<UInt32>
    ) {
        guard let layout = Layout(shape, bits: bits), numbers.count == layout.numberCount,
            unigrams.count == Layout.unigramWidth * (shape.idCount + 1),
            codebooks.count == 2 * (shape.order - 1) << bits
        else { return nil }
        self.shape = shape
        self.layout = layout
        self.unigrams = unigrams
        contexts = BitFields(numbers, width: layout.contextWidth, from: 0)
        leaves = BitFields(numbers, width: layout.leafWidth, from: layout.leafStart)
        self.codebooks = codebooks
        nodeCount = shape.nodeCount
        contextCount = shape.order == 1 ? shape.idCount : shape.contextCount
        idCount = shape.idCount
    }

    @inline(__always)
    private func unigram(_ word: Int, _ field: Int) -> UInt32 { unigrams[Layout.unigramWidth &* word &+ field] }

    /// Of an n-gram of two words or more.
    @inline(__always)
    private func record(_ node: Int) -> UInt64 {
        node < contextCount ? contexts[node &- idCount] : leaves[node &- contextCount]
    }

    @inline(__always)
    private func field(_ record: UInt64, _ from: Int, _ bits: Int) -> Int {
        Int(truncatingIfNeeded: record &>> UInt64(from) & (1 &<< UInt64(bits) &- 1))
    }

    @inline(__always)
    private func value(_ code: Int, of node: Int, isBackoff: Bool) -> Double {
        let place = (2 &* (shape.order(of: node) &- 2) &+ (isBackoff ? 1 : 0)) &<< layout.bits
        return Double(Float(bitPattern: codebooks[place &+ code]))
    }

    package func code(of node: Int) -> UInt32 {
        node < idCount
            ? shape.code.code(of: WordID(node)) : UInt32(truncatingIfNeeded: field(record(node), 0, layout.wordBits))
    }

    package func children(of node: Int) -> Range<Int> {
        let start = min(firstChild(of: node), nodeCount)
        return start..<min(max(start, endOfChildren(of: node)), nodeCount)
    }

    @inline(__always)
    fileprivate func firstChild(of node: Int) -> Int {
        node < idCount
            ? Int(unigram(node, 2))
            : field(contexts[node &- idCount], layout.wordBits &+ 2 &* layout.bits, layout.nodeBits)
    }

    /// That of the last word stands behind the words.
    @inline(__always)
    private func endOfChildren(of node: Int) -> Int {
        node < idCount ? Int(unigram(node &+ 1, 2)) : firstChild(of: node &+ 1)
    }

    package func logProbability(of node: Int) -> Double {
        node < idCount
            ? Double(Float(bitPattern: unigram(node, 0)))
            : value(field(record(node), layout.wordBits, layout.bits), of: node, isBackoff: false)
    }

    package func logBackoff(of node: Int) -> Double {
        node < idCount
            ? Double(Float(bitPattern: unigram(node, 1)))
            : value(
                field(contexts[node &- idCount], layout.wordBits &+ layout.bits, layout.bits), of: node, isBackoff: true
            )
    }
}

extension QuantizedNgrams: WalkedStorage {
    /// Codes are told by nodes.
    func codePlaces(ofContexts isContext: Bool) -> CodePlaces { CodePlaces(start: 0, stride: 1) }
    @inline(__always)
    func code(at place: Int) -> UInt32 { code(of: place) }
    @inline(__always)
    func prefetchCode(at place: Int) {
        if place < contextCount { contexts.prefetch(place &- idCount) } else { leaves.prefetch(place &- contextCount) }
    }
    @inline(__always)
    func prefetchContext(_ node: Int) { unigrams.prefetch(at: Layout.unigramWidth &* node) }
    /// It stands beside the code.
    @inline(__always)
    func prefetchProbability(of node: Int) {}
}

extension QuantizedNgrams: RecordedNgrams {
    func head(of node: Int) -> (UInt32, UInt32) { (Float(logProbability(of: node)).bitPattern, code(of: node)) }

    func tail(of node: Int) -> (UInt32, UInt32) {
        if node == shape.contextCount { return (UInt32(nodeCount), 0) }
        return (UInt32(truncatingIfNeeded: firstChild(of: node)), Float(logBackoff(of: node)).bitPattern)
    }
}

extension QuantizedNgrams {
    struct Parts {
        var unigrams: [UInt32] = []
        var codebooks: [Float] = []
        var records: [UInt64] = []
    }

    /// The parts of a model.
    ///
    /// - Parameter bits: of a code.
    /// - Returns: `nil` where a record would have more than 64 bits, or bits are not 1 to 16.
    static func parts(of ngrams: some RecordedNgrams, bits: Int) -> Parts? {
        let shape = ngrams.shape
        guard let layout = Layout(shape, bits: bits) else { return nil }
        var parts = Parts()
        for word in 0..<shape.idCount {
            let (child, backoff) = shape.order == 1 ? (0, 0) : ngrams.tail(of: word)
            parts.unigrams += [ngrams.head(of: word).0, backoff, child]
        }
        let end = shape.order == 1 ? 0 : UInt32(shape.order == 2 ? shape.nodeCount : shape.nodes(ofOrder: 3).lowerBound)
        parts.unigrams += [0, 0, end]
        var writer = BitFieldWriter()
        for order in stride(from: 2, through: shape.order, by: 1) {
            let nodes = shape.nodes(ofOrder: order)
            let isContext = order < shape.order
            let probabilities = Codebook(
                of: nodes.map { Float(bitPattern: ngrams.head(of: $0).0) }, bits: bits, exact: -.infinity)
            let backoffs = Codebook(
                of: isContext ? nodes.map { Float(bitPattern: ngrams.tail(of: $0).1) } : [], bits: bits, exact: 0)
            for book in [probabilities, backoffs] {
                parts.codebooks += book.values + [Float](repeating: 0, count: 1 << bits - book.values.count)
            }
            if !isContext { writer.endContexts(at: shape.nodeCount, layout) }
            for node in nodes {
                let (value, code) = ngrams.head(of: node)
                writer.append(UInt64(code), bits: layout.wordBits)
                writer.append(probabilities.code(of: Float(bitPattern: value)), bits: bits)
                guard isContext else { continue }
                let (child, backoff) = ngrams.tail(of: node)
                writer.append(backoffs.code(of: Float(bitPattern: backoff)), bits: bits)
                writer.append(UInt64(child), bits: layout.nodeBits)
            }
        }
        if shape.order == 1 { writer.endContexts(at: shape.nodeCount, layout) }
        writer.align()
        parts.records = writer.numbers
        return parts
    }
}

extension BitFieldWriter {
    /// The record after the last context, which says where that one's children end; what follows begins with a whole
    /// number.
    fileprivate mutating func endContexts(at node: Int, _ layout: QuantizedNgrams.Layout) {
        append(0, bits: layout.wordBits)
        append(0, bits: 2 * layout.bits)
        append(UInt64(node), bits: layout.nodeBits)
        align()
    }
}
