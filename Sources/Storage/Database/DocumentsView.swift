internal import GRDB

/// The view `documents`: what is known of each document, a column for each key of the metadata.
enum DocumentsView {
    /// Makes the view anew, after keys have come or gone.
    static func create(in db: Database) throws {
        let keys = try keys(in: db)
        guard keys.count <= MetadataKeys.most else {
            throw StorageError.tooManyKeys(keys.count, most: MetadataKeys.most)
        }
        try db.execute(sql: "DROP VIEW IF EXISTS documents; CREATE VIEW documents AS \(query(keys: keys))")
    }

    /// What the view shows.
    /// - Parameter idColumn: the name of a last column with the documents' numbers, if there is to be one.
    static func query(keys: [String], idColumn: String? = nil) -> String {
        let values = keys.map { key in
            """
            , (SELECT value FROM metadata WHERE metadata.document = d.id AND metadata.key = \(quoted(key, "'"))) \
            AS \(quoted(key, "\""))
            """
        }
        return """
            SELECT d.name AS name, d.tokens AS tokens, d.types AS types,
                CASE d.split WHEN 0 THEN 'train' WHEN 1 THEN 'valid' WHEN 2 THEN 'test' ELSE 'shares' END AS split\
            \(values.joined())\(idColumn.map { ", d.id AS " + quoted($0, "\"") } ?? "")
                FROM document AS d
            """
    }

    /// The keys of the metadata, as first written, in alphabetical order.
    static func keys(in db: Database) throws -> [String] {
        var keys: [String] = []
        try db.forEachRow("SELECT min(key) FROM metadata GROUP BY key ORDER BY key") { try keys.append($0.text(0)) }
        return keys
    }

    private static func quoted(_ text: String, _ mark: String) -> String {
        mark + text.replacing(mark, with: mark + mark) + mark
    }
}
