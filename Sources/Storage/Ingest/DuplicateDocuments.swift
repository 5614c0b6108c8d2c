internal import Basics
internal import GRDB
internal import Tokenization

/// Which of the texts read come into the corpus: names are unique there.
struct DuplicateDocuments {
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
        var seen: [String: PieceReader.End] = [:]
        var firstOfContent: [String: String] = [:]
        // What is going to be replaced is nobody's original.
        let contents = Dictionary(documents.map { ($0.end.name, $0.end.sha256) }) { first, _ in first }
        try db.forEachRow("SELECT sha256, name FROM document ORDER BY id DESC") { row in
            let (content, name) = try (row.text(0), row.text(1))
            if contents[name] ?? content == content { firstOfContent[content] = name }
        }
        for document in documents {
            let end = document.end
            if document.hasNoToken {
                guard end.isOneOfMany else {
                    throw StorageError.noToken(end.name)
                }
                empty.append(end.name)
                continue
            }
            if let first = seen[end.name] {
                guard first.sha256 == end.sha256 else {
                    throw Self.nameClash(first, end)
                }
                skipped.append(end.name)
                continue
            }
            seen[end.name] = end
            let stored = try db.firstRow("SELECT id, sha256 FROM document WHERE name = ?", [end.name]) { row in
                (id: try row.integer(0), sha256: try row.text(1))
            }
            if let stored, stored.sha256 == end.sha256 {
                skipped.append(end.name)
            } else if stored != nil && !replaces {
                throw StorageError.otherContent(document: end.name, in: path, isInArchive: end.isInArchive)
            } else {
                admitted.append(Document(document: document, replacing: stored?.id))
                if let other = firstOfContent[end.sha256], other != end.name {
                    copies.append((end.name, other))
                } else {
                    firstOfContent[end.sha256] = end.name
                }
            }
        }
    }

    private static func nameClash(_ first: PieceReader.End, _ second: PieceReader.End) -> StorageError {
        let areInOne = first.isInArchive && second.isInArchive && first.source.title == second.source.title
        let place: StorageError.ClashPlace =
            areInOne
            ? .oneArchive(first.source.title) : first.isInArchive || second.isInArchive ? .archives : .files
        return .twoTexts(second.name, place)
    }
}
