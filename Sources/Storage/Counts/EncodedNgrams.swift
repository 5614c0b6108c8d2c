internal import Counting
internal import Tokenization

/// The rows of some sorted n-grams, ready to be put on pages: those of train as cells, the others as numbers.
///
/// Contract: one thread at a time.
@safe
final class EncodedNgrams: @unchecked Sendable {
    /// How many n-grams were encoded, repeated ones included.
    private(set) var count = 0
    private(set) var bigrams = CellRun()
    private(set) var trigrams = CellRun()
    /// For bigrams and trigrams and each split after train, rows as `RowsAside` has them.
    private var aside: [[UInt32]] = Array(repeating: [], count: 2 * (NgramCounter.splitCount - 1))

    /// Rows of a split other than train.
    /// - Parameter order: 2 or 3.
    func rowsAside(order: Int, split: Int) -> [UInt32] { aside[Self.index(order, split)] }

    private static func index(_ order: Int, _ split: Int) -> Int {
        (order &- 2) &* (NgramCounter.splitCount &- 1) &+ split &- 1
    }

    /// Encodes some n-grams of a bucket, in place of what was encoded before: what `CountedNgrams.forEachGroup` says, in one
    /// loop over the keys.
    ///
    /// - Parameter range: from the first n-gram of a bigram to the last of one.
    func encode(
        _ sorter: WindowSorter, _ bucket: Int, _ range: Range<Int>, counting tallies: FrequencyTallies
    ) {
        precondition(
            sorter.windows.order == 3 && sorter.windows.padsEnd && sorter.tagBits == NgramCounter.tagBits)
        count = range.count
        bigrams.removeAll()
        trigrams.removeAll()
        for index in aside.indices { aside[index].removeAll(keepingCapacity: true) }
        let (firstWord, keys) = unsafe sorter.bucket(bucket)
        unsafe Self.encode(
            UnsafeMutableBufferPointer(rebasing: keys[range]), firstWord: firstWord,
            idBits: UInt64(sorter.windows.idBits), tallies, &bigrams, &trigrams, &aside)
    }

    @unsafe
    private static func encode(
        _ keys: UnsafeMutableBufferPointer<UInt64>, firstWord: TokenID, idBits: UInt64,
        _ tallies: FrequencyTallies,
        _ bigrams: inout CellRun, _ trigrams: inout CellRun, _ aside: inout [[UInt32]]
    ) {
        let idMask: UInt64 = (1 << idBits) - 1
        let tagBits = UInt64(NgramCounter.tagBits)
        let tagMask: UInt64 = (1 << tagBits) - 1
        let ofTrigrams = (0..<NgramCounter.splitCount).map { tallies[3, $0] }
        let (ofTrain, whole) = (ofTrigrams[0], ofTrigrams[Schema.across])
        unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: 5) { rowBuffer in
            let row = rowBuffer.baseAddress!
            unsafe row[0] = 0
            var bigram = NgramGroup(0)
            var bigramKey = UInt64.max
            var position = 0
            while position < keys.count {
                let key = unsafe keys[position] &>> tagBits
                if key &>> idBits != bigramKey {
                    if bigramKey != .max { unsafe append(bigram, row, to: &bigrams, &aside, tallies) }
                    bigramKey = key &>> idBits
                    bigram = NgramGroup(
                        firstWord &+ TokenID(truncatingIfNeeded: key &>> (2 &* idBits)),
                        TokenID(truncatingIfNeeded: bigramKey & idMask))
                    unsafe row[1] = Int64(bigram.words[0])
                    unsafe row[2] = Int64(bigram.words[1])
                }
                let third = TokenID(truncatingIfNeeded: key & idMask)
                let isPad = third == Marker.segmentStart
                let isOfWords = bigram.words[0] != Marker.segmentStart && third != Marker.segmentEnd
                var total = 0
                repeat {
                    let tagged = unsafe keys[position]
                    let start = position
                    repeat { position &+= 1 } while unsafe position < keys.count && keys[position] == tagged
                    let count = position &- start
                    let split = Int(truncatingIfNeeded: tagged & tagMask)
                    // Windows are padded, so that every bigram begins one; those of cuts are of two words or of three.
                    if isPad || split < Schema.across { bigram.counts[split] &+= count }
                    if isPad { continue }
                    if split == 0 {
                        unsafe row[3] = Int64(third)
                        unsafe row[4] = Int64(count)
                        unsafe trigrams.append(row, columns: 5)
                    } else {
                        append(bigram.words[0], bigram.words[1], third, count, to: &aside[index(3, split)])
                    }
                    if isOfWords {
                        if split == 0 {
                            ofTrain.add([bigram.words[0], bigram.words[1], third], count: count)
                        } else if split < Schema.across {
                            ofTrigrams[split].add([bigram.words[0], bigram.words[1], third], count: count)
                        }
                        total &+= count
                    }
                } while unsafe position < keys.count && keys[position] &>> tagBits == key
                if total > 0 { whole.add([bigram.words[0], bigram.words[1], third], count: total) }
            }
            if bigramKey != .max { unsafe append(bigram, row, to: &bigrams, &aside, tallies) }
        }
    }

    /// - Parameter row: has the split and the words.
    @unsafe
    @inline(__always)
    private static func append(
        _ bigram: borrowing NgramGroup, _ row: UnsafeMutablePointer<Int64>, to cells: inout CellRun,
        _ aside: inout [[UInt32]], _ tallies: FrequencyTallies
    ) {
        if bigram.counts[0] > 0 {
            unsafe row[3] = Int64(bigram.counts[0])
            unsafe cells.append(row, columns: 4)
        }
        for split in 1..<NgramCounter.splitCount where bigram.counts[split] > 0 {
            append(
                bigram.words[0], bigram.words[1], nil, bigram.counts[split], to: &aside[index(2, split)])
        }
        tallies.add(bigram, order: 2)
    }

    @inline(__always)
    private static func append(
        _ first: TokenID, _ second: TokenID, _ third: TokenID?, _ count: Int, to rows: inout [UInt32]
    ) {
        rows.append(first)
        rows.append(second)
        if let third { rows.append(third) }
        rows.append(UInt32(truncatingIfNeeded: count))
        rows.append(UInt32(truncatingIfNeeded: count >> 32))
    }
}
