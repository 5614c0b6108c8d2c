internal import CorpusTools
internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct ModelKeynessTests {
    /// Sums over a flat list of events.
    @Test func rowsAreMeansOfEvents() throws {
        var generator = SeededGenerator(seed: 4)
        let documents = (0..<8).map { _ in
            let words = (0..<30).map { _ in UInt32.random(in: 2...9, using: &generator) }
            return ModelKeyness.Document(
                words: words, own: words.map { _ in -4 * generator.uniform() },
                reference: words.map { _ in -6 * generator.uniform() })
        }
        let keyness = ModelKeyness(documents, minimum: 20, resamples: 200, seed: 1) { $0 != 2 }
        var total = 0
        for word in UInt32(3)...9 {
            let events = documents.flatMap { document in
                document.words.indices.filter { document.words[$0] == word }.map {
                    (own: document.own[$0], reference: document.reference[$0])
                }
            }
            let row = keyness.rows.first { $0.word == word }
            guard events.count >= 20 else {
                #expect(row == nil)
                continue
            }
            total += 1
            let found = try #require(row)
            let count = Double(events.count)
            #expect(found.count == events.count)
            expectClose(found.bits, -events.map(\.own).reduce(0, +) / count / log(2), 1e-12)
            expectClose(found.referenceBits, -events.map(\.reference).reduce(0, +) / count / log(2), 1e-12)
            let interval = try #require(found.interval)
            #expect(interval.contains(found.difference))
        }
        #expect(keyness.rows.count == total && total > 0)
        let order = keyness.rows.map { Double($0.count) * $0.difference }
        #expect(order == order.sorted(by: >))
    }

    /// A word in few documents has no interval.
    @Test func fewDocuments() throws {
        let documents = (0..<6).map { number in
            ModelKeyness.Document(words: number < 4 ? [5, 6] : [5, 5], own: [-1, -1], reference: [-2, -2])
        }
        let rows = ModelKeyness(documents, minimum: 1, resamples: 50, seed: 1) { _ in true }.rows
        #expect(rows.first { $0.word == 5 }?.interval != nil)
        #expect(rows.first { $0.word == 6 }?.interval == nil)
        #expect(ModelKeyness([], minimum: 1, resamples: 5, seed: 1) { _ in true }.rows.isEmpty)
    }
}
