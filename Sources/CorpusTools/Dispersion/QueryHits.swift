internal import Counting
internal import Tokenization

/// Where the hits of queries stand in a corpus.
package struct QueryHits: Sendable {
    /// Of each query, how many tokens stand before each hit, in ascending order.
    package let positions: [[Int]]
    /// Of each query, its hits by part.
    package let counts: [[Int]]
    /// The tokens of each part.
    package let sizes: [Int]
    /// How many tokens stand before each document.
    package let documentStarts: [Int]
    package let tokens: Int

    /// - Parameters:
    ///   - queries: looked for in one scan. A hit belongs to the part in which it begins.
    ///   - source: the corpus, read in order.
    ///   - parts: into which it is divided.
    package init(of queries: [CompiledQuery], in source: some TokenRunSource, parts: CorpusParts) throws {
        let (runs, tallies) = try source.scan(from: Tally(queries: queries.count, parts: parts.count)) { run, tally in
            let ends = run.ids.indices.filter { run.ids[$0] == Marker.segmentEnd }
            var stretches: [(part: Int, end: Int)] = []
            parts.forEachStretch(of: run) { part, range, tokens in
                stretches.append((part, range.upperBound))
                tally.sizes[part] += tokens
            }
            let hits = queries.enumerated().map { number, query in
                var (passed, stretch) = (0, 0)
                var hits: [UInt32] = []
                query.forEachMatch(in: run.ids) { start, _ in
                    while passed < ends.count, ends[passed] < start { passed += 1 }
                    hits.append(UInt32(start - passed))
                    while stretch < stretches.count, stretches[stretch].end <= start { stretch += 1 }
                    if stretch < stretches.count { tally.counts[number][stretches[stretch].part] += 1 }
                }
                return hits
            }
            return Found(document: run.document, tokens: run.ids.count - ends.count, hits: hits)
        }
        var positions = queries.map { _ in [Int]() }
        var (starts, tokens) = ([Int](), 0)
        var document: Int?
        for run in runs {
            if run.document != document { starts.append(tokens) }
            document = run.document
            for (number, hits) in run.hits.enumerated() { positions[number] += hits.map { tokens + Int($0) } }
            tokens += run.tokens
        }
        var sum = Tally(queries: queries.count, parts: parts.count)
        for tally in tallies {
            for part in 0..<parts.count {
                sum.sizes[part] += tally.sizes[part]
                for number in queries.indices { sum.counts[number][part] += tally.counts[number][part] }
            }
        }
        (self.positions, documentStarts, self.tokens) = (positions, starts, tokens)
        (counts, sizes) = (sum.counts, sum.sizes)
    }

    private struct Found: Sendable {
        let document: Int
        let tokens: Int
        let hits: [[UInt32]]
    }

    private struct Tally: Sendable {
        var sizes: [Int]
        var counts: [[Int]]

        init(queries: Int, parts: Int) {
            sizes = [Int](repeating: 0, count: parts)
            counts = [[Int]](repeating: sizes, count: queries)
        }
    }
}
