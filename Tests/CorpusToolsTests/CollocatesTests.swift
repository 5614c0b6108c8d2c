internal import CorpusTools
internal import Statistics
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct CollocatesTests {
    private func collocates(
        of query: String, in runs: HeldRuns, span: CollocationSpan, minimum: Int = 1
    ) throws -> Collocates {
        let compiled = try Query(query, tokenizer: TokenizerSettings(tokens: .whitespace)).compiled(for: runs.types)
        return try Collocates(
            in: runs, idCount: runs.types.count, span: span, minimum: minimum, query: compiled)
    }

    /// What a reader would count with a finger on the page.
    private struct Naive {
        var hits = 0
        var observed: [String: Int] = [:]
        var left: [String: Int] = [:]
        var offsets: [String: [Int: Int]] = [:]
        var documents: [String: Set<Int>] = [:]
        var (near, tokens) = (0, 0)

        init(_ documents: [[[String]]], _ node: [String], _ span: CollocationSpan) {
            for (number, document) in documents.enumerated() {
                for segment in document {
                    let starts = segment.indices.filter { start in
                        start + node.count <= segment.count && Array(segment[start..<start + node.count]) == node
                    }
                    hits += starts.count
                    for (place, word) in segment.enumerated() {
                        if starts.contains(where: { ($0..<$0 + node.count).contains(place) }) { continue }
                        tokens += 1
                        let offsets = starts.map { place < $0 ? place - $0 : place - ($0 + node.count) + 1 }
                            .filter { -span.left...span.right ~= $0 }
                        // The nearest, and of two as near the one that follows.
                        guard let nearest = offsets.min(by: { (abs($0), $0) < (abs($1), $1) }) else { continue }
                        near += 1
                        observed[word, default: 0] += 1
                        if nearest < 0 { left[word, default: 0] += 1 }
                        self.offsets[word, default: [:]][nearest, default: 0] += 1
                        self.documents[word, default: []].insert(number)
                    }
                }
            }
        }
    }

    @Test func countsEqualThoseOfANaiveScan() throws {
        for seed in 0..<200 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let words = ["a", "b", "c", "d"].prefix(Int.random(in: 1...4, using: &generator))
            let documents = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    (0..<Int.random(in: 1...12, using: &generator)).map { _ in words.randomElement(using: &generator)! }
                }
            }
            let node = (0..<Int.random(in: 1...2, using: &generator)).map { _ in words.randomElement(using: &generator)!
            }
            let span = try #require(
                CollocationSpan(
                    left: Int.random(in: 0...7, using: &generator), right: Int.random(in: 1...7, using: &generator)))
            let runs = HeldRuns(documents, segmentsPerRun: Int.random(in: 1...3, using: &generator))
            let found = try collocates(of: node.joined(separator: " "), in: runs, span: span)
            let naive = Naive(documents, node, span)
            #expect(found.hits == naive.hits)
            #expect(found.nearTokens == naive.near)
            #expect(found.tokens == naive.tokens)
            #expect(Set(found.words.map { runs.types[$0.id] }) == Set(naive.observed.keys))
            for word in found.words {
                let text = runs.types[word.id]
                #expect(word.observed == naive.observed[text])
                #expect(word.left == naive.left[text, default: 0])
                #expect(word.documents == naive.documents[text]?.count)
                #expect(word.count == documents.joined().joined().count { $0 == text })
                if let offsets = span.offsets {
                    #expect(word.offsets == offsets.map { naive.offsets[text]?[$0] ?? 0 })
                }
                // The cells are those of one text.
                let table = found.table(of: word)
                #expect(table.total == found.tokens && table.row == found.nearTokens)
                #expect(table.column == word.count - word.inNodes)
            }
        }
    }

    /// Each bigram's table against all others, whatever the text: its cells are counts.
    @Test func adjacentTablesAreOfAllNgrams() {
        let ngram = AdjacentNgram(count: 2, beginning: 2, places: [2, 2], total: 2)
        // A text of one word, three times: every measure that compares is 0, none traps.
        #expect(ngram.scores.expected == 2)
        expectClose(ngram.scores.value(by: .mutualInformation), 0, 1e-12)
        expectClose(ngram.scores.value(by: .logDice), 14, 1e-12)
        #expect(ngram.scores.value(by: .deltaPGivenNode) == nil)
        // w₁·w₂·w₃/N² = 30·20·10/100² = 0.6.
        let trigram = AdjacentNgram(count: 6, beginning: 8, places: [30, 20, 10], total: 100)
        expectClose(trigram.scores.expected, 0.6, 1e-12)
        expectClose(trigram.scores.value(by: .dice), 3 * 6 / 60.0, 1e-12)
        // P(w₃ | w₁w₂) − P(w₃ | others) = 6/8 − 4/92.
        expectClose(trigram.scores.value(by: .deltaPGivenNode), 6 / 8.0 - 4 / 92.0, 1e-12)
    }

    @Test func spansAreOfOneTokenOrMore() {
        #expect(CollocationSpan(left: 0, right: 0) == nil)
        #expect(CollocationSpan(left: -1, right: 2) == nil)
        #expect(CollocationSpan(left: 2, right: 1)?.offsets == [-2, -1, 1])
        #expect(CollocationSpan(left: .max, right: .max)?.offsets == nil)
    }
}
