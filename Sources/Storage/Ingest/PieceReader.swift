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
        /// What stands between `<s>` and `</s>` in it; never `auto`.
        let segments: TokenizerSettings.Segments
        /// What the bytes are.
        var format = "text"
        /// What the text says of itself; of a key given twice the last value holds.
        var metadata: [(key: String, value: String)] = []
    }

    enum Item: Sendable {
        /// With how errors call the text.
        case piece(TextPiece, of: String)
        case end(End)
    }

    /// `auto` segments are decided for each document: its pieces and its end say how.
    let settings: TokenizerSettings
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
        try reader.nextChunk(into: &buffer)
        countBytesRead()
        do {
            if buffer.isEmpty {
                let last = try document.pieces.finish()
                ready = [.end(end(of: document))] + last.reversed().map { .piece($0, of: document.title) }
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
        let name = document.name ?? "stdin-\(sha256.prefix(8))"
        return End(
            source: document.source, name: document.source.prefix + name,
            isOneOfMany: document.isInArchive || document.source.isFromFolder,
            isInArchive: document.isInArchive, sha256: sha256, bytes: document.bytes,
            encoding: document.pieces.decoder.encoding,
            replacements: document.pieces.decoder.replacements, segments: document.pieces.settings.segments)
    }
}
