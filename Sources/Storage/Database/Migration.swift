internal import Basics
internal import Foundation
internal import GRDB
internal import Tokenization

/// What a migration did.
package struct MigrationResult: Sendable, Hashable {
    /// The names of the steps that were needed; none if the database was up to date.
    package var steps: [String] = []
    /// What could not be kept or done, a line each.
    package var notes: [String] = []
}

/// A step from one schema to the next.
struct Migration: Sendable {
    let name: String
    /// Brings a database of the schema before to this one's, but for its number.
    /// - Returns: what could not be kept, a line each.
    let run: @Sendable (_ db: Database, _ path: String) throws -> [String]
    /// The same in a new file, where the counts are finished pages.
    let runAside: @Sendable (_ old: Database, _ file: NewDatabase, _ db: Database, _ path: String) throws -> [String]

    /// The step at index i leads to schema i + 2.
    static let steps = [
        Migration(
            name: "texts, metadata and spectra", run: { try addTexts($0, $1) },
            runAside: { try addTexts($0, to: $1, $2, $3) })
    ]
}

extension CorpusStore {
    /// Brings a database of an older schema to this version's, in a new file that takes its place or, where that cannot be,
    /// in one transaction.
    ///
    /// Its tokenizer, counts and models stay as they are, and models stay fresh.
    ///
    /// - Throws: `StorageError`; the database is then as it was before.
    package static func migrate(_ path: String, wait: Double = CorpusStore.defaultWait) throws -> MigrationResult {
        let patience = LockWait(wait: wait)
        while true {
            try DatabaseFile.requireDatabase(at: path)
            do {
                return try explainingErrors(of: path, isWriting: true) { try migrateFile(path, patience) }
            } catch is FileReplaced {
                // By another migration: its file is there now.
            }
        }
    }

    /// - Throws: `FileReplaced` if another file took the place of the one that was opened, before it could be locked.
    private static func migrateFile(_ path: String, _ patience: LockWait) throws -> MigrationResult {
        let connection = try OpenConnection(path) {
            try DatabaseFile.connect(path, writable: true, patience: patience)
        }
        return try withExtendedLifetime(connection) {
            let queue = connection.queue
            var (result, isNewFile): (MigrationResult, Bool) = try queue.writeWithoutTransaction { db in
                // Tables are renamed and taken away with what refers to them.
                try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON")
                // What is sorted here, and the copy that VACUUM makes, may be as large as the database.
                try db.execute(sql: "PRAGMA temp_store = FILE")
                guard let version = try beginMigrating(connection, db, path, patience) else {
                    return (MigrationResult(), false)
                }
                do {
                    patience.beginWithWorkDone()
                    let steps = Migration.steps[(version - 1)...]
                    if steps.count == 1, let step = steps.first,
                        let notes = try step.replaceFile(of: db, path, patience)
                    {
                        try? db.rollback()
                        return (MigrationResult(steps: [step.name], notes: notes), true)
                    }
                    let notes = try steps.flatMap { try $0.run(db, path) }
                    try db.execute(sql: "PRAGMA user_version = \(Schema.version)")
                    try db.commit()
                    return (MigrationResult(steps: steps.map(\.name), notes: notes), false)
                } catch {
                    try? db.rollback()
                    throw error
                }
            }
            // What the old tables took is given back.
            if !isNewFile, !result.steps.isEmpty, let note = noteOnShrinking(path, { try queue.vacuum() }) {
                result.notes.append(note)
            }
            // All is on the disk.
            try? queue.close()
            return result
        }
    }

    /// Begins a transaction that keeps other writers out of the file that the path names.
    ///
    /// - Returns: the older schema of the file; `nil`, and no transaction, if it is up to date.
    private static func beginMigrating(
        _ connection: OpenConnection, _ db: Database, _ path: String, _ patience: LockWait
    ) throws -> Int? {
        while true {
            try db.beginTransaction(.deferred)
            do {
                // While it is held no other file takes the place of this one.
                try db.takeFileLock(.shared, patience)
                guard OpenDatabases.Identity(of: path) == connection.identity else {
                    db.leaveFileLock()
                    throw FileReplaced()
                }
                let version: Int
                do {
                    try DatabaseFile.checkMarks(db, path: path)
                    try db.rollback()
                    return nil
                } catch StorageError.olderSchema(_, let older) { version = older }
                guard version >= 1 else { throw StorageError.changed(path) }
                // This changes nothing, and takes a writer's lock.
                try db.execute(sql: "DELETE FROM setting WHERE false")
                return version
            } catch {
                try? db.rollback()
                guard (error as? DatabaseError)?.resultCode == .SQLITE_BUSY, patience.waitsOn() else { throw error }
            }
        }
    }

    /// Gives back what a migrated database no longer needs. That it fails harms nothing.
    package static func noteOnShrinking(_ path: String, _ shrink: () throws -> Void) -> String? {
        do {
            try shrink()
            return nil
        } catch {
            let reason =
                (error as? DatabaseError)?.message ?? (error as? any ExplainedError)?.explanation.fact ?? "\(error)"
            return "\(path) is migrated, but keeps the room that its old tables took (\(reason))"
        }
    }
}

extension Migration {
    /// Makes the database anew in a file that takes its place.
    /// - Returns: what could not be kept, a line each; `nil` if there can be no such file.
    fileprivate func replaceFile(of old: Database, _ path: String, _ patience: LockWait) throws -> [String]? {
        guard try DatabaseCopy.isPossible(path, old, growth: 0),
            let file = try? NewDatabase(path: path, takesPlace: true)
        else { return nil }
        let notes: [String]
        do {
            notes = try file.fill { db in
                let notes = try runAside(old, file, db, path)
                try db.commit()
                return notes
            }
        } catch is DatabaseCopy.Unsuitable { return nil }
        patience.beginWithWorkDone()
        try file.publish(inPlaceOf: old, patience)
        return notes
    }

    private static let tables = [
        "epoch", "model_block", "model", "segment_block", "document", "type", "setting", "unigram", "bigram",
        "trigram",
    ]

    /// Schema 2: every table is made anew, as STRICT has it.
    private static func addTexts(_ db: Database, _ path: String) throws -> [String] {
        let users = try usersObjects(in: db, path)
        for table in tables { try db.execute(sql: "ALTER TABLE \(table) RENAME TO old_\(table)") }
        for order in Schema.orders {
            let view = Schema.countTableName(order: order) + "s"
            try db.execute(sql: "DROP VIEW IF EXISTS \(view); DROP VIEW IF EXISTS \(view)_by_split")
        }
        try db.execute(sql: "DROP INDEX IF EXISTS type_text")
        try Schema.createTables(in: db)
        try copyTables(tables, from: "old_", in: db, path)
        try FrequencyStore.rebuild(in: db, path: path)
        try renewFingerprints(db, path)
        for table in tables { try db.execute(sql: "DROP TABLE old_\(table)") }
        return try users.restore(in: db)
    }

    /// The same in a new file.
    private static func addTexts(
        _ old: Database, to file: NewDatabase, _ db: Database, _ path: String
    ) throws -> [String] {
        let users = try usersObjects(in: old, path)
        let counts = Schema.orders.map { Schema.countTableName(order: $0) }
        let copy = try DatabaseCopy.attaching(path, to: db) {
            try Schema.createTables(in: db)
            try copyTables(tables.filter { !counts.contains($0) }, from: "\(DatabaseCopy.source).", in: db, path)
            return try DatabaseCopy(from: db, besides: Set(tables).union(UsersObjects.ownViews))
        }
        let spool = TokenSpool(limit: MemoryPlan(memory: 2 << 30, threads: 1).numbers, beside: path)
        try MergedCountTables(NewCountTables(file, db, types: nil, encoder: nil, spool: spool), old: old, path: path)
            .finish()
        try renewFingerprints(db, path)
        try copy.finish(in: db)
        return try users.restore(in: db)
    }

    /// - Throws: `StorageError` if something of a user's is in the way, or the tables are no tables.
    private static func usersObjects(in db: Database, _ path: String) throws -> UsersObjects {
        try UsersObjects.requireFree(tables.map { "old_" + $0 }, in: db, path: path)
        for table in tables {
            let isTable =
                try db.firstRow(
                    "SELECT 1 FROM sqlite_schema WHERE name = ? AND type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
                    [table]
                ) { _ in true } ?? false
            guard isTable else {
                throw StorageError.damaged("The tables of \(path) are not as they were made.")
            }
        }
        return try UsersObjects(on: tables, in: db)
    }

    /// Fills the new tables.
    /// - Parameter prefix: before the names of the old ones.
    private static func copyTables(
        _ tables: [String], from prefix: String, in db: Database, _ path: String
    ) throws {
        // The markers.
        try db.execute(sql: "DELETE FROM type")
        for table in tables where table != "document" {
            let order = ["setting": "name", "segment_block": "document, split, block"][table]
            try db.execute(
                sql:
                    "INSERT INTO \(table) SELECT * FROM \(prefix)\(table)\(order.map { " ORDER BY \($0)" } ?? "")"
            )
        }
        try Schema.createTypeIndex(in: db)
        try addDocuments(from: prefix + "document", in: db, path)
        try db.execute(sql: "INSERT INTO setting VALUES (?, 1)", arguments: [SettingName.migratedFrom])
    }

    /// The documents, what their tokens tell of them in columns of its own.
    private static func addDocuments(from table: String, in db: Database, _ path: String) throws {
        try db.execute(
            sql: """
                INSERT INTO document SELECT id, name, sha256, bytes, characters,
                    coalesce((SELECT sum(tokens) FROM segment_block AS s WHERE s.document = d.id), 0), 0,
                    (SELECT CASE WHEN min(split) = max(split) THEN min(split) END
                        FROM segment_block AS s WHERE s.document = d.id),
                    0, 'text', coalesce(json_extract(metadata, '$.encoding'), 'utf-8'),
                    CAST(coalesce(json_extract(metadata, '$.replacements'), 0) AS INTEGER),
                    coalesce((SELECT json_extract(value, '$.segments') FROM setting WHERE name = 'tokenizer'), 'lines'),
                    ingested_at
                FROM \(table) AS d ORDER BY id
                """)
        let idCount = try db.idCount(of: path)
        guard try db.firstRow("SELECT count(*) FROM type", [], { try $0.count(0) }) == idCount else {
            throw StorageError.changed(path)
        }
        var seen = [Int](repeating: 0, count: idCount)
        var types: [Int: Int] = [:]
        try db.forEachRow("SELECT document, segments, tokens, ids FROM segment_block ORDER BY document") { row in
            let document = try row.integer(0)
            var ids: [TokenID] = []
            try row.appendBlock(at: 1, to: &ids, idCount: idCount)
            for id in ids where id != Marker.segmentEnd && seen[Int(id)] != document {
                seen[Int(id)] = document
                types[document, default: 0] += 1
            }
        }
        for (document, count) in types {
            try db.execute(
                sql: "UPDATE document SET types = ? WHERE id = ?", arguments: [count, document])
        }
    }

    /// The fingerprint no longer depends on the order of documents; what models were made of has not changed.
    private static func renewFingerprints(_ db: Database, _ path: String) throws {
        let documents = try CorpusStore.documents(in: db, path: path)
        let tokenizer = try db.setting(SettingName.tokenizer) ?? ""
        try db.execute(
            sql: "UPDATE model SET corpus_hash = ? WHERE corpus_hash = ?",
            arguments: [
                CorpusStore.fingerprint(of: .train, in: db, path: path),
                CorpusStore.fingerprint(of: .train, documents, tokenizer: tokenizer),
            ])
    }
}
