internal import Basics
internal import CArchive

/// What is left of a stream when one of libarchive's filters decompresses it: what follows each other in the format is
/// one text, and the checksums are verified.
final class FilteredStream: ByteStream {
    enum Filter {
        /// Of what ``ZstdFrames`` leaves.
        case zstd
        case bzip2

        fileprivate var code: Int32 { self == .zstd ? ARCHIVE_FILTER_ZSTD : ARCHIVE_FILTER_BZIP2 }
    }

    private let filter: Filter
    private let title: String
    private let handle: ArchiveHandle
    private let expansion: Expansion
    private let layer: Int
    private var isOpen = false
    private var isAtEnd = false
    /// What is to be said of it, once it was read to its end.
    private(set) var note: String?

    init(
        _ source: any ByteStream, by filter: Filter, title: String, expansion: Expansion, layer: Int
    ) throws(InputError) {
        self.filter = filter
        self.title = title
        handle = try unsafe ArchiveHandle(ArchiveInput(source), title: title) { archive in
            switch filter {
            case .zstd: unsafe archive_read_support_filter_zstd(archive)
            case .bzip2: unsafe archive_read_support_filter_bzip2(archive)
            }
            unsafe archive_read_support_format_raw(archive)
            // Nothing, compressed, is an empty text.
            unsafe archive_read_support_format_empty(archive)
        }
        self.expansion = expansion
        self.layer = layer
    }

    func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
        guard !isAtEnd else { return buffer.removeAll() }
        buffer.removeAll()
        let isThere = if isOpen { true } else { try open() }
        if isThere { try handle.read(upTo: count, into: &buffer) }
        if layer == 0 { expansion.consumed = handle.consumed }
        try expansion.add(buffer.count, toLayer: layer)
        if buffer.isEmpty {
            isAtEnd = true
            if filter == .bzip2 { try lookAtRest() }
        }
    }

    /// - Returns: whether there is a text.
    private func open() throws(InputError) -> Bool {
        isOpen = true
        let isThere = unsafe try handle.next() != nil
        // What the filter does not know would be read as it is.
        let isFiltered = unsafe archive_filter_code(handle.archive, 0) == filter.code
        guard isFiltered || handle.input.isEmpty else { throw damaged("its head is wrong") }
        return isThere
    }

    /// libarchive ends without a word where no other stream of bzip2 follows.
    private func lookAtRest() throws(InputError) {
        let rest = try handle.input.rest(after: handle.consumed)
        guard !rest.isZero else { return }
        guard !CompressedKind.looksLikeBzip2(rest.head) else { throw damaged("the head of another stream is wrong") }
        note = "\(rest.count) bytes after its end are no bzip2 data and were left out"
    }

    private func damaged(_ reason: String) -> InputError {
        .damaged(title: title, reason: reason)
    }
}
