internal import CorpusTools
internal import TestSupport
internal import Testing
internal import Tokenization

/// Which words stand near the same hits.
@Suite struct CollocateTiesTests {
    @Test func tiesAreThoseOfANaiveScan() throws {
        for seed in 0..<100 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let words = ["a", "b", "c", "d", "e"]
            let documents = (0..<3).map { _ in
                (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                    (0..<Int.random(in: 0...12, using: &generator)).map { _ in words.randomElement(using: &generator)! }
                }
            }
            let runs = HeldRuns(documents)
            guard
                let span = CollocationSpan(
                    left: Int.random(in: 0...4, using: &generator), right: Int.random(in: 1...4, using: &generator))
            else { continue }
            let query = try Query("a", tokenizer: TokenizerSettings(tokens: .whitespace)).compiled(for: runs.types)
            let chosen = ["b", "c", "d"].filter { runs.types.id(of: $0) != nil }
            let found = try CollocateTies(
                among: chosen.compactMap { runs.types.id(of: $0) }, in: runs, span: span, query: query)

            var near: [Set<String>] = []
            for segment in documents.flatMap(\.self) {
                for place in segment.indices where segment[place] == "a" {
                    let before = segment[max(0, place - span.left)..<place]
                    let after = segment[(place + 1)...].prefix(span.right)
                    near.append(Set(before + after))
                }
            }
            #expect(found.hits == chosen.map { word in near.count { $0.contains(word) } }, "seed \(seed)")
            for first in chosen.indices {
                for second in chosen.indices where first < second {
                    let wanted = near.count { $0.contains(chosen[first]) && $0.contains(chosen[second]) }
                    let tie = found.ties.first { $0.first == first && $0.second == second }
                    #expect(tie?.hits ?? 0 == wanted, "seed \(seed)")
                }
            }
            #expect(found.ties.allSatisfy { $0.first < $0.second && $0.hits > 0 })
        }
    }
}
