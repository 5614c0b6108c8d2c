internal import Basics
internal import Foundation
internal import GRDB
internal import Storage
internal import Testing
internal import Tokenization

/// A database as the first version made it.
enum FirstSchema {
    private static let tables = """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE document (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
            characters INTEGER NOT NULL, metadata TEXT NOT NULL, ingested_at TEXT NOT NULL);
        CREATE TABLE type (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE TABLE segment_block (
            document INTEGER NOT NULL REFERENCES document (id), split INTEGER NOT NULL, block INTEGER NOT NULL,
            segments INTEGER NOT NULL, tokens INTEGER NOT NULL, characters INTEGER NOT NULL, ids BLOB NOT NULL,
            PRIMARY KEY (document, split, block));
        CREATE TABLE model (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, vocabulary_hash TEXT NOT NULL,
            corpus_hash TEXT NOT NULL, settings TEXT NOT NULL, metrics TEXT NOT NULL, created_at TEXT NOT NULL);
        CREATE TABLE model_block (
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE, part TEXT NOT NULL,
            block INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (model, part, block));
        CREATE TABLE epoch (
            model INTEGER NOT NULL REFERENCES model (id) ON DELETE CASCADE, epoch INTEGER NOT NULL,
            train_nll REAL, valid_nll REAL, seconds REAL, learning_rate REAL, gradient_norm REAL, clipped_share REAL,
            PRIMARY KEY (model, epoch)) WITHOUT ROWID;
        CREATE TABLE unigram (split INTEGER NOT NULL, w1 INTEGER NOT NULL, n INTEGER NOT NULL,
            PRIMARY KEY (split, w1)) WITHOUT ROWID;
        CREATE TABLE bigram (split INTEGER NOT NULL, w1 INTEGER NOT NULL, w2 INTEGER NOT NULL, n INTEGER NOT NULL,
            PRIMARY KEY (split, w1, w2)) WITHOUT ROWID;
        CREATE TABLE trigram (split INTEGER NOT NULL, w1 INTEGER NOT NULL, w2 INTEGER NOT NULL, w3 INTEGER NOT NULL,
            n INTEGER NOT NULL, PRIMARY KEY (split, w1, w2, w3)) WITHOUT ROWID;
        CREATE VIEW unigrams AS SELECT w1 AS first, n FROM unigram;
        CREATE VIEW unigrams_by_split AS SELECT split, w1 AS first, n FROM unigram;
        PRAGMA application_id = 1735549293; PRAGMA user_version = 1;
        """

    /// Writes what a database of today holds as the first version would have, a model of its train split with it.
    ///
    /// - Returns: the path.
    static func copy(_ store: CorpusStore, to path: String) throws -> String {
        let old = try DatabaseQueue(path: path)
        try old.writeWithoutTransaction { db in
            try db.execute(sql: tables)
            try db.execute(sql: "ATTACH ? AS new", arguments: [store.path])
            try db.execute(
                sql: """
                    INSERT INTO setting SELECT name, value FROM new.setting WHERE name NOT LIKE 'frequent%';
                    INSERT INTO document SELECT id, name, sha256, bytes, characters,
                        json_object('encoding', encoding), ingested_at FROM new.document;
                    INSERT INTO type SELECT * FROM new.type;
                    CREATE UNIQUE INDEX type_text ON type (text);
                    INSERT INTO segment_block SELECT * FROM new.segment_block;
                    INSERT INTO unigram SELECT * FROM new.unigram WHERE split < 3;
                    INSERT INTO bigram SELECT * FROM new.bigram WHERE split < 3;
                    INSERT INTO trigram SELECT * FROM new.trigram WHERE split < 3;
                    INSERT INTO model SELECT * FROM new.model;
                    INSERT INTO model_block SELECT * FROM new.model_block;
                    """)
            try db.execute(sql: "DETACH new")
        }
        try old.close()
        return path
    }
}

@Suite struct MigrationTests {
    private func old(_ folder: TemporaryFolder) throws -> (new: CorpusStore, path: String) {
        let texts = try [randomText(lines: 80, seed: 4), "a text of one line", "one two\nthree four\nfive\n"]
            .enumerated()
            .map { try folder.write($1, to: "\($0).txt") }
        // Names in the order of their coming, as the first version's fingerprint has them.
        let store = try folder.ingest(texts).store
        try store.save(
            ModelSummary(
                name: "net", kind: "test", vocabularyHash: "v", corpusHash: store.fingerprint(of: .train),
                settings: "{}",
                metrics: "{}"), parts: [("weights", [1, 2, 3])])
        return (store, try FirstSchema.copy(store, to: folder.path("old.db")))
    }

    @Test func whatWasThereStays() throws {
        let folder = try TemporaryFolder()
        let (new, path) = try old(folder)
        let error = #expect(throws: StorageError.self) { try CorpusStore(path: path) }
        #expect(error == .olderSchema(path, version: 1))
        #expect(try CorpusStore.migrate(path).steps == ["texts, metadata and spectra"])
        #expect(try CorpusStore.migrate(path).steps.isEmpty)
        let migrated = try CorpusStore(path: path, access: .readWrite)
        #expect(try spelledCounts(migrated) == spelledCounts(new))
        for split in Split.allCases { #expect(try migrated.tokens(of: split) == new.tokens(of: split)) }
        #expect(try migrated.tokenizerSettings() == new.tokenizerSettings())
        #expect(try migrated.fingerprint() == new.fingerprint())
        #expect(try migrated.model(named: "net")?.corpusHash == migrated.fingerprint(of: .train))
        #expect(try migrated.documents().map(\.types) == new.documents().map(\.types))
        #expect(try migrated.migratedFrom() == 1 && migrated.documentsWithoutText() == 3)
        try FrequencyTableTests.expectExact(path)
        #expect(try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        // It goes on as any other.
        let more = try folder.write("more text\nof today\n", to: "more.txt")
        let store = try folder.ingest([more], into: "old.db").store
        try store.remove(["0.txt"])
        try FrequencyTableTests.expectExact(path)
        #expect(try spelledCounts(store) == naiveCounts(store))
    }

    /// The tables are those of a database that was never of another schema.
    @Test func theSchemaIsThatOfANewOne() throws {
        let folder = try TemporaryFolder()
        let (new, path) = try old(folder)
        _ = try CorpusStore.migrate(path)
        let schemas = try [new.path, path].map { path in
            try DatabaseQueue(path: path).read {
                try String.fetchAll(
                    $0,
                    sql:
                        "SELECT type || ' ' || name || ' ' || sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
                )
            }
        }
        #expect(schemas[0] == schemas[1])
    }

    /// Ids of documents whose names are in another order than their numbers: models stay fresh all the same.
    @Test func fingerprintsAreRenewed() throws {
        let folder = try TemporaryFolder()
        let texts = try ["b", "a"].map { try folder.write("text of \($0)\nand more\nof it\n", to: "\($0).txt") }
        let store = try folder.ingest(texts) { $0.shares = [1, 0, 0] }.store
        let path = try FirstSchema.copy(store, to: folder.path("old.db"))
        // As the first version made it: documents in the order of their ids.
        let lines = try store.documents().map {
            "\n\($0.sha256) \($0.name)\n train \($0.segments[.train]!) \($0.tokens[.train]!)"
        }
        let tokenizer = try #require(try store.setting("tokenizer"))
        let hash = contentFingerprint(Array((tokenizer + lines.joined()).utf8))
        #expect(try hash != store.fingerprint(of: .train))
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql:
                    "INSERT INTO model VALUES (1, 'net', 'test', 'v', ?, '{}', '{}', ''), (2, 'stale', 'test', 'v', 'x', '{}', '{}', '')",
                arguments: [hash])
        }
        try queue.close()
        _ = try CorpusStore.migrate(path)
        let migrated = try CorpusStore(path: path)
        #expect(try migrated.model(named: "net")?.corpusHash == migrated.fingerprint(of: .train))
        #expect(try migrated.model(named: "stale")?.corpusHash == "x")
    }

    @Test func whatIsNoOldDatabaseStaysAsItIs() throws {
        let folder = try TemporaryFolder()
        let (_, path) = try old(folder)
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "UPDATE bigram SET n = 'x' WHERE w1 = 4") }
        try queue.close()
        let before = try Data(contentsOf: URL(filePath: path))
        let error = #expect(throws: StorageError.self) { try CorpusStore.migrate(path) }
        #expect(error?.kind == .badData)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        let other = folder.path("other.db")
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE x (y)") }
        #expect(throws: StorageError.notADatabase(other, .otherDatabase)) { try CorpusStore.migrate(other) }
    }

    private func change(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }

    @Test func indexesOfAUsersAreMadeAgain() throws {
        let folder = try TemporaryFolder()
        let (new, path) = try old(folder)
        try change(
            path,
            """
            CREATE INDEX by_count ON bigram (n); CREATE INDEX of_old ON document (metadata);
            CREATE INDEX long ON document (bytes) WHERE bytes > 3;
            CREATE TABLE mine (x); CREATE INDEX by_x ON mine (x);
            CREATE TRIGGER log AFTER DELETE ON document BEGIN INSERT INTO mine VALUES (1); END;
            """)
        let notes = try CorpusStore.migrate(path).notes
        try #require(notes.count == 3)
        #expect(notes[0].contains("the index long ") && notes[0].contains("bytes > 3"))
        #expect(notes[1].contains("the index of_old ") && !notes[1].contains("computes"), "\(notes)")
        #expect(notes[2].contains("log"))
        let indexes = try DatabaseQueue(path: path).read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT name || ' ' || tbl_name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name
                    """)
        }
        #expect(indexes == ["by_count bigram", "by_x mine", "segment_block_size segment_block", "type_text type"])
        // What was read in goes on, and what is deleted is not written down.
        let store = try CorpusStore(path: path, access: .readWrite)
        #expect(try spelledCounts(store) == spelledCounts(new))
        try store.remove(["0.txt"])
        #expect(try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM mine") } == 0)
    }

    /// What has a name of the newer schema is named, and what the error says makes room.
    @Test(
        arguments: [
            "TABLE documents (x)", "TABLE \"Metadata\" (x)", "VIEW documents AS SELECT 1", "TABLE spectrum (x)",
            "TABLE old_document (x)", "INDEX frequent ON bigram (n)", "TABLE trigrams (x)",
        ])
    func namesOfTheNewSchemaMustBeFree(made: String) throws {
        let folder = try TemporaryFolder()
        let (_, path) = try old(folder)
        try change(path, "CREATE \(made)")
        let before = try Data(contentsOf: URL(filePath: path))
        let error = #expect(throws: StorageError.self) { try CorpusStore.migrate(path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        guard case .nameTaken(let name, let kind, path)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(made.lowercased().hasPrefix("\(kind) ") && made.contains(name))
        try change(path, StorageError.freeing(name, kind: kind))
        #expect(try CorpusStore.migrate(path).steps.count == 1)
    }

    @Test func aFileThatKeepsItsRoomIsMigrated() {
        #expect(CorpusStore.noteOnShrinking("a.db") {} == nil)
        let note = CorpusStore.noteOnShrinking("a.db") {
            throw DatabaseError(resultCode: .SQLITE_FULL, message: "database or disk is full")
        }
        #expect(note?.contains("a.db is migrated") == true && note?.contains("disk is full") == true)
    }

    /// Another's migration moves its file into the place of the one that was opened.
    @Test func aFileThatWasReplacedIsNotMigrated() throws {
        let folder = try TemporaryFolder()
        let (_, path) = try old(folder)
        let other = folder.path("other.db")
        try FileManager.default.copyItem(atPath: path, toPath: other)
        #expect(try CorpusStore.migrate(other).steps.count == 1)
        let writer = try DatabaseQueue(path: path)
        let result = try writer.writeWithoutTransaction { db in
            try db.beginTransaction(.immediate)
            defer { try? db.rollback() }
            let migration = BackgroundValue { try CorpusStore.migrate(path, wait: 20) }
            // It has the old file open, and waits for the lock.
            Thread.sleep(forTimeInterval: 0.5)
            try moveFile(other, over: path)
            return try migration.value()
        }
        #expect(result.steps.isEmpty && result.notes.isEmpty)
        #expect(try CorpusStore(path: path).migratedFrom() == 1)
        #expect(try !folder.files.contains("other.db"))
    }

    /// A table that needs a user's program is not made in another file.
    @Test func aTableWithAUsersCollationStays() throws {
        let folder = try TemporaryFolder()
        let (new, path) = try old(folder)
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            db.add(collation: DatabaseCollation("nocase2") { $0.lowercased().compare($1.lowercased()) })
            try db.execute(sql: "CREATE TABLE own (x TEXT COLLATE nocase2); INSERT INTO own VALUES ('a')")
        }
        try queue.close()
        #expect(try CorpusStore.migrate(path).steps.count == 1)
        #expect(try spelledCounts(CorpusStore(path: path)) == spelledCounts(new))
        let own = try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: "SELECT x FROM own") }
        #expect(own == ["a"])
    }

    /// A text that the first schema did not keep comes by reading the file again; models stay fresh.
    @Test func textsCanBeReadAgain() throws {
        let folder = try TemporaryFolder()
        let (new, path) = try old(folder)
        _ = try CorpusStore.migrate(path)
        let files = (0..<3).map { folder.path("\($0).txt") }
        #expect(try folder.ingest(files, into: "old.db").report.skipped.count == 3)
        let (store, report) = try folder.ingest(files, into: "old.db") { $0.replaces = true }
        #expect(report.added.map(\.isReplacement) == [true, true, true] && report.skipped.isEmpty)
        #expect(try store.documentsWithoutText() == 0)
        for name in ["0.txt", "1.txt", "2.txt"] {
            #expect(try store.text(ofDocument: name) == String(contentsOfFile: folder.path(name), encoding: .utf8))
        }
        #expect(try store.documents().map(\.id) == new.documents().map(\.id))
        #expect(try store.model(named: "net")?.corpusHash == store.fingerprint(of: .train))
        #expect(try spelledCounts(store) == spelledCounts(new))
        try FrequencyTableTests.expectExact(path)
        #expect(try folder.ingest(files, into: "old.db") { $0.replaces = true }.report.skipped.count == 3)
    }
}
