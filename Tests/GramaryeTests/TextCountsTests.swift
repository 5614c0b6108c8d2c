internal import Gramarye
internal import Testing

@Suite struct TextCountsTests {
    private static let settings = TokenizerSettings(tokens: .whitespace, segments: .lines)

    @Test(arguments: 1...4 as ClosedRange<Int>, [3, 8] as [UInt64]) func countsAreANaiveDictionarys(
        order: Int, seed: UInt64
    ) throws {
        let lines = randomLines(60, words: 6, upTo: 6, seed: seed)
        let counts = try TextCounts(of: text(of: lines), Self.settings)
        var naive: [[String]: Int] = [:]
        for line in lines where line.count >= order {
            for start in 0...line.count - order { naive[Array(line[start..<start + order]), default: 0] += 1 }
        }
        let ngrams = counts.ngrams(order: order)
        #expect(ngrams.count == naive.count)
        for (ngram, count) in ngrams { #expect(naive[ngram] == count && counts.count(of: ngram) == count, "\(ngram)") }
    }

    @Test func aTextWithoutTokensHasNoCounts() throws {
        let counts = try TextCounts(of: " \n—\n")
        #expect(counts.tokens.ids.isEmpty && counts.ngrams(order: 1).isEmpty && counts.count(of: ["a"]) == 0)
    }

    @Test func noNgramReachesAcrossSegments() throws {
        let counts = try TextCounts(of: "a b\nc d", Self.settings)
        #expect(counts.count(of: ["b", "c"]) == 0 && counts.count(of: ["a", "b"]) == 1)
        #expect(counts.ngrams(order: 3).isEmpty)
    }
}
