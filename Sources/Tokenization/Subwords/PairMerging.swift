/// Makes pairs of neighbours one, the pair of the lowest rank first, of equal ranks the leftmost, until none is left.
///
/// Words are short: what is looked through for the lowest rank again and again is faster there than a queue.
package struct PairMerging {
    private var ranks: [UInt32] = []
    private var results: [SubwordID] = []

    package init() {}

    private static let noRank = UInt32.max
    /// Longer words go through a queue.
    private static let longestScanned = 64

    /// - Parameter word: subwords, replaced by what is left.
    /// - Complexity: O(n log n) for n subwords.
    package mutating func merge(_ word: inout [SubwordID], by pairs: PairTable) {
        guard word.count > 1 else { return }
        if word.count <= Self.longestScanned { scan(&word, pairs) } else { word = Self.queued(word, pairs) }
    }

    private mutating func scan(_ word: inout [SubwordID], _ pairs: PairTable) {
        ranks.removeAll(keepingCapacity: true)
        results.removeAll(keepingCapacity: true)
        for index in 0..<word.count - 1 {
            let merge = pairs.merge(word[index], word[index + 1])
            ranks.append(merge?.rank ?? Self.noRank)
            results.append(merge?.result ?? 0)
        }
        func look(at index: Int) {
            let merge = pairs.merge(word[index], word[index + 1])
            ranks[index] = merge?.rank ?? Self.noRank
            results[index] = merge?.result ?? 0
        }
        while !ranks.isEmpty {
            var best = 0
            for index in ranks.indices where ranks[index] < ranks[best] { best = index }
            guard ranks[best] != Self.noRank else { return }
            word[best] = results[best]
            word.remove(at: best + 1)
            ranks.remove(at: best)
            results.remove(at: best)
            if best < ranks.count { look(at: best) }
            if best > 0 { look(at: best - 1) }
        }
    }

    /// The same by a queue of pairs, for words of any length.
    private static func queued(_ word: [SubwordID], _ pairs: PairTable) -> [SubwordID] {
        var word = word
        let end = word.count
        var next = Array(1...end)
        var previous = Array(-1..<end - 1)
        var isGone = [Bool](repeating: false, count: end)
        var queue = SmallestFirst()
        func enter(_ left: Int) {
            guard left >= 0, next[left] < end, let merge = pairs.merge(word[left], word[next[left]]) else { return }
            queue.insert(UInt64(merge.rank) << 32 | UInt64(left))
        }
        for index in 0..<end - 1 { enter(index) }
        while let entry = queue.popFirst() {
            let left = Int(entry & 0xFFFF_FFFF)
            guard !isGone[left], next[left] < end,
                let merge = pairs.merge(word[left], word[next[left]]), UInt64(merge.rank) == entry >> 32
            else { continue }
            let right = next[left]
            word[left] = merge.result
            isGone[right] = true
            next[left] = next[right]
            if next[left] < end { previous[next[left]] = left }
            enter(previous[left])
            enter(left)
        }
        return word.indices.filter { !isGone[$0] }.map { word[$0] }
    }
}

/// Numbers of which the smallest is taken first: a binary heap.
struct SmallestFirst {
    private var heap: [UInt64] = []

    mutating func insert(_ number: UInt64) {
        heap.append(number)
        var index = heap.count - 1
        while index > 0, heap[(index - 1) / 2] > heap[index] {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func popFirst() -> UInt64? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != index else { return first }
            heap.swapAt(index, least)
            index = least
        }
    }
}
