internal import Basics
internal import CArchive
internal import Foundation

/// Compresses what is written, as the ending of a file's name says: `.gz`, `.zst`, `.xz`. The same bytes give the same.
///
/// libarchive calls back with what is ready, which is handed on when the next bytes come, or at the end.
@safe
package final class PackedOutput {
    private final class Ready {
        var bytes: [UInt8] = []
    }

    private let archive: OpaquePointer
    private let ready = Ready()

    private enum Kind: String, CaseIterable { case gz, zst, xz }

    /// libarchive's AE_IFREG, which C defines by a macro that Swift does not see.
    private static let regularFile: UInt32 = 0o100_000

    /// - Returns: `nil` for a name with another ending.
    /// - Throws: `InputError.noMemory`.
    package init?(forFileNamed name: String) throws(InputError) {
        guard let kind = Kind.allCases.first(where: { name.lowercased().hasSuffix("." + $0.rawValue) }) else {
            return nil
        }
        guard let archive = unsafe archive_write_new() else { throw InputError.noMemory }
        unsafe self.archive = archive
        unsafe archive_write_set_format_raw(archive)
        let status =
            switch kind {
            case .gz: unsafe archive_write_add_filter_gzip(archive)
            case .zst: unsafe archive_write_add_filter_zstd(archive)
            case .xz: unsafe archive_write_add_filter_xz(archive)
            }
        guard status >= ARCHIVE_WARN else { throw InputError.noMemory }
        // The time of day would be in the head of a gzip file.
        if kind == .gz { unsafe archive_write_set_filter_option(archive, "gzip", "timestamp", nil) }
        unsafe archive_write_set_bytes_in_last_block(archive, 1)
        let context = unsafe Unmanaged.passUnretained(ready).toOpaque()
        let opened = unsafe archive_write_open(
            archive, context, nil,
            { _, context, bytes, count in
                let ready = unsafe Unmanaged<Ready>.fromOpaque(context!).takeUnretainedValue()
                unsafe ready.bytes.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
                return count
            }, nil)
        guard opened == ARCHIVE_OK, let entry = unsafe archive_entry_new() else { throw InputError.noMemory }
        defer { unsafe archive_entry_free(entry) }
        unsafe archive_entry_set_pathname(entry, "data")
        unsafe archive_entry_set_filetype(entry, Self.regularFile)
        guard unsafe archive_write_header(archive, entry) >= ARCHIVE_WARN else { throw InputError.noMemory }
    }

    deinit { unsafe archive_write_free(archive) }

    /// Takes bytes.
    /// - Returns: what is ready of the compressed ones.
    package func append(_ bytes: [UInt8]) throws(InputError) -> [UInt8] {
        let wrote = unsafe bytes.withUnsafeBytes { unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
        guard wrote == bytes.count else { throw InputError.noMemory }
        return taken()
    }

    /// To be called once, after the last bytes.
    /// - Returns: what is left.
    package func finish() throws(InputError) -> [UInt8] {
        guard unsafe archive_write_close(archive) >= ARCHIVE_WARN else { throw InputError.noMemory }
        return taken()
    }

    private func taken() -> [UInt8] {
        defer { ready.bytes = [] }
        return ready.bytes
    }
}
