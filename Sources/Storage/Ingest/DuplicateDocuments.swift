internal import Basics
internal import Documents
internal import GRDB
internal import Tokenization

/// A text that was read, as far as it decides whether it comes into the corpus.
protocol AdmissibleText {
    var end: PieceReader.End { get }
    var segmentCount: Int { get }
    /// `</s>` counted.
    var tokenCount: Int { get }
    /// A text that has not changed, as it takes its own place: in the split asked for, or with the text that was not kept.
    /// - Returns: `nil` if all of it is there as asked for.
    func renewed(_ stored: StoredText, keepsText: Bool) -> Self?
}

/// What the database has under a name.
struct StoredText {
    let id: Int
    let sha256: String
    /// `nil` where shares divide it.
    let split: Split?
    let hasText: Bool
}

extension AdmissibleText {
    /// Whether it has no segment, or none but empty ones.
    var hasNoToken: Bool { tokenCount == segmentCount }
}

extension ReadDocument: AdmissibleText {
    func renewed(_ stored: StoredText, keepsText: Bool) -> ReadDocument? {
        let asked = end.source.split
        if let asked, asked != stored.split { return self }
        guard keepsText, !stored.hasText else { return nil }
        guard asked == nil, let split = stored.split, self.split != split else { return self }
        // Shares have cut its only segment, which stands whole in that split.
        guard !isDivided else { return nil }
        var document = self
        document.belong(to: split)
        return document
    }
}

/// A document that is there with the same content.
struct UnchangedDocument {
    let end: PieceReader.End
    let id: Int
}

/// Which of the texts read come into the corpus: names are unique there.
struct DuplicateDocuments<Text: AdmissibleText> {
    struct Document {
        let document: Text
        /// The id of the document of that name that it takes the place of.
        let replacing: Int?
    }

    private(set) var admitted: [Document] = []
    /// Names of documents that are there with the same content.
    private(set) var skipped: [String] = []
    /// Those of them that were there before, and stay as they are.
    private(set) var unchanged: [UnchangedDocument] = []
    /// Those of them that were asked into another split than they are in.
    private(set) var elsewhere: [IngestResult.Elsewhere] = []
    /// Names of admitted documents, each with that of another with the same content.
    private(set) var copies: [(name: String, of: String)] = []
    /// Names of files in folders and archives that have no token.
    private(set) var empty: [String] = []
    /// What becomes of each of the texts, in their order.
    private(set) var outcomes: [IngestPreview.Outcome] = []

    /// - Throws: `StorageError` for a name with two contents, unless the options replace, and for a text without a token.
    init(of documents: [Text], in db: Database, path: String, _ options: IngestOptions) throws {
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
                outcomes.append(.leftOut)
                continue
            }
            if let first = seen[end.name] {
                guard first.sha256 == end.sha256 else {
                    throw Self.nameClash(first, end)
                }
                skipped.append(end.name)
                outcomes.append(.skipped)
                continue
            }
            seen[end.name] = end
            let stored = try Self.stored(end.name, in: db)
            if let stored, stored.sha256 == end.sha256 {
                if options.replaces, let renewed = document.renewed(stored, keepsText: options.keepsText) {
                    admitted.append(Document(document: renewed, replacing: stored.id))
                    outcomes.append(.replaced)
                    continue
                }
                if let asked = end.source.split, asked != stored.split {
                    elsewhere.append(.init(name: end.name, split: stored.split, asked: asked))
                }
                skipped.append(end.name)
                outcomes.append(.skipped)
                unchanged.append(UnchangedDocument(end: end, id: stored.id))
            } else if stored != nil && !options.replaces {
                throw StorageError.otherContent(document: end.name, in: path, isInArchive: end.isInArchive)
            } else {
                admitted.append(Document(document: document, replacing: stored?.id))
                outcomes.append(stored == nil ? .added : .replaced)
                if let other = firstOfContent[end.sha256], other != end.name {
                    copies.append((end.name, other))
                } else {
                    firstOfContent[end.sha256] = end.name
                }
            }
        }
    }

    /// A note where texts come into the corpus that others have too.
    var noteOnCopies: String? {
        guard let copy = copies.first else { return nil }
        let more = copies.count - 1
        return
            "\(copy.name) has the same text as \(copy.of)\(more > 0 ? ", and \(more) more are such copies" : ""): "
            + "what occurs in both counts twice"
    }

    private static func stored(_ name: String, in db: Database) throws -> StoredText? {
        try db.firstRow(
            """
            SELECT id, sha256, coalesce(split, -1),
                EXISTS (SELECT 1 FROM text_block WHERE text_block.document = document.id)
                FROM document WHERE name = ?
            """, [name]
        ) { row in
            StoredText(
                id: try row.integer(0), sha256: try row.text(1), split: Split(rawValue: try row.integer(2)),
                hasText: try row.integer(3) == 1)
        }
    }

    private static func nameClash(_ first: PieceReader.End, _ second: PieceReader.End) -> StorageError {
        if first.fileTitle == second.fileTitle, let one = first.number, let other = second.number {
            let isTable = first.format == .csv || first.format == .tsv
            return .twoTexts(second.name, .oneFile(first.fileTitle, one, other, isTable: isTable))
        }
        let areInOne = first.isInArchive && second.isInArchive && first.source.title == second.source.title
        let place: StorageError.ClashPlace =
            areInOne
            ? .oneArchive(first.source.title) : first.isInArchive || second.isInArchive ? .archives : .files
        return .twoTexts(second.name, place)
    }
}
