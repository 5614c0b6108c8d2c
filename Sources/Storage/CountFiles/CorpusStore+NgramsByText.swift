internal import Basics
internal import Counting
internal import GRDB
package import Tokenization

extension CorpusStore {
    /// Calls `body` with every n-gram of an order and its count, in the order of their words' bytes: `<s>` and `</s>` are words
    /// here, as in the windows that models are made of.
    ///
    /// - Parameters:
    ///   - order: 1 or more. Up to 3 the stored counts are read, others are counted from the tokens.
    ///   - splits: whose windows are counted; none that a cut inside a segment separates.
    ///   - memory: approximate bytes of it, besides the types.
    /// - Throws: `StorageError`; where there is no text, for an order that its counts do not have.
    /// - Complexity: a pass over the tokens for each part of the n-grams that the memory takes.
    package func forEachNgramByText(
        order: Int, splits: Set<Split>, types: TypeTable, memory: Int = 2 << 30, threads: Int = availableThreads,
        _ body: (_ words: ArraySlice<TokenID>, _ count: Int) throws -> Void
    ) throws {
        let byText = types.idsByText()
        var ranks = [UInt32](repeating: 0, count: types.count)
        for (rank, id) in byText.enumerated() { ranks[Int(id)] = UInt32(rank) }
        if Self.storedOrders.contains(order) {
            return try forEachStoredNgram(order: order, splits: splits, byText, ranks, body)
        }
        let counter = NgramsByText(order: order, splits: splits, byText: byText, ranks: ranks)
        let capacity = max(1 << 16, memory / (8 * order + 16))
        for words in counter.ranges(firstWordCounts: try firstWordCounts(splits, ranks), capacity: capacity) {
            try counter.forEach(in: words, of: self, threads: threads, body)
        }
    }

    /// By rank.
    private func firstWordCounts(_ splits: Set<Split>, _ ranks: [UInt32]) throws -> [Int] {
        var counts = [Int](repeating: 0, count: ranks.count)
        for split in splits {
            let unigrams = try storedCounts(order: 1, split: split)
            for row in 0..<unigrams.count { counts[Int(ranks[Int(unigrams.ids[row])])] += Int(unigrams.counts[row]) }
        }
        return counts
    }

    private func forEachStoredNgram(
        order: Int, splits: Set<Split>, _ byText: [TokenID], _ ranks: [UInt32],
        _ body: (ArraySlice<TokenID>, Int) throws -> Void
    ) throws {
        let further = (2..<order + 2).dropLast().map { "w\($0), " }.joined()
        let sql = "SELECT \(further)n FROM \(Schema.countTableName(order: order)) WHERE split = ? AND w1 = ?"
        try read { db in
            var rows: [(key: UInt64, count: Int)] = []
            for first in byText {
                rows.removeAll(keepingCapacity: true)
                for split in splits {
                    try db.forEachRow(sql, [split.rawValue, Int(first)], isCached: true) { row in
                        var key: UInt64 = 0
                        for column in 0..<Int32(order - 1) {
                            let id = try row.count(column)
                            guard id < ranks.count else { throw StorageError.changed(path) }
                            key = key << 32 | UInt64(ranks[id])
                        }
                        try rows.append((key, row.count(Int32(order - 1))))
                    }
                }
                rows.sort { $0.key < $1.key }
                var index = 0
                while index < rows.count {
                    var (end, count) = (index, 0)
                    while end < rows.count, rows[end].key == rows[index].key {
                        count = try sumOfCounts(count, rows[end].count, of: path)
                        end += 1
                    }
                    let key = rows[index].key
                    let words =
                        [first]
                        + (0..<order - 1).reversed().map { place in
                            byText[Int(truncatingIfNeeded: (key >> UInt64(32 * place)) & 0xFFFF_FFFF)]
                        }
                    try body(words[...], count)
                    index = end
                }
            }
        }
    }
}

/// Counts the n-grams of an order that are in no table, those that begin with some words at a time.
private struct NgramsByText {
    let order: Int
    let splits: Set<Split>
    /// By rank the id of the type, and by id its rank, in the order of their texts.
    let byText: [TokenID]
    let ranks: [UInt32]

    /// A window by as many of its first words as 64 bits hold, and its number.
    private struct Key {
        let head: UInt64
        let row: Int
    }

    /// Ranges of first words, by rank, that begin so many windows at most, or are one word.
    func ranges(firstWordCounts counts: [Int], capacity: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var (start, sum) = (0, 0)
        for word in counts.indices {
            if sum > 0, sum + counts[word] > capacity {
                ranges.append(start..<word)
                (start, sum) = (word, 0)
            }
            sum += counts[word]
        }
        if sum > 0 { ranges.append(start..<counts.count) }
        return ranges
    }

    func forEach(
        in words: Range<Int>, of store: CorpusStore, threads: Int, _ body: (ArraySlice<TokenID>, Int) throws -> Void
    ) throws {
        let (order, ranks) = (order, ranks)
        /// Ranks of each window's words.
        var rows: [UInt32] = []
        let parts = try store.scan(splits: splits, threads: threads, from: [UInt32]()) { run, rows in
            let ids = run.ids
            var begin = 0
            while begin < ids.count {
                var end = begin
                while ids[end] != Marker.segmentEnd { end += 1 }
                // `<s>` stands before the segment, and is not in the stream.
                for first in begin - 1..<max(begin - 1, end + 2 - order) {
                    let word = Int(ranks[Int(first < begin ? Marker.segmentStart : ids[first])])
                    guard words.contains(word) else { continue }
                    rows.append(UInt32(word))
                    for place in first + 1..<first + order { rows.append(ranks[Int(ids[place])]) }
                }
                begin = end + 1
            }
        }.states
        for part in parts { rows += part }
        let bits = bitsNeeded(for: ranks.count)
        let headLength = min(order, 64 / bits)
        var keys: [Key] = []
        keys.reserveCapacity(rows.count / order)
        for row in 0..<rows.count / order {
            var head: UInt64 = 0
            for place in 0..<headLength { head = head << UInt64(bits) | UInt64(rows[row * order + place]) }
            keys.append(Key(head: head, row: row))
        }
        func tail(_ key: Key) -> ArraySlice<UInt32> { rows[key.row * order + headLength..<(key.row + 1) * order] }
        keys.sort { a, b in a.head != b.head ? a.head < b.head : tail(a).lexicographicallyPrecedes(tail(b)) }
        var index = 0
        while index < keys.count {
            var end = index + 1
            while end < keys.count, keys[end].head == keys[index].head, tail(keys[end]) == tail(keys[index]) {
                end += 1
            }
            let row = keys[index].row * order
            try body(rows[row..<row + order].map { byText[Int($0)] }[...], end - index)
            index = end
        }
    }
}
