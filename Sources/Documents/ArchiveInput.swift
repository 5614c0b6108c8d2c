internal import Foundation

/// What libarchive calls for bytes.
@safe
final class ArchiveInput {
    /// Of the stream; libarchive itself knows only that there was one.
    private(set) var error: InputError?

    private let stream: any ByteStream
    /// The same, where it is a file that can be read at any place.
    private let file: OpenFile?
    private let block: UnsafeMutableBufferPointer<UInt8>
    private var bytes: [UInt8] = []

    init(_ stream: any ByteStream) {
        self.stream = stream
        file = (stream as? OpenFile).flatMap { $0.size == nil ? nil : $0 }
        unsafe block = .allocate(capacity: 1 << 18)
    }

    deinit { unsafe block.deallocate() }

    var canSeek: Bool { file != nil }

    /// Puts the address of the next bytes in `address` and returns their number, 0 at the end, −1 for an error.
    func read(_ address: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do throws(InputError) {
            unsafe try stream.read(upTo: block.count, into: &bytes)
        } catch {
            self.error = error
            return -1
        }
        _ = unsafe block.update(fromContentsOf: bytes)
        unsafe address.pointee = UnsafeRawPointer(block.baseAddress)
        return bytes.count
    }

    func seek(to offset: Int64, from whence: Int32) -> Int64 { file?.seek(to: offset, from: whence) ?? -1 }

    /// - Returns: how many bytes were skipped: none beyond the end, so that what is cut short is noticed.
    func skip(_ count: Int64) -> Int64 {
        guard let file, let size = file.size else { return 0 }
        let position = file.seek(to: 0, from: SEEK_CUR)
        guard position >= 0, count <= Int64(size) - position else { return 0 }
        return file.seek(to: count, from: SEEK_CUR) < 0 ? 0 : count
    }

    /// Reads what libarchive has left: the checksums of a compressed archive stand behind its last entry.
    func drain() throws(InputError) {
        guard !canSeek else { return }
        repeat { unsafe try stream.read(upTo: block.count, into: &bytes) } while !bytes.isEmpty
    }
}
