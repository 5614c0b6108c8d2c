internal import Foundation
internal import GRDB

/// What is known of a document, by where it came from; later ones win.
package struct KnownMetadata: Sendable {
    package typealias Values = [(key: String, value: String)]

    /// What its format's header says, then what its name does.
    package var own: Values
    /// What tables say, joined to its name.
    package var table: Values

    package init(own: Values = [], table: Values = []) {
        self.own = own
        self.table = table
    }
}

/// Writes metadata of documents, and which of a document's keys came from tables: a new text of the document renews the others.
///
/// The latter are a setting for each document that has some, a list in JSON, so that SQL over `metadata` needs to know nothing
/// of it. The view `documents` is to be made anew afterwards.
struct MetadataWriter {
    private let db: Database
    private var spellings: KeySpellings

    init(_ db: Database) throws {
        self.db = db
        spellings = try KeySpellings(in: db)
    }

    /// Sets what is known of a document that was read. An empty value is none; of a key given twice the last holds.
    /// - Parameter isReplacement: whether it takes the place of an earlier text, of which the keys from tables stay.
    mutating func write(_ known: KnownMetadata, ofDocument id: Int64, isReplacement: Bool) throws {
        var kept: Set<String> = []
        if isReplacement {
            kept = try db.tableKeys(ofDocument: id)
            try remove(keysOf: id, but: kept)
        }
        try addOwn(known.own, ofDocument: id, besides: kept)
        try addTable(known.table.filter { !$0.value.isEmpty }, ofDocument: id, besides: kept)
    }

    /// Sets what the name of a document that is there says of it, but for what tables say.
    mutating func addOwn(_ values: KnownMetadata.Values, ofDocument id: Int64) throws {
        try addOwn(values, ofDocument: id, besides: db.tableKeys(ofDocument: id))
    }

    private mutating func addOwn(
        _ values: KnownMetadata.Values, ofDocument id: Int64, besides kept: Set<String>
    ) throws {
        for (key, value) in values where !value.isEmpty {
            let key = try spellings.spelling(of: key)
            if !kept.contains(key) { try set(key, MetadataValue(value), id) }
        }
    }

    /// Sets what a table says of a document that is there; an empty value takes the key away.
    mutating func join(_ values: KnownMetadata.Values, ofDocument id: Int64) throws {
        var kept = try db.tableKeys(ofDocument: id)
        for (key, value) in values where value.isEmpty {
            let key = try spellings.spelling(of: key)
            try db.cachedStatement(sql: "DELETE FROM metadata WHERE document = ? AND key = ?").execute(arguments: [
                id, key,
            ])
            kept.remove(key)
        }
        try addTable(values.filter { !$0.value.isEmpty }, ofDocument: id, besides: kept, wasChanged: true)
    }

    /// Sets what another database knows of a document that comes from there.
    /// - Parameter tableKeys: those of its keys that came from tables.
    mutating func copy(
        _ values: [(key: String, value: MetadataValue)], tableKeys: Set<String>, ofDocument id: Int64
    ) throws {
        for (key, value) in values { try set(spellings.spelling(of: key), value, id) }
        guard !tableKeys.isEmpty else { return }
        try db.setTableKeys(
            Set(tableKeys.map { key throws(StorageError) in try spellings.spelling(of: key) }), ofDocument: id)
    }

    private mutating func addTable(
        _ values: KnownMetadata.Values, ofDocument id: Int64, besides kept: Set<String>, wasChanged: Bool = false
    ) throws {
        guard !values.isEmpty || wasChanged else { return }
        var keys = kept
        for (key, value) in values {
            let key = try spellings.spelling(of: key)
            try set(key, MetadataValue(value), id)
            keys.insert(key)
        }
        try db.setTableKeys(keys, ofDocument: id)
    }

    private func set(_ key: String, _ value: MetadataValue, _ id: Int64) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO metadata VALUES (?, ?, ?) ON CONFLICT (document, key) DO UPDATE SET value = excluded.value
                """
        ).execute(arguments: [id, key, value.databaseValue])
    }

    private func remove(keysOf id: Int64, but kept: Set<String>) throws {
        var keys: [String] = []
        try db.forEachRow("SELECT key FROM metadata WHERE document = ?", [id]) { try keys.append($0.text(0)) }
        for key in keys where !kept.contains(key) {
            try db.cachedStatement(sql: "DELETE FROM metadata WHERE document = ? AND key = ?").execute(arguments: [
                id, key,
            ])
        }
    }
}

extension Database {
    private static func tableKeysSetting(_ id: Int64) -> String { "table_keys_\(id)" }

    /// The keys of a document's metadata that came from tables.
    func tableKeys(ofDocument id: Int64) throws -> Set<String> {
        guard let text = try setting(Self.tableKeysSetting(id)) else { return [] }
        // What another program made of it says nothing.
        return Set((try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? [])
    }

    fileprivate func setTableKeys(_ keys: Set<String>, ofDocument id: Int64) throws {
        if keys.isEmpty { return try removeTableKeys(ofDocument: id) }
        let list = try JSONEncoder().encode(keys.sorted())
        try cachedStatement(
            sql: "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        ).execute(arguments: [Self.tableKeysSetting(id), String(decoding: list, as: UTF8.self)])
    }

    private func removeTableKeys(ofDocument id: Int64) throws {
        try cachedStatement(sql: "DELETE FROM setting WHERE name = ?").execute(arguments: [Self.tableKeysSetting(id)])
    }

    /// Forgets all that is known of a document.
    func removeMetadata(ofDocument id: Int64) throws {
        try cachedStatement(sql: "DELETE FROM metadata WHERE document = ?").execute(arguments: [id])
        try removeTableKeys(ofDocument: id)
    }
}
