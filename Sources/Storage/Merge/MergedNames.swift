internal import Basics
internal import GRDB

/// Which documents of databases come into another: names are unique there.
struct MergedNames {
    private struct Named {
        let content: String
        let path: String
        let split: Int
    }

    private var named: [String: Named] = [:]
    private var originals: [String: String] = [:]
    /// Names of documents that are there with the same content.
    private(set) var skipped: [String] = []
    /// Those of them that are in another split there.
    private var elsewhere: [String] = []
    private var copies: [(name: String, of: String)] = []

    /// Takes the documents that are there.
    mutating func begin(with db: Database, path: String) throws {
        try forEachDocument(in: db) { _, name, content, split in
            named[name] = Named(content: content, path: path, split: split)
            if originals[content] == nil { originals[content] = name }
        }
    }

    /// - Returns: the numbers of those of a database's documents that come.
    /// - Throws: `StorageError` for a name with two contents.
    mutating func admit(_ db: Database, path: String) throws -> Set<Int> {
        var admitted: Set<Int> = []
        try forEachDocument(in: db) { id, name, content, split in
            if let other = named[name] {
                guard other.content == content else {
                    throw StorageError.otherContentIn(document: name, of: path, than: other.path)
                }
                skipped.append(name)
                if other.split != split { elsewhere.append(name) }
                return
            }
            named[name] = Named(content: content, path: path, split: split)
            if let original = originals[content] {
                copies.append((name, original))
            } else {
                originals[content] = name
            }
            admitted.insert(id)
        }
        return admitted
    }

    /// What is to be said of documents that were left out or are there twice.
    var notes: [String] {
        var notes: [String] = []
        if !elsewhere.isEmpty {
            notes.append("\(shortened(elsewhere)): in another split there, and stays in it")
        }
        if let copy = copies.first {
            let more = copies.count - 1
            notes.append(
                "\(copy.name) has the same text as \(copy.of)\(more > 0 ? ", and \(more) more are such copies" : ""): "
                    + "what occurs in both counts twice")
        }
        return notes
    }

    private func forEachDocument(
        in db: Database, _ body: (_ id: Int, _ name: String, _ content: String, _ split: Int) throws -> Void
    ) throws {
        try db.forEachRow("SELECT id, name, sha256, coalesce(split, -1) FROM document ORDER BY id") { row in
            try body(row.integer(0), row.text(1), row.text(2), row.integer(3))
        }
    }
}
