internal import Basics

/// Trains byte-pair encoding: the pair of neighbours that stands most often in the words of a text becomes a subword, again
/// and again.
///
/// Of pairs that stand as often the one of the lowest numbers goes first, the left one counting for more; bytes are numbered as
/// in GPT-2's vocabulary. A pair must stand twice. So the result depends on the words and their counts alone.
/// - SeeAlso: Sennrich, Haddow & Birch (2016), "Neural Machine Translation of Rare Words with Subword Units", algorithm 1;
///   Radford et al. (2019) for bytes in place of characters.
package struct BytePairTraining {
    /// The subwords of all words, one word after the other; each shrinks in its place.
    private var symbols: [SubwordID] = []
    private var starts: [Int] = [0]
    private var lengths: [Int] = []
    private var counts: [Int] = []

    /// How often each pair stands in the text, and in which words it was met.
    private var pairs: [UInt64: Pair] = [:]
    private var queue = PairQueue()

    private struct Pair {
        var count = 0
        var words: [UInt32] = []
    }

    /// - Parameters:
    ///   - words: UTF-8.
    ///   - counts: how often each stands in the text.
    package init(words: some Sequence<ArraySlice<UInt8>>, counts: [Int]) {
        var number = [SubwordID](repeating: 0, count: 256)
        for (id, byte) in ByteLevelAlphabet.bytes.enumerated() { number[Int(byte)] = SubwordID(id) }
        for (word, count) in zip(words, counts) where count > 0 {
            symbols += word.map { number[Int($0)] }
            lengths.append(symbols.count - starts[starts.count - 1])
            starts.append(symbols.count)
            self.counts.append(count)
        }
    }

    /// - Parameters:
    ///   - size: of the vocabulary, the 256 bytes included.
    ///   - progress: called with how many subwords there are, now and then.
    /// - Returns: a model of that size, or a smaller one where no pair stands twice any more.
    /// - Complexity: O(s log p) for s subwords in all words and p pairs.
    package mutating func model(size: Int, named name: String, progress: (_ size: Int) -> Void = { _ in })
        -> SubwordModel
    {
        var form = SubwordForm(name: name, method: .merges, isOfBytes: true, steps: SubwordForm.plainSteps)
        form.pieces = ByteLevelAlphabet.bytes.map { [$0] }
        // Two pairs may make one subword: a and bc, ab and c.
        var numbers: [[UInt8]: SubwordID] = [:]
        countPairs()
        while form.pieces.count < size, let (left, right) = nextPair() {
            let piece = form.pieces[Int(left)] + form.pieces[Int(right)]
            let result = numbers[piece] ?? SubwordID(form.pieces.count)
            if numbers.updateValue(result, forKey: piece) == nil { form.pieces.append(piece) }
            form.merges.append((left, right, result))
            merge(left, right, into: result)
            if form.merges.count & 0xFF == 0 { progress(form.pieces.count) }
        }
        form.kinds = form.pieces.map { _ in .normal }
        return SubwordModel(form)
    }

    private mutating func countPairs() {
        for word in counts.indices {
            let start = starts[word]
            for index in start..<max(start, start + lengths[word] - 1) {
                add(counts[word], Self.key(symbols[index], symbols[index + 1]), word)
            }
        }
        for (key, pair) in pairs { queue.insert(count: pair.count, pair: key) }
    }

    @inline(__always)
    private static func key(_ left: SubwordID, _ right: SubwordID) -> UInt64 { UInt64(left) << 32 | UInt64(right) }

    @inline(__always)
    private mutating func add(_ count: Int, _ key: UInt64, _ word: Int) {
        pairs[key, default: Pair()].count += count
        // A word's pairs are entered in turn: the last one is this word if it has the pair already.
        if pairs[key]!.words.last != UInt32(word) { pairs[key]!.words.append(UInt32(word)) }
    }

    /// The pair that stands most often.
    private mutating func nextPair() -> (SubwordID, SubwordID)? {
        while let entry = queue.popFirst() {
            let count = pairs[entry.pair]?.count ?? 0
            guard count == entry.count else {
                // It has become rarer since it was entered.
                if count < entry.count, count > 1 { queue.insert(count: count, pair: entry.pair) }
                continue
            }
            guard count > 1 else { return nil }
            return (SubwordID(entry.pair >> 32), SubwordID(truncatingIfNeeded: entry.pair))
        }
        return nil
    }

    private mutating func merge(_ left: SubwordID, _ right: SubwordID, into result: SubwordID) {
        guard let merged = pairs.removeValue(forKey: Self.key(left, right)) else { return }
        var changed: [UInt64: Int] = [:]
        for word in merged.words {
            let (word, start) = (Int(word), starts[Int(word)])
            let (count, length) = (counts[word], lengths[word])
            var (read, write) = (0, 0)
            while read < length {
                guard read + 1 < length, symbols[start + read] == left, symbols[start + read + 1] == right else {
                    symbols[start + write] = symbols[start + read]
                    (read, write) = (read + 1, write + 1)
                    continue
                }
                if write > 0 {
                    let before = symbols[start + write - 1]
                    changed[Self.key(before, left), default: 0] -= count
                    note(Self.key(before, result), word, count, &changed)
                }
                if read + 2 < length {
                    let after = symbols[start + read + 2]
                    changed[Self.key(right, after), default: 0] -= count
                    note(Self.key(result, after), word, count, &changed)
                }
                symbols[start + write] = result
                (read, write) = (read + 2, write + 1)
            }
            lengths[word] = write
        }
        changed[Self.key(left, right)] = nil
        for (key, change) in changed where change != 0 {
            pairs[key]?.count += change
            // What has become rarer is entered anew when its turn comes.
            if change > 0, let count = pairs[key]?.count { queue.insert(count: count, pair: key) }
        }
    }

    private mutating func note(_ key: UInt64, _ word: Int, _ count: Int, _ changed: inout [UInt64: Int]) {
        changed[key, default: 0] += count
        if pairs[key, default: Pair()].words.last != UInt32(word) {
            pairs[key, default: Pair()].words.append(UInt32(word))
        }
    }
}

/// Pairs of subwords, the most frequent first, of equal ones that of the lowest numbers: a binary heap.
struct PairQueue {
    private var heap: [(count: Int, pair: UInt64)] = []

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        heap[a].count != heap[b].count ? heap[a].count > heap[b].count : heap[a].pair < heap[b].pair
    }

    mutating func insert(count: Int, pair: UInt64) {
        heap.append((count, pair))
        var index = heap.count - 1
        while index > 0, precedes(index, (index - 1) / 2) {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func popFirst() -> (count: Int, pair: UInt64)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            var best = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && precedes(child, best) {
                best = child
            }
            guard best != index else { return first }
            heap.swapAt(index, best)
            index = best
        }
    }
}
