internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Storage
internal import TestSupport
internal import Testing
internal import Tokenization

/// Databases that another program changed, or a disk damaged: what is read of them is an answer or an error of theirs.
@Suite struct HostileDatabaseTests {
    /// A database with everything in it, without the constraints that would refuse a change.
    private final class Victim {
        let folder = try! TemporaryFolder()
        let path: String

        init() throws {
            let a = try folder.write("the old man saw the sea\nthe sea saw the man\nan old sea\n", to: "a.txt")
            let b = try folder.write("the man and the sea\nthe end\n", to: "b.txt")
            let store = try folder.ingest([a, b]) { $0.shares = [1, 1, 1] }.store
            path = store.path
            try store.save(
                ModelSummary(
                    name: "net", kind: "test", vocabularyHash: "v", corpusHash: "", settings: "{}", metrics: "{}"),
                parts: [("weights", [UInt8](repeating: 7, count: 300_000)), ("short", [1, 2, 3])],
                epochs: [
                    EpochRecord(
                        epoch: 1, trainLoss: 2, validLoss: 3, seconds: 1, learningRate: 0.1, gradientNorm: 1,
                        clippedShare: 0)
                ])
        }

        /// Runs SQL on a copy of the database and gives the copy's path.
        func changed(_ sql: String, _ arguments: StatementArguments = []) throws -> String {
            let copy = folder.path("hostile.db")
            try? FileManager.default.removeItem(atPath: copy)
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: copy, configuration: configuration)
            try queue.inDatabase { db in
                try db.execute(
                    sql: """
                        PRAGMA writable_schema = ON;
                        UPDATE sqlite_schema SET sql =
                            replace(replace(replace(sql, ' NOT NULL', ''), ' STRICT, ', ' '), ' STRICT', '')
                            WHERE type = 'table';
                        PRAGMA writable_schema = RESET;
                        """)
                try db.execute(sql: sql, arguments: arguments)
            }
            try queue.close()
            return copy
        }

        /// Reads all that a database holds.
        func read(_ path: String) throws {
            let store = try CorpusStore(path: path)
            _ = try store.documents()
            _ = try store.splits()
            _ = try (store.fingerprint(), store.typeCount(), store.byteCount(), store.schemaVersion())
            _ = try (store.tokenizerSettings(), store.splitting(), store.vocabularyRule())
            let types = try store.types()
            for id in 0..<types.count { #expect(try store.id(ofType: types[TokenID(id)]) == TokenID(id)) }
            for split in Split.allCases {
                #expect(try store.tokens(of: split).ids.allSatisfy { $0 < types.count })
                for order in CorpusStore.storedOrders {
                    #expect(try store.storedCounts(order: order, split: split).ids.allSatisfy { $0 < types.count })
                }
                _ = try store.typeCount(of: split, minimum: 2)
            }
            for document in try store.documents() {
                _ = try store.tokens(ofDocuments: [document.id])
                _ = try store.text(ofDocument: document.name)
            }
            for split in [nil] + Split.allCases {
                for order in CorpusStore.storedOrders {
                    _ = try store.storedSpectrum(order: order, split: split)
                    for ngram in try store.mostFrequent(order: order, split: split, limit: 3, minimum: 1) ?? [] {
                        _ = try store.texts(of: Set(ngram.words))
                    }
                }
            }
            _ = try (store.metadata(), store.metadataKeys(), store.allTokens())
            for context in [[], [3], [3, 4]] as [[TokenID]] {
                _ = try store.continuations(of: context)
                if !context.isEmpty { _ = try store.count(of: context) }
            }
            for model in try store.models() {
                let reader = try #require(try store.reader(ofModel: model.name))
                for part in ["weights", "short"] {
                    guard let count = try reader.byteCount(ofPart: part) else { continue }
                    #expect(try reader.bytes(ofPart: part, range: 0..<count).count == count)
                }
                _ = try store.epochs(ofModel: model.name)
            }
        }

        /// Brings texts in and takes some out.
        func write(_ path: String) throws {
            var options = IngestOptions(inputs: [IngestInput(path: folder.path("b.txt"))]) { _, _ in "default" }
            options.replaces = true
            try folder.write("another text\nof the sea\n", to: "b.txt")
            _ = try CorpusStore.ingest(into: path, options)
            try CorpusStore(path: path, access: .readWrite).remove(["a.txt"])
        }
    }

    /// - Returns: the error, which is one of data, in a database whose name it says.
    @discardableResult
    private func refusal(_ body: () throws -> Void) throws -> StorageError? {
        do {
            try body()
            return nil
        } catch let error as StorageError {
            #expect(error.kind == .badData || error.kind == .noInput, "\(error)")
            #expect(error.fact.contains("hostile.db"), "\(error)")
            return error
        }
    }

    /// Values of every type in every column, seeded: an answer or an error, never a trap.
    @Test func anyValueInAnyColumn() throws {
        let victim = try Victim()
        let columns = try DatabaseQueue(path: victim.path).read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_xinfo(m.name) AS c
                    WHERE m.type = 'table'
                    """
            ).map { ($0[0] as String, $0[1] as String) }
        }
        #expect(columns.count > 40)
        let values: [(any DatabaseValueConvertible)?] = [
            nil, "x", "", -1, 0, 2, 1 << 31, 1 << 32, 1 << 50, Int.max, Int.min, 1.5, -Double.infinity, 1e300,
            Data(), Data([0xFF, 0xFE]), Data(repeating: 0xFF, count: 40),
        ]
        var generator = SeededGenerator(seed: 13)
        var refused = 0
        for (number, (table, column)) in columns.enumerated() {
            // Each column with a few of the values; over the columns, all of them.
            for index in 0..<3 {
                let value = values[(number * 3 + index) % values.count]
                let update = "UPDATE OR REPLACE \(table) SET \(column) = ?"
                let some = "WHERE rowid % 3 = \(Int.random(in: 0..<3, using: &generator))"
                // SQLite itself refuses NULL in a primary key, and other types than integers for a row's number; some
                // tables have no such number.
                guard
                    let path = Bool.random(using: &generator)
                        ? try? victim.changed(update, [value])
                        : (try? victim.changed("\(update) \(some)", [value])) ?? (try? victim.changed(update, [value]))
                else { continue }
                if try refusal({ try victim.read(path) }) != nil { refused += 1 }
                try refusal { try victim.write(path) }
            }
        }
        #expect(refused > 40)
    }

    /// What is wrong in a column is said of the column.
    @Test(arguments: [
        ("UPDATE document SET bytes = 'x'", "bytes"), ("UPDATE document SET bytes = 9e999", "bytes"),
        ("UPDATE document SET name = NULL", "name"), ("UPDATE document SET sha256 = x'00'", "sha256"),
        ("UPDATE unigram SET n = NULL", "column n"), ("UPDATE unigram SET n = -1", "column n"),
        ("UPDATE unigram SET n = 9223372036854775807", "column n"), ("UPDATE bigram SET n = 1.5", "column n"),
        ("UPDATE type SET text = x'FF' WHERE id = 4", "text"),
        ("UPDATE type SET text = CAST(x'FF' AS TEXT) WHERE id = 4", "UTF-8"),
        ("UPDATE text_block SET bytes = x'00'", "bytes"), ("UPDATE spectrum SET types = 'x'", "types"),
        ("UPDATE OR REPLACE frequent SET w1 = 'x'", "w1"), ("UPDATE segment_block SET ids = 7", "ids"),
        ("UPDATE segment_block SET ids = x''", "ids"),
        ("UPDATE segment_block SET ids = ids || x'0000'", "ids"),
        ("UPDATE segment_block SET ids = CAST(x'0300000001000000' AS BLOB), segments = 1, tokens = 1", "contradict"),
        ("UPDATE segment_block SET tokens = tokens + 1", "contradict"),
        ("UPDATE segment_block SET segments = segments + 1, tokens = tokens - 1", "contradict"),
        ("UPDATE segment_block SET tokens = -1", "tokens"), ("UPDATE segment_block SET tokens = 1 << 62", "tokens"),
        ("UPDATE setting SET value = 7", "value"), ("UPDATE model SET settings = NULL", "settings"),
        ("UPDATE epoch SET valid_nll = 'x'", "valid_nll"), ("UPDATE model_block SET bytes = 'x'", "bytes"),
    ]) func aWrongValueIsNamed(change: String, named: String) throws {
        let victim = try Victim()
        let path = try victim.changed(change)
        let error = try #require(try refusal { try victim.read(path) })
        #expect(error.description.contains(named), "\(error)")
        #expect(error.remedy != nil)
    }

    /// Each value could be, all of them cannot.
    @Test(arguments: [
        "DELETE FROM segment_block", "UPDATE document SET tokens = 3",
        "UPDATE segment_block SET characters = 1 << 50", "UPDATE unigram SET n = 1 << 50",
        "UPDATE type SET id = id + 1 WHERE id = (SELECT max(id) FROM type)", "DELETE FROM type WHERE id = 5",
        "DELETE FROM type WHERE id = 1; UPDATE type SET text = '<s>' WHERE id = 6",
        "UPDATE segment_block SET document = 77 WHERE document = 1",
        "UPDATE segment_block SET split = 9 WHERE split = 1", "DELETE FROM model_block WHERE block = 0",
        "UPDATE model_block SET block = 9223372036854775807 WHERE block = 1",
        "UPDATE model_block SET block = 1 << 40 WHERE block = 1", "UPDATE model_block SET bytes = zeroblob(262145)",
        "UPDATE setting SET value = '{\"by\":\"segments\",\"shares\":[9223372036854775807]}' WHERE name = 'splitting'",
        "UPDATE setting SET value = '{' WHERE name = 'tokenizer'",
    ]) func valuesThatContradictOneAnother(change: String) throws {
        let victim = try Victim()
        let path = try victim.changed(change)
        _ = try #require(try refusal { try victim.read(path) })
    }

    /// What stands in the place of a table is not asked anything.
    @Test(arguments: [
        ("DROP TABLE trigram", "trigram is missing"), ("DROP TABLE frequent", "frequent is missing"),
        ("ALTER TABLE model RENAME TO models", "model is missing"),
        ("ALTER TABLE unigram RENAME COLUMN n TO m", "unigram has other columns"),
        ("ALTER TABLE epoch DROP COLUMN seconds", "epoch has other columns"),
        ("ALTER TABLE document ADD COLUMN more AS (length(name))", "document has other columns"),
        ("DROP TABLE unigram; CREATE VIEW unigram AS SELECT * FROM unigram", "unigram is a view"),
        (
            """
            DROP TABLE unigram; CREATE VIEW unigram (split, w1, n) AS
            WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 0, 3, x FROM c
            """, "unigram is a view"
        ),
        ("DROP TABLE epoch; CREATE VIRTUAL TABLE epoch USING fts5 (model)", "epoch is a virtual table"),
        ("DROP TABLE bigram; CREATE TABLE bigram (split, w1, w2, n)", "bigram has other columns"),
    ]) func otherTables(change: String, told: String) throws {
        let victim = try Victim()
        let path = try victim.changed(change)
        for body in [victim.read, victim.write] {
            let error = try #require(try refusal { try body(path) })
            #expect(error.fact.contains(told), "\(error)")
        }
    }

    /// What would run when something is written is refused then, and does not matter to a reader.
    @Test(arguments: [
        "CREATE TRIGGER odd AFTER INSERT ON type BEGIN DELETE FROM unigram; END",
        "CREATE INDEX odd ON type (hex(zeroblob(100000000)))",
        "CREATE INDEX odd ON unigram (n) WHERE length(hex(zeroblob(n))) > 0",
    ]) func whatRunsOnWriting(change: String) throws {
        let victim = try Victim()
        // Before there are rows for which an index would be made.
        let path = try victim.changed("CREATE TABLE kept AS SELECT * FROM type; DELETE FROM type; \(change)")
        let error = try #require(try refusal { try victim.write(path) })
        #expect(error.fact.contains("odd") && error.remedy?.contains("DROP") == true, "\(error)")
        _ = try CorpusStore(path: path).splits()
    }

    /// A user's own tables, views and plain indexes are none of our business.
    @Test func tablesOfAUsersOwn() throws {
        let victim = try Victim()
        let path = try victim.changed(
            """
            CREATE TABLE note (document, text); CREATE VIEW long AS SELECT * FROM type WHERE length(text) > 9;
            CREATE INDEX by_frequency ON unigram (n); CREATE TRIGGER t AFTER INSERT ON note BEGIN DELETE FROM note; END
            """)
        try victim.read(path)
        try victim.write(path)
        try victim.read(path)
    }

    /// A rule that its owner cannot read is found before any text is.
    @Test func vocabularyRuleThatIsNone() throws {
        let victim = try Victim()
        let copy = try victim.changed("UPDATE setting SET value = 'none' WHERE name = 'vocabulary_rule'")
        let text = try victim.folder.write("new words\n", to: "new.txt")
        var options = IngestOptions(inputs: [IngestInput(path: text)]) { _, _ in "default" }
        options.nameOfVocabularyRule = { $0 == "default" ? $0 : nil }
        let before = try Data(contentsOf: URL(filePath: copy))
        let error = try refusal { _ = try CorpusStore.ingest(into: copy, options) }
        #expect(error?.fact.contains("setting") == true)
        #expect(try Data(contentsOf: URL(filePath: copy)) == before)
    }
}
