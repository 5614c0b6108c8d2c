public import Counting
public import Tokenization

/// The n-grams of a stretch of a corpus, in the order of their frequencies; boundary markers are left out.
///
/// The more frequent come first, equal ones in code point order.
public struct RankedNgrams: Sendable {
    public let order: Int
    /// How many tokens the stretch has: what frequencies per million refer to.
    public let tokens: Int

    private let types: TypeTable
    private let table: NgramTable
    /// Rows of the table without markers.
    private let rows: [Int]

    /// - Parameters:
    ///   - stream: each segment's tokens followed by `</s>`.
    ///   - order: 1 or more.
    ///   - types: what the stream's ids spell.
    public init(_ stream: TokenStream, order: Int, types: TypeTable) {
        self.types = types
        self.order = order
        tokens = stream.ids.count { $0 != Marker.segmentEnd }
        let table = countNgrams(in: stream, order: order, threads: stream.threads)
        self.table = table
        rows = (0..<table.count).filter { row in
            (row * order..<(row + 1) * order).allSatisfy { !Self.isMarker(table.ids[$0]) }
        }
    }

    /// An n-gram with its place among the others.
    public struct Row: Sendable, Hashable {
        /// 1 for the most frequent; `nil` for an n-gram that does not occur.
        public let rank: Int?
        public let ngram: [String]
        public let count: Int
    }

    /// How many occurrences a million tokens have.
    public func perMillion(_ count: Int) -> Double? { tokens == 0 ? nil : Double(count) * 1e6 / Double(tokens) }

    /// The most frequent n-grams.
    /// - Parameters:
    ///   - limit: how many; all where `nil`.
    ///   - minimum: the least count.
    ///   - matches: called with the words joined by a space.
    /// - Returns: the first of them, ranked among all n-grams, and how many meet the conditions.
    public func top(
        _ limit: Int?, minimum: Int = 1, matching matches: ((String) throws -> Bool)? = nil
    ) rethrows -> (rows: [Row], total: Int) {
        var kept = rows.filter { table.counts[$0] >= UInt64(max(minimum, 0)) }
        if let matches { kept = try kept.filter { try matches(words(of: $0).joined(separator: " ")) } }
        let total = kept.count
        let isRankedByItself = matches == nil
        if let limit, limit < total {
            // All rows that can be among the first: those as frequent as the last of them.
            let counts = kept.map { table.counts[$0] }.sorted(by: >)
            let least = counts[max(limit - 1, 0)]
            kept = limit == 0 ? [] : kept.filter { table.counts[$0] >= least }
        }
        kept.sort(by: precedes)
        let first = kept.prefix(limit ?? kept.count)
        let ranks = isRankedByItself ? Array(1...max(1, first.count)) : self.ranks(of: Array(first))
        return (first.enumerated().map { Row(rank: ranks[$0], ngram: words(of: $1), count: count($1)) }, total)
    }

    /// Where an n-gram stands, also one that does not occur.
    public func row(of ngram: [String]) -> Row {
        let ids = ngram.compactMap { types.id(of: $0) }
        guard ids.count == order, !ids.contains(where: Self.isMarker), let row = find(ids) else {
            return Row(rank: nil, ngram: ngram, count: 0)
        }
        return Row(rank: ranks(of: [row])[0], ngram: ngram, count: count(row))
    }

    /// How often an n-gram occurs.
    func count(of ngram: [String]) -> Int {
        let ids = ngram.compactMap { types.id(of: $0) }
        guard ids.count == order, !ids.contains(where: Self.isMarker) else { return 0 }
        return find(ids).map(count) ?? 0
    }

    private static func isMarker(_ id: TokenID) -> Bool { id == Marker.segmentStart || id == Marker.segmentEnd }
    private func count(_ row: Int) -> Int { Int(table.counts[row]) }
    private func ids(_ row: Int) -> ArraySlice<TokenID> { table.ids[row * order..<(row + 1) * order] }
    private func words(of row: Int) -> [String] { ids(row).map { types[$0] } }

    private func precedes(_ a: Int, _ b: Int) -> Bool {
        if table.counts[a] != table.counts[b] { return table.counts[a] > table.counts[b] }
        // Ties are in code point order.
        guard let (x, y) = zip(ids(a), ids(b)).first(where: { $0 != $1 }) else { return false }
        return types.utf8(of: x).lexicographicallyPrecedes(types.utf8(of: y))
    }

    /// Ranks among all rows, of some in ascending order of rank.
    private func ranks(of sorted: [Int]) -> [Int] { ranksAmong(rows, of: sorted, precedes: precedes) }

    private func find(_ ngram: [TokenID]) -> Int? {
        let row = table.firstRow(notBefore: ngram)
        return row < table.count && ids(row).elementsEqual(ngram) ? row : nil
    }
}

/// Ranks among all elements, from 1 on, of some of them in ascending order of rank.
func ranksAmong<Element: Equatable>(
    _ all: [Element], of sorted: [Element], precedes: (Element, Element) -> Bool
) -> [Int] {
    guard let last = sorted.last else { return [] }
    // Binary search finds the first of `sorted` that each element precedes.
    var preceding = [Int](repeating: 0, count: sorted.count + 1)
    for element in all where element == last || precedes(element, last) {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if precedes(element, sorted[middle]) { high = middle } else { low = middle + 1 }
        }
        preceding[low] += 1
    }
    var sum = 0
    return sorted.indices.map { index in
        sum += preceding[index]
        return sum + 1
    }
}
