internal import Basics
internal import Counting
internal import LanguageModeling
internal import Synchronization
internal import Tokenization

/// A model's n-grams in the compact form in which they are saved and scored fastest: 16 bytes an n-gram of an order below
/// N, 8 bytes one of order N.
///
/// What a walk reads together stands together, for each line of memory that it touches costs more than all it computes.
package struct PackedNgrams: BackoffStorage, CountStorage {
    package typealias Failure = Never

    package let shape: TrieShape
    /// The records of ``NgramRecord`` one after the other.
    package let numbers: FixedNumbers<UInt32>
    /// ``NgramGuides``, by node from order 2 on; empty where there are none.
    private let guides: FixedNumbers<Int16>
    private let layout: NgramRecord.Layout
    private let nodeCount: Int

    /// - Precondition: the numbers have the lengths of the shape's layout, guides perhaps none.
    package init(shape: TrieShape, numbers: FixedNumbers<UInt32>, guides: FixedNumbers<Int16> = FixedNumbers([])) {
        precondition(guides.isEmpty || guides.count == shape.nodeCount - shape.idCount)
        self.shape = shape
        self.numbers = numbers
        self.guides = guides
        layout = NgramRecord.Layout(shape)
        nodeCount = shape.nodeCount
        precondition(numbers.count == layout.length)
    }

    /// - Returns: `nil` if the numbers of a file do not have the lengths of the shape's layout.
    init?(shape: TrieShape, mapped numbers: FixedNumbers<UInt32>, guides: FixedNumbers<Int16>) {
        guard numbers.count == NgramRecord.Layout(shape).length,
            guides.isEmpty || guides.count == shape.nodeCount - shape.idCount
        else { return nil }
        self.init(shape: shape, numbers: numbers, guides: guides)
    }

    /// Whether each context has children of its own, n-grams one word longer, and logarithms of a probability and of a
    /// weight: what look-ups and sums rely on. Other damage to a file cannot be told from other numbers.
    ///
    /// The n-grams of order N are left unread: to bring them from memory would make opening a model a tenth longer.
    ///
    /// - Parameter values: what stands for ln p; counts can be any numbers.
    func hasSoundRows(holding values: NgramModelSettings.Values, threads: Int) -> Bool {
        let count = shape.contextCount
        for n in stride(from: 1, to: shape.order, by: 1) {
            let first = shape.nodes(ofOrder: n).lowerBound
            guard Int(childStart(first)) == shape.nodes(ofOrder: n + 1).lowerBound else { return false }
        }
        guard count == 0 || Int(childStart(count)) == shape.nodeCount else { return false }
        // With the orders' ends right, it is enough that children stand in the order of their contexts.
        let pieces = ranges(ofLength: 1 << 18, upTo: count)
        let isDamaged = Atomic(false)
        parallel(pieces.count, threads: threads) { index, _ in
            // Bits, not truth values, for no branch is to stand in these loops.
            var damaged = 0
            // One look at each record: the pass takes as long as the memory takes to bring it.
            let holdsLogarithms = values == .probabilities ? 1 : 0
            for context in pieces[index] {
                let falls = childStart(context) > childStart(context &+ 1)
                let weight = Float(bitPattern: self.context(context, NgramRecord.logBackoff))
                let probability = Float(bitPattern: self.context(context, 0))
                damaged |= (falls ? 1 : 0) | (NgramRecord.isLogWeight(weight) ? 0 : 1)
                damaged |= NgramRecord.isLogProbability(probability) ? 0 : holdsLogarithms
            }
            if damaged != 0 { isDamaged.store(true, ordering: .relaxed) }
        }
        return !isDamaged.load(ordering: .relaxed)
    }

    @inline(__always)
    private func childStart(_ context: Int) -> UInt32 { self.context(context, NgramRecord.childStart) }

    @inline(__always)
    private func context(_ node: Int, _ field: Int) -> UInt32 { numbers[NgramRecord.contextWidth &* node &+ field] }

    @inline(__always)
    package func logProbability(of node: Int) -> Double { Double(Float(bitPattern: numbers[layout.place(of: node)])) }
    @inline(__always)
    package func count(of node: Int) -> Int { Int(numbers[layout.place(of: node)]) }
    @inline(__always)
    package func code(of node: Int) -> UInt32 { numbers[layout.place(of: node) &+ NgramRecord.code] }
    @inline(__always)
    package func children(of node: Int) -> Range<Int> {
        // In a damaged file they may be anywhere.
        let start = min(Int(context(node, NgramRecord.childStart)), nodeCount)
        return start..<min(max(start, Int(context(node &+ 1, NgramRecord.childStart))), nodeCount)
    }
    @inline(__always)
    package func logBackoff(of node: Int) -> Double {
        Double(Float(bitPattern: context(node, NgramRecord.logBackoff)))
    }
    @inline(__always)
    func prefetchContext(_ node: Int) {
        numbers.prefetch(at: NgramRecord.contextWidth &* node)
        numbers.prefetch(at: NgramRecord.contextWidth &* (node &+ 1) &+ NgramRecord.childStart)
    }
    @inline(__always)
    func codePlaces(ofContexts isContext: Bool) -> CodePlaces {
        let (start, stride) = layout.places(ofContexts: isContext)
        return CodePlaces(start: start &+ NgramRecord.code, stride: stride)
    }
    @inline(__always)
    func code(at place: Int) -> UInt32 { numbers[place] }
    @inline(__always)
    func logProbability(atCode place: Int) -> Double {
        Double(Float(bitPattern: numbers[place &- NgramRecord.code]))
    }
    @inline(__always)
    func prefetchCode(at place: Int) { numbers.prefetch(at: place) }
    /// It stands beside the code.
    @inline(__always)
    func prefetchProbability(of node: Int) {}
    var isGuided: Bool { !guides.isEmpty }
    @inline(__always)
    func guide(of guess: Int, unless isNotNeeded: Bool) -> Int {
        // The first one is in the caches: to read it costs less than a branch.
        Int(guides[isNotNeeded ? 0 : guess &- shape.idCount])
    }
    @inline(__always)
    func prefetchStart(_ guess: Int, unless isNotNeeded: Bool, place: Int) {
        let code = numbers.address(of: place)
        let guide = guides.address(of: guess &- shape.idCount)
        prefetchMemory(at: isNotNeeded ? code : guide)
    }
}

/// How the n-grams of a saved model stand: a record of four numbers for each that may be a context, in the order of
/// their nodes, one more for where the last one's children end, then records of two for those of order N.
package enum NgramRecord {
    /// ln p in single precision, or the count, stands first; then the code of the last word; then, of contexts alone,
    /// where the children begin, and ln β in single precision.
    static let code = 1, childStart = 2, logBackoff = 3
    static let contextWidth = 4, leafWidth = 2

    /// Whether a number may be ln p: no probability is above 1, but for rounding.
    @inline(__always)
    static func isLogProbability(_ number: Float) -> Bool { number <= 1e-4 }

    /// Whether a number may be ln β.
    @inline(__always)
    static func isLogWeight(_ number: Float) -> Bool { number < .infinity }

    /// Where records begin.
    package struct Layout: Sendable {
        private let contextCount: Int
        /// How many numbers there are.
        package let length: Int

        package init(_ shape: TrieShape) {
            contextCount = shape.contextCount
            length = contextWidth * (contextCount + 1) + leafWidth * (shape.nodeCount - contextCount)
        }

        @inline(__always)
        package func place(of node: Int) -> Int {
            let (start, stride) = places(ofContexts: node < contextCount)
            return start &+ stride &* node
        }

        /// The record of a node begins at `start + stride · node`.
        @inline(__always)
        func places(ofContexts isContext: Bool) -> (start: Int, stride: Int) {
            isContext
                ? (0, contextWidth)
                : ((contextWidth - leafWidth) &* contextCount &+ contextWidth, leafWidth)
        }

        /// The record that a number belongs to: nodes below `contextCount`, the one more, then the nodes from there on.
        func record(at place: Int) -> Int {
            let contexts = contextWidth * (contextCount + 1)
            return place < contexts ? place / contextWidth : contextCount + 1 + (place - contexts) / leafWidth
        }

        func place(ofRecord record: Int) -> Int {
            record <= contextCount ? contextWidth * record : place(of: record - 1)
        }
    }
}

/// What can be saved as records.
protocol RecordedNgrams {
    var shape: TrieShape { get }
    /// The first two numbers of a node's record.
    func head(of node: Int) -> (UInt32, UInt32)
    /// The further two of a context's; where the last one's children end for the record after the last.
    func tail(of node: Int) -> (UInt32, UInt32)
}

extension RecordedNgrams {
    /// Some of the numbers of all records.
    func numbers(in range: Range<Int>) -> [UInt32] {
        let layout = NgramRecord.Layout(shape)
        let contextCount = shape.contextCount
        var numbers: [UInt32] = []
        numbers.reserveCapacity(range.count + 2 * NgramRecord.contextWidth)
        var record = layout.record(at: range.lowerBound)
        let first = layout.place(ofRecord: record)
        while first + numbers.count < range.upperBound {
            if record == contextCount {
                numbers += [0, 0]
            } else {
                let (value, code) = head(of: record < contextCount ? record : record - 1)
                numbers.append(value)
                numbers.append(code)
            }
            if record <= contextCount {
                let (childStart, logBackoff) = tail(of: record)
                numbers.append(childStart)
                numbers.append(logBackoff)
            }
            record += 1
        }
        return Array(numbers[(range.lowerBound - first)..<(range.upperBound - first)])
    }

    var packed: PackedNgrams {
        PackedNgrams(shape: shape, numbers: FixedNumbers(numbers(in: 0..<NgramRecord.Layout(shape).length)))
    }
}

extension FlatNgrams: RecordedNgrams {
    func head(of node: Int) -> (UInt32, UInt32) { (Float(logProbabilities[node]).bitPattern, codes[node]) }

    func tail(of node: Int) -> (UInt32, UInt32) {
        (childStarts[node], node < shape.contextCount ? Float(logBackoffs[node]).bitPattern : 0)
    }
}

extension PackedNgrams: RecordedNgrams {
    func head(of node: Int) -> (UInt32, UInt32) {
        let place = layout.place(of: node)
        return (numbers[place], numbers[place + NgramRecord.code])
    }

    func tail(of node: Int) -> (UInt32, UInt32) {
        (context(node, NgramRecord.childStart), context(node, NgramRecord.logBackoff))
    }
}

/// The counts themselves, for the models that work on them alone.
struct RecordedCounts: RecordedNgrams {
    let trie: EstimatedNgrams
    let counts: [UInt32]

    init(_ counts: NgramCounts) {
        trie = counts.skeleton()
        self.counts = counts.levels.flatMap(\.counts)
    }

    var shape: TrieShape { trie.shape }
    func head(of node: Int) -> (UInt32, UInt32) { (counts[node], trie.codes[node]) }
    func tail(of node: Int) -> (UInt32, UInt32) { (trie.childStarts[node], 0) }
}

extension PackedNgrams {
    /// Counts, for the models that work on them alone.
    package init(_ counts: NgramCounts) { self = RecordedCounts(counts).packed }
}
