internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// What the tables `spectrum` and `frequent` hold is what the counts say, whatever came and went.
@Suite struct FrequencyTableTests {
    /// Counts of words alone, from the tables of counts: by split, −1 for all four.
    private static func counts(_ db: Database, order: Int) throws -> [Int: [[Int]: Int]] {
        let table = ["unigram", "bigram", "trigram"][order - 1]
        let words = (1...order).map { "w\($0)" }.joined(separator: ", ")
        var counts: [Int: [[Int]: Int]] = [-1: [:], 0: [:], 1: [:], 2: [:], 3: [:]]
        for row in try Row.fetchAll(db, sql: "SELECT split, n, \(words) FROM \(table)") {
            let ngram = (2..<2 + order).map { row[$0] as Int }
            if ngram.contains(1) || ngram.contains(2) { continue }
            counts[row[0]]![ngram] = row[1]
            counts[-1]![ngram, default: 0] += row[1]
        }
        return counts
    }

    static func expectExact(_ path: String, _ comment: String = "") throws {
        try DatabaseQueue(path: path).read { db in
            for order in 1...3 {
                let counts = try counts(db, order: order)
                for split in [-1, 0, 1, 2] {
                    var spectrum: [Int: Int] = [:]
                    for count in counts[split]!.values { spectrum[count, default: 0] += 1 }
                    let stored = try Row.fetchAll(
                        db, sql: "SELECT frequency, types FROM spectrum WHERE split = ? AND n_gram_order = ?",
                        arguments: [split, order])
                    #expect(
                        Dictionary(uniqueKeysWithValues: stored.map { ($0[0] as Int, $0[1] as Int) }) == spectrum,
                        "\(comment) \(split) \(order)")
                    let least = try #require(
                        try Int.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'frequent_\(split)_\(order)'")
                    )
                    let frequent = try Row.fetchAll(
                        db, sql: "SELECT n, w1, w2, w3 FROM frequent WHERE split = ? AND n_gram_order = ?",
                        arguments: [split, order])
                    let found = Dictionary(
                        uniqueKeysWithValues: frequent.map { row in
                            ((1...3).map { row[$0] as Int }.filter { $0 >= 0 }, row[0] as Int)
                        })
                    #expect(found == counts[split]!.filter { $0.value >= least }, "\(comment) \(split) \(order)")
                    #expect(found.count >= min(10_000, counts[split]!.count))
                }
            }
        }
    }

    @Test(arguments: [TokenizerSettings.Segments.lines, .document])
    func theyFollowTheCounts(segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 81)
        var names: Set<String> = []
        try folder.write("a first text that stays\n", to: "stays.txt")
        let ask: (inout IngestOptions) -> Void = {
            $0.segments = segments
            $0.replaces = true
            $0.threads = Int.random(in: 1...2, using: &generator)
            $0.memory = Bool.random(using: &generator) ? 2 << 30 : 1
        }
        var store = try folder.ingest([folder.path("stays.txt")], ask).store
        for step in 0..<12 {
            let name = "\(Int.random(in: 0..<4, using: &generator)).txt"
            if names.contains(name), Bool.random(using: &generator) {
                try store.remove([name])
                names.remove(name)
            } else {
                // Large ones bring more n-grams than are kept.
                let lines = [1, 20, 9_000].randomElement(using: &generator)!
                try folder.write("step\(step) " + randomText(lines: lines, seed: generator.next()), to: name)
                store = try folder.ingest([folder.path(name)], ask).store
                names.insert(name)
            }
            try Self.expectExact(store.path, "step \(step)")
        }
    }

    /// With more n-grams than the table keeps, it keeps the most frequent.
    @Test func theMostFrequentAreKept() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 82)
        let words = (0..<30_000).map { "w\($0)" }
        let text = (0..<200_000).map { index in
            words[Int(pow(30_000, Double.random(in: 0..<1, using: &generator)))] + (index % 9 == 8 ? "\n" : " ")
        }.joined()
        let store = try folder.ingest([folder.write(text, to: "a.txt")]).store
        try Self.expectExact(store.path)
        let top = try #require(try store.mostFrequent(order: 2, split: nil, limit: 5, minimum: 1))
        #expect(top.count >= 5 && zip(top, top.dropFirst()).allSatisfy { $0.count >= $1.count })
        #expect(try store.mostFrequent(order: 2, split: nil, limit: 1 << 20, minimum: 1) == nil)
    }
}

/// Counts over all splits are those of the texts, however these are cut and in whatever order they come.
@Suite struct CutIndependenceTests {
    /// Words and n-grams of words over all four splits, spelled out.
    private func counts(_ path: String) throws -> [String: Int] {
        try DatabaseQueue(path: path).read { db in
            var counts: [String: Int] = [:]
            for view in ["unigrams", "bigrams", "trigrams"] {
                for row in try Row.fetchAll(db, sql: "SELECT * FROM \(view)") {
                    let words = row.databaseValues.dropLast().map { String.fromDatabaseValue($0)! }
                    counts[([view] + words).joined(separator: "\u{1}")] = row["n"]
                }
            }
            return counts
        }
    }

    @Test(
        arguments: TokenizerSettings.Tokens.allCases,
        [TokenizerSettings.Segments.lines, .paragraphs, .sentences, .document])
    func countsDependOnTheTextsAlone(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 91)
        let names = try (0..<9).map { index in
            // Documents of one segment among them, some of few tokens.
            let text =
                index < 5
                ? (0..<[1, 2, 3, 7, 30][index]).map { "w\($0 % 5)" }.joined(separator: " ")
                : oddText(words: Int.random(in: 5..<80, using: &generator), using: &generator)
            return try folder.write("x\(index) " + text, to: "\(index).txt")
        }
        var expected: [String: Int]?
        for (round, shares) in [[1, 0, 0], [8, 1, 1], [1, 1, 1], [0, 1, 2], [3, 0, 4], [8, 1, 1]].enumerated() {
            let order = names.shuffled(using: &generator)
            let ask: (inout IngestOptions) -> Void = {
                $0.tokens = tokens
                $0.segments = segments
                $0.shares = shares
                $0.splitBy = round == 5 ? .documents : .segments
                $0.threads = Int.random(in: 1...2, using: &generator)
                $0.memory = Bool.random(using: &generator) ? 2 << 30 : 1
            }
            _ = try folder.ingest(Array(order.prefix(6)), into: "\(round).db", ask)
            let store = try folder.ingest(Array(order.suffix(3)), into: "\(round).db", ask).store
            let found = try counts(store.path)
            expected = expected ?? found
            #expect(found == expected, "\(shares)")
            // Taking some away again leaves what was there.
            try store.remove(order.suffix(3).map { URL(filePath: $0).lastPathComponent })
            let fewer = try folder.ingest(Array(order.prefix(6)), into: "\(round)-fewer.db", ask).store
            #expect(try counts(store.path) == counts(fewer.path))
            let words = try store.allTokens().ids.count { $0 != Marker.segmentEnd }
            #expect(try counts(store.path).filter { $0.key.hasPrefix("unigrams") }.values.reduce(0, +) == words)
        }
    }

    /// What a cut separates is no bigram of a split, but one of the corpus.
    @Test func oneLineDocuments() throws {
        let folder = try TemporaryFolder()
        for index in 0..<50 {
            try folder.write("good morning to all of you my dear friends today", to: "mails/\(index).txt")
        }
        let store = try folder.ingest([folder.path("mails")]).store
        let ids = try ["friends", "today"].map { try #require(try store.id(ofType: $0)) }
        #expect(try store.count(of: ids, acrossCuts: true) == 50)
        #expect(try store.count(of: ids) == 0)
        #expect(try counts(store.path)["bigrams\u{1}friends\u{1}today"] == 50)
        // Nine windows of two words and eight of three in each.
        #expect(try store.storedSpectrum(order: 2, split: nil).map { [$0.frequency, $0.types] } == [[50, 9]])
        #expect(try store.storedSpectrum(order: 3, split: nil).map { [$0.frequency, $0.types] } == [[50, 8]])
    }

    @Test func theFingerprintKnowsNoOrder() throws {
        let folder = try TemporaryFolder()
        let names = try (0..<5).map { try folder.write("text \($0)\nand more\n", to: "\($0).txt") }
        let a = try folder.ingest(names, into: "a.db") { $0.segments = .lines }.store
        let b = try folder.ingest(names.reversed(), into: "b.db") { $0.segments = .lines }.store
        #expect(try a.fingerprint() == b.fingerprint())
        #expect(try a.fingerprint(of: .train) == b.fingerprint(of: .train))
        try b.remove(["3.txt"])
        #expect(try a.fingerprint() != b.fingerprint())
    }
}
