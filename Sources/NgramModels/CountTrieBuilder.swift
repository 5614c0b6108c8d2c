internal import Counting
internal import LanguageModeling
internal import Tokenization

/// Builds the levels of ``NgramCounts`` by sorting.
///
/// Windows are sorted as 64-bit keys: the number of a node already built, then as many further words as fit. So one
/// sort builds two or three levels of a large vocabulary at once, and any order is reached in stages.
struct CountTrieBuilder {
    private static let noNode = UInt32.max

    /// `<s> w₁ … w_k </s>` for each segment.
    private let text: [WordID]
    private let idCount: Int
    private let code: WordCode

    init(words: [WordID], idCount: Int, code: WordCode) {
        var text: [WordID] = []
        text.reserveCapacity(words.count + words.count / 8)
        var begins = true
        for word in words {
            if begins { text.append(Marker.segmentStart) }
            text.append(word)
            begins = word == Marker.segmentEnd
        }
        self.text = text
        self.idCount = idCount
        self.code = code
    }

    func levels(order: Int) throws(EstimationError) -> [NgramCounts.Level] {
        var levels = [unigrams()]
        // The node that the window at each place of the text has reached, until it meets the segment's end.
        var nodes = text
        while levels.count < order {
            let parents = levels[levels.count - 1].count
            let parentBits = Int.bitWidth - max(parents - 1, 1).leadingZeroBitCount
            let words = min((64 - parentBits) / code.bits, order - levels.count)
            let isLast = levels.count + words == order
            extend(&levels, by: words, from: &nodes, parentBits: parentBits, isLast: isLast)
            let total = levels.reduce(0) { $0 + $1.count }
            guard total < 1 << 31 else { throw .tooManyNgrams(order: order) }
        }
        return levels
    }

    private func unigrams() -> NgramCounts.Level {
        var level = NgramCounts.Level()
        level.codes = (0..<WordID(idCount)).map(code.code)
        level.counts = [UInt32](repeating: 0, count: idCount)
        for word in text { level.counts[Int(word)] += 1 }
        return level
    }

    /// Adds the levels of windows longer by 1…`words` words.
    private func extend(
        _ levels: inout [NgramCounts.Level], by words: Int, from nodes: inout [UInt32], parentBits: Int, isLast: Bool
    ) {
        let significantBits = parentBits + words * code.bits
        // Places go along where a further stage needs the nodes reached.
        var keys: [UInt64]
        var places: [UInt32] = []
        if isLast {
            keys = []
            keys.reserveCapacity(text.count)
            forEachKey(length: levels.count, words: words, nodes: nodes) { key, _ in keys.append(key) }
            nodes = []
            RadixSort.sort(&keys, significantBits: significantBits)
        } else {
            var positioned: [PositionedKey] = []
            positioned.reserveCapacity(text.count)
            forEachKey(length: levels.count, words: words, nodes: nodes) { key, place in
                positioned.append(PositionedKey(key: key, position: UInt32(place)))
            }
            RadixSort.sort(&positioned, significantBits: significantBits)
            keys = positioned.map(\.key)
            places = positioned.map(\.position)
        }

        let bits = code.bits
        let mask = (UInt64(1) << UInt64(bits)) - 1
        let end = code.code(of: Marker.segmentEnd)
        let parentLevel = levels.count - 1
        let parentCount = levels[parentLevel].count
        var parentStarts: [UInt32] = []
        parentStarts.reserveCapacity(parentCount + 1)
        var added = [NgramCounts.Level](repeating: .init(), count: words)
        if !isLast { for place in nodes.indices { nodes[place] = Self.noNode } }

        var previous = UInt64.max
        var index = 0
        while index < keys.count {
            let key = keys[index]
            var runEnd = index + 1
            while runEnd < keys.count && keys[runEnd] == key { runEnd += 1 }
            let count = UInt32(runEnd - index)

            let parent = words * bits == 64 ? 0 : Int(key >> UInt64(words * bits))
            var firstNew = 0
            if parentStarts.count <= parent {
                let start = UInt32(added[0].count)
                while parentStarts.count <= parent { parentStarts.append(start) }
            } else {
                firstNew = ((key ^ previous).leadingZeroBitCount - (64 - words * bits)) / bits
                for depth in 0..<firstNew { added[depth].counts[added[depth].count - 1] += count }
            }
            var reachedEnd = false
            for depth in firstNew..<words {
                let word = UInt32(truncatingIfNeeded: (key >> UInt64((words - 1 - depth) * bits)) & mask)
                added[depth].codes.append(word)
                added[depth].counts.append(count)
                if depth + 1 < words { added[depth].childStarts.append(UInt32(added[depth + 1].count)) }
                if word == end {
                    reachedEnd = true
                    break
                }
            }
            if !isLast && !reachedEnd {
                let node = UInt32(added[words - 1].count - 1)
                for place in places[index..<runEnd] { nodes[Int(place)] = node }
            }
            previous = key
            index = runEnd
        }
        while parentStarts.count <= parentCount { parentStarts.append(UInt32(added[0].count)) }
        levels[parentLevel].childStarts = parentStarts
        for depth in 0..<words - 1 { added[depth].childStarts.append(UInt32(added[depth + 1].count)) }
        levels += added
    }

    /// For each window that goes on beyond its node: the node and the next words' codes, ended at `</s>` by zeros; and
    /// the window's place.
    @inline(__always)
    private func forEachKey(length: Int, words: Int, nodes: [UInt32], _ body: (UInt64, Int) -> Void) {
        let bits = UInt64(code.bits)
        let top = UInt64(words - 1) * bits
        var following: UInt64 = 0
        for place in text.indices.reversed() {
            let word = text[place]
            following = word == Marker.segmentEnd ? 0 : following >> bits
            following |= UInt64(code.code(of: word)) << top
            let start = place - length
            if start < 0 { break }
            let node = nodes[start]
            if node == Self.noNode || text[place - 1] == Marker.segmentEnd { continue }
            body(UInt64(node) << (top + bits) | following, start)
        }
    }
}
