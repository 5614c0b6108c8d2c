internal import Basics
internal import Counting
internal import NgramModels
internal import Storage
internal import Tokenization

/// The n-grams of a part of a corpus in the order of their frequencies, as ``RankedNgrams`` has them, in bounded memory.
///
/// N-grams are counted in code point order, and those of each small count go to a file of their own: read from the largest
/// count to the smallest, nothing has to be sorted but the few of large counts.
struct SpilledRanking {
    /// Counts from here on are so few that they are held.
    private static let large = 256

    let order: Int
    /// How many n-grams occur as often as was asked.
    private(set) var total = 0
    private let types: TypeTable
    /// By rank in code point order, the type.
    private let idsByRank: [TokenID]
    /// By count, the words' ranks; none for counts that no n-gram has.
    private var few: [NumberFile<UInt32>?]
    private var many: [(count: Int, words: ArraySlice<UInt32>)] = []

    /// - Parameters:
    ///   - minimum: the least count that is wanted.
    ///   - memory: bytes.
    init(_ part: CorpusPart, of corpus: Corpus, order: Int, minimum: Int, memory: Int) throws {
        self.order = order
        types = try corpus.store.types()
        // The boundaries of segments keep their ids; the others stand around them in code point order.
        let boundaries = [Marker.segmentStart, Marker.segmentEnd]
        var byRank = types.idsByText().filter { !boundaries.contains($0) }
        byRank.insert(contentsOf: boundaries, at: min(1, byRank.count))
        var ranks = [UInt32](repeating: 0, count: types.count)
        for (rank, id) in byRank.enumerated() { ranks[Int(id)] = UInt32(rank) }
        idsByRank = byRank
        few = [NumberFile<UInt32>?](repeating: nil, count: Self.large)
        let rankOfType = ranks
        let folder = temporaryFolder(besides: corpus.store.path)
        func take(_ words: some Collection<UInt32>, _ count: Int) throws {
            guard count >= minimum else { return }
            total += 1
            if count >= Self.large {
                many.append((count, ArraySlice(Array(words))))
            } else {
                let file = try few[count] ?? NumberFile(in: folder)
                few[count] = file
                try file.append(words)
            }
        }
        if let held = try corpus.store.countsWithoutText() {
            guard order <= held.order else {
                throw CorpusError.countsUpTo(held.order, wanted: order, database: corpus.store.path)
            }
            try corpus.store.forEachNgramByText(order: order, splits: part.splits, types: types, memory: memory) {
                words, count in
                if !words.contains(where: boundaries.contains) { try take(words.map { ranks[Int($0)] }, count) }
            }
            sortLargeCounts()
            return
        }
        let runs = corpus.runs(of: part)
        let text = TrainingText { body in
            _ = try runs.scan(from: ()) { run, _ in body(run.ids.map { rankOfType[Int($0)] }) }
        }
        let plan = SpillPlan(memory: memory / 2, folder: folder, threads: availableThreads)
        try countWindows(of: text, idCount: max(3, types.count), order: order, plan: plan) { ngrams, counts in
            for (index, count) in counts.enumerated() {
                try take(ngrams[index * order..<(index + 1) * order], Int(count))
            }
        }
        sortLargeCounts()
    }

    /// Those of equal counts stay in code point order.
    private mutating func sortLargeCounts() {
        many = many.enumerated().sorted { a, b in
            (b.element.count, a.offset) < (a.element.count, b.offset)
        }.map(\.element)
    }

    /// Goes through them, the most frequent first.
    /// - Parameter body: says whether to go on.
    func forEach(_ body: (RankedNgrams.Row) throws -> Bool) throws {
        var rank = 0
        func give(_ words: some Sequence<UInt32>, _ count: Int) throws -> Bool {
            rank += 1
            return try body(
                RankedNgrams.Row(rank: rank, ngram: words.map { types[idsByRank[Int($0)]] }, count: count))
        }
        for ngram in many { guard try give(ngram.words, ngram.count) else { return } }
        for (count, file) in few.enumerated().reversed() {
            guard let file else { continue }
            for range in ranges(ofLength: 1 << 12, upTo: file.count / order) {
                let words = try file.read(range.lowerBound * order..<range.upperBound * order)
                for index in 0..<range.count {
                    guard try give(words[index * order..<(index + 1) * order], count) else { return }
                }
            }
        }
    }
}

extension Corpus {
    /// The most frequent n-grams of a part, counted in bounded memory.
    ///
    /// - Parameters:
    ///   - matches: called with the words joined by a space.
    ///   - memory: bytes.
    /// - Returns: the first of them, ranked among all n-grams, and how many meet the conditions.
    func spilledTop(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, matching matches: ((String) -> Bool)?, memory: Int
    ) throws -> (rows: [RankedNgrams.Row], total: Int) {
        var rows: [RankedNgrams.Row] = []
        let total = try forEachRanked(
            limit, order: order, of: part, minimum: minimum, matching: matches, memory: memory
        ) { rows.append($0) }
        return (rows, total)
    }

    /// The same, given away one by one.
    /// - Returns: how many meet the conditions.
    func forEachRanked(
        _ limit: Int?, order: Int, of part: CorpusPart, minimum: Int, matching matches: ((String) -> Bool)?,
        memory: Int, _ body: (RankedNgrams.Row) throws -> Void
    ) throws -> Int {
        let ranking = try SpilledRanking(part, of: self, order: order, minimum: minimum, memory: memory)
        var (given, matched) = (0, 0)
        try ranking.forEach { row in
            if let matches, !matches(row.ngram.joined(separator: " ")) { return true }
            matched += 1
            if given < limit ?? .max {
                given += 1
                try body(row)
            }
            return matches != nil || given < limit ?? .max
        }
        return matches == nil ? ranking.total : matched
    }
}
