internal import CorpusTools
internal import Counting
internal import Statistics
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct CountsByPartTests {
    /// Random documents of random segments over few words.
    static func documents(_ generator: inout SeededGenerator, count: Int = 7) -> [[[String]]] {
        (0..<count).map { _ in
            (0..<Int.random(in: 1...6, using: &generator)).map { _ in
                (0..<Int.random(in: 0...9, using: &generator)).map { _ in
                    "w\(Int.random(in: 0..<4, using: &generator) * Int.random(in: 0..<4, using: &generator))"
                }
            }
        }
    }

    /// In each part the n-grams that begin there, in a dictionary.
    private func naive(_ documents: [[[String]]], order: Int, part: (_ document: Int, _ position: Int) -> Int?)
        -> (counts: [[String]: [Int: Int]], sizes: [Int: Int])
    {
        var (counts, sizes, position): ([[String]: [Int: Int]], [Int: Int], Int) = ([:], [:], 0)
        for (document, segments) in documents.enumerated() {
            for segment in segments {
                for start in segment.indices {
                    if let part = part(document, position) {
                        sizes[part, default: 0] += 1
                        if start + order <= segment.count {
                            counts[Array(segment[start..<start + order]), default: [:]][part, default: 0] += 1
                        }
                    }
                    position += 1
                }
            }
        }
        return (counts, sizes)
    }

    private func expect(
        _ counts: CountsByPart, _ types: TypeTable, _ wanted: (counts: [[String]: [Int: Int]], sizes: [Int: Int]),
        minimum: Int
    ) {
        let kept = wanted.counts.filter { $0.value.values.reduce(0, +) >= minimum }
        #expect(counts.ngrams.count == kept.count)
        for row in counts.ngrams.indices {
            let ngram = counts.ngrams[row].ngram.map { types[$0] }
            let entries = counts.entries(of: row)
            #expect(Dictionary(uniqueKeysWithValues: entries.map { ($0.part, $0.count) }) == kept[ngram])
            #expect(entries.map(\.part) == entries.map(\.part).sorted())
            #expect(counts.ngrams[row].count == counts.counts(of: row).reduce(0, +))
        }
        #expect(counts.sizes == counts.sizes.indices.map { wanted.sizes[$0] ?? 0 })
    }

    @Test(arguments: 1...4, [1, 2, 4]) func areThoseOfADictionary(order: Int, minimum: Int) throws {
        var generator = SeededGenerator(seed: UInt64(order * 10 + minimum))
        for _ in 0..<20 {
            let documents = Self.documents(&generator)
            let runs = HeldRuns(documents)
            let chosen = [2, 5, 1, 7]
            expect(
                try CountsByPart(of: runs, parts: CorpusParts(documents: chosen), order: order, minimum: minimum),
                runs.types, naive(documents, order: order) { document, _ in chosen.firstIndex(of: document + 1) },
                minimum: minimum)
            expect(
                try CountsByPart(
                    of: runs, parts: CorpusParts(groups: [[1, 7], [], [3, 4]]), order: order, minimum: minimum),
                runs.types, naive(documents, order: order) { document, _ in [0, nil, 2, 2, nil, nil, 0][document] },
                minimum: minimum)
            let tokens = documents.flatMap(\.self).map(\.count).reduce(0, +)
            let parts = Int.random(in: 1...12, using: &generator)
            expect(
                try CountsByPart(
                    of: runs, parts: CorpusParts(equal: parts, of: runs), order: order, minimum: minimum),
                runs.types, naive(documents, order: order) { _, position in position * parts / tokens },
                minimum: minimum)
        }
    }

    @Test func equalPartsDifferByOneToken() throws {
        var generator = SeededGenerator(seed: 1)
        for parts in [1, 3, 10, 1000] {
            let runs = HeldRuns(Self.documents(&generator))
            let sizes = try CountsByPart(of: runs, parts: CorpusParts(equal: parts, of: runs)).sizes
            #expect(sizes.max()! - sizes.min()! <= 1)
        }
    }
}
