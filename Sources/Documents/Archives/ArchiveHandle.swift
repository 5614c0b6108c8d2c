internal import Basics
internal import CArchive
internal import Foundation

/// libarchive's reading of one stream.
@safe
final class ArchiveHandle {
    let archive: OpaquePointer
    let input: ArchiveInput
    private let title: String

    /// - Parameter enable: tells libarchive what formats to look for.
    init(_ input: ArchiveInput, title: String, enable: (OpaquePointer) -> Void) throws(InputError) {
        guard let archive = unsafe archive_read_new() else {
            throw InputError.noMemory
        }
        unsafe self.archive = archive
        self.input = input
        self.title = title
        unsafe enable(archive)
        unsafe archive_read_set_callback_data(archive, Unmanaged.passUnretained(input).toOpaque())
        unsafe archive_read_set_read_callback(archive) { _, context, block in
            unsafe Unmanaged<ArchiveInput>.fromOpaque(context!).takeUnretainedValue().read(block!)
        }
        if input.canSeek {
            unsafe archive_read_set_seek_callback(archive) { _, context, offset, whence in
                unsafe Unmanaged<ArchiveInput>.fromOpaque(context!).takeUnretainedValue().seek(to: offset, from: whence)
            }
            unsafe archive_read_set_skip_callback(archive) { _, context, count in
                unsafe Unmanaged<ArchiveInput>.fromOpaque(context!).takeUnretainedValue().skip(count)
            }
        }
        guard unsafe archive_read_open1(archive) == ARCHIVE_OK else { throw failure() }
    }

    deinit { unsafe archive_read_free(archive) }

    /// Bytes of the input that have been used.
    var consumed: Int { Int(unsafe archive_filter_bytes(archive, -1)) }

    /// Goes to the next entry.
    /// - Returns: `nil` after the last. It is valid up to the next call.
    func next() throws(InputError) -> OpaquePointer? {
        var entry: OpaquePointer?
        // An old error of memory would be taken for one of the name.
        errno = 0
        // Names are given in the character set of the locale: in C's there are none for most.
        let status = withUnicodeLocale { unsafe archive_read_next_header(archive, &entry) }
        if status == ARCHIVE_EOF { return nil }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
        return unsafe entry
    }

    /// Reads the entry's bytes; fewer at its end, none after it.
    /// - Parameters:
    ///   - remaining: what is left of it, as far as that is known.
    ///   - entry: how errors call it, if not as the whole.
    func read(
        upTo count: Int, remaining: Int? = nil, of entry: String? = nil, into buffer: inout [UInt8]
    ) throws(InputError) {
        try unsafe buffer.refill(upTo: count, remaining: remaining) { memory throws(InputError) in
            var filled = 0
            while filled < memory.count {
                let got = unsafe archive_read_data(archive, memory.baseAddress! + filled, memory.count - filled)
                // A warning too: so a wrong checksum is told.
                guard got >= 0 else { throw failure(in: entry) }
                if got == 0 { break }
                filled += got
            }
            return filled
        }
    }

    private func failure(in entry: String? = nil) -> InputError {
        if let error = input.error { return error }
        let message = unsafe archive_error_string(archive).map { unsafe Array(String(cString: $0).utf8) } ?? []
        // Some of its messages have a line end of their own, and some what the file holds.
        let words = message.split { $0 <= 0x20 }.map(escaped).joined(separator: " ")
        let reason = words.isEmpty ? "it is damaged" : words
        return .damagedArchive(title: entry ?? title, reason: reason)
    }
}

private nonisolated(unsafe) let unicodeLocale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

/// Runs `body` with this thread's character set as UTF-8, whatever the user's locale is.
private func withUnicodeLocale<Result>(_ body: () -> Result) -> Result {
    guard let locale = unsafe unicodeLocale else { return body() }
    let previous = unsafe uselocale(locale)
    defer { unsafe uselocale(previous) }
    return body()
}
