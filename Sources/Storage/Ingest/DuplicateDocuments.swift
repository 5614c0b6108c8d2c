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

    /// A document that is there with the same content.
    struct Unchanged {
        let end: PieceReader.End
        let id: Int
    }

    private(set) var admitted: [Document] = []
    /// Names of documents that are there with the same content.
    private(set) var skipped: [String] = []
    /// Those of them that were there before, and stay as they are.
    private(set) var unchanged: [Unchanged] = []
    /// Those of them that were asked into another split than they are in.
    private(set) var elsewhere: [IngestResult.Elsewhere] = []
    /// Names of admitted documents, each with that of another with the same content.
    private(set) var copies: [(name: String, of: String)] = []
    /// Names of files in folders and archives that have no token.
    private(set) var empty: [String] = []

    private struct Stored {
        let id: Int
        let sha256: String
        /// `nil` where shares divide it.
        let split: Split?
        let hasText: Bool
    }

    /// - Throws: `StorageError` for a name with two contents, unless the options replace, and for a text without a token.
    init(of documents: [ReadDocument], in db: Database, path: String, _ options: IngestOptions) throws {
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
            let stored = try Self.stored(end.name, in: db)
            if let stored, stored.sha256 == end.sha256 {
                if options.replaces, let renewed = Self.renewed(document, stored, keepsText: options.keepsText) {
                    admitted.append(Document(document: renewed, replacing: stored.id))
                    continue
                }
                if let asked = end.source.split, asked != stored.split {
                    elsewhere.append(.init(name: end.name, split: stored.split, asked: asked))
                }
                skipped.append(end.name)
                unchanged.append(Unchanged(end: end, id: stored.id))
            } else if stored != nil && !options.replaces {
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

    private static func stored(_ name: String, in db: Database) throws -> Stored? {
        try db.firstRow(
            """
            SELECT id, sha256, coalesce(split, -1),
                EXISTS (SELECT 1 FROM text_block WHERE text_block.document = document.id)
                FROM document WHERE name = ?
            """, [name]
        ) { row in
            Stored(
                id: try row.integer(0), sha256: try row.text(1), split: Split(rawValue: try row.integer(2)),
                hasText: try row.integer(3) == 1)
        }
    }

    /// A text that has not changed, as it takes its own place: in the split asked for, or with the text that was not kept.
    /// - Returns: `nil` if all of it is there as asked for.
    private static func renewed(_ document: ReadDocument, _ stored: Stored, keepsText: Bool) -> ReadDocument? {
        let asked = document.end.source.split
        if let asked, asked != stored.split { return document }
        guard keepsText, !stored.hasText else { return nil }
        guard asked == nil, let split = stored.split, document.split != split else { return document }
        // Shares have cut its only segment, which stands whole in that split.
        guard !document.isDivided else { return nil }
        var document = document
        document.belong(to: split)
        return document
    }

    private static func nameClash(_ first: PieceReader.End, _ second: PieceReader.End) -> StorageError {
        let areInOne = first.isInArchive && second.isInArchive && first.source.title == second.source.title
        let place: StorageError.ClashPlace =
            areInOne
            ? .oneArchive(first.source.title) : first.isInArchive || second.isInArchive ? .archives : .files
        return .twoTexts(second.name, place)
    }
}
