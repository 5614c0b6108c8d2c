internal import Foundation
internal import Gramarye
internal import TestSupport
internal import Testing

/// What is looked up in a corpus of more n-grams than its database lists in order.
@Suite struct RareNgramTests {
    @Test func rareNgramsShareTheFirstRankOfTheirCount() throws {
        let folder = try CorpusFolder()
        var generator = SeededGenerator(seed: 91)
        let lines = (0..<20_000).map { _ in
            (0..<10).map { _ in "w\(Int(pow(4_000, Double.random(in: 0..<1, using: &generator))))" }
        }
        let corpus = try folder.corpus(train: text(of: lines))
        var counts: [String: Int] = [:]
        for line in lines { for (a, b) in zip(line, line.dropFirst()) { counts["\(a) \(b)", default: 0] += 1 } }
        let sorted = counts.values.sorted(by: >)
        // Ten thousand are listed, so that those that occur once are not.
        try #require(sorted[9_999] > 1)
        let once = sorted.count { $0 == 1 }
        let rare = try #require(counts.filter { $0.value == 1 }.keys.min())
        let report = try corpus.frequenciesReport(of: [rare, "w1 w1", "w1 absent"])
        let most = try #require(counts["w1 w1"])
        #expect(sorted[0] == most && sorted[1] < most)
        #expect(
            report.rows.rows.map { [$0[0], $0[2]] } == [
                [.integer(sorted.count - once + 1), .integer(1)], [.integer(1), .integer(most)], [.null, .integer(0)],
            ])
        #expect(
            report.notes.count == 2
                && report.notes[0].contains(once.formatted(.number.locale(.init(identifier: "en_US")))))
        #expect(report.notes[1] == "the corpus has no word 'absent'")
        #expect(try corpus.frequenciesReport(of: ["w1 w1"]).notes.isEmpty)
    }
}
