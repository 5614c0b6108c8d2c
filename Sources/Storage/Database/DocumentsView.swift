internal import GRDB

/// The view `documents`: what is known of each document, a column for each key of the metadata.
enum DocumentsView {
    /// Columns that every document has, which no key may be called.
    static let columns = ["name", "tokens", "types", "split"]

    /// Makes the view anew, after keys have come or gone.
    static func create(in db: Database) throws {
        try db.execute(sql: "DROP VIEW IF EXISTS documents; CREATE VIEW documents AS \(query(keys: keys(in: db)))")
    }

    /// What the view shows, with the document's number as `id` in front where that is wanted.
    static func query(keys: [String], withID: Bool = false) -> String {
        let values = keys.map { key in
            """
            , (SELECT value FROM metadata WHERE metadata.document = d.id AND metadata.key = \(quoted(key, "'"))) \
            AS \(quoted(key, "\""))
            """
        }
        return """
            SELECT \(withID ? "d.id AS document, " : "")d.name AS name, d.tokens AS tokens, d.types AS types,
                CASE d.split WHEN 0 THEN 'train' WHEN 1 THEN 'valid' WHEN 2 THEN 'test' ELSE 'shares' END AS split\
            \(values.joined())
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
