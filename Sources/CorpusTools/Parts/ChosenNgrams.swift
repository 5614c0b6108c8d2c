internal import Counting
package import Tokenization

extension CountsByPart {
    /// Counts some n-grams alone: what a table shows, of whatever many there are.
    ///
    /// - Parameters:
    ///   - ngrams: which, all of one order, without the ends of segments.
    ///   - order: their length.
    ///   - source: what is counted.
    ///   - parts: into which it is divided; what is in none is not counted.
    package init(
        of ngrams: [[TokenID]], order: Int, in source: some TokenRunSource, parts: CorpusParts
    ) throws {
        self = try Self.counts(of: ngrams, order: order, in: source, byEach: [parts])[0]
    }

    /// The same by several divisions, in one scan.
    ///
    /// - Parameter divisions: each for itself.
    /// - Complexity: O(tokens) time whatever the number of n-grams; memory for these and the types.
    package static func counts(
        of ngrams: [[TokenID]], order: Int, in source: some TokenRunSource, byEach divisions: [CorpusParts]
    ) throws -> [CountsByPart] {
        var rows = NgramRows(order: order)
        for ngram in ngrams.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            precondition(ngram.count == order && !ngram.contains(Marker.segmentEnd), "words of that order")
            _ = rows.row(ngram, at: 0)
        }
        // Most tokens begin none of them; a word is its row at once.
        var first = [Int32](repeating: -1, count: Int(ngrams.compactMap(\.first).max() ?? 0) + 1)
        for ngram in ngrams { first[Int(ngram[0])] = Int32(rows.known(ngram, at: 0) ?? 0) }
        let (known, firstRows) = (rows, first)
        let workers = try source.scan(from: divisions.map { PartTally(parts: $0.count) }) { run, tallies in
            var met: [(start: Int, row: Int)] = []
            for start in run.ids.indices where Int(run.ids[start]) < firstRows.count {
                let row = Int(firstRows[Int(run.ids[start])])
                guard row >= 0, start + order <= run.ids.count else { continue }
                if order == 1 {
                    met.append((start, row))
                } else if let row = known.known(run.ids, at: start) {
                    met.append((start, row))
                }
            }
            for (number, parts) in divisions.enumerated() {
                var next = met.startIndex
                parts.forEachStretch(of: run) { part, range, tokens in
                    tallies[number].begin(part: part, tokens: tokens)
                    while next < met.endIndex, met[next].start < range.upperBound {
                        tallies[number].add(met[next].row)
                        next += 1
                    }
                }
            }
        }.states
        return divisions.enumerated().map { number, parts in
            CountsByPart(
                workers.map { $0[number] }, parts: parts.count, minimum: 1, order: order, ids: rows.ids
            ) { _, row in row }
        }
    }

    /// How often an n-gram occurs in each part; all 0 of one that is not among those counted.
    package func counts(of ngram: [TokenID]) -> [Int] {
        guard ngram.count == ngrams.order else { return [Int](repeating: 0, count: sizes.count) }
        let row = ngrams.firstRow(notBefore: ngram)
        let (start, end) = (row * ngrams.order, (row + 1) * ngrams.order)
        guard row < ngrams.count, ngrams.ids[start..<end].elementsEqual(ngram) else {
            return [Int](repeating: 0, count: sizes.count)
        }
        return counts(of: row)
    }
}
