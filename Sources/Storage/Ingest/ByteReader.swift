internal import Basics
internal import CArchive
internal import Foundation
internal import Tokenization

/// Reads the documents of a source: one for a plain or compressed file, one for each text in an archive.
///
/// Contract: `nextDocument` until it returns `nil`; after each, `nextChunk` until it returns no bytes.
protocol ByteReader: AnyObject {
    /// - Returns: the path within the archive, empty for a file that is none; `nil` after the last document.
    func nextDocument() throws -> String?
    /// Fills the buffer with the next bytes; leaves it empty at the end of the document.
    func nextChunk(into buffer: inout [UInt8]) throws
    /// How many bytes of the source have been read, before decompression.
    var bytesRead: Int { get }
}

/// Opens a source by its first bytes: a compressed file or an archive through libarchive, everything else as it is.
func openReader(_ source: DocumentSource) throws -> any ByteReader {
    let descriptor: Int32
    switch source.origin {
    case .standardInput: descriptor = dup(STDIN_FILENO)
    case .file(let path): descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    }
    guard descriptor >= 0 else {
        throw StorageError("\(source.title) cannot be read.", remedy: "Check its permissions.", kind: .noInput)
    }
    let file = OpenFile(descriptor, title: source.title)
    let head = try file.read(upTo: 512)
    if CompressedKind(head) != nil { return try ArchiveReader(file, head: head, title: source.title) }
    return PlainReader(file, head: head)
}

/// What the first bytes of a file tell.
enum CompressedKind {
    case compressed
    case archive

    init?(_ head: [UInt8]) {
        let compressed: [[UInt8]] = [[0x1F, 0x8B], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD]]
        if compressed.contains(where: head.starts(with:)) {
            self = .compressed
        } else if head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
            || head.count >= 262 && head[257..<262].elementsEqual("ustar".utf8)
        {
            self = .archive
        } else {
            return nil
        }
    }
}

/// A file descriptor, closed with its owner.
final class OpenFile {
    private let descriptor: Int32
    private let title: String
    private(set) var bytesRead = 0

    init(_ descriptor: Int32, title: String) {
        self.descriptor = descriptor
        self.title = title
    }

    deinit { close(descriptor) }

    /// Reads until so many bytes are there or the file ends.
    func read(upTo count: Int) throws(StorageError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(upTo: count, into: &bytes)
        return bytes
    }

    func read(upTo count: Int, into bytes: inout [UInt8]) throws(StorageError) {
        if bytes.count != count { bytes = [UInt8](repeating: 0, count: count) }
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes {
                unsafe Foundation.read(descriptor, $0.baseAddress! + filled, count - filled)
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                throw StorageError(
                    "\(title) cannot be read: \(unsafe String(cString: strerror(errno))).",
                    remedy: "Check the file and its disk.", kind: .inputOutput)
            }
            if got == 0 { break }
            filled += got
        }
        bytesRead += filled
        bytes.removeLast(count - filled)
    }
}

/// A file read as it is.
private final class PlainReader: ByteReader {
    private let file: OpenFile
    private var head: [UInt8]
    private var isOpen = false

    init(_ file: OpenFile, head: [UInt8]) {
        self.file = file
        self.head = head
    }

    var bytesRead: Int { file.bytesRead }

    func nextDocument() -> String? {
        defer { isOpen = true }
        return isOpen ? nil : ""
    }

    func nextChunk(into buffer: inout [UInt8]) throws {
        if head.isEmpty {
            try file.read(upTo: 1 << 20, into: &buffer)
        } else {
            buffer = head
            head = []
        }
    }
}

/// A compressed file or an archive.
@safe
private final class ArchiveReader: ByteReader {
    private let archive: OpaquePointer
    private let input: ArchiveInput
    private let title: String
    private var entry: OpaquePointer?

    init(_ file: OpenFile, head: [UInt8], title: String) throws {
        guard let archive = unsafe archive_read_new() else {
            throw StorageError("There is no memory.", kind: .faultOfTheTool)
        }
        unsafe self.archive = archive
        self.title = title
        input = ArchiveInput(file, head: head)
        unsafe archive_read_support_filter_gzip(archive)
        unsafe archive_read_support_filter_xz(archive)
        unsafe archive_read_support_filter_zstd(archive)
        unsafe archive_read_support_format_tar(archive)
        unsafe archive_read_support_format_zip(archive)
        // A compressed file that is no archive is one document.
        unsafe archive_read_support_format_raw(archive)
        let context = unsafe Unmanaged.passUnretained(input).toOpaque()
        let status = unsafe archive_read_open(
            archive, context, nil,
            { _, context, block in
                unsafe Unmanaged<ArchiveInput>.fromOpaque(context!).takeUnretainedValue().read(block!)
            }, nil)
        guard status == ARCHIVE_OK else { throw failure() }
    }

    deinit { unsafe archive_read_free(archive) }

    var bytesRead: Int { input.file.bytesRead }

    func nextDocument() throws -> String? {
        while true {
            let status = unsafe archive_read_next_header(archive, &entry)
            if status == ARCHIVE_EOF { return nil }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
            if unsafe archive_format(archive) == ARCHIVE_FORMAT_RAW { return "" }
            let isFile = unsafe archive_entry_filetype(entry) == 0o100000
            guard isFile, let path = unsafe archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)
            else { continue }
            let name = unsafe String(cString: path)
            if DocumentSource.isText(name), !name.hasPrefix("__MACOSX/") { return name }
        }
    }

    func nextChunk(into buffer: inout [UInt8]) throws {
        let room = 1 << 20
        if buffer.count != room { buffer = [UInt8](repeating: 0, count: room) }
        var filled = 0
        while filled < room {
            let got = unsafe buffer.withUnsafeMutableBytes {
                unsafe archive_read_data(archive, $0.baseAddress! + filled, room - filled)
            }
            guard got >= 0 else { throw failure() }
            if got == 0 { break }
            filled += got
        }
        buffer.removeLast(room - filled)
    }

    private func failure() -> any Error {
        if let error = input.error { return error }
        let reason = unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "no details"
        return StorageError(
            "\(title) cannot be decompressed: \(reason).", cause: "It is damaged, cut short or encrypted.",
            remedy: "Test it with the program that made it.", kind: .badData)
    }
}

/// What libarchive calls for the bytes of a file.
@safe
private final class ArchiveInput {
    let file: OpenFile
    private(set) var error: StorageError?
    private var block: UnsafeMutableBufferPointer<UInt8>
    private var head: [UInt8]

    init(_ file: OpenFile, head: [UInt8]) {
        self.file = file
        self.head = head
        unsafe block = .allocate(capacity: 1 << 18)
    }

    deinit { unsafe block.deallocate() }

    /// Puts the address of the next bytes in `address` and returns their number, 0 at the end, −1 for an error.
    func read(_ address: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        var bytes = head
        head = []
        do throws(StorageError) {
            if bytes.isEmpty { bytes = unsafe try file.read(upTo: block.count) }
        } catch {
            self.error = error
            return -1
        }
        _ = unsafe block.update(fromContentsOf: bytes)
        unsafe address.pointee = UnsafeRawPointer(block.baseAddress)
        return bytes.count
    }
}
