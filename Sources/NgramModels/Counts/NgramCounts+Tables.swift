package import Counting
package import LanguageModeling
internal import Tokenization

extension NgramCounts {
    /// Counts of n-grams that are at hand as tables, in place of a text.
    ///
    /// - Parameters:
    ///   - tables: of the orders 1…N, whose ids are those of types.
    ///   - map: for each type its word in the vocabulary.
    ///   - idCount: every word is below it.
    /// - Returns: `nil` where they are no counts of all windows of a text: those that begin with some words do not come to
    ///   as many as these, or an n-gram is not counted without its first word.
    /// - Throws: without words; and if tokens, types or n-grams are more than can be numbered.
    /// - Complexity: O(n log n) for n n-grams.
    package init?(
        tables: [NgramTable], map: [WordID], idCount: Int
    ) throws(EstimationError) {
        precondition(!tables.isEmpty && idCount >= 3)
        let limits = TrieLimits()
        guard idCount <= limits.types else { throw .tooManyTypes(idCount) }
        guard tables.reduce(0, { $0 + $1.count }) <= limits.ngrams else { throw .tooManyNgrams(order: tables.count) }
        let code = WordCode(idCount: idCount)
        var unigrams = Level()
        unigrams.codes = (0..<WordID(idCount)).map(code.code)
        var counts = [Int](repeating: 0, count: idCount)
        for row in 0..<tables[0].count { counts[Int(map[Int(tables[0].ids[row])])] += Int(tables[0].counts[row]) }
        let events = counts.indices.reduce(0) { $0 + ($1 == Int(Marker.segmentStart) ? 0 : counts[$1]) }
        guard events > 0 else { throw .noText }
        guard counts.reduce(0, +) <= limits.places else { throw .tooManyTokens(events) }
        unigrams.counts = counts.map { UInt32($0) }
        var levels = [unigrams]
        for table in tables.dropFirst() where table.count > 0 {
            guard let level = Level(table, map, code, below: &levels) else { return nil }
            levels.append(level)
        }
        (order, self.idCount, self.code, self.levels, eventCount) = (levels.count, idCount, code, levels, events)
        guard hasAllSuffixes else { return nil }
        linkSuffixes()
    }

    /// Whether every n-gram is there without its first word.
    private var hasAllSuffixes: Bool {
        for order in stride(from: 3, through: order, by: 1) {
            for first in 0..<idCount where !hasAllSuffixes(below: first, [], order: order) { return false }
        }
        return true
    }

    private func hasAllSuffixes(below node: Int, _ words: [WordID], order: Int) -> Bool {
        let depth = words.count
        for child in levels[depth].children(of: node) {
            let path = words + [code.word(of: levels[depth + 1].codes[child])]
            if path.count == order - 1 {
                if self.node(of: path) == nil { return false }
            } else if !hasAllSuffixes(below: child, path, order: order) {
                return false
            }
        }
        return true
    }
}

extension NgramCounts.Level {
    /// The level of a table's order.
    ///
    /// - Parameter levels: those of lower orders, of which the last is told where its children begin.
    /// - Returns: `nil` where an n-gram's first words are not there, or its children do not come to its count.
    fileprivate init?(_ table: NgramTable, _ map: [WordID], _ code: WordCode, below levels: inout [Self]) {
        let order = table.order
        var rows: [(parent: UInt32, code: UInt32, count: UInt64)] = []
        rows.reserveCapacity(table.count)
        for row in 0..<table.count {
            let words = table.ids[row * order..<(row + 1) * order].map { map[Int($0)] }
            var node = Int(words[0])
            for depth in 1..<order - 1 {
                let next = levels[depth]
                guard
                    let child = findCode(
                        code.code(of: words[depth]), bits: code.bits, in: levels[depth - 1].children(of: node),
                        codeAt: { next.codes[$0] })
                else { return nil }
                node = child
            }
            rows.append((UInt32(node), code.code(of: words[order - 1]), table.counts[row]))
        }
        rows.sort { $0.parent != $1.parent ? $0.parent < $1.parent : $0.code < $1.code }
        self.init()
        let parents = levels[levels.count - 1]
        let end = code.code(of: Marker.segmentEnd)
        var starts: [UInt32] = []
        starts.reserveCapacity(parents.count + 1)
        var index = 0
        for parent in 0..<parents.count {
            starts.append(UInt32(codes.count))
            var sum: UInt64 = 0
            while index < rows.count, rows[index].parent == UInt32(parent) {
                let first = index
                var count: UInt64 = 0
                while index < rows.count, rows[index].parent == UInt32(parent), rows[index].code == rows[first].code {
                    count += rows[index].count
                    index += 1
                }
                sum += count
                codes.append(rows[first].code)
                counts.append(UInt32(clamping: count))
            }
            guard sum == (parents.codes[parent] == end ? 0 : UInt64(parents.counts[parent])) else { return nil }
        }
        starts.append(UInt32(codes.count))
        levels[levels.count - 1].childStarts = starts
    }
}
