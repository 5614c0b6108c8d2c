internal import Tokenization

/// Numbers for n-grams in the order in which they are first met: a hash table over flat ids.
struct NgramRows: Sendable {
    let order: Int
    /// One n-gram after the other.
    private(set) var ids: [TokenID] = []
    private(set) var count = 0
    /// A row's number plus one, 0 where free; a power of two of them.
    private var slots = [UInt32](repeating: 0, count: 1 << 10)

    init(order: Int) { self.order = order }

    /// The row of an n-gram, a new one where it has none.
    mutating func row(_ tokens: [TokenID], at start: Int) -> Int {
        row(tokens, at: start, hash: ngramHash(tokens, at: start, order: order))
    }

    /// - Parameter hash: its `ngramHash`.
    mutating func row(_ tokens: [TokenID], at start: Int, hash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            if isEqual(row, tokens, start) { return row }
            slot = (slot + 1) & mask
        }
        for offset in 0..<order { ids.append(tokens[start + offset]) }
        count += 1
        slots[slot] = UInt32(count)
        if count * 3 > slots.count * 2 { grow() }
        return count - 1
    }

    /// The row of an n-gram; `nil` where it has none.
    func known(_ tokens: [TokenID], at start: Int) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: ngramHash(tokens, at: start, order: order)) & mask
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            if isEqual(row, tokens, start) { return row }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isEqual(_ row: Int, _ tokens: [TokenID], _ start: Int) -> Bool {
        for offset in 0..<order where ids[row * order + offset] != tokens[start + offset] { return false }
        return true
    }

    private mutating func grow() {
        let mask = slots.count * 2 - 1
        slots = [UInt32](repeating: 0, count: mask + 1)
        for row in 0..<count {
            var slot = Int(truncatingIfNeeded: ngramHash(ids, at: row * order, order: order)) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(row + 1)
        }
    }
}

/// A hash of the n-gram at a place; its low and its high bits are of use.
func ngramHash(_ tokens: [TokenID], at start: Int, order: Int) -> UInt64 {
    var hash: UInt64 = 0
    for offset in 0..<order {
        hash = (hash ^ UInt64(tokens[start + offset])) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 32
    }
    return hash
}

/// The n-grams that lie inside a segment and begin in a range of a run.
func forEachNgram(
    in tokens: [TokenID], _ range: Range<Int>, order: Int, _ body: (_ start: Int, _ hash: UInt64) -> Void
) {
    // Where the segment ends in which the last token lay.
    var end = range.lowerBound
    for start in range where tokens[start] != Marker.segmentEnd {
        while end <= start || tokens[end] != Marker.segmentEnd { end += 1 }
        if start + order <= end { body(start, ngramHash(tokens, at: start, order: order)) }
    }
}
