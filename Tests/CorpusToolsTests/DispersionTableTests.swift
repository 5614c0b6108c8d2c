internal import CorpusTools
internal import Counting
internal import Statistics
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct DispersionTableTests {
    /// What is summed run by run is what the positions of a word in the whole corpus give.
    @Test func rowsAreThoseOfPositions() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<20 {
            let runs = HeldRuns(CountsByPartTests.documents(&generator))
            let words = runs.runs.flatMap(\.ids).filter { $0 != Marker.segmentEnd }
            guard !words.isEmpty else { continue }
            let counts = try CountsByPart(of: runs, parts: CorpusParts(documents: Array(1...7)), minimum: 2)
            let table = try DispersionTable(of: runs, counts)
            #expect(table.rows.count == counts.ngrams.count)
            for row in table.rows {
                let id = counts.ngrams.ids[row.index]
                let positions = words.indices.filter { words[$0] == id }
                expectClose(row.arf, averageReducedFrequency(positions: positions, tokens: words.count), 1e-12)
                #expect(row.dispersion == Dispersion(counts: counts.counts(of: row.index), in: table.sizes))
                #expect(row.expectedDP == table.sizes.expectedDP(ofCount: positions.count))
            }
        }
    }

    @Test func hitsOfQueriesAreThoseOfASearch() throws {
        var generator = SeededGenerator(seed: 7)
        for round in 0..<20 {
            let documents = CountsByPartTests.documents(&generator)
            let runs = HeldRuns(documents)
            let settings = TokenizerSettings(tokens: .whitespace)
            let queries = try ["w0", "w1 []", "w?", "w2|w4"].map {
                try Query($0, tokenizer: settings).compiled(for: runs.types)
            }
            let tokens = documents.flatMap(\.self).map(\.count).reduce(0, +)
            let count = round % 4 + 1
            let parts =
                try round.isMultiple(of: 2)
                ? CorpusParts(documents: Array(1...7)) : CorpusParts(equal: count, of: runs)
            let hits = try QueryHits(of: queries, in: runs, parts: parts)
            var wanted = [[Int]](repeating: [], count: 4)
            var byPart = [[Int]](repeating: [Int](repeating: 0, count: parts.count), count: 4)
            var position = 0
            for (document, segments) in documents.enumerated() {
                for segment in segments {
                    for (place, word) in segment.enumerated() {
                        let isHit = [
                            word == "w0", word == "w1" && place + 1 < segment.count, word.count == 2,
                            word == "w2" || word == "w4",
                        ]
                        for query in 0..<4 where isHit[query] {
                            wanted[query].append(position)
                            byPart[query][round.isMultiple(of: 2) ? document : position * count / tokens] += 1
                        }
                        position += 1
                    }
                }
            }
            #expect(hits.positions == wanted)
            #expect(hits.counts == byPart)
            #expect(hits.tokens == tokens && hits.sizes.reduce(0, +) == tokens)
        }
    }
}
