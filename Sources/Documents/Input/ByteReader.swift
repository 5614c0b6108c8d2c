/// Reads the documents of an input: one for a plain or compressed file, one for each text in an archive.
///
/// Contract: `nextDocument` until it returns `nil`; after each, `nextChunk` until it returns no bytes.
package protocol ByteReader: AnyObject {
    /// - Returns: the name of the archive's member, empty for a file that is no archive; `nil` after the last document.
    func nextDocument() throws(InputError) -> String?
    /// Fills the buffer with the next bytes; leaves it empty at the end of the document.
    func nextChunk(into buffer: inout [UInt8]) throws(InputError)
    /// How many bytes of the input have been read, before decompression.
    var bytesRead: Int { get }
    /// What was left out of the input or could not be verified, one line each; complete after the last document.
    var notes: [String] { get }
}

/// How errors call a member of an archive.
package func memberTitle(_ name: String, in archive: String) -> String { "\(archive): \(name)" }

/// Bytes that a reader gives at a time.
let chunkSize = 1 << 20

/// Opens an input by its first bytes: compressed, an archive, or to be read as it is. Checksums are verified. Documents that
/// are zip archives, such as EPUB, are no archives of texts.
///
/// - Parameter isText: whether a member of an archive is a text, by its name.
/// - Throws: `InputError`, also from the reader.
package func openReader(
    _ origin: InputOrigin, _ settings: DecompressionSettings, isText: @escaping (String) -> Bool = { isNamedAsText($0) }
) throws(InputError) -> any ByteReader {
    let file = try OpenFile(origin)
    let expansion = Expansion(of: origin.title, settings)
    let unpacked = try UnpackedStream(
        file, title: origin.title, settings: settings, expansion: expansion, outerLayers: 0)
    guard let kind = unpacked.archive, try !isPackage(unpacked) else { return SingleReader(unpacked, of: file) }
    return try ArchiveReader(
        unpacked, kind: kind, of: file, title: origin.title, settings: settings, expansion: expansion, isText: isText)
}

/// Whether a zip archive is one document. Of a file its directory tells, of a pipe the name of its first member.
private func isPackage(_ unpacked: UnpackedStream) throws(InputError) -> Bool {
    guard unpacked.archive == .zip else { return false }
    if let file = unpacked.content as? any SeekableStream, file.size != nil {
        let names = try ZipDirectory.members(of: file)?.map { String(decoding: $0.name, as: UTF8.self) }
        // Another package is no archive of texts either: who reads it whole says what it is.
        return names.map { Package.format(ofNames: $0) != nil || Package.foreign(names: $0) != nil } ?? false
    }
    let name = String(decoding: unpacked.head.dropFirst(30).prefix(32), as: UTF8.self)
    return ["mimetype", "[Content_Types].xml", "_rels/.rels", "META-INF/"].contains { name.hasPrefix($0) }
}

/// A file that is one document.
private final class SingleReader: ByteReader {
    private let file: OpenFile
    private let unpacked: UnpackedStream
    private var isOpen = false

    init(_ unpacked: UnpackedStream, of file: OpenFile) {
        self.unpacked = unpacked
        self.file = file
    }

    var bytesRead: Int { file.bytesRead }
    var notes: [String] { unpacked.notes() }

    func nextDocument() -> String? {
        defer { isOpen = true }
        return isOpen ? nil : ""
    }

    func nextChunk(into buffer: inout [UInt8]) throws(InputError) {
        try unpacked.content.read(upTo: chunkSize, into: &buffer)
    }
}
