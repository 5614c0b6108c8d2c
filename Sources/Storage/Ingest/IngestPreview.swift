internal import Documents
internal import Foundation
internal import GRDB
public import Tokenization

/// What an ingest would read.
public struct IngestPreview: Sendable {
    public struct Document: Sendable, Hashable {
        public let name: String
        /// What it is: see `TextFormat`.
        public let format: String
        public let encoding: TextDecoder.Encoding
        public let segments: TokenizerSettings.Segments
        /// The split of the whole document; `nil` where shares divide it.
        public let split: Split?
        public let bytes: Int
    }

    public var documents: [Document] = []
    public var notes: [String] = []
    public var advice: [IngestAdvice] = []
}

extension CorpusStore {
    /// Looks through texts as an ingest would, and reads nothing in.
    ///
    /// - Parameter path: of the database, whose settings hold if there is one.
    /// - Throws: as `ingest(into:_:progress:)`.
    public static func preview(
        of path: String, _ options: IngestOptions, progress: IngestProgress = IngestProgress()
    ) throws -> IngestPreview {
        let (sources, leftOut, _) = try DocumentNaming.sources(of: options)
        var tokenizer: TokenizerSettings
        if try DatabaseFile.kind(of: path) == .missing {
            tokenizer = try DatabaseQueue().write { db in
                try Schema.createTables(in: db)
                return try CorpusSettings(options, in: db, path: path).tokenizer
            }
        } else {
            try DatabaseFile.requireDatabase(at: path)
            tokenizer = try CorpusStore(path: path).read { try CorpusSettings(options, in: $0, path: path).tokenizer }
        }
        let plan = MemoryPlan(memory: options.memory, threads: 1)
        func read(leavingOut bad: Set<TextPlace>) throws -> IngestPreview {
            let reader = PieceReader(
                sources, settings: tokenizer, reading: ReadingSettings(options), memory: plan,
                decompression: DecompressionSettings(memory: options.memory, anyRatio: options.anyRatio),
                leavingOut: bad, progress: progress)
            var preview = IngestPreview()
            while let item = try reader.next() {
                guard case .end(let end) = item else { continue }
                preview.documents.append(
                    IngestPreview.Document(
                        name: end.name, format: end.format.rawValue, encoding: end.encoding, segments: end.segments,
                        split: end.source.split, bytes: end.bytes))
            }
            preview.notes = reader.notes + reader.remarks.notes
            preview.advice = reader.remarks.advice
            return preview
        }
        var (preview, bad) = try BadTexts.goingOn(sources, settings: tokenizer, options: options, memory: plan, read)
        preview.notes = leftOut + preview.notes + bad.map { "left out: \($0.line)" }
        return preview
    }
}
