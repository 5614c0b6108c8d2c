internal import CArchive

/// What is left of zstd's format when it is decompressed, by libarchive: frames one after the other are one text, and
/// the checksum of each is verified where it has one.
final class ZstdStream: ByteStream {
    private let handle: ArchiveHandle
    private let expansion: Expansion
    private let isOutermost: Bool
    private var isOpen = false
    private var produced = 0

    init(_ source: any ByteStream, title: String, expansion: Expansion, isOutermost: Bool) throws(InputError) {
        handle = try unsafe ArchiveHandle(ArchiveInput(source), title: title) { archive in
            unsafe archive_read_support_filter_zstd(archive)
            unsafe archive_read_support_format_raw(archive)
        }
        self.expansion = expansion
        self.isOutermost = isOutermost
    }

    func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
        if !isOpen {
            isOpen = true
            guard unsafe try handle.next() != nil else { return buffer.removeAll() }
        }
        try handle.read(upTo: count, into: &buffer)
        produced += buffer.count
        if isOutermost { expansion.consumed = handle.consumed }
        try expansion.check(produced)
    }

    /// Whether the frame that begins so ends with a checksum of its text (RFC 8878, the frame header's descriptor).
    static func hasChecksum(_ head: [UInt8]) -> Bool { head.count > 4 && head[4] & 4 != 0 }
}
