internal import Documents
internal import Tokenization

/// How bytes become text.
struct ReadingSettings: Sendable {
    let format: TextFormat?
    let textColumn: String?
    let encoding: TextDecoder.Encoding?
    let isLossy: Bool
    let cleaning: CleaningSettings

    init(_ options: IngestOptions) {
        format = options.format
        textColumn = options.textColumn
        encoding = options.encoding
        isLossy = options.isLossy
        cleaning = options.cleaning
    }

    /// Whether tables are texts, of which a column is told.
    var readsTables: Bool { textColumn != nil || format == .csv || format == .tsv }

    /// What a file is that begins so. An archive may be a document: all of it tells.
    /// - Throws: `FormatError` for what is not read.
    func format(of head: [UInt8]) throws -> TextFormat {
        if let format { return format }
        if isArchive(head) { return .text }
        return try FormatDetector.format(of: head, textColumn: textColumn)
    }

    /// Whether bytes begin as those of a zip archive.
    func isArchive(_ head: [UInt8]) -> Bool { format == nil && head.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// What decodes a text that begins so.
    /// - Parameter declared: the encoding that it says it is in.
    /// - Throws: `TextError.unknownEncoding`.
    func decoder(of head: [UInt8], declared: String? = nil) throws(TextError) -> TextDecoder {
        var encoding = self.encoding ?? .utf8
        if self.encoding == nil, let declared {
            guard let known = TextDecoder.Encoding(rawValue: declared) else { throw .unknownEncoding(declared) }
            encoding = known
        }
        return TextDecoder(encoding: encoding, lossy: isLossy, endsLinesAtReturn: LineEnds.areReturns(in: head.span))
    }
}

/// Which document of which source, both from the first; all of a source without a document.
struct TextPlace: Hashable, Sendable {
    let source: Int
    let document: Int?
}

/// A file, or a member of an archive, whose documents are read.
struct OpenedFile: Sendable {
    let source: DocumentSource
    /// `nil` for standard input.
    let name: String?
    let isInArchive: Bool
    var format = TextFormat.text
    /// Of plain text, as it comes.
    var decoder = TextDecoder()

    /// How errors call it.
    var title: String {
        if isInArchive, let name { memberTitle(name, in: source.title) } else { source.title }
    }
}

/// What is to be said of how texts were read, by what they are called.
struct ReadingRemarks: Sendable {
    /// Whose lines end at CR alone.
    var endingAtReturn: [String] = []
    /// Whose tokens are told, with columns that are not searched.
    var withColumns: [String] = []
    /// Plain text that is a table by its name, or has tags, with how many.
    var tables: [String] = []
    var tagged: [String] = []
    /// Of what Project Gutenberg's header and licence were left out, and how many bytes.
    var framed: [(title: String, bytes: Int)] = []
    /// What was left out of documents, one line each.
    var lines: [String] = []
}
