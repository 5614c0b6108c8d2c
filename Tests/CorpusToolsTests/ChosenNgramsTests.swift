internal import CorpusTools
internal import Counting
internal import TestSupport
internal import Testing
internal import Tokenization

/// Counts of some n-grams are those that all have.
@Suite struct ChosenNgramsTests {
    @Test(arguments: 1...3) func countsAreThoseOfAll(order: Int) throws {
        var generator = SeededGenerator(seed: UInt64(order))
        for _ in 0..<30 {
            let runs = HeldRuns(CountsByPartTests.documents(&generator))
            let divisions = [CorpusParts(documents: Array(1...7)), try CorpusParts(equal: 5, of: runs)]
            for parts in divisions {
                let all = try CountsByPart(of: runs, parts: parts, order: order)
                let known = all.ngrams.indices.map { Array(all.ngrams[$0].ngram) }
                var chosen = known.filter { _ in Bool.random(using: &generator) }
                // One that does not occur, though its words do.
                let words = Array(repeating: known.last?.last ?? 3, count: order)
                chosen.append(words)
                chosen.shuffle(using: &generator)
                let counts = try CountsByPart(of: Array(Set(chosen)), order: order, in: runs, parts: parts)
                #expect(counts.sizes == all.sizes)
                for ngram in chosen {
                    let row = known.firstIndex(of: ngram)
                    #expect(
                        counts.counts(of: ngram)
                            == row.map { all.counts(of: $0) } ?? Array(repeating: 0, count: parts.count))
                }
                for ngram in known where !chosen.contains(ngram) {
                    #expect(counts.counts(of: ngram).allSatisfy { $0 == 0 })
                }
            }
            // In one scan what each division gives by itself, documents that are in none included.
            let several = divisions + [CorpusParts(groups: [[2, 5], [7]])]
            let words = Set(runs.runs.flatMap(\.ids)).subtracting([Marker.segmentEnd]).sorted().prefix(4).map {
                Array(repeating: $0, count: order)
            }
            let together = try CountsByPart.counts(of: words, order: order, in: runs, byEach: several)
            for (counts, parts) in zip(together, several) {
                let alone = try CountsByPart(of: words, order: order, in: runs, parts: parts)
                #expect(counts.sizes == alone.sizes)
                for ngram in words { #expect(counts.counts(of: ngram) == alone.counts(of: ngram)) }
            }
        }
    }

    @Test func noNgramsHaveNoCounts() throws {
        var generator = SeededGenerator(seed: 9)
        let runs = HeldRuns(CountsByPartTests.documents(&generator))
        let counts = try CountsByPart(of: [], order: 2, in: runs, parts: CorpusParts(documents: Array(1...7)))
        #expect(counts.ngrams.count == 0 && counts.tokens == runs.runs.flatMap(\.ids).count { $0 != Marker.segmentEnd })
    }
}
