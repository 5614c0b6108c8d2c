internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct NgramCountsTests {
    /// Counts every window by a dictionary.
    private func naive(_ words: [WordID], order: Int) -> [[WordID]: Int] {
        var counts: [[WordID]: Int] = [:]
        for segment in words.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false).dropLast() {
            let padded = [Marker.segmentStart] + segment + [Marker.segmentEnd]
            for start in padded.indices where start + order <= padded.count {
                counts[Array(padded[start..<start + order]), default: 0] += 1
            }
        }
        return counts
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 9], [3, 40, 5000])
    func equalANaiveDictionary(order: Int, types: Int) throws {
        let text = Text.random(seed: UInt64(order * types), segments: 60, types: types, longest: 14)
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: order)
        for n in 1...order {
            let wanted = naive(text.words, order: n)
            #expect(counts.distinctCounts[n - 1] == (n == 1 ? text.vocabulary.idCount : wanted.count))
            for (ngram, count) in wanted { #expect(counts.count(of: ngram) == count) }
        }
        #expect(counts.count(of: [3, 3, 3, 3, 3, 3, 3, 3, 3, 3]) == 0)
    }

    /// More windows than one thread sorts at a time, in a stage and in several.
    @Test(arguments: [(order: 3, types: 300), (order: 6, types: 5_000)])
    func longTexts(order: Int, types: Int) throws {
        let text = Text.random(seed: UInt64(order), segments: 30_000, types: types, longest: 20)
        #expect(text.words.count > 1 << 18)
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: order)
        for n in [2, order] {
            let wanted = naive(text.words, order: n)
            #expect(counts.distinctCounts[n - 1] == wanted.count)
            #expect(wanted.allSatisfy { counts.count(of: $0.key) == $0.value })
        }
    }

    @Test func suffixesAndAdjustedCounts() throws {
        let text = Text.random(seed: 5, segments: 80, types: 12, longest: 9)
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 4)
        for n in 1...4 {
            let adjusted = counts.adjustedCounts(order: n)
            let raw = naive(text.words, order: n)
            let longer = naive(text.words, order: n + 1)
            var neighbours: [[WordID]: Int] = [:]
            for ngram in longer.keys { neighbours[Array(ngram.dropFirst()), default: 0] += 1 }
            for (ngram, count) in raw {
                let wanted = n == 4 || (ngram[0] == Marker.segmentStart && n > 1) ? count : neighbours[ngram] ?? 0
                #expect(adjusted[counts.node(of: ngram)!] == UInt32(wanted))
            }
        }
    }

    @Test func emptyText() {
        #expect(throws: EstimationError.self) { try NgramCounts(of: [], idCount: 5, order: 2) }
    }

    @Test func orderBeyondEverySegment() throws {
        let text = Text("a b a\nb")
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 1000)
        #expect(counts.distinctCounts[4] == 1)
        #expect(counts.distinctCounts[5] == 0)
        #expect(counts.count(of: [1, 3, 4, 3, 2]) == 1)
    }

    /// Keys of exactly 64 bits: 2¹⁶ types of 16 bits each and orders above 3, in several stages.
    @Test func keysOfAllBits() throws {
        let idCount = 1 << 16
        let words: [WordID] = (0..<3000).map { $0 % 11 == 10 ? 2 : WordID(idCount - 1 - ($0 * 7) % 13) } + [2]
        let counts = try NgramCounts(of: words, idCount: idCount, order: 6)
        for n in 2...6 {
            let wanted = naive(words, order: n)
            #expect(counts.distinctCounts[n - 1] == wanted.count)
            for (ngram, count) in wanted { #expect(counts.count(of: ngram) == count) }
        }
    }
}
