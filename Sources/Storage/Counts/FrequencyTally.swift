internal import Tokenization

/// How many n-grams of an order occur how often, and the most frequent of them: what the tables `spectrum` and `frequent`
/// hold of a split.
struct FrequencyTally {
    /// How many of the most frequent n-grams a table holds at least, if there are as many.
    static let wanted = 10_000
    /// With how many a table that changes is made anew.
    static let most = 40_000

    /// How many n-grams occur as often as the index says.
    private var few = [Int](repeating: 0, count: 1_024)
    private var many: [Int: Int] = [:]
    private var kept: [(count: Int, words: InlineArray<3, TokenID>)] = []
    /// At most the least count that is wanted in the end.
    private var least = 1
    private var room = FrequencyTally.most

    /// Takes an n-gram.
    @inline(__always)
    mutating func add(_ words: borrowing InlineArray<3, TokenID>, count: Int) {
        if count < few.count { few[count] &+= 1 } else { many[count, default: 0] += 1 }
        guard count >= least else { return }
        kept.append((count, copy words))
        if kept.count >= room { dropRare() }
    }

    private mutating func dropRare() {
        least = Self.leastCount(keeping: Self.wanted, of: spectrum)
        kept.removeAll { $0.count < least }
        room = max(Self.most, 2 * kept.count)
    }

    /// Frequencies in ascending order, with how many n-grams have them.
    var spectrum: [(frequency: Int, types: Int)] {
        few.indices.compactMap { few[$0] > 0 ? ($0, few[$0]) : nil }
            + many.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The n-grams that occur as often as the least frequent wanted one, or more often, and that least count.
    mutating func mostFrequent() -> (least: Int, ngrams: [(count: Int, words: InlineArray<3, TokenID>)]) {
        dropRare()
        return (least, kept)
    }

    /// The largest count that so many n-grams reach; 1 if there are fewer.
    static func leastCount(keeping wanted: Int, of spectrum: [(frequency: Int, types: Int)]) -> Int {
        var sum = 0
        for entry in spectrum.reversed() {
            sum += entry.types
            if sum >= wanted { return entry.frequency }
        }
        return 1
    }
}

extension NgramGroup {
    /// Whether neither bound of a segment is in it: `<s>` stands first alone, `</s>` last alone.
    @inline(__always)
    func isOfWords(order: Int) -> Bool {
        words[0] != Marker.segmentStart && words[order - 1] != Marker.segmentEnd
    }
}
