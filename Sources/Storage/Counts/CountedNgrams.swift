internal import Counting
internal import Tokenization

/// Some of the n-grams, in the making: to be sorted, or counted already.
enum Part {
    case sorter(WindowSorter)
    case counts(NextWordCounts)
}

/// n-grams ready to be written, in ascending order.
enum CountedNgrams {
    /// A sorted bucket; repeated n-grams stand side by side, in the order of their splits.
    case bucket(WindowSorter, Int)
    case counts(NextWordCounts)
    /// Rows for the pages of a new database.
    case encoded(EncodedNgrams)

    /// How many there are, repeated ones included.
    var count: Int {
        switch self {
        case .bucket(let sorter, let bucket): sorter.count(ofBucket: bucket)
        case .counts(let counts): counts.counts.joined().reduce(0, +)
        case .encoded(let encoded): encoded.count
        }
    }
}

/// How often each word follows two words that occur too often together for all their trigrams to be sorted at a time.
struct NextWordCounts: Sendable {
    let first: TokenID
    let second: TokenID
    /// The words that follow, ascending.
    let words: [TokenID]
    /// For each split, how often each of them does.
    let counts: [[Int]]

    /// - Parameter counts: for each split by id.
    init(after pair: [TokenID], _ counts: [[Int]]) {
        (first, second) = (pair[0], pair[1])
        let words = counts[0].indices.filter { id in counts.contains { $0[id] > 0 } }
        self.words = words.map { TokenID($0) }
        self.counts = counts.map { counts in words.map { counts[$0] } }
    }
}

/// An n-gram of one to three words, and how often it occurs in each split; the last split is that of cuts.
struct NgramGroup {
    /// 0 beyond the order.
    var words: InlineArray<3, TokenID>
    var counts = InlineArray<4, Int>(repeating: 0)

    init(_ first: TokenID, _ second: TokenID = 0, _ third: TokenID = 0) { words = [first, second, third] }

    var total: Int { counts[0] + counts[1] + counts[2] + counts[3] }
}

extension CountedNgrams {
    /// Calls `body` with the order and each bigram and trigram; the bigrams ascend, and so do the trigrams.
    ///
    /// Windows are padded, so that every bigram begins one; those of cuts are bigrams or trigrams, as they are padded or not.
    /// - Precondition: they are not encoded.
    func forEachGroup(_ body: (_ order: Int, _ group: borrowing NgramGroup) throws -> Void) rethrows {
        switch self {
        case .encoded: preconditionFailure("rows for pages are no groups any more")
        case .bucket(let sorter, let bucket): try Self.forEachGroup(sorter, bucket, body)
        case .counts(let next):
            var bigram = NgramGroup(next.first, next.second)
            for (index, word) in next.words.enumerated() {
                let isPad = word == Marker.segmentStart
                var trigram = NgramGroup(next.first, next.second, word)
                for split in 0..<NgramCounter.splitCount {
                    trigram.counts[split] = next.counts[split][index]
                    if split < Schema.across || isPad { bigram.counts[split] += next.counts[split][index] }
                }
                if !isPad { try body(3, trigram) }
            }
            if bigram.total > 0 { try body(2, bigram) }
        }
    }

    private static func forEachGroup(
        _ sorter: WindowSorter, _ bucket: Int, _ body: (Int, borrowing NgramGroup) throws -> Void
    ) rethrows {
        precondition(sorter.windows.order == 3 && sorter.windows.padsEnd && sorter.tagBits == NgramCounter.tagBits)
        let (firstWord, keys) = unsafe sorter.bucket(bucket)
        let bits = UInt64(sorter.windows.idBits)
        let mask: UInt64 = (1 << bits) - 1
        let tags = UInt64(NgramCounter.tagBits)
        var bigram = NgramGroup(0)
        var bigramKey = UInt64.max
        var position = 0
        while position < keys.count {
            let key = unsafe keys[position] &>> tags
            let third = TokenID(truncatingIfNeeded: key & mask)
            let isPad = third == Marker.segmentStart
            if key &>> bits != bigramKey {
                if bigram.total > 0 { try body(2, bigram) }
                bigramKey = key &>> bits
                bigram = NgramGroup(
                    firstWord &+ TokenID(truncatingIfNeeded: key &>> (2 &* bits)),
                    TokenID(truncatingIfNeeded: bigramKey & mask))
            }
            var trigram = NgramGroup(bigram.words[0], bigram.words[1], third)
            while position < keys.count, unsafe keys[position] &>> tags == key {
                unsafe trigram.counts[Int(keys[position] & ((1 << tags) - 1))] &+= 1
                position &+= 1
            }
            for split in 0..<Schema.across { bigram.counts[split] &+= trigram.counts[split] }
            if isPad {
                bigram.counts[Schema.across] &+= trigram.counts[Schema.across]
            } else {
                try body(3, trigram)
            }
        }
        if bigram.total > 0 { try body(2, bigram) }
    }
}
