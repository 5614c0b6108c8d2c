internal import Tokenization

/// How many n-grams of an order occur how often, and the most frequent of them: what the tables `spectrum` and `frequent`
/// hold of a split.
///
/// Every n-gram of a corpus is added to two of them, so what is met each time lies where Swift checks no access.
///
/// Contract: one thread at a time.
@safe
final class FrequencyTally: @unchecked Sendable {
    /// How many of the most frequent n-grams a table holds at least, if there are as many.
    static let wanted = 10_000
    /// With how many a table that changes is made anew.
    static let most = 40_000

    private static let fewCount = 1_024
    /// How many n-grams occur as often as the index says.
    private let few: UnsafeMutablePointer<Int>
    private var many: [Int: Int] = [:]
    private var kept: [(count: Int, words: InlineArray<3, TokenID>)] = []
    /// At most the least count that is wanted in the end.
    private let least: UnsafeMutablePointer<Int>
    private var room = FrequencyTally.most

    init() {
        unsafe few = .allocate(capacity: Self.fewCount)
        unsafe few.initialize(repeating: 0, count: Self.fewCount)
        unsafe least = .allocate(capacity: 1)
        unsafe least.initialize(to: 1)
    }

    deinit {
        unsafe few.deallocate()
        unsafe least.deallocate()
    }

    /// Takes an n-gram.
    @inline(__always)
    func add(_ words: InlineArray<3, TokenID>, count: Int) {
        if count < Self.fewCount {
            unsafe few[count] &+= 1
        } else {
            many[count, default: 0] += 1
        }
        if unsafe count >= least.pointee { keep(words, count) }
    }

    /// Takes what another has taken.
    func add(_ other: FrequencyTally) {
        for count in 0..<Self.fewCount { unsafe few[count] += other.few[count] }
        many.merge(other.many, uniquingKeysWith: +)
        // Neither has left out what is wanted of both together.
        unsafe least.pointee = max(least.pointee, other.least.pointee)
        kept += other.kept
        if kept.count >= room { dropRare() }
    }

    @inline(never)
    private func keep(_ words: InlineArray<3, TokenID>, _ count: Int) {
        kept.append((count, words))
        if kept.count >= room { dropRare() }
    }

    private func dropRare() {
        let bound = Self.leastCount(keeping: Self.wanted, of: spectrum)
        unsafe least.pointee = bound
        kept.removeAll { $0.count < bound }
        room = max(Self.most, 2 * kept.count)
    }

    /// Frequencies in ascending order, with how many n-grams have them.
    var spectrum: [(frequency: Int, types: Int)] {
        (1..<Self.fewCount).compactMap { unsafe few[$0] > 0 ? ($0, few[$0]) : nil }
            + many.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The n-grams that occur as often as the least frequent wanted one, or more often, and that least count; the least
    /// frequent first, of those as frequent the one whose ids are smaller.
    func mostFrequent() -> (least: Int, ngrams: [(count: Int, words: InlineArray<3, TokenID>)]) {
        dropRare()
        kept.sort { a, b in
            (a.count, a.words[0], a.words[1], a.words[2]) < (b.count, b.words[0], b.words[1], b.words[2])
        }
        return unsafe (least.pointee, kept)
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

/// A tally for each order of each split, and of all of them together.
struct FrequencyTallies: Sendable {
    private let tallies: [FrequencyTally] = (0..<Schema.orders.count * NgramCounter.splitCount).map { _ in
        FrequencyTally()
    }

    /// - Parameter split: that of cuts stands for all together.
    subscript(order: Int, split: Int) -> FrequencyTally {
        tallies[(order - 1) * NgramCounter.splitCount + split]
    }

    /// Adds what others have.
    func add(_ others: FrequencyTallies) { for (tally, other) in zip(tallies, others.tallies) { tally.add(other) } }

    /// Adds an n-gram, which with `<s>` or `</s>` is not counted.
    func add(_ group: borrowing NgramGroup, order: Int) {
        guard group.isOfWords(order: order) else { return }
        for split in 0..<Schema.across where group.counts[split] > 0 {
            self[order, split].add(group.words, count: group.counts[split])
        }
        self[order, Schema.across].add(group.words, count: group.total)
    }
}

extension NgramGroup {
    /// Whether neither bound of a segment is in it: `<s>` stands first alone, `</s>` last alone.
    @inline(__always)
    func isOfWords(order: Int) -> Bool {
        words[0] != Marker.segmentStart && words[order - 1] != Marker.segmentEnd
    }
}
