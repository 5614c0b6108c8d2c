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
        /// How errors call its file, and its number there where that holds several, from 1.
        let fileTitle: String
        let number: Int?
        let sha256: String
        let bytes: Int
        let encoding: TextDecoder.Encoding
        let replacements: Int
        /// What stands between `<s>` and `</s>` in it; never `auto`.
        let segments: TokenizerSettings.Segments
        /// What the bytes are.
        var format = TextFormat.text
        /// What the text says of itself; of a key given twice the last value holds.
        var metadata: [(key: String, value: String)] = []
        /// What cleaning would change of it; `nil` where that was not looked at.
        var signs: CleaningSigns?
    }

    /// A piece of a document.
    struct Piece: Sendable {
        /// Of the source as it stands where the format tells tokens.
        let text: TextPiece
        let format: TextFormat
        /// How errors call the document.
        let title: String
    }

    enum Item: Sendable {
        case piece(Piece)
        case end(End)
    }

    /// `auto` segments are decided for each document: its pieces and its end say how.
    let settings: TokenizerSettings

    private let files: FileReader
    private let memory: MemoryPlan
    private var current: OpenDocument?
    private var ready: [Item] = []
    /// The documents of the file at hand that are still to be read, where it was read whole.
    private var held: ArraySlice<HeldDocument> = []
    private var buffer: [UInt8] = []

    private struct OpenDocument {
        let file: OpenedFile
        var cutter: DocumentCutter
        var hash = SHA256()
        var bytes = 0
        /// What is left of the text of one that was read whole.
        var held: HeldDocument?
        var signs: CleaningSigns?
    }

    /// - Parameter leavingOut: documents that are passed over.
    init(
        _ sources: [DocumentSource], settings: TokenizerSettings, reading: ReadingSettings, memory: MemoryPlan,
        decompression: DecompressionSettings, leavingOut: Set<TextPlace> = [], progress: IngestProgress
    ) {
        self.settings = settings
        self.memory = memory
        files = FileReader(
            sources, settings: settings, reading: reading, memory: memory, decompression: decompression,
            leavingOut: leavingOut, progress: progress)
    }

    /// What was left out of inputs, one line each; complete after the last item.
    var notes: [String] { files.notes }

    /// What is to be said of how documents were read.
    var remarks: ReadingRemarks { files.remarks }

    /// Where the document at hand stands, or the one that could not be opened.
    var place: TextPlace { files.place }

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
        if let next = held.popFirst(), let file = files.file {
            open(file, next)
            return true
        }
        guard let (file, documents) = try files.next() else { return false }
        held = documents?[...] ?? []
        open(file, held.popFirst())
        return true
    }

    private func open(_ file: OpenedFile, _ document: HeldDocument?) {
        current = OpenDocument(
            file: file, cutter: DocumentCutter(of: file, document, settings: settings, memory: memory), held: document,
            signs: document == nil && file.format == .text ? CleaningSigns() : nil)
    }

    /// Passes over what is left of the document at hand, or that could not be opened.
    func leaveDocument() {
        (current, held, ready) = (nil, [], [])
    }

    /// Passes over what is left of the source at hand.
    func leaveSourceAtHand() {
        leaveDocument()
        files.leaveSource()
    }

    private func readChunk() throws {
        guard var document = current else { return }
        if document.held == nil {
            try files.nextChunk(into: &buffer)
        } else {
            buffer = document.held?.takeChunk() ?? []
        }
        try files.explaining {
            if buffer.isEmpty {
                let last = try document.cutter.finish()
                let pieces = items(of: last, &document)
                current = nil
                ready = [.end(end(of: document))] + pieces
            } else {
                if document.held == nil {
                    document.hash.update(buffer)
                    document.bytes += buffer.count
                }
                let chunk = buffer
                let pieces = try document.cutter.append(chunk)
                ready = items(of: pieces, &document)
                current = document
            }
        }
    }

    /// Pieces as items, the last first.
    private func items(of pieces: [TextPiece], _ document: inout OpenDocument) -> [Item] {
        let file = document.file
        return pieces.map { piece in
            document.signs?.take(piece.utf8)
            return .piece(Piece(text: piece, format: file.format, title: file.title))
        }.reversed()
    }

    private func end(of document: OpenDocument) -> End {
        let file = document.file
        let held = document.held
        let sha256 = held?.sha256 ?? hexadecimal(document.hash.finalize())
        let name = held?.name(in: file.name) ?? file.name ?? "stdin-\(sha256.prefix(8))"
        return End(
            source: file.source, name: file.source.prefix + name,
            isOneOfMany: file.isInArchive || file.source.isFromFolder || held?.isOneOfMany == true,
            isInArchive: file.isInArchive, fileTitle: file.title, number: held?.number, sha256: sha256,
            bytes: held?.bytes ?? document.bytes,
            encoding: held?.encoding ?? document.cutter.decoder.encoding,
            replacements: held?.replacements ?? document.cutter.decoder.replacements,
            segments: document.cutter.segments, format: file.format, metadata: held?.metadata ?? [],
            signs: document.signs)
    }
}
