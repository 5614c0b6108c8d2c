internal import Gramarye
internal import TestSupport
internal import Testing

/// Ranks are those of a naive dictionary, sorted.
@Suite struct RankedNgramsTests {
    /// Words whose order by code points is not that of their ids.
    private static let words = ["zebra", "é", "a", "Z", "aa", "ñandú", "𝔸", "10", "9", "<unk>"]

    private struct Sample {
        let types: TypeTable
        let stream: TokenStream
        /// The n-grams with their counts, the more frequent first, equal ones in code point order.
        let ranked: [(ngram: [String], count: Int)]
        let order: Int

        init(order: Int, seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            var types = TypeTable()
            var stream = TokenStream(documentStarts: [0])
            var counts: [[String]: Int] = [:]
            for _ in 0..<80 {
                let line = (0..<Int.random(in: 1...7, using: &generator)).map { _ in
                    RankedNgramsTests.words.randomElement(using: &generator)!
                }
                stream.ids += line.map { types.insert($0) } + [Marker.segmentEnd]
                for start in 0..<max(0, line.count - order + 1) {
                    counts[Array(line[start..<start + order]), default: 0] += 1
                }
            }
            (self.types, self.stream, self.order) = (types, stream, order)
            ranked = counts.map { ($0.key, $0.value) }.sorted { a, b in
                if a.1 != b.1 { return a.1 > b.1 }
                let (first, second) = zip(a.0, b.0).first { $0 != $1 }!
                return first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars)
            }
        }

        var ngrams: RankedNgrams { RankedNgrams(stream, order: order, types: types) }
    }

    @Test(arguments: 1...3 as ClosedRange<Int>, [1, 2, 3] as [UInt64]) func ranksAreThoseOfASortedDictionary(
        order: Int, seed: UInt64
    ) {
        let sample = Sample(order: order, seed: seed)
        let (rows, total) = sample.ngrams.top(nil)
        #expect(total == sample.ranked.count && rows.map(\.ngram) == sample.ranked.map(\.ngram))
        #expect(rows.map(\.count) == sample.ranked.map(\.count) && rows.map(\.rank) == Array(1...total))
        for row in rows { #expect(sample.ngrams.row(of: row.ngram) == row) }
        // Markers are no words, whether a segment begins or ends.
        #expect(rows.allSatisfy { !$0.ngram.contains("<s>") && !$0.ngram.contains("</s>") })
        #expect(sample.ngrams.tokens == sample.stream.ids.count { $0 != Marker.segmentEnd })
    }

    @Test(arguments: [4, 5] as [UInt64]) func fewerRowsAreTheFirstOfAll(seed: UInt64) {
        let sample = Sample(order: 2, seed: seed)
        let all = sample.ngrams.top(nil)
        for limit in [0, 1, 2, 7, all.total - 1, all.total, all.total + 5] {
            let (rows, total) = sample.ngrams.top(limit)
            #expect(rows == Array(all.rows.prefix(limit)) && total == all.total, "\(limit)")
        }
        for minimum in 0...4 {
            let (rows, total) = sample.ngrams.top(nil, minimum: minimum)
            #expect(rows == all.rows.filter { $0.count >= minimum } && total == rows.count, "\(minimum)")
        }
        // Those that match keep their ranks among all.
        let (rows, total) = sample.ngrams.top(3) { $0.contains("zebra") }
        let wanted = all.rows.filter { $0.ngram.contains("zebra") }
        #expect(rows == Array(wanted.prefix(3)) && total == wanted.count)
    }

    @Test func whatDoesNotOccurHasNoRank() {
        let sample = Sample(order: 2, seed: 6)
        for ngram in [["nowhere", "a"], ["a"], ["</s>", "a"], ["a", "</s>"]] {
            let row = sample.ngrams.row(of: ngram)
            #expect(row.rank == nil && row.count == 0 && row.ngram == ngram, "\(ngram)")
        }
    }

    @Test func frequenciesAreByTheMillion() {
        var types = TypeTable()
        let a = types.insert("a")
        let four = RankedNgrams(TokenStream(ids: [a, a, 2, a, a, 2], documentStarts: [0]), order: 1, types: types)
        #expect(four.perMillion(1) == 250_000 && four.tokens == 4)
        #expect(RankedNgrams(TokenStream(), order: 1, types: types).perMillion(0) == nil)
    }
}
