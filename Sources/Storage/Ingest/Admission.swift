internal import Basics
internal import GRDB
internal import Tokenization

/// Which of the texts read come into the corpus: names are unique there.
struct Admission {
    struct Document {
        let document: ReadDocument
        /// The id of the document of that name that it takes the place of.
        let replacing: Int?
    }

    private(set) var admitted: [Document] = []
    /// Names of documents that are there with the same content.
    private(set) var skipped: [String] = []
    /// Names of admitted documents, each with that of another with the same content.
    private(set) var copies: [(name: String, of: String)] = []
    /// Names of files in folders and archives that have no token.
    private(set) var empty: [String] = []

    /// - Throws: `StorageError` for a name with two contents, unless it `replaces`, and for a text without a token.
    init(of documents: [ReadDocument], in db: Database, path: String, replaces: Bool) throws {
        var seen: [String: String] = [:]
        var firstOfContent: [String: String] = [:]
        for document in documents {
            let end = document.end
            if document.tokenCount == 0 {
                guard end.isOneOfMany else {
                    throw StorageError(
                        "\(end.name) has no token.",
                        cause: "It is empty or blank, or the settings leave nothing of it.", remedy: "Leave it out.",
                        kind: .badData)
                }
                empty.append(end.name)
                continue
            }
            if let sha256 = seen[end.name] {
                guard sha256 == end.sha256 else {
                    throw StorageError(
                        "Two of the texts are called \(end.name), and differ.",
                        cause: "A document's name is its file's base name, or its path within the folder named.",
                        remedy: "Rename one, or ingest the folder above both.", kind: .badData)
                }
                skipped.append(end.name)
                continue
            }
            seen[end.name] = end.sha256
            let stored = try db.firstRow("SELECT id, sha256 FROM document WHERE name = ?", [end.name]) { row in
                (id: try row.integer(0), sha256: try row.text(1))
            }
            if let stored, stored.sha256 == end.sha256 {
                skipped.append(end.name)
            } else if stored != nil && !replaces {
                throw StorageError(
                    "\(path) has a document \(end.name) with other content.",
                    remedy: "Replace it with --replace, or rename the file.", kind: .badData)
            } else {
                admitted.append(Document(document: document, replacing: stored?.id))
                let other =
                    try firstOfContent[end.sha256]
                    ?? db.firstRow(
                        "SELECT name FROM document WHERE sha256 = ? AND name <> ? ORDER BY id LIMIT 1",
                        [end.sha256, end.name]
                    ) { try $0.text(0) }
                if let other { copies.append((end.name, other)) } else { firstOfContent[end.sha256] = end.name }
            }
        }
    }
}
