internal import Documents
internal import Foundation
internal import GRDB
public import Tokenization

/// What an ingest would read.
public struct IngestPreview: Sendable {
    /// What would become of a text.
    public enum Outcome: String, Sendable, CaseIterable {
        case added, replaced
        /// It is there already with the same content, or was named twice.
        case skipped
        /// It has no token.
        case leftOut = "left out"
    }

    public struct Document: Sendable, Hashable {
        public let name: String
        /// What it is: see `TextFormat`.
        public let format: String
        public let encoding: TextDecoder.Encoding
        public let segments: TokenizerSettings.Segments
        /// The split of the whole document; `nil` where shares divide it.
        public let split: Split?
        public let bytes: Int
        public let outcome: Outcome
    }

    public var documents: [Document] = []
    public var notes: [String] = []
    public var advice: [IngestAdvice] = []
}

extension CorpusStore {
    /// Looks through texts as an ingest would, compares them with what the database has, and reads nothing in.
    ///
    /// - Parameter path: of the database, whose settings hold if there is one.
    /// - Throws: as `ingest(into:_:progress:)`, but for what the counts tell: a vocabulary that does not fit.
    public static func preview(
        of path: String, _ options: IngestOptions, progress: IngestProgress = IngestProgress()
    ) throws -> IngestPreview {
        let (sources, leftOut, _) = try DocumentNaming.sources(of: options)
        let database: PreviewedDatabase
        if try DatabaseFile.kind(of: path) == .missing {
            database = try PreviewedDatabase()
        } else {
            try DatabaseFile.requireDatabase(at: path)
            database = try PreviewedDatabase(CorpusStore(path: path))
        }
        let tokenizer = try database.read { try CorpusSettings(options, in: $0, path: path).tokenizer }
        let plan = MemoryPlan(memory: options.memory, threads: 1)
        func read(leavingOut bad: Set<TextPlace>) throws -> (PieceReader, [PreviewedText]) {
            let reader = PieceReader(
                sources, settings: tokenizer, reading: ReadingSettings(options), memory: plan,
                decompression: DecompressionSettings(memory: options.memory, anyRatio: options.anyRatio),
                leavingOut: bad, progress: progress)
            return (reader, try PreviewedText.all(of: reader, settings: tokenizer))
        }
        let ((reader, texts), bad) = try BadTexts.goingOn(
            sources, settings: tokenizer, options: options, memory: plan, read)
        // Not in one transaction with the reading: others may write to the database meanwhile.
        let admission = try database.read {
            try DuplicateDocuments(of: texts, in: $0, path: path, options)
        }
        if admission.admitted.isEmpty, admission.skipped.isEmpty { throw StorageError.noToken(nil) }
        for end in admission.admitted.map(\.document.end) {
            let known = (options.nameMetadata?(end.name) ?? []) + (options.tableMetadata?(end.name) ?? [])
            for (key, value) in end.metadata + known where !value.isEmpty { try MetadataKeys.check(key) }
        }
        var preview = IngestPreview()
        preview.documents = zip(texts.map(\.end), admission.outcomes).map { end, outcome in
            IngestPreview.Document(
                name: end.name, format: end.format.rawValue, encoding: end.encoding, segments: end.segments,
                split: end.source.split, bytes: end.bytes, outcome: outcome)
        }
        preview.notes = leftOut + reader.notes + reader.remarks.notes + bad.map { "left out: \($0.line)" }
        if let note = admission.noteOnCopies { preview.notes.append(note) }
        preview.advice = reader.remarks.advice + CleaningSigns.advice(on: texts, options.cleaning)
        return preview
    }
}

/// What a preview reads settings and documents of: a database, or an empty one in memory where there is none.
private struct PreviewedDatabase {
    private let store: CorpusStore?
    private let empty: DatabaseQueue?

    init(_ store: CorpusStore) {
        self.store = store
        empty = nil
    }

    init() throws {
        store = nil
        empty = try DatabaseQueue()
        try empty?.write { try Schema.createTables(in: $0) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        if let store { return try store.read(body) }
        return try empty!.read(body)
    }
}

/// A text that was tokenized for its errors and the number of its tokens alone.
private struct PreviewedText: AdmissibleText {
    let end: PieceReader.End
    let segmentCount: Int
    let tokenCount: Int

    func renewed(_ stored: StoredText, keepsText: Bool) -> PreviewedText? {
        if let asked = end.source.split, asked != stored.split { return self }
        return keepsText && !stored.hasText ? self : nil
    }

    /// Reads all texts, in order.
    /// - Throws: as the reader, and `StorageError.text`.
    static func all(of reader: PieceReader, settings: TokenizerSettings) throws -> [PreviewedText] {
        let tokenizer = try DocumentTokenizer(settings)
        var texts: [PreviewedText] = []
        // Characters after the last segment's end.
        var (segments, tokens, open) = (0, 0, 0)
        while let item = try reader.next() {
            switch item {
            case .piece(let source):
                var piece = TokenizedPiece()
                do throws(TextError) {
                    try tokenizer.tokenize(source.text, format: source.format, into: &piece)
                } catch {
                    throw StorageError.text(error, in: source.title)
                }
                segments += piece.segmentCharacters.count
                tokens += piece.tokens.count
                open = (piece.segmentCharacters.isEmpty ? open : 0) + piece.openCharacters
            case .end(let end):
                // The end of a segment that all the text was.
                let rest = open > 0 || tokens > 0 && segments == 0 ? 1 : 0
                texts.append(PreviewedText(end: end, segmentCount: segments + rest, tokenCount: tokens + rest))
                (segments, tokens, open) = (0, 0, 0)
            }
        }
        return texts
    }
}
