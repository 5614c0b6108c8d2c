internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// A database in whose place a new file is moved has what SQLite's own insertion would have brought it to, and nobody who has
/// it open loses anything.
@Suite struct FileReplacementTests {
    /// Which file it is.
    private static func number(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int)
    }

    /// What a database made at once has not, or has of other content.
    private static let others: Set = [
        "model", "model_block", "epoch", "mine", "numbered", "of mine", "sqlite_sequence",
    ]

    private static func save(_ name: String, in store: CorpusStore) throws {
        try store.save(
            ModelSummary(
                name: name, kind: "test", vocabularyHash: "v", corpusHash: store.fingerprint(of: .train),
                settings: "{}", metrics: "{}"),
            parts: [("weights", [UInt8](repeating: 7, count: 600_000))],
            epochs: [
                EpochRecord(
                    epoch: 1, trainLoss: 1, validLoss: nil, seconds: nil, learningRate: nil, gradientNorm: nil,
                    clippedShare: nil)
            ])
    }

    /// What a user has made in a database of gram's.
    private static func addOwn(to path: String) throws {
        try DatabaseQueue(path: path).write { db in
            try db.execute(
                sql: """
                    CREATE TABLE mine (x, y AS (x + 1), z TEXT CHECK (z <> 'no'));
                    INSERT INTO mine VALUES (1, 'a'), (2, 'b');
                    CREATE TABLE numbered (id INTEGER PRIMARY KEY AUTOINCREMENT, t); INSERT INTO numbered (t) VALUES (8);
                    DELETE FROM numbered; INSERT INTO numbered (t) VALUES (9);
                    CREATE INDEX "by x" ON mine (x); CREATE INDEX bigram_second ON bigram (w2, w1);
                    CREATE VIEW "of mine" AS SELECT x FROM mine;
                    CREATE TRIGGER kept AFTER INSERT ON mine BEGIN INSERT INTO numbered (t) VALUES (new.x); END;
                    CREATE TRIGGER seen INSTEAD OF DELETE ON "of mine" BEGIN DELETE FROM mine WHERE x = old.x; END;
                    ANALYZE;
                    """)
        }
    }

    private static func write(_ folder: TemporaryFolder, _ range: Range<Int>, seed: UInt64) throws -> [String] {
        try range.map {
            try folder.write(
                "first\($0)\n" + randomText(lines: 30, seed: seed &* 100 + UInt64($0)), to: "\($0).txt")
        }
    }

    @Test(arguments: 1...12 as ClosedRange<UInt64>)
    func whatIsAddedIsWhatInsertionAdds(seed: UInt64) throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: seed)
        let segments = [TokenizerSettings.Segments.lines, .document].randomElement(using: &generator)!
        let shares = [[8, 1, 1], [1, 1, 1], [0, 1, 0]].randomElement(using: &generator)!
        let (threads, memory) = [(1, 1), (1, 2 << 30), (2, 1), (2, 2 << 30)].randomElement(using: &generator)!
        let settled: (inout IngestOptions) -> Void = {
            ($0.segments, $0.shares, $0.threads, $0.memory) = (segments, shares, threads, memory)
        }
        let texts = try Self.write(folder, 0..<6, seed: seed)
        let path = folder.path("corpus.db")
        let old = try folder.ingest(Array(texts.prefix(3)), settled).store
        try Self.save("net", in: old)
        try Self.addOwn(to: path)
        try FileManager.default.copyItem(atPath: path, toPath: folder.path("inserted.db"))
        try FileManager.default.linkItem(atPath: folder.path("inserted.db"), toPath: folder.path("linked.db"))
        let before = try (Self.number(path), Self.number(folder.path("inserted.db")))

        try folder.ingest(Array(texts.suffix(3)), settled)
        try folder.ingest(Array(texts.suffix(3)), into: "inserted.db", settled)
        #expect(try Self.number(path) != before.0)
        #expect(try Self.number(folder.path("inserted.db")) == before.1)
        #expect(try databaseContents(path) == databaseContents(folder.path("inserted.db")))
        #expect(try databaseContents(folder.path("linked.db")) == databaseContents(folder.path("inserted.db")))
        try folder.ingest(texts, into: "once.db", settled)
        let ofText: ([String: [String]]) -> [String: [String]] = {
            $0.filter { !["schema", "plans"].contains($0.key) }
        }
        #expect(
            try ofText(databaseContents(path, without: Self.others))
                == ofText(databaseContents(folder.path("once.db"), without: Self.others)))
        try FrequencyTableTests.expectExact(path)
        #expect(try folder.files.filter { $0.hasPrefix(".") || $0.hasSuffix("-journal") } == [])
        // It goes on as any other.
        let store = try CorpusStore(path: path, access: .readWrite)
        try store.remove(["1.txt"])
        #expect(try spelledCounts(store) == naiveCounts(store))
        try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO mine VALUES (5, 'c')") }
        let numbered = try DatabaseQueue(path: path).read { try Int.fetchAll($0, sql: "SELECT id FROM numbered") }
        #expect(numbered == [2, 3])
    }

    /// All documents take their own places.
    @Test func whatIsReplacedIsCountedAnew() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<3, seed: 70)
        let path = folder.path("corpus.db")
        try Self.save("net", in: folder.ingest(texts).store)
        try Self.addOwn(to: path)
        try FileManager.default.copyItem(atPath: path, toPath: folder.path("inserted.db"))
        try FileManager.default.linkItem(atPath: folder.path("inserted.db"), toPath: folder.path("linked.db"))
        let before = try Self.number(path)
        _ = try Self.write(folder, 0..<3, seed: 71)
        for name in ["corpus.db", "inserted.db"] { try folder.ingest(texts, into: name) { $0.replaces = true } }
        #expect(try Self.number(path) != before)
        #expect(try databaseContents(path) == databaseContents(folder.path("inserted.db")))
        try FrequencyTableTests.expectExact(path)
    }

    /// Few tokens go into the file that is there.
    @Test func aSmallTextIsInserted() throws {
        let folder = try TemporaryFolder()
        try folder.write(randomText(lines: 3_000, seed: 5), to: "large.txt")
        try folder.write("one two\n", to: "small.txt")
        let path = folder.path("corpus.db")
        try folder.ingest([folder.path("large.txt")])
        let before = try Self.number(path)
        let store = try folder.ingest([folder.path("small.txt")]).store
        #expect(try Self.number(path) == before)
        #expect(try spelledCounts(store) == naiveCounts(store))
    }

    /// What needs a user's program can be made in no other file; it stays in that which is there.
    @Test(
        arguments: [
            "CREATE TABLE own (x TEXT COLLATE nocase2)", "CREATE TABLE own (x CHECK (same(x) IS NOT NULL))",
            "CREATE TABLE own (x); CREATE INDEX by_x ON own (x COLLATE nocase2)",
            "CREATE TABLE own (x); CREATE INDEX by_x ON own (same(x))",
        ])
    func whatOnlyAUsersProgramCanMakeStays(made: String) throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<2, seed: 14)
        let path = folder.path("corpus.db")
        try folder.ingest([texts[0]])
        let users = try DatabaseQueue(path: path)
        try users.writeWithoutTransaction { db in
            db.add(collation: DatabaseCollation("nocase2") { $0.lowercased().compare($1.lowercased()) })
            db.add(function: DatabaseFunction("same", argumentCount: 1, pure: true) { $0[0] })
            try db.execute(sql: made + "; INSERT INTO own VALUES (3), (4)")
        }
        try users.close()
        let before = try Self.number(path)
        let store = try folder.ingest([texts[1]]).store
        #expect(try Self.number(path) == before)
        #expect(try store.documents().count == 2 && spelledCounts(store) == naiveCounts(store))
        try FrequencyTableTests.expectExact(path)
        let own = try DatabaseQueue(path: path).read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM own NOT INDEXED")
        }
        #expect(own == 2)
        #expect(try folder.files == ["0.txt", "1.txt", "corpus.db"])
    }

    /// An error while the new file is filled, when the old one's content is in it already.
    @Test func anErrorLeavesTheOldFile() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<2, seed: 15)
        let path = folder.path("corpus.db")
        let keys: (String) -> (inout IngestOptions) -> Void = { letter in
            { $0.tableMetadata = { _ in (0..<600).map { ("\(letter)\($0)", "x") } } }
        }
        try folder.ingest([texts[0]], keys("a"))
        let before = try (Self.number(path), Data(contentsOf: URL(filePath: path)))
        #expect(throws: StorageError.tooManyKeys(1_200, most: 1_000)) { try folder.ingest([texts[1]], keys("b")) }
        #expect(try Self.number(path) == before.0)
        #expect(try Data(contentsOf: URL(filePath: path)) == before.1)
        #expect(try folder.files == ["0.txt", "1.txt", "corpus.db"])
        #expect(try folder.ingest([texts[1]], keys("a")).store.documents().count == 2)
        #expect(try Self.number(path) != before.0)
    }

    @Test func linksAndPermissionsStay() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<2, seed: 9)
        let path = folder.path("real/corpus.db")
        try FileManager.default.createDirectory(atPath: folder.path("real"), withIntermediateDirectories: true)
        try folder.ingest([texts[0]], into: "real/corpus.db")
        try FileManager.default.setAttributes([.posixPermissions: 0o4600], ofItemAtPath: path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.db"), withDestinationPath: "real/corpus.db")
        let before = try Self.number(path)
        let store = try folder.ingest([texts[1]], into: "link.db").store
        #expect(try Self.number(path) != before)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o4600)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.db")) == "real/corpus.db")
        #expect(try store.documents().count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("real")) == ["corpus.db"])
    }

    /// A write-ahead log beside the name would be taken for the new file's.
    @Test func aLogKeepsItsFile() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<2, seed: 10)
        let path = folder.path("corpus.db")
        try folder.ingest([texts[0]])
        try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        let before = try Self.number(path)
        let store = try folder.ingest([texts[1]]).store
        #expect(try Self.number(path) == before && spelledCounts(store) == naiveCounts(store))
    }

    /// Who writes goes on in the new file, who reads in it or, of one state, in the old one.
    @Test func whoHasTheFileOpenLosesNothing() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<3, seed: 11)
        let path = folder.path("corpus.db")
        try folder.ingest([texts[0]]) { $0.inputs = [IngestInput(path: texts[0], split: .train)] }
        let writer = try CorpusStore(path: path, access: .readWrite)
        try Self.save("first", in: writer)
        let predecessor = try writer.predecessor(ofModel: "first")
        let reader = try CorpusStore(path: path)
        let snapshot = try CorpusStore(path: path, access: .snapshot)
        let (types, fingerprint) = (try snapshot.types().count, try snapshot.fingerprint())
        snapshot.endSnapshot()
        #expect(!reader.isReplaced && !writer.isReplaced)
        try folder.ingest([]) { $0.inputs = [IngestInput(path: texts[1], split: .test)] }
        #expect(reader.isReplaced && writer.isReplaced && snapshot.isReplaced)

        // An epoch of a training that began before.
        try writer.save(
            ModelSummary(
                name: "first", kind: "test", vocabularyHash: "v", corpusHash: writer.fingerprint(of: .train),
                settings: "{}", metrics: "second epoch"),
            parts: [("weights", [1, 2, 3])], over: predecessor)
        #expect(!writer.isReplaced)
        #expect(try CorpusStore(path: path).model(named: "first")?.metrics == "second epoch")
        #expect(try reader.model(named: "first")?.metrics == "second epoch" && reader.documents().count == 2)
        #expect(!reader.isReplaced)
        #expect(try snapshot.types().count == types && snapshot.fingerprint() == fingerprint)
        #expect(try snapshot.holding { try snapshot.documents().count } == 1)
        #expect(try snapshot.model(named: "first")?.metrics == "{}")
        let parts = try #require(try snapshot.reader(ofModel: "first"))
        #expect(try parts.bytes(ofPart: "weights", range: 0..<2) == [7, 7])
        try writer.requireWritable()
        try writer.remove(["1.txt"])
        #expect(try reader.documents().map(\.name) == ["0.txt"])
    }

    /// The journal of one who writes to the new file is not for those who have the old one open.
    @Test func theJournalOfTheNewFileIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<2, seed: 12)
        let path = folder.path("corpus.db")
        let writer = try folder.ingest([texts[0]]).store
        let snapshot = try CorpusStore(path: path, access: .snapshot)
        snapshot.endSnapshot()
        try folder.ingest([texts[1]])
        let other = try DatabaseQueue(path: path)
        try other.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            try db.execute(sql: "UPDATE bigram SET n = n + 1")
            #expect(try folder.files.contains("corpus.db-journal"))
            #expect(try writer.documents().count == 2)
            // Of the state in which it was opened, or an error.
            do {
                #expect(try snapshot.documents().map(\.name) == ["0.txt"])
            } catch { #expect(error as? StorageError == .changedMeanwhile(path)) }
            #expect(throws: StorageError.self) { try writer.remove(["0.txt"]) }
            #expect(try folder.files.contains("corpus.db-journal"))
            try db.rollback()
        }
        #expect(try spelledCounts(writer) == naiveCounts(writer))
        _ = try databaseContents(path)
    }

    @Test func aFileThatIsGoneIsNotWritten() throws {
        let folder = try TemporaryFolder()
        let texts = try Self.write(folder, 0..<1, seed: 13)
        let path = folder.path("corpus.db")
        let writer = try folder.ingest(texts).store
        let reader = try CorpusStore(path: path)
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: StorageError.noDatabase(path)) { try Self.save("net", in: writer) }
        #expect(try reader.documents().count == 1)
        #expect(try !folder.files.contains("corpus.db"))
    }
}
