internal import Basics
internal import Documents
internal import Foundation
internal import Tokenization

/// First stage: reads the sources in order, hashes and decodes them and cuts them into pieces.
///
/// Contract: one caller at a time; items come numbered from 0, a document's pieces and then its end.
final class PieceReader {
    /// What is known of a document when all of it was read.
    struct End: Sendable {
        let source: DocumentSource
        let name: String
        /// Whether it was found in a folder or an archive: such a text may be empty.
        let isOneOfMany: Bool
        let isInArchive: Bool
        let sha256: String
        let bytes: Int
        let encoding: TextDecoder.Encoding
        let replacements: Int
        /// What the bytes are.
        var format = "text"
        /// What the text says of itself; of a key given twice the last value holds.
        var metadata: [(key: String, value: String)] = []
        /// What its segments are.
        let segments: TokenizerSettings.Segments
    }

    enum Item: Sendable {
        /// With how errors call the text.
        case piece(TextPiece, of: String)
        case end(End)
    }

    /// With `auto` segments resolved once `prepare` has returned.
    private(set) var settings: TokenizerSettings
    /// What was left out of inputs, one line each; complete after the last item.
    private(set) var notes: [String] = []

    private let decoder: TextDecoder
    private let memory: MemoryPlan
    private let decompression: DecompressionSettings
    private let progress: IngestProgress
    private var sources: ArraySlice<DocumentSource>
    private var current: OpenDocument?
    private var reader: (any ByteReader)?
    private var ready: [Item] = []
    private var opened: (source: DocumentSource, name: String?, isInArchive: Bool)?
    /// How many documents the first source has had, and how many of its bytes are counted as read.
    private var documents = 0
    private var counted = 0
    private var buffer: [UInt8] = []
    /// Chunks read to decide on segments, to be taken before the reader's.
    private var sample: ArraySlice<[UInt8]> = []

    private struct OpenDocument {
        let source: DocumentSource
        let name: String?
        let isInArchive: Bool
        var pieces: TextPieces
        var hash = SHA256()
        var bytes = 0

        /// How errors call it.
        var title: String {
            if isInArchive, let name { memberTitle(name, in: source.title) } else { source.title }
        }
    }

    init(
        _ sources: [DocumentSource], settings: TokenizerSettings, decoder: TextDecoder, memory: MemoryPlan,
        decompression: DecompressionSettings, progress: IngestProgress
    ) {
        self.sources = sources[...]
        self.settings = settings
        self.decoder = decoder
        self.decompression = decompression
        self.memory = memory
        self.progress = progress
        let sizes = sources.map(\.fileSize)
        progress.begin(.reading, total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) })
    }

    /// Opens the first document that is not blank and decides by it what `auto` segments are.
    func prepare() throws {
        guard settings.segments == .auto else { return }
        let undecided = settings
        var blank: [Item] = []
        while try openFile() {
            let (text, isWhole) = try readSample()
            settings = undecided.resolvingSegments(firstMiB: text.span)
            guard isWhole, text.allSatisfy({ $0 <= 0x20 }), try openDocument() else { break }
            while current != nil {
                try readChunk()
                blank += ready.reversed()
            }
        }
        if settings.segments == .auto { settings = undecided.resolvingSegments(firstMiB: [UInt8]().span) }
        ready = blank.reversed()
    }

    /// The beginning of the document that was opened, and whether it is all of it.
    private func readSample() throws -> (text: [UInt8], isWhole: Bool) {
        var sampler = TextDecoder(encoding: decoder.encoding, lossy: true)
        var text: [UInt8] = []
        while text.count < SegmentsRule.sampleSize {
            try reader?.nextChunk(into: &buffer)
            if buffer.isEmpty { return (text, true) }
            let chunk = buffer
            sample.append(chunk)
            try sampler.decode(chunk.span, into: &text)
        }
        return (text, false)
    }

    /// The next item, `nil` after the last document's end.
    func next() throws -> Item? {
        while ready.isEmpty {
            if current == nil {
                guard try openDocument() else { return nil }
            } else {
                try readChunk()
            }
        }
        // Taken from the end: a chunk's pieces are stored in reverse.
        return ready.removeLast()
    }

    private func openDocument() throws -> Bool {
        if opened == nil { guard try openFile() else { return false } }
        guard let (source, name, isInArchive) = opened else { return false }
        opened = nil
        current = OpenDocument(
            source: source, name: name, isInArchive: isInArchive,
            pieces: TextPieces(
                settings: settings, decoder: decoder, pieceSize: memory.pieceSize(of: settings.tokens),
                longestStretch: memory.longestStretch))
        return true
    }

    /// Goes to the beginning of the next document; `false` if there is none.
    private func openFile() throws -> Bool {
        while let source = sources.first {
            if reader == nil {
                reader = try openReader(source.origin, decompression)
                (documents, counted) = (0, 0)
            }
            let path = try reader?.nextDocument()
            countBytesRead()
            if let path {
                let isInArchive = !path.isEmpty
                if isInArchive, source.isNamed { throw StorageError.oneNameForMany(source.title) }
                documents += 1
                opened = (source, isInArchive ? path : source.name, isInArchive)
                return true
            }
            if documents == 0 {
                throw StorageError.nothingNamedAsText(source.title, isArchive: true)
            }
            notes += reader?.notes ?? []
            reader = nil
            sources.removeFirst()
        }
        return false
    }

    private func readChunk() throws {
        guard let reader, var document = current else { return }
        current = nil
        if let chunk = sample.popFirst() { buffer = chunk } else { try reader.nextChunk(into: &buffer) }
        countBytesRead()
        do {
            if buffer.isEmpty {
                let last = try document.pieces.finish()
                ready = [.end(end(of: document))] + (last.map { [.piece($0, of: document.title)] } ?? [])
            } else {
                document.hash.update(buffer)
                document.bytes += buffer.count
                let chunk = buffer
                ready = try document.pieces.append(chunk.span).reversed().map { .piece($0, of: document.title) }
                current = document
            }
        } catch {
            throw memory.explain(error, in: document.title)
        }
    }

    private func countBytesRead() {
        let read = reader?.bytesRead ?? counted
        progress.advance(by: read - counted)
        counted = read
    }

    private func end(of document: OpenDocument) -> End {
        let sha256 = hexadecimal(document.hash.finalize())
        return End(
            source: document.source, name: document.name ?? "stdin-\(sha256.prefix(8))",
            isOneOfMany: document.isInArchive || document.source.isFromFolder,
            isInArchive: document.isInArchive, sha256: sha256, bytes: document.bytes,
            encoding: document.pieces.decoder.encoding,
            replacements: document.pieces.decoder.replacements, segments: settings.segments)
    }
}
