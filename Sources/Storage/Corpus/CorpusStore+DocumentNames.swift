internal import Basics
internal import Documents
internal import GRDB

/// A document by its number, which it keeps, and its name.
public struct NamedDocument: Sendable, Hashable {
    package let id: Int
    public let name: String

    package init(id: Int, name: String) {
        self.id = id
        self.name = name
    }
}

extension CorpusStore {
    /// The documents of some names, each once however often and however spelled it is asked for.
    ///
    /// In a name that no document has, `*` stands for any characters and `?` for one.
    /// - Throws: `StorageError` if there is no document of a name.
    public func documents(named names: [String]) throws -> [NamedDocument] {
        try read { db in
            var seen: Set<Int> = []
            return try names.flatMap { name in
                if let document = try db.document(named: name) {
                    return [NamedDocument(id: document.id, name: document.name)]
                }
                var found: [NamedDocument] = []
                if name.contains(where: { $0 == "*" || $0 == "?" }) {
                    try db.forEachRow(
                        "SELECT id, name FROM document WHERE name GLOB ? ORDER BY id",
                        [name.replacing("[", with: "[[]")]
                    ) { try found.append(NamedDocument(id: $0.integer(0), name: $0.text(1))) }
                }
                if found.isEmpty { throw try noDocument(name, in: db) }
                return found
            }.filter { seen.insert($0.id).inserted }
        }
    }

    /// All documents in the order of ingestion.
    public func namedDocuments() throws -> [NamedDocument] {
        try read { db in
            var documents: [NamedDocument] = []
            try db.forEachRow("SELECT id, name FROM document ORDER BY id") {
                try documents.append(NamedDocument(id: $0.integer(0), name: $0.text(1)))
            }
            return documents
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
