internal import CorpusTools
internal import Counting
internal import TestSupport
internal import Testing
internal import Tokenization

/// Hits, their neighbours, draws and order are those of the text, however it was cut into runs.
@Suite struct RunHitsTests {
    /// Random documents of segments of the letters a to d.
    private static func documents(_ random: inout SeededGenerator) -> [[[String]]] {
        (0..<Int.random(in: 1...5, using: &random)).map { _ in
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
                (0..<Int.random(in: 1...6, using: &random)).map { _ in
                    ["a", "b", "c", "d"].randomElement(using: &random)!
                }
            }
        }
    }

    private static func query(_ text: String, _ held: HeldRuns) throws -> CompiledQuery {
        try Query(text, tokenizer: TokenizerSettings(tokens: .whitespace)).compiled(for: held.types)
    }

    /// A hit with all that is known of it, as a line to compare.
    private static func told(_ runs: [RunHits], _ place: HitPlace, _ held: HeldRuns) -> String {
        let run = runs[place.run]
        let neighbours = run.neighbours.map { column in
            column[place.hit] == RunHits.none ? "-" : held.types[column[place.hit]]
        }
        let node =
            run.nodeNumbers.isEmpty
            ? "" : run.nodes[Int(run.nodeNumbers[place.hit])].map { held.types[$0] }.joined(separator: " ")
        return "\(run.document) \(run.segmentsBefore + Int(run.segments[place.hit])) \(run.positions[place.hit]) "
            + "\(node) \(neighbours.joined(separator: ","))"
    }

    @Test(arguments: 0..<40, [true, false]) func neighboursAreThoseOfTheText(seed: UInt64, crosses: Bool) throws {
        var random = SeededGenerator(seed: seed)
        let documents = Self.documents(&random)
        let distances = [1, -1, 3, -4, 9]
        for size in [1, 3, 100] {
            let held = HeldRuns(documents, segmentsPerRun: size)
            let runs = try [RunHits](
                of: Self.query("a [] b|c", held), in: held,
                RunHits.Request(distances: distances, tellsNodes: true, crossesSegments: crosses))
            var wanted: [String] = []
            for (number, segments) in documents.enumerated() {
                let all = segments.flatMap(\.self)
                var before = 0
                for (segment, words) in segments.enumerated() {
                    for start in words.indices.dropLast(2) where words[start] == "a" && "bc".contains(words[start + 2])
                    {
                        let (stream, own) = crosses ? (all, before + start) : (words, start)
                        let neighbours = distances.map { distance in
                            let index = distance > 0 ? own + 2 + distance : own + distance
                            return stream.indices.contains(index) ? stream[index] : "-"
                        }
                        wanted.append(
                            "\(number + 1) \(segment) \(start) \(words[start..<start + 3].joined(separator: " ")) "
                                + neighbours.joined(separator: ","))
                    }
                    before += words.count
                }
            }
            #expect(runs.places.map { Self.told(runs, $0, held) } == wanted, "seed \(seed)")
            #expect(runs.reduce(0) { $0 + $1.count } == wanted.count)
        }
    }

    @Test(arguments: 0..<20) func aSampleDoesNotDependOnRuns(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let documents = Self.documents(&random)
        let sample = Int.random(in: 1...12, using: &random)
        let samples = try [1, 2, 100].map { size -> [String] in
            let held = HeldRuns(documents, segmentsPerRun: size)
            let runs = try [RunHits](
                of: Self.query("a|b", held), in: held,
                RunHits.Request(wanted: .drawn(sample, seed: seed), distances: [1, -2], tellsNodes: true))
            let all = runs.reduce(0) { $0 + $1.count }
            #expect(runs.places.count == min(sample, all))
            return runs.places.map { Self.told(runs, $0, held) }
        }
        #expect(samples[0] == samples[1] && samples[0] == samples[2])
    }

    /// Every hit is drawn about equally often.
    @Test func drawsAreFair() throws {
        let held = HeldRuns([[Array(repeating: "a", count: 10)], [Array(repeating: "a", count: 10)]])
        let query = try Self.query("a", held)
        var counts = [Int](repeating: 0, count: 20)
        for seed in 0..<2_000 {
            let runs = try [RunHits](
                of: query, in: held, RunHits.Request(wanted: .drawn(5, seed: UInt64(seed))))
            for place in runs.places { counts[place.run * 10 + Int(runs[place.run].starts[place.hit])] += 1 }
        }
        // 500 each in 2,000 draws of a quarter: a standard deviation of 19.
        #expect(counts.allSatisfy { abs($0 - 500) < 90 })
    }

    @Test(arguments: 0..<30) func thePageIsTheBeginningOfAllInOrder(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let held = HeldRuns(Self.documents(&random), segmentsPerRun: 2)
        let runs = try [RunHits](of: Self.query("a|b|c", held), in: held, RunHits.Request())
        let places = runs.places
        let keys = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            Dictionary(uniqueKeysWithValues: places.map { ($0, Int.random(in: 0..<4, using: &random)) })
        }
        let wanted = places.enumerated().sorted { a, b in
            let (x, y) = (keys.map { $0[a.element]! } + [a.offset], keys.map { $0[b.element]! } + [b.offset])
            return x.lexicographicallyPrecedes(y)
        }.map(\.element)
        let ranks = keys.map { key in HitRanks(count: 4) { key[$0]! } }
        for limit in [nil, 0, 1, 3, 1_000] {
            #expect(runs.places(by: ranks, limit: limit) == Array(wanted.prefix(limit ?? .max)), "seed \(seed)")
        }
        let groups = HitGroups(runs) { keys.first?[$0] ?? 0 }
        #expect(groups.groups.reduce(0) { $0 + $1.hits } == places.count)
        for group in groups.groups {
            let own = places.filter { (keys.first?[$0] ?? 0) == group.number }
            #expect(group.hits == own.count)
            #expect(group.documents == Set(own.map { runs[$0.run].document }).count)
        }
    }

    @Test func keysAreRead() {
        #expect(ConcordanceKey("1R") == .word(at: 1))
        #expect(ConcordanceKey("12l") == .word(at: -12))
        #expect(ConcordanceKey("node") == .node)
        #expect(ConcordanceKey("Document") == .document)
        #expect(ConcordanceKey("author") == .metadata("author"))
        #expect(ConcordanceKey("l") == .metadata("l"))
        #expect(ConcordanceKey("0R") == nil)
        #expect(ConcordanceKey("101L") == nil)
        #expect(ConcordanceKey("99999999999999999999L") == nil)
    }
}
