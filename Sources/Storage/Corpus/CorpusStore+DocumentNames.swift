internal import Basics
internal import Documents
internal import GRDB

extension CorpusStore {
    /// The names under which the database has documents, each document once however often and however spelled it is asked
    /// for.
    ///
    /// In a name that no document has, `*` stands for any characters and `?` for one.
    /// - Throws: `StorageError` if there is no document of a name.
    public func documentNames(_ names: [String]) throws -> [String] {
        try read { db in
            var seen: Set<String> = []
            return try names.flatMap { name in
                if let document = try db.document(named: name) { return [document.name] }
                var found: [String] = []
                if name.contains(where: { $0 == "*" || $0 == "?" }) {
                    try db.forEachRow(
                        "SELECT name FROM document WHERE name GLOB ? ORDER BY id", [name.replacing("[", with: "[[]")]
                    ) { try found.append($0.text(0)) }
                }
                if found.isEmpty { throw try noDocument(name, in: db) }
                return found
            }.filter { seen.insert($0).inserted }
        }
    }

    func documents(named names: [String], in db: Database) throws -> [(id: Int, name: String)] {
        var seen: Set<Int> = []
        return try names.compactMap { name in
            guard let document = try db.document(named: name) else { throw try noDocument(name, in: db) }
            return seen.insert(document.id).inserted ? document : nil
        }
    }

    func noDocument(_ name: String, in db: Database) throws -> StorageError {
        var names: [String] = []
        try db.forEachRow("SELECT name FROM document ORDER BY id LIMIT 4") { try names.append($0.text(0)) }
        return .noDocument(name, in: path, there: names)
    }
}

extension Database {
    /// - Parameter name: as the document is called here, or as its file is, whose name was cleaned.
    func document(named name: String) throws -> (id: Int, name: String)? {
        for name in [name, documentName(ofPath: name.utf8) ?? name] {
            if let id = try firstRow("SELECT id FROM document WHERE name = ?", [name], { try $0.integer(0) }) {
                return (id, name)
            }
        }
        return nil
    }
}
