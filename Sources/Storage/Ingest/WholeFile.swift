internal import Basics
internal import Documents
internal import Tokenization

/// A file that is held in memory, and the documents in it.
struct WholeFile {
    private let bytes: [UInt8]
    private let file: OpenedFile
    private let reading: ReadingSettings
    private let limit: Int

    init(_ bytes: [UInt8], file: OpenedFile, reading: ReadingSettings, limit: Int) {
        self.bytes = bytes
        self.file = file
        self.reading = reading
        self.limit = limit
    }

    /// What it is, which for an archive its members tell.
    /// - Throws: `FormatError.nestedArchive`.
    var format: TextFormat {
        get throws {
            guard reading.isArchive(bytes) else { return file.format }
            guard let format = try FormatDetector.format(ofArchive: bytes) else { throw FormatError.nestedArchive }
            return format
        }
    }

    /// Its documents, at least one.
    ///
    /// - Parameter dividingSegmentsByBlankLines: whether a blank line stands between segments, and not a line end alone.
    /// - Throws: `FormatError`, `TextError`, `InputError`.
    func documents(
        dividingSegmentsByBlankLines divides: Bool, remarks: inout ReadingRemarks
    ) throws -> [HeldDocument] {
        let format = try format
        var decoded = (encoding: TextDecoder.Encoding.utf8, replacements: 0, endsAtReturn: false)
        let parser = DocumentParser(format: format, textColumn: reading.textColumn, limit: limit) { bytes, declared in
            var decoder = try reading.decoder(of: bytes, declared: declared)
            var text: [UInt8] = []
            try decoder.decode(bytes.span, into: &text)
            try decoder.finish(into: &text)
            decoded = (decoder.encoding, decoder.replacements, decoder.endsLinesAtReturn)
            return text
        }
        var parsed: [ParsedDocument]
        // What is wrong with a package is so of the file that it is.
        do { parsed = try parser.documents(of: bytes) } catch let error as InputError {
            throw FormatError.malformed(format, reason: error.fact)
        }
        if parsed.isEmpty { parsed = [ParsedDocument(text: [])] }
        if decoded.endsAtReturn { remarks.endingAtReturn.append(file.title) }
        if format.hasTokens, reading.cleaning.excludedLines != nil { throw FormatError.toldLines(format) }
        if format.hasTokens { remarks.withColumns.append(file.title) }
        let whole = parsed.count == 1 && parsed[0].source == nil ? hexadecimal(SHA256.hash(bytes)) : nil
        // Columns and attributes that a document has already; the file's other values are no worse for them.
        var reserved: [String] = []
        for index in parsed.indices {
            for (key, _) in parsed[index].metadata where MetadataKeys.isReserved(key) && !reserved.contains(key) {
                reserved.append(key)
            }
            parsed[index].metadata.removeAll { MetadataKeys.isReserved($0.key) }
        }
        if let note = MetadataKeys.note(leavingOut: reserved) { remarks.lines.append("\(file.title): \(note)") }
        return try parsed.map { document in
            remarks.lines += document.notes.map { "\(file.title): \($0)" }
            var text = document.text
            if !format.hasTokens {
                var framed = 0
                text = try reading.cleaning.cleaned(text, framed: &framed)
                if framed > 0 { remarks.framed.append((file.title, framed)) }
            }
            if divides, format.hasSegments, !format.hasTokens {
                text = Array(text.split(separator: 0x0A).joined(separator: [0x0A, 0x0A]))
            }
            let source = document.source ?? bytes
            return HeldDocument(
                ownName: document.name, number: document.number, sha256: whole ?? hexadecimal(SHA256.hash(source)),
                bytes: source.count, encoding: decoded.encoding, replacements: decoded.replacements,
                metadata: document.metadata, text: text[...])
        }
    }
}

/// A document of a file that was read whole, in UTF-8.
struct HeldDocument: Sendable {
    private static let chunkSize = 1 << 20

    let ownName: String?
    let number: Int?
    let sha256: String
    let bytes: Int
    let encoding: TextDecoder.Encoding
    let replacements: Int
    let metadata: [(key: String, value: String)]
    /// What is left to be read.
    private(set) var text: ArraySlice<UInt8>

    /// Whether it is one of several in its file: then it may be empty.
    var isOneOfMany: Bool { number != nil }

    /// The next part of the text; nothing at its end.
    mutating func takeChunk() -> [UInt8] {
        let chunk = Array(text.prefix(Self.chunkSize))
        text = text.dropFirst(chunk.count)
        return chunk
    }

    /// - Parameter file: the file's name; `nil` for standard input.
    func name(in file: String?) -> String? {
        if let ownName { return documentName(ofPath: ownName.utf8) ?? ownName }
        return number.map { "\(file ?? "stdin-\(sha256.prefix(8))")#\($0)" }
    }
}
