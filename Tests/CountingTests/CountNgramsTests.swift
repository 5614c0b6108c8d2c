internal import Counting
internal import TestSupport
internal import Testing
internal import Tokenization

/// Counting with a dictionary: what `countNgrams` must equal.
func naiveCounts(_ ids: [TokenID], order: Int) -> [[TokenID]: UInt64] {
    var counts: [[TokenID]: UInt64] = [:]
    var segment: [TokenID] = [Marker.segmentStart]
    for id in ids {
        segment.append(id)
        guard id == Marker.segmentEnd else { continue }
        if segment.count >= order {
            for start in 0...(segment.count - order) { counts[Array(segment[start..<start + order]), default: 0] += 1 }
        }
        segment = [Marker.segmentStart]
    }
    return counts
}

/// Random segments over ids spread up to `largest`, some ids frequent, some segments empty.
func randomStream(tokens: Int, types: Int, largest: TokenID, seed: UInt64) -> [TokenID] {
    var generator = SeededGenerator(seed: seed)
    let palette = (0..<types).map { _ in TokenID.random(in: 3...largest, using: &generator) }
    var ids: [TokenID] = []
    for _ in 0..<tokens {
        if Int.random(in: 0..<7, using: &generator) == 0 { ids.append(Marker.segmentEnd) }
        let bound = Int.random(in: 1...types, using: &generator)
        ids.append(
            Int.random(in: 0..<20, using: &generator) == 0 ? 0 : palette[Int.random(in: 0..<bound, using: &generator)])
    }
    return ids + [Marker.segmentEnd]
}

@Suite struct CountNgramsTests {
    /// Streams of more tokens than 32 bits tell apart take positions of 64.
    @Test(arguments: [4, 5, 9])
    func farPositionsAreCountedAlike(order: Int) {
        let ids = randomStream(tokens: 20_000, types: 60, largest: 1 << 22, seed: UInt64(order))
        let typeCount = Int(ids.max()!) + 1
        let near = countByPosition(in: ids, order: order, typeCount: typeCount, threads: 2)
        #expect(near == countNgrams(in: ids, order: order))
        for threads in [1, 3] {
            #expect(
                countByPosition(in: ids, order: order, typeCount: typeCount, threads: threads, narrowCount: 0) == near)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 12], [TokenID(20), 3_000, 1 << 21, 1 << 27, .max])
    func equalsADictionary(order: Int, largest: TokenID) {
        let ids = randomStream(tokens: 20_000, types: 60, largest: min(largest, 1 << 22), seed: UInt64(order))
        let naive = naiveCounts(ids, order: order)
        for threads in [1, 3] {
            let table = countNgrams(in: ids, order: order, threads: threads)
            #expect(table.count == naive.count)
            var previous: [TokenID] = []
            for row in 0..<table.count {
                let ngram = Array(table.ids[row * order..<(row + 1) * order])
                #expect(table.counts[row] == naive[ngram])
                #expect(row == 0 || previous.lexicographicallyPrecedes(ngram))
                previous = ngram
            }
        }
    }

    @Test func emptyStreamHasNoNgram() {
        #expect(countNgrams(in: [], order: 3).count == 0)
    }

    @Test func emptySegmentIsStartAndEnd() {
        let table = countNgrams(in: [2, 2], order: 2)
        #expect(table.ids == [1, 2])
        #expect(table.counts == [2])
        #expect(countNgrams(in: [2, 2], order: 3).count == 0)
    }

    /// Σ_Y n(X, Y) = n(X) for X ≠ `</s>`.
    @Test func bigramsSumToUnigrams() {
        let ids = randomStream(tokens: 50_000, types: 500, largest: 5_000, seed: 9)
        let unigrams = countNgrams(in: ids, order: 1)
        let bigrams = countNgrams(in: ids, order: 2)
        var sums: [TokenID: UInt64] = [:]
        for row in 0..<bigrams.count { sums[bigrams.ids[2 * row], default: 0] += bigrams.counts[row] }
        for row in 0..<unigrams.count where unigrams.ids[row] != Marker.segmentEnd {
            #expect(sums[unigrams.ids[row]] == unigrams.counts[row])
        }
    }
}

@Suite struct RadixSortTests {
    @Test(arguments: [0, 1, 2, 31, 33, 1_000, 5_000], [1, 8, 13, 40, 64])
    func sortsAsTheLibraryDoes(count: Int, bits: Int) {
        var generator = SeededGenerator(seed: UInt64(count + bits))
        let mask: UInt64 = bits == 64 ? .max : (1 << UInt64(bits)) - 1
        var keys = (0..<count).map { _ in UInt64.random(in: 0...mask, using: &generator) }
        let sorted = keys.sorted()
        RadixSort.sort(&keys, significantBits: bits)
        #expect(keys == sorted)
    }
}
