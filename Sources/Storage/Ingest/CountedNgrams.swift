internal import Counting
internal import Tokenization

/// Some of a split's n-grams, in the making: to be sorted, or counted already.
enum Part {
    case sorter(WindowSorter)
    case counts(NextWordCounts)
}

/// n-grams ready to be written, in ascending order.
enum CountedNgrams {
    /// A sorted bucket; repeated n-grams stand side by side.
    case bucket(WindowSorter, Int)
    case counts(NextWordCounts)

    /// How many there are, repeated ones included.
    var count: Int {
        switch self {
        case .bucket(let sorter, let bucket): sorter.count(ofBucket: bucket)
        case .counts(let counts): counts.counts.reduce(0, +)
        }
    }
}

/// How often each word follows two words that occur too often together for all their trigrams to be sorted at a time.
struct NextWordCounts: Sendable {
    let first: TokenID
    let second: TokenID
    /// The words that follow, ascending, and how often each does.
    let words: [TokenID]
    let counts: [Int]

    /// - Parameter counts: by id.
    init(after pair: [TokenID], _ counts: [Int]) {
        (first, second) = (pair[0], pair[1])
        words = counts.indices.filter { counts[$0] > 0 }.map { TokenID($0) }
        self.counts = words.map { counts[Int($0)] }
    }
}
