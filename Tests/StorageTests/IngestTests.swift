internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Lines of random words, some of them frequent, some blank.
func randomText(lines: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("abcdeé漢ß🙂")
    let words = (0..<40).map { _ in
        String((0..<Int.random(in: 1...6, using: &generator)).map { _ in letters.randomElement(using: &generator)! })
    }
    return (0..<lines).map { _ in
        (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            words[Int.random(in: 0..<Int.random(in: 1...40, using: &generator), using: &generator)]
        }.joined(separator: " ")
    }.joined(separator: "\n")
}

@Suite struct IngestTests {
    @Test(arguments: TokenizerSettings.Tokens.allCases, [TokenizerSettings.Segments.lines, .paragraphs, .document])
    func countsEqualADictionary(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(randomText(lines: 400, seed: 5), to: "text.txt")
        var first: [[String]: Int]?
        for (threads, memory) in [(1, 2 << 30), (2, 2 << 30), (2, 100_000), (1, 4_000)] {
            let store = try folder.ingest([text], into: "\(threads)-\(memory).db") {
                $0.tokens = tokens
                $0.segments = segments
                $0.threads = threads
                $0.memory = memory
            }.store
            let counts = try spelledCounts(store)
            #expect(counts == (try naiveCounts(store)))
            first = first ?? counts
            #expect(counts == first)
            #expect(!counts.isEmpty)
        }
    }

    /// A hundred thousand tokens pass the least memory several times over: the spool goes to disk, sorting in parts.
    @Test func littleMemoryGivesTheSameFile() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(randomText(lines: 30_000, seed: 8), to: "text.txt")
        let large = try folder.ingest([text], into: "large.db") { $0.threads = 2 }.store
        let small = try folder.ingest([text], into: "small.db") {
            $0.threads = 1
            $0.memory = 1
        }.store
        #expect(try spelledCounts(large) == spelledCounts(small))
        #expect(try large.tokens(of: .train) == small.tokens(of: .train))
        #expect(try folder.files == ["large.db", "small.db", "text.txt"])
    }

    /// One word, and two words together, occur more often than there is room to sort them.
    @Test(arguments: [1, 2], [TokenizerSettings.Segments.lines, .document])
    func frequentWordsAreTakenInParts(threads: Int, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 12)
        let text = (0..<220_000).map { _ in
            ["a", "a", "a", "b", "c\n", "word\(Int.random(in: 0..<50, using: &generator))"]
                .randomElement(using: &generator)! + " "
        }.joined()
        let file = try folder.write(text + String(repeating: "a ", count: 150_000), to: "text.txt")
        let store = try folder.ingest([file]) {
            $0.tokens = .whitespace
            $0.segments = segments
            $0.threads = threads
            $0.shares = [1, 0, 0]
            $0.memory = 1
        }.store
        let counts = try spelledCounts(store)
        #expect(counts == (try naiveCounts(store)))
        // More than the 2¹⁶ n-grams that are sorted at least.
        let pair = try #require(counts[["train", "a", "a"]])
        #expect(pair > 1 << 16)
    }

    /// Segments of all lengths, one far longer than a piece, are those of an ingest that holds them all.
    @Test(arguments: TokenizerSettings.Tokens.allCases, [TokenizerSettings.Segments.lines, .paragraphs])
    func longLinesAndManyLines(tokens: TokenizerSettings.Tokens, segments: TokenizerSettings.Segments) throws {
        let folder = try TemporaryFolder()
        let end = segments == .lines ? "\n" : "\n\n"
        let long = (0..<60_000).map { "w\($0 % 1_003)" + ($0 % 7 == 0 ? ", " : " ") }.joined()
        let short = (0..<150_000).map { "x\($0 % 11)" + end }.joined()
        let file = try folder.write("first" + end + long + end + short + "   " + long, to: "text.txt")
        let stores = try [2 << 30, 1].map { memory in
            try folder.ingest([file], into: "\(memory).db") {
                $0.tokens = tokens
                $0.segments = segments
                $0.memory = memory
            }.store
        }
        for split in Split.allCases { #expect(try stores[0].tokens(of: split) == stores[1].tokens(of: split)) }
        #expect(try stores[0].splits() == stores[1].splits())
        #expect(try stores[0].splits().map(\.segments).reduce(0, +) == 150_003)
    }

    @Test func whatDoesNotFitIsAnError() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "one\ntwo\n" + String(repeating: "x", count: 100_000) + "\nthree\n", to: "text.txt")
        for tokens in TokenizerSettings.Tokens.allCases {
            let error = #expect(throws: StorageError.self) {
                try folder.ingest([file]) {
                    $0.tokens = tokens
                    $0.segments = .lines
                    $0.memory = 1 << 20
                }
            }
            #expect(error?.kind == .badData)
            #expect(error?.fact.hasPrefix("\(file): line 3, from byte 8 on: more than 65536 bytes") == true)
            guard case .text(_, _, let longer) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(longer?.memory == 4 << 20)
        }
        #expect(try folder.files == ["text.txt"])
        try folder.ingest([file]) { $0.memory = 4 << 20 }
    }

    @Test func typesWithoutANumberAreAnError() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("one two three\none two\n", to: "text.txt")
        let error = #expect(throws: StorageError.self) { try folder.ingest([file]) { $0.largestTypeCount = 8 } }
        #expect(error?.kind == .badData && error?.fact.contains("more than 8 different tokens") == true)
        try folder.ingest([file]) { $0.largestTypeCount = 9 }
    }

    /// Shares are of tokens, cut at the nearest segment end.
    @Test func splitsAreContiguousShares() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write((0..<23).map { "word\($0) end\n" }.joined(), to: "text.txt")
        let store = try folder.ingest([text]) { $0.segments = .lines }.store
        // 46 tokens: 36.8 lies nearest to 36, after 18 segments, and 41.4 to 42, after 21.
        #expect(try store.splits().map(\.segments) == [18, 21 - 18, 23 - 21])
        #expect(try store.splits().map(\.tokens) == [36, 6, 4])
        // Segments of 10, 1, 1, 1, 1, 1, 5 tokens: 16 of 20 is an end, 18 lies as near to 15 … 20 as can be: to 20.
        let uneven = [10, 1, 1, 1, 1, 1, 5].map { String(repeating: "w ", count: $0) + "\n" }.joined()
        let other = try folder.ingest([folder.write(uneven, to: "uneven.txt")], into: "uneven.db") {
            $0.segments = .lines
        }
        #expect(try other.store.splits().map(\.tokens) == [15, 5, 0])
        #expect(other.report.notes.contains { $0.contains("valid ends after 100 %") })
        // Nine segments: both cuts are nearest to an end, and yet valid and test have one each.
        let few = [10, 10, 10, 10, 10, 10, 10, 6, 20].map { String(repeating: "w ", count: $0) + "\n" }.joined()
        let short = try folder.ingest([folder.write(few, to: "few.txt")], into: "few.db") { $0.segments = .lines }
        #expect(try short.store.splits().map(\.tokens) == [70, 6, 20])
    }

    /// A document of one segment that is read in several pieces is cut inside one of them, in memory or in the spool.
    @Test(arguments: [TokenizerSettings.Tokens.words, .whitespace], [1, 2 << 30])
    func aLongSegmentIsCutWhereItLies(tokens: TokenizerSettings.Tokens, memory: Int) throws {
        let folder = try TemporaryFolder()
        let text = try folder.write((0..<900_000).map { "w\($0 % 5_003) " }.joined(), to: "text.txt")
        func ingest(_ shares: [Int]) throws -> CorpusStore {
            try folder.ingest([text], into: "\(shares).db") {
                $0.tokens = tokens
                $0.segments = .document
                $0.shares = shares
                $0.memory = memory
            }.store
        }
        let (whole, parts) = try (ingest([1, 0, 0]), ingest([1, 2, 1]))
        let streams = try Split.allCases.map { try parts.tokens(of: $0) }
        #expect(streams.allSatisfy { $0.ids.last == Marker.segmentEnd })
        #expect(streams.flatMap { $0.ids.dropLast() } == (try whole.tokens(of: .train).ids.dropLast()))
        // Two ends more, each in the place of a space.
        #expect(try parts.splits().map(\.characters).reduce(0, +) == whole.splits()[0].characters)
        #expect(try parts.splits().map(\.segments) == [1, 1, 1])
        let total = Double(try whole.splits()[0].characters)
        let shares = try parts.splits().map { Double($0.characters) / total }
        for (share, wanted) in zip(shares, [0.25, 0.5, 0.25]) { expectClose(share, wanted, 1e-5) }
        #expect(try spelledCounts(parts) == naiveCounts(parts))
    }

    /// Beyond 2²¹ types three ids do not fit in 63 bits.
    @Test func moreThanTwoMillionTypes() throws {
        let folder = try TemporaryFolder()
        let (lines, width) = (270_000, 8)
        let text = (0..<lines).map { line in
            (0..<width).map { String(line * width + $0, radix: 36) }.joined(separator: " ") + "\n"
        }.joined()
        // Twice the same: every count is 2.
        let store = try folder.ingest([folder.write(text, to: "a.txt"), folder.write(text, to: "b.txt")]) {
            $0.tokens = .whitespace
            $0.shares = [1, 0, 0]
        }.store
        #expect(lines * width > 1 << 21)
        try DatabaseQueue(path: store.path).read { db in
            for (table, rows) in [
                ("unigram", lines * width + 2), ("bigram", lines * (width + 1)), ("trigram", lines * width),
            ] {
                let row = try #require(try Row.fetchOne(db, sql: "SELECT count(*), total(n) FROM \(table)"))
                #expect(row[0] == rows, "\(table)")
                let total = table == "unigram" ? 2 * lines * (width + 2) : 2 * rows
                #expect(row[1] == Double(total), "\(table)")
            }
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM trigram WHERE n <> 2") == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM trigram WHERE w1 > 2 AND w2 <> w1 + 1") == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM trigram WHERE w3 > 2 AND w3 <> w2 + 1") == 0)
        }
        // The same sorter serves orders that are not stored.
        let counts = try store.counts(order: 5)
        #expect(counts.count == lines * (width - 2) && counts.counts.allSatisfy { $0 == 2 })
    }

    @Test(arguments: [TokenizerSettings.Tokens.words, .whitespace, .characters])
    func aSegmentIsCutAtWhiteSpace(tokens: TokenizerSettings.Tokens) throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("one two three four five six seven eight nine ten", to: "text.txt")
        let store = try folder.ingest([text]) {
            $0.tokens = tokens
            $0.segments = .document
            $0.shares = [5, 3, 2]
        }.store
        let types = try store.types()
        let parts = try Split.allCases.map { split in
            try store.tokens(of: split).ids.filter { $0 != Marker.segmentEnd }.map { types[$0] }
                .joined(separator: tokens == .characters ? "" : " ")
        }
        #expect(
            parts.joined(separator: tokens == .characters ? "" : " ")
                == "one two three four five six seven eight nine ten")
        #expect(parts.allSatisfy { !$0.isEmpty })
        #expect(try store.splits().map(\.segments) == [1, 1, 1])
        #expect(try spelledCounts(store) == naiveCounts(store))
        // Each part is as long as its text and its </s>.
        for (part, summary) in zip(parts, try store.splits()) {
            #expect(summary.characters == part.unicodeScalars.count + 1)
        }
    }

    @Test func documentsAreSplitByTheirNames() throws {
        let folder = try TemporaryFolder()
        let texts = try (0..<40).map { try folder.write("text number \($0)\nand more\n", to: "books/\($0).txt") }
        let whole = try folder.ingest([folder.path("books")], into: "whole.db") { $0.splitBy = .documents }.store
        let steps = try folder.ingest(Array(texts.prefix(20)), into: "steps.db") { $0.splitBy = .documents }
        _ = steps
        let later = try folder.ingest(Array(texts.suffix(20)), into: "steps.db").store
        #expect(try whole.splits().allSatisfy { $0.documents > 0 })
        #expect(
            try Set(whole.documents().map { "\($0.name) \($0.tokens)" })
                == Set(later.documents().map { "\($0.name) \($0.tokens)" }))
        #expect(try spelledCounts(whole) == spelledCounts(later))
    }

    @Test func wholeFilesBecomeSplits() throws {
        let folder = try TemporaryFolder()
        for split in Split.allCases { try folder.write("\(split.name) text <unk>\n", to: "\(split.name).txt") }
        let store = try folder.ingest([]) { options in
            options.inputs = Split.allCases.map { IngestInput(path: folder.path("\($0.name).txt"), split: $0) }
            options.tokens = .whitespace
        }.store
        let types = try store.types()
        for split in Split.allCases {
            #expect(try store.tokens(of: split).ids.map { types[$0] } == [split.name, "text", "<unk>", "</s>"])
        }
        #expect(try store.vocabularyRule() == "literal")
    }

    @Test func idsFollowFirstOccurrence() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write("to be or not to be\n", to: "a.txt")
        let b = try folder.write("that is the question to be\n", to: "b.txt")
        let once = try folder.ingest([a, b], into: "once.db").store
        _ = try folder.ingest([a], into: "twice.db")
        let twice = try folder.ingest([b], into: "twice.db").store
        let words = ["<unk>", "<s>", "</s>", "to", "be", "or", "not", "that", "is", "the", "question"]
        for store in [once, twice] {
            let types = try store.types()
            #expect((0..<TokenID(types.count)).map { types[$0] } == words)
            #expect(try store.id(ofType: "question") == 10)
        }
        #expect(try once.fingerprint() == twice.fingerprint())
        #expect(try spelledCounts(once) == spelledCounts(twice))
    }

    @Test func settingsAreFixedByTheFirst() throws {
        let folder = try TemporaryFolder()
        let a = try folder.write("one\n\ntwo\n", to: "a.txt")
        let b = try folder.write("three\n", to: "b.txt")
        #expect(try folder.ingest([a]).report.added.map(\.rule) == [.lines])
        let changes: [(inout IngestOptions) -> Void] = [
            { $0.tokens = .characters }, { $0.letterCase = .preserve }, { $0.lettersOnly = true },
            { $0.normalization = TokenizerSettings.Normalization.none }, { $0.segments = .document },
            { $0.blankLines = .keep },
            { $0.apostrophes = .keep }, { $0.hyphens = .keep }, { $0.clitics = .fr }, { $0.locale = "tr" },
            { $0.stripsMarks = true }, { $0.keepsSymbols = true },
            { $0.shares = [1, 1, 1] }, { $0.splitBy = .documents }, { $0.vocabularyRule = { _ in "other" } },
        ]
        for change in changes { #expect(throws: StorageError.self) { try folder.ingest([b], change) } }
        // What agrees may be said again.
        let report = try folder.ingest([b]) {
            $0.tokens = .words
            $0.segments = .auto
        }.report
        #expect(report.added.map(\.name) == ["b.txt"])
    }

    @Test func viewsSpellCountsOut() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write(randomText(lines: 300, seed: 3), to: "text.txt")
        let store = try folder.ingest([text]).store
        var expected: [[String]: Int] = [:]
        for (key, count) in try spelledCounts(store) where !key.contains("<s>") && !key.contains("</s>") {
            expected[Array(key.dropFirst()), default: 0] += count
        }
        try DatabaseQueue(path: store.path).read { db in
            for (order, view) in ["unigrams", "bigrams", "trigrams"].enumerated() {
                let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(view)")
                let found = Dictionary(
                    uniqueKeysWithValues: rows.map { row in
                        ((0...order).map { row[$0] as String }, row["n"] as Int)
                    })
                #expect(found == expected.filter { $0.key.count == order + 1 })
                let plan = try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT * FROM \(view) WHERE first = 'a'")
                    .map { $0["detail"] as String }
                #expect(plan.contains { $0.hasPrefix("SEARCH c USING PRIMARY KEY (split=? AND w1=?") }, "\(plan)")
            }
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            #expect(try Int.fetchOne(db, sql: "SELECT sum(n) FROM bigrams_by_split WHERE split = 'train'")! > 0)
        }
    }
}
