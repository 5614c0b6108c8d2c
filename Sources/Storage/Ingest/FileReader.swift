internal import Basics
internal import Documents
internal import Tokenization

/// Goes through the sources of an ingest file by file and tells what each is. Plain text is read as it comes; what is more is
/// read whole.
///
/// Contract: one caller at a time, who reads a file's bytes, or takes its documents, before it goes on to the next.
final class FileReader {
    /// What was left out of inputs, one line each; complete after the last file.
    private(set) var notes: [String] = []
    /// What is to be said of how files were read.
    private(set) var remarks = ReadingRemarks()
    /// The file at hand.
    private(set) var file: OpenedFile?

    private let settings: TokenizerSettings
    private let reading: ReadingSettings
    private let memory: MemoryPlan
    private let decompression: DecompressionSettings
    /// Which files are no texts that can be read, and are passed over.
    private let leavingOut: Set<TextPlace>
    private let progress: IngestProgress
    private var sources: ArraySlice<DocumentSource>
    private var reader: (any ByteReader)?
    /// Sources that are behind.
    private var finishedSources = 0
    /// How many files the first source has had, and how many of its bytes are counted as read.
    private var files = 0
    private var counted = 0
    private var buffer: [UInt8] = []
    /// The chunk that was read to tell what a file is, to be taken before the reader's.
    private var sample: [UInt8]?
    /// Tags that a plain text may have.
    private static let fewTags = 5

    init(
        _ sources: [DocumentSource], settings: TokenizerSettings, reading: ReadingSettings, memory: MemoryPlan,
        decompression: DecompressionSettings, leavingOut: Set<TextPlace>, progress: IngestProgress
    ) {
        self.sources = sources[...]
        self.settings = settings
        self.reading = reading
        self.memory = memory
        self.decompression = decompression
        self.leavingOut = leavingOut
        self.progress = progress
        let sizes = sources.map(\.origin.fileSize)
        progress.begin(.reading, total: sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) })
    }

    /// Where the file at hand stands, or the one that could not be opened.
    var place: TextPlace { TextPlace(source: finishedSources, document: files) }

    /// How errors call the file at hand.
    var title: String { file?.title ?? sources.first?.title ?? "" }

    /// Goes to the beginning of the next file.
    ///
    /// - Returns: `nil` if there is none; its documents where it was read whole, else they are nil and its bytes are to be
    ///   read.
    func next() throws -> (file: OpenedFile, documents: [HeldDocument]?)? {
        sample = nil
        file = nil
        while let source = sources.first {
            if leavingOut.contains(TextPlace(source: finishedSources, document: nil)) {
                leaveSource()
                continue
            }
            if reader == nil {
                (files, counted) = (0, 0)
                let takesTables = reading.readsTables
                reader = try openReader(source.origin, decompression) { isNamedAsText($0, tables: takesTables) }
            }
            let path = try reader?.nextDocument()
            countBytesRead()
            if let path {
                let isInArchive = !path.isEmpty
                if isInArchive, source.isNamed { throw StorageError.oneNameForMany(source.title) }
                files += 1
                if leavingOut.contains(place) { continue }
                return try open(
                    OpenedFile(source: source, name: isInArchive ? path : source.name, isInArchive: isInArchive))
            }
            if files == 0 {
                throw StorageError.nothingNamedAsText(source.title, isArchive: true)
            }
            notes += reader?.notes ?? []
            leaveSource()
        }
        return nil
    }

    /// Reads more of the file at hand: nothing at its end.
    func nextChunk(into chunk: inout [UInt8]) throws {
        if let head = sample {
            chunk = head
            sample = nil
        } else {
            try reader?.nextChunk(into: &chunk)
        }
        countBytesRead()
    }

    /// Passes over what is left of the source at hand.
    func leaveSource() {
        guard !sources.isEmpty else { return }
        (reader, file, sample) = (nil, nil, nil)
        sources.removeFirst()
        finishedSources += 1
    }

    func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as TextError {
            throw memory.explain(error, in: title)
        } catch let error as FormatError {
            throw StorageError.format(error, in: title)
        }
    }

    /// Tells by its first bytes what a file is. More than plain text is read whole.
    private func open(_ opened: OpenedFile) throws -> (file: OpenedFile, documents: [HeldDocument]?) {
        var opened = opened
        file = opened
        try reader?.nextChunk(into: &buffer)
        let head = buffer
        try explaining {
            opened.decoder = try reading.decoder(of: head)
            opened.format = try reading.format(of: head)
        }
        file = opened
        guard opened.format != .text || reading.cleaning.isAsked || reading.isArchive(head) else {
            sample = head
            if opened.decoder.endsLinesAtReturn { remarks.endingAtReturn.append(opened.title) }
            guard reading.format == nil else { return (opened, nil) }
            if FormatDetector.isNamedAsTable(opened.name ?? "") { remarks.tables.append(opened.title) }
            if FormatDetector.tagCount(in: head.span) > Self.fewTags { remarks.tagged.append(opened.title) }
            return (opened, nil)
        }
        let whole = WholeFile(try rest(of: opened), file: opened, reading: reading, limit: memory.longestHeld)
        let documents = try explaining {
            // A paragraph, or what may hold sentences, ends at a blank line.
            let gap = settings.segments == .paragraphs || settings.segments == .sentences
            opened.format = try whole.format
            return try whole.documents(dividingSegmentsByBlankLines: gap, remarks: &remarks)
        }
        file = opened
        return (opened, documents)
    }

    /// All bytes of the file at hand, of which the first are in the buffer.
    private func rest(of opened: OpenedFile) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while !buffer.isEmpty {
            bytes += buffer
            try explaining {
                guard bytes.count <= memory.longestHeld else {
                    throw FormatError.tooLarge(opened.format, limit: memory.longestHeld)
                }
            }
            try reader?.nextChunk(into: &buffer)
        }
        countBytesRead()
        return bytes
    }

    private func countBytesRead() {
        let read = reader?.bytesRead ?? counted
        progress.advance(by: read - counted)
        counted = read
    }
}
