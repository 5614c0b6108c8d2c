internal import CorpusTools
internal import Counting
internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct KeynessTests {
    /// Counts of a side's documents by hand.
    private func count(_ ngram: [String], in documents: ArraySlice<[[String]]>) -> [Int] {
        documents.map { segments in
            segments.reduce(0) { sum, segment in
                sum
                    + segment.indices.count { start in
                        start + ngram.count <= segment.count && Array(segment[start..<start + ngram.count]) == ngram
                    }
            }
        }
    }

    @Test(arguments: 1...2) func rowsAreThoseOfDictionaries(order: Int) throws {
        var generator = SeededGenerator(seed: UInt64(order))
        for targets in [1, 4, 6] {
            let documents = CountsByPartTests.documents(&generator, count: 12)
            let runs = HeldRuns(documents)
            let counts = try CountsByPart(
                of: runs, parts: CorpusParts(documents: Array(1...12)), order: order, minimum: 3)
            let keyness = Keyness(counts, targets: targets)
            let sizes = documents.map { $0.reduce(0) { $0 + max(0, $1.count - order + 1) } }
            #expect(keyness.size == sizes[..<targets].reduce(0, +))
            #expect(keyness.rows.count == counts.ngrams.count)
            // N is what the n-grams of a side sum to, however its segments are cut.
            let all = Keyness(
                try CountsByPart(of: runs, parts: CorpusParts(documents: Array(1...12)), order: order), targets: targets
            )
            #expect(all.rows.reduce(0) { $0 + $1.count } == all.size)
            #expect(all.rows.reduce(0) { $0 + $1.referenceCount } == all.referenceSize)
            for row in keyness.rows {
                let ngram = row.ngram.map { runs.types[$0] }
                let (here, there) = (count(ngram, in: documents[..<targets]), count(ngram, in: documents[targets...]))
                #expect(row.count == here.reduce(0, +) && row.referenceCount == there.reduce(0, +))
                #expect(row.documents == here.count { $0 > 0 } && row.referenceDocuments == there.count { $0 > 0 })
                #expect((row.documentsP != nil) == (targets >= 5), "five documents a side")
                if let p = row.documentsP {
                    var test = RankSumTest(
                        first: sizes[..<targets].count { $0 > 0 }, second: sizes[targets...].count { $0 > 0 })
                    func rates(_ counts: [Int], _ sizes: ArraySlice<Int>) -> [Double] {
                        zip(counts, sizes).filter { $0.1 > 0 }.map { Double($0.0) / Double($0.1) }
                    }
                    expectClose(
                        p, test.probability(of: rates(here, sizes[..<targets]), rates(there, sizes[targets...])), 1e-12)
                }
            }
            let adjusted = holmAdjusted(logarithms: keyness.rows.map { logChiSquaredProbability(abs($0.g2)) })
            #expect(keyness.rows.map(\.logAdjustedP) == adjusted)
        }
    }

    /// One side against itself as a list, and the sides changed.
    @Test func listsAreSides() throws {
        var generator = SeededGenerator(seed: 9)
        let documents = CountsByPartTests.documents(&generator, count: 8)
        let runs = HeldRuns(documents)
        let both = Keyness(
            try CountsByPart(of: runs, parts: CorpusParts(documents: Array(1...8)), minimum: 2), targets: 3)
        let target = try CountsByPart(of: runs, parts: CorpusParts(documents: [1, 2, 3]))
        let rest = try CountsByPart(of: runs, parts: CorpusParts(documents: [4, 5, 6, 7, 8]))
        let list = Dictionary(
            uniqueKeysWithValues: rest.ngrams.indices.map { (Array(rest.ngrams[$0].ngram), rest.ngrams[$0].count) })
        let listed = Keyness(target, reference: list, minimum: 2)
        #expect(Set(listed.rows.map(\.ngram)) == Set(both.rows.map(\.ngram)))
        for row in listed.rows {
            let same = try #require(both.rows.first { $0.ngram == row.ngram })
            #expect(same.table == row.table && same.documents == row.documents)
            #expect(row.referenceDocuments == nil && row.documentsP == nil)
            expectClose(row.logAdjustedP, same.logAdjustedP, 1e-9)
        }
    }

    @Test func joinedRunsAreOneCorpus() throws {
        var generator = SeededGenerator(seed: 10)
        let (first, second) = (
            CountsByPartTests.documents(&generator, count: 5), CountsByPartTests.documents(&generator, count: 6)
        )
        let (one, other, all) = (HeldRuns(first), HeldRuns(second), HeldRuns(first + second))
        var types = one.types
        let ids = types.insert(contentsOf: other.types)
        let joined = try JoinedRuns(one, other, ids: ids, documents: 5)
        let parts = CorpusParts(documents: Array(1...11))
        let (counts, wanted) = try (
            CountsByPart(of: joined, parts: parts, order: 2), CountsByPart(of: all, parts: parts, order: 2)
        )
        func spelled(_ counts: CountsByPart, _ types: TypeTable) -> [[String]: [Int]] {
            Dictionary(
                uniqueKeysWithValues: counts.ngrams.indices.map { row in
                    (counts.ngrams[row].ngram.map { types[$0] }, counts.counts(of: row))
                })
        }
        #expect(spelled(counts, types) == spelled(wanted, all.types))
        let halves = try CorpusParts(equal: 7, of: joined)
        #expect(try CountsByPart(of: joined, parts: halves).sizes.max()! - 1 <= all.runs.flatMap(\.ids).count / 7)
    }

    /// Cells by hand: 3 of 4 beside 1 of 4.
    @Test func measures() throws {
        let runs = HeldRuns([[["cat", "cat", "cat", "dog"]], [["dog", "dog", "dog", "cat"]]])
        let keyness = Keyness(try CountsByPart(of: runs, parts: CorpusParts(documents: [1, 2])), targets: 1)
        let cat = try #require(keyness.rows.first { runs.types[$0.ngram[0]] == "cat" })
        expectClose(cat.g2, 2 * (2 * 3 * log(1.5) + 2 * log(0.5)), 1e-12)
        expectClose(cat.table.logRatio?.value, log2(3), 1e-12)
        expectClose(cat.percentDifference, 200, 1e-9)
        expectClose(cat.simpleMaths(smooth: 1), 750_001.0 / 250_001, 1e-12)
        expectClose(keyness.rows.map(\.g2).reduce(0, +), 0, 1e-12)
        #expect(cat.documentsP == nil)
    }
}
