internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Databases that were made apart and merged are what one ingest of all texts would have made.
@Suite struct MergeTests {
    private static func options(_ threads: Int = 2, _ memory: Int = 2 << 30) -> MergeOptions {
        var options = MergeOptions { _, unknown in unknown ? "literal" : "default" }
        (options.threads, options.memory) = (threads, memory)
        return options
    }

    @discardableResult
    private static func merge(
        _ shards: [String], into database: String = "merged.db", in folder: TemporaryFolder,
        _ options: MergeOptions = options()
    ) throws -> MergeResult {
        try CorpusStore.merge(shards.map(folder.path), into: folder.path(database), options)
    }

    /// Two databases hold the same, but for models and times.
    private static func expectSame(
        _ one: String, _ other: String, in folder: TemporaryFolder, without tables: Set<String> = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let left = try databaseContents(folder.path(one), without: tables)
        let right = try databaseContents(folder.path(other), without: tables)
        for table in Set(left.keys).union(right.keys).subtracting(tables).sorted() {
            #expect(left[table] == right[table], "\(table)", sourceLocation: sourceLocation)
        }
    }

    private static let models: Set = ["model", "model_block", "epoch"]

    /// One text of a kind that the other cases need too: of one segment, with an `<unk>`, or of many lines.
    private static func text(_ kind: Int, seed: UInt64) -> String {
        let text = randomText(lines: kind == 0 ? 1 : 40, seed: seed)
        return kind == 1 ? text + "\nword <unk> word\n" : "first\(seed % 3) \(text)\n"
    }

    /// Shards of random sizes, some in a database that is there; some with a document that an earlier one has.
    @Test(arguments: 1...36 as ClosedRange<UInt64>)
    func aMergeIsOneIngest(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        let tokens = TokenizerSettings.Tokens.allCases[Int(seed) % 3]
        let segments = [TokenizerSettings.Segments.lines, .auto, .document].randomElement(using: &generator)!
        let shares = [[8, 1, 1], [1, 1, 1], [0, 1, 0]].randomElement(using: &generator)!
        let splitBy = [SplitBy.segments, .documents].randomElement(using: &generator)!
        let keepsText = seed % 2 == 0
        let settled: @Sendable (inout IngestOptions) -> Void = {
            ($0.tokens, $0.segments, $0.shares, $0.splitBy) = (tokens, segments, shares, splitBy)
            $0.keepsText = keepsText
            $0.nameMetadata = { [("kind", String($0.prefix(1))), ("Number", "\($0.utf8.count)")] }
            $0.tableMetadata = { $0.hasPrefix("1") ? [("author", "A"), ("kind", "of a table")] : [] }
        }
        let texts = try (0..<9).map {
            try folder.write(
                Self.text(Int.random(in: 0..<4, using: &generator), seed: seed &* 100 + UInt64($0)), to: "\($0).txt")
        }
        let cuts = [0] + (0..<3).map { _ in Int.random(in: 0...9, using: &generator) }.sorted() + [9]
        var shards: [String] = []
        for (index, (start, end)) in zip(cuts, cuts.dropFirst()).enumerated() where start < end {
            // A text of the shard before comes again.
            let again = start > 0 && Bool.random(using: &generator) ? [texts[start - 1]] : []
            shards.append("shard\(index).db")
            try folder.ingest(texts[start..<end] + again, into: shards[shards.count - 1], settled)
        }
        let (threads, memory) = [(1, 1), (1, 2 << 30), (2, 1), (2, 2 << 30)].randomElement(using: &generator)!
        if shards.count > 1, Bool.random(using: &generator) {
            try FileManager.default.copyItem(
                atPath: folder.path(shards.removeFirst()), toPath: folder.path("merged.db"))
        }
        let before = try shards.map { try Data(contentsOf: URL(filePath: folder.path($0))) }
        let result = try Self.merge(shards, in: folder, Self.options(threads, memory))

        try folder.ingest(texts, into: "once.db", settled)
        try Self.expectSame("merged.db", "once.db", in: folder)
        try FrequencyTableTests.expectExact(folder.path("merged.db"))
        #expect(try CorpusStore(path: folder.path("merged.db")).fingerprint() == result.corpus?.fingerprint)
        #expect(try shards.map { try Data(contentsOf: URL(filePath: folder.path($0))) } == before)
        #expect(try folder.files.filter { $0.hasPrefix(".") || $0.hasSuffix("-journal") } == [])
        // It goes on as any other.
        let store = try CorpusStore(path: folder.path("merged.db"), access: .readWrite)
        try store.remove(["1.txt"])
        #expect(try spelledCounts(store) == naiveCounts(store))
    }

    /// Numbers without a document, types without an occurrence, and another order of first occurrences.
    @Test func removedDocumentsLeaveNoTrace() throws {
        let folder = try TemporaryFolder()
        let texts = try ["c b a", "a b", "d a c", "b e a"].enumerated().map { try folder.write($1, to: "\($0).txt") }
        for (name, range, gone) in [("a.db", 0..<2, "0.txt"), ("b.db", 1..<4, "2.txt")] {
            try folder.ingest(Array(texts[range]), into: name).store.remove([gone])
        }
        try Self.merge(["a.db", "b.db"], in: folder)
        try folder.ingest([texts[1], texts[3]], into: "once.db")
        try Self.expectSame("merged.db", "once.db", in: folder)
        #expect(try Array(CorpusStore(path: folder.path("merged.db")).types().idsByText()).count == 3 + 3)
    }

    /// A database that is there keeps its models, which are stale, and what its user made; also where no new file can take
    /// its place.
    @Test func whatIsThereStays() throws {
        let folder = try TemporaryFolder()
        let texts = try (0..<3).map { try folder.write(randomText(lines: 60, seed: 40 + $0), to: "\($0).txt") }
        for (index, name) in ["merged.db", "b.db", "c.db"].enumerated() {
            let store = try folder.ingest([texts[index]], into: name).store
            try store.save(
                ModelSummary(
                    name: "net", kind: "test", vocabularyHash: "v", corpusHash: store.fingerprint(of: .train),
                    settings: "{}", metrics: "{}"), parts: [("weights", [1, 2, 3])])
        }
        try DatabaseQueue(path: folder.path("merged.db")).write {
            try $0.execute(sql: "CREATE TABLE mine (x); INSERT INTO mine VALUES (7); CREATE INDEX by_x ON mine (x)")
        }
        try FileManager.default.copyItem(atPath: folder.path("merged.db"), toPath: folder.path("inserted.db"))
        try FileManager.default.linkItem(atPath: folder.path("inserted.db"), toPath: folder.path("linked.db"))
        let result = try Self.merge(["b.db", "c.db"], in: folder)
        try Self.merge(["b.db", "c.db"], into: "inserted.db", in: folder)
        #expect(result.shards.map(\.models) == [1, 1])
        try Self.expectSame("merged.db", "inserted.db", in: folder)
        try FrequencyTableTests.expectExact(folder.path("inserted.db"))
        try folder.ingest(texts, into: "once.db")
        try Self.expectSame("merged.db", "once.db", in: folder, without: Self.models.union(["mine", "schema"]))
        let store = try CorpusStore(path: folder.path("merged.db"))
        let model = try #require(try store.model(named: "net"))
        #expect(try model.corpusHash != store.fingerprint(of: .train))
        #expect(try DatabaseQueue(path: store.path).read { try Int.fetchAll($0, sql: "SELECT x FROM mine") } == [7])
    }

    /// Documents that are there are left out; if all are, nothing is written.
    @Test func theSameDocumentsAreSkipped() throws {
        let folder = try TemporaryFolder()
        let texts = try (0..<2).map { try folder.write(randomText(lines: 20, seed: 50 + $0), to: "\($0).txt") }
        try folder.ingest(texts, into: "a.db")
        try folder.ingest([texts[1]], into: "b.db")
        let before = try Data(contentsOf: URL(filePath: folder.path("a.db")))
        let result = try Self.merge(["b.db"], into: "a.db", in: folder)
        #expect(result.skipped == ["1.txt"] && result.shards.map(\.documents) == [0])
        #expect(try Data(contentsOf: URL(filePath: folder.path("a.db"))) == before)
        try folder.write(randomText(lines: 20, seed: 59), to: "1.txt")
        try folder.ingest([texts[1]], into: "c.db")
        #expect(
            throws: StorageError.otherContentIn(
                document: "1.txt", of: folder.path("c.db"), than: folder.path("a.db"))
        ) { try Self.merge(["c.db"], into: "a.db", in: folder) }
        #expect(throws: StorageError.self) { try Self.merge(["b.db", "c.db"], into: "new.db", in: folder) }
        #expect(try folder.files.filter { $0.hasPrefix("new") || $0.hasPrefix(".") } == [])
    }

    /// An empty database gives nothing, and takes what comes if it was made for such texts.
    @Test func emptyDatabases() throws {
        let folder = try TemporaryFolder()
        let texts = try ["a b c", "c d"].enumerated().map { try folder.write($1, to: "\($0).txt") }
        try folder.ingest([texts[0]], into: "a.db")
        try folder.ingest([texts[1]], into: "removed.db").store.remove(["1.txt"])
        try CorpusStore.create(path: folder.path("models.db"))
        let result = try Self.merge(["removed.db", "a.db", "models.db"], in: folder)
        #expect(result.shards.map(\.documents) == [0, 1, 0])
        try Self.expectSame("merged.db", "a.db", in: folder)
        #expect(throws: StorageError.nothingToMerge) { try Self.merge(["removed.db"], into: "new.db", in: folder) }
        try Self.merge(["a.db"], into: "models.db", in: folder)
        try Self.expectSame("models.db", "a.db", in: folder)
        try Self.merge(["a.db"], into: "removed.db", in: folder)
        let store = try CorpusStore(path: folder.path("removed.db"))
        #expect(try spelledCounts(store) == spelledCounts(CorpusStore(path: folder.path("a.db"))))
        try folder.ingest([texts[0]], into: "other.db") { $0.letterCase = .preserve }
        #expect(throws: StorageError.self) { try Self.merge(["other.db"], into: "removed.db", in: folder) }
    }

    /// The default of all texts is what one ingest would have taken; a rule that was asked for must be that of all.
    @Test func theVocabularyRuleIsThatOfAll() throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write("a b c\na b\n", to: "plain.txt")
        let literal = try folder.write("a <unk> c\n<unk> b\n", to: "literal.txt")
        let asked: @Sendable (inout IngestOptions) -> Void = { $0.vocabularyRule = { _ in "asked" } }
        func ingest(_ text: String, _ name: String, _ change: (inout IngestOptions) -> Void = { _ in }) throws {
            try folder.ingest([text], into: name) {
                $0.tokens = .whitespace
                $0.shares = [1, 0, 0]
                change(&$0)
            }
        }
        try ingest(plain, "plain.db")
        try ingest(literal, "literal.db")
        try ingest(plain, "asked.db", asked)
        try ingest(literal, "asked-too.db", asked)
        try Self.merge(["plain.db", "literal.db"], in: folder)
        #expect(try CorpusStore(path: folder.path("merged.db")).vocabularyRule() == "literal")
        try Self.merge(["literal.db"], into: "plain.db", in: folder)
        try Self.expectSame("plain.db", "merged.db", in: folder)
        try Self.merge(["asked.db", "asked-too.db"], into: "both.db", in: folder)
        #expect(try CorpusStore(path: folder.path("both.db")).vocabularyRule() == "asked")
        #expect(
            throws: StorageError.unlike(
                folder.path("asked.db"), .vocabulary, has: "asked", in: folder.path("literal.db"), wants: "literal")
        ) { try Self.merge(["literal.db", "asked.db"], into: "none.db", in: folder) }
    }

    @Test(
        arguments: [
            { $0.tokens = .characters }, { $0.letterCase = .preserve }, { $0.segments = .document },
            { $0.shares = [1, 1, 1] }, { $0.splitBy = .documents }, { $0.clitics = .en },
        ] as [@Sendable (inout IngestOptions) -> Void])
    func otherSettingsAreRefused(change: @Sendable (inout IngestOptions) -> Void) throws {
        let folder = try TemporaryFolder()
        let texts = try (0..<2).map { try folder.write(randomText(lines: 9, seed: 60 + $0), to: "\($0).txt") }
        try folder.ingest([texts[0]], into: "a.db")
        try folder.ingest([texts[1]], into: "b.db", change)
        let before = try Data(contentsOf: URL(filePath: folder.path("a.db")))
        let error = #expect(throws: StorageError.self) { try Self.merge(["b.db"], into: "a.db", in: folder) }
        guard case .unlike(folder.path("b.db"), _?, _, folder.path("a.db"), _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: folder.path("a.db"))) == before)
        #expect(throws: StorageError.self) { try Self.merge(["a.db", "b.db"], into: "new.db", in: folder) }
        #expect(try !folder.files.contains("new.db"))
    }

    @Test func aFileIsNotMergedWithItself() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("a b c", to: "0.txt")
        try folder.ingest([text], into: "a.db")
        try FileManager.default.linkItem(atPath: folder.path("a.db"), toPath: folder.path("b.db"))
        try FileManager.default.createSymbolicLink(atPath: folder.path("c.db"), withDestinationPath: "a.db")
        for (shards, target) in [(["a.db"], "a.db"), (["b.db"], "a.db"), (["a.db", "c.db"], "new.db")] {
            let error = #expect(throws: StorageError.self) { try Self.merge(shards, into: target, in: folder) }
            guard case .sameFile? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(throws: StorageError.noDatabase(folder.path("none.db"))) {
            try Self.merge(["none.db"], into: "new.db", in: folder)
        }
        #expect(throws: StorageError.notADatabase(folder.path("0.txt"), .text)) {
            try Self.merge(["0.txt"], into: "new.db", in: folder)
        }
    }

    /// One that is being written is waited for, and then said to be locked.
    @Test func whoWritesIsWaitedFor() throws {
        let folder = try TemporaryFolder()
        let text = try folder.write("a b c", to: "0.txt")
        try folder.ingest([text], into: "a.db")
        try DatabaseQueue(path: folder.path("a.db")).writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN EXCLUSIVE")
            var options = Self.options()
            options.wait = 0.05
            #expect(throws: StorageError.locked(folder.path("a.db"), isWriting: false)) {
                try Self.merge(["a.db"], in: folder, options)
            }
            try db.execute(sql: "ROLLBACK")
        }
        try Self.merge(["a.db"], in: folder)
        try Self.expectSame("merged.db", "a.db", in: folder)
    }
}
