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
        /// What the bytes are: see `TextFormat`.
        var format = "text"
        /// What the text says of itself; of a key given twice the last value holds.
        var metadata: [(key: String, value: String)] = []
        /// What cleaning would change of it; `nil` where that was not looked at.
        var signs: CleaningSigns?
    }

    enum Item: Sendable {
        /// With how errors call the text.
        case piece(TextPiece, of: String)
        case end(End)
    }

    /// `auto` segments are decided for each document: its pieces and its end say how.
    let settings: TokenizerSettings
    /// Tags that a plain text may have.
    private static let fewTags = 5
    /// What was left out of inputs, one line each; complete after the last item.
    private(set) var notes: [String] = []

    /// Which documents are no texts that can be read, and what is to be said of how they were.
    let leavingOut: Set<TextPlace>
    private(set) var remarks = ReadingRemarks()

    private let reading: ReadingSettings
    private let memory: MemoryPlan
    private let decompression: DecompressionSettings
    private let progress: IngestProgress
    private var sources: ArraySlice<DocumentSource>
    private var current: OpenDocument?
    private var reader: (any ByteReader)?
    private var ready: [Item] = []
    private var opened: OpenedFile?
    /// The documents of the file at hand that are still to be read, where it was read whole.
    private var held: ArraySlice<HeldDocument> = []
    /// Sources that are behind.
    private var finishedSources = 0
    /// How many documents the first source has had, and how many of its bytes are counted as read.
    private var documents = 0
    private var counted = 0
    private var buffer: [UInt8] = []
    /// Chunks read to tell what a file is, to be taken before the reader's.
    private var sample: ArraySlice<[UInt8]> = []

    private struct OpenDocument {
        let file: OpenedFile
        var pieces: TextPieces
        var hash = SHA256()
        var bytes = 0
        /// What is left of the text of one that was read whole.
        var held: HeldDocument?
        var signs: CleaningSigns?
        /// Whether its pieces are tokens between spaces.
        var hasTokens = false
    }

    /// - Parameter leavingOut: documents that are passed over.
    init(
        _ sources: [DocumentSource], settings: TokenizerSettings, reading: ReadingSettings, memory: MemoryPlan,
        decompression: DecompressionSettings, leavingOut: Set<TextPlace> = [], progress: IngestProgress
    ) {
        self.sources = sources[...]
        self.settings = settings
        self.reading = reading
        self.decompression = decompression
        self.leavingOut = leavingOut
        self.memory = memory
        self.progress = progress
        let sizes = sources.map(\.origin.fileSize)
        progress.begin(.reading, total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) })
    }

    /// Where the document at hand stands, or the one that could not be opened.
    var place: TextPlace { TextPlace(source: finishedSources, document: documents) }

    /// How errors call the document at hand.
    var title: String { (opened ?? current?.file)?.title ?? sources.first?.title ?? "" }

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
        if held.isEmpty, opened == nil { guard try openFile() else { return false } }
        guard let file = opened else { return false }
        let next = held.popFirst()
        if held.isEmpty { opened = nil }
        let hasTokens = file.format.hasTokens && settings.tokens == .words
        current = OpenDocument(
            file: file,
            pieces: TextPieces(
                settings: hasTokens ? settings.ofToldTokens : settings,
                decoder: next == nil ? file.decoder : TextDecoder(), pieceSize: memory.pieceSize(of: settings.tokens),
                longestStretch: memory.longestStretch),
            held: next, signs: next == nil && file.format == .text ? CleaningSigns() : nil, hasTokens: hasTokens)
        return true
    }

    /// Goes to the beginning of the next file, and reads it whole if it is more than plain text; `false` if there is none.
    private func openFile() throws -> Bool {
        while let source = sources.first {
            if leavingOut.contains(TextPlace(source: finishedSources, document: nil)) {
                leaveSource()
                continue
            }
            if reader == nil {
                (documents, counted) = (0, 0)
                let takesTables = reading.readsTables
                reader = try openReader(source.origin, decompression) { isNamedAsText($0, tables: takesTables) }
            }
            let path = try reader?.nextDocument()
            countBytesRead()
            if let path {
                let isInArchive = !path.isEmpty
                if isInArchive, source.isNamed { throw StorageError.oneNameForMany(source.title) }
                documents += 1
                if leavingOut.contains(place) { continue }
                opened = OpenedFile(source: source, name: isInArchive ? path : source.name, isInArchive: isInArchive)
                try begin()
                return true
            }
            if documents == 0 {
                throw StorageError.nothingNamedAsText(source.title, isArchive: true)
            }
            notes += reader?.notes ?? []
            leaveSource()
        }
        return false
    }

    private func leaveSource() {
        reader = nil
        sources.removeFirst()
        finishedSources += 1
    }

    /// Tells by its first bytes what the file that was opened is. More than plain text is read whole.
    private func begin() throws {
        guard let reader, var file = opened else { return }
        try reader.nextChunk(into: &buffer)
        sample = [buffer]
        try explaining {
            file.decoder = try reading.decoder(of: buffer)
            file.format = try reading.format(of: buffer, named: file.name ?? "")
        }
        opened = file
        guard file.format != .text || reading.cleaning.isAsked || reading.isArchive(buffer) else {
            if file.decoder.endsLinesAtReturn { remarks.endingAtReturn.append(file.title) }
            guard reading.format == nil else { return }
            if FormatDetector.isNamedAsTable(file.name ?? "") { remarks.tables.append(file.title) }
            let head = buffer
            if FormatDetector.tagCount(in: head.span) > Self.fewTags { remarks.tagged.append(file.title) }
            return
        }
        var bytes: [UInt8] = []
        while !buffer.isEmpty {
            bytes += buffer
            try explaining {
                guard bytes.count <= memory.longestHeld else {
                    throw FormatError.tooLarge(file.format, limit: memory.longestHeld)
                }
            }
            try reader.nextChunk(into: &buffer)
        }
        countBytesRead()
        sample = []
        try explaining {
            let whole = WholeFile(bytes, file: file, reading: reading, limit: memory.longestHeld)
            // A paragraph, or what may hold sentences, ends at a blank line.
            let gap = settings.segments == .paragraphs || settings.segments == .sentences
            held = try whole.documents(dividingSegmentsByBlankLines: gap, remarks: &remarks)[...]
            file.format = try whole.format
        }
        opened = file
    }

    /// Passes over what is left of the document at hand, or that could not be opened.
    func leaveDocument() {
        (current, opened, held, sample, ready) = (nil, nil, [], [], [])
    }

    /// Passes over what is left of the source at hand.
    func leaveSourceAtHand() {
        leaveDocument()
        if !sources.isEmpty { leaveSource() }
    }

    private func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as TextError {
            throw memory.explain(error, in: title)
        } catch let error as FormatError {
            throw StorageError.format(error, in: title)
        }
    }

    private func readChunk() throws {
        guard var document = current else { return }
        if document.held == nil {
            if let chunk = sample.popFirst() { buffer = chunk } else { try reader?.nextChunk(into: &buffer) }
            countBytesRead()
        } else {
            buffer = document.held?.takeChunk() ?? []
        }
        try explaining {
            if buffer.isEmpty {
                let last = try document.pieces.finish()
                let pieces = items(of: last, &document)
                current = nil
                ready = [.end(end(of: document))] + pieces
            } else {
                if document.held == nil {
                    document.hash.update(buffer)
                    document.bytes += buffer.count
                }
                let chunk = buffer
                let pieces = try document.pieces.append(chunk.span)
                ready = items(of: pieces, &document)
                current = document
            }
        }
    }

    /// Pieces as items, the last first.
    private func items(of pieces: [TextPiece], _ document: inout OpenDocument) -> [Item] {
        let title = document.file.title
        var items: [Item] = []
        for var piece in pieces {
            piece.hasTokens = document.hasTokens
            document.signs?.take(piece.utf8)
            items.append(.piece(piece, of: title))
        }
        return items.reversed()
    }

    private func countBytesRead() {
        let read = reader?.bytesRead ?? counted
        progress.advance(by: read - counted)
        counted = read
    }

    private func end(of document: OpenDocument) -> End {
        let file = document.file
        let held = document.held
        let sha256 = held?.sha256 ?? hexadecimal(document.hash.finalize())
        let name = held?.name(in: file.name) ?? file.name ?? "stdin-\(sha256.prefix(8))"
        return End(
            source: file.source, name: file.source.prefix + name,
            isOneOfMany: file.isInArchive || file.source.isFromFolder || held?.isOneOfMany == true,
            isInArchive: file.isInArchive, sha256: sha256, bytes: held?.bytes ?? document.bytes,
            encoding: held?.encoding ?? document.pieces.decoder.encoding,
            replacements: held?.replacements ?? document.pieces.decoder.replacements,
            segments: document.pieces.settings.segments, format: file.format.rawValue, metadata: held?.metadata ?? [],
            signs: document.signs)
    }
}
