internal import Foundation

/// What libarchive calls for bytes.
@safe
final class ArchiveInput {
    /// Of the stream; libarchive itself knows only that there was one.
    private(set) var error: InputError?

    private let stream: any ByteStream
    /// The same, where it can be read at any place.
    private let file: (any SeekableStream)?
    private let block: UnsafeMutableBufferPointer<UInt8>
    private var bytes: [UInt8] = []
    /// The last bytes before those, and the number of all that were read so far.
    private var previous: [UInt8] = []
    private var delivered = 0

    /// Bytes of a block of tar, and more than libarchive looks ahead for a filter's mark.
    private static let tailSize = 512

    init(_ stream: any ByteStream) {
        self.stream = stream
        file = (stream as? any SeekableStream).flatMap { $0.size == nil ? nil : $0 }
        unsafe block = .allocate(capacity: 1 << 18)
    }

    deinit { unsafe block.deallocate() }

    var canSeek: Bool { file != nil }

    /// Whether there was nothing to read.
    var isEmpty: Bool { delivered == 0 }

    /// Puts the address of the next bytes in `address` and returns their number, 0 at the end, −1 for an error.
    func read(_ address: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do throws(InputError) {
            try readBlock()
        } catch {
            self.error = error
            return -1
        }
        _ = unsafe block.update(fromContentsOf: bytes)
        unsafe address.pointee = UnsafeRawPointer(block.baseAddress)
        return bytes.count
    }

    private func readBlock() throws(InputError) {
        previous = Array((previous + bytes.suffix(Self.tailSize)).suffix(Self.tailSize))
        unsafe try stream.read(upTo: block.count, into: &bytes)
        delivered += bytes.count
    }

    func seek(to offset: Int64, from whence: Int32) -> Int64 { file?.seek(to: offset, from: whence) ?? -1 }

    /// - Returns: how many bytes were skipped: none beyond the end, so that what is cut short is noticed.
    func skip(_ count: Int64) -> Int64 {
        guard let file, let size = file.size else { return 0 }
        let position = file.seek(to: 0, from: SEEK_CUR)
        guard count >= 0, position >= 0, count <= Int64(size) - position else { return 0 }
        return file.seek(to: count, from: SEEK_CUR) < 0 ? 0 : count
    }

    /// Reads what libarchive has left: the checksums of a compressed archive stand behind its last entry.
    func drain() throws(InputError) {
        guard !canSeek else { return }
        repeat { try readBlock() } while !bytes.isEmpty
    }

    /// Reads what a filter has left, which has ended.
    /// - Parameter consumed: how many bytes it has used.
    func rest(after consumed: Int) throws(InputError) -> (head: [UInt8], count: Int, isZero: Bool) {
        let unused = Array((previous + bytes).suffix(max(0, delivered - consumed)))
        var isZero = unused.allSatisfy { $0 == 0 }
        repeat {
            try readBlock()
            isZero = isZero && bytes.allSatisfy { $0 == 0 }
        } while !bytes.isEmpty
        return (unused, delivered - consumed, isZero)
    }

    /// The last block of tar's size, when all was read or skipped.
    func lastBlock() throws(InputError) -> [UInt8] {
        if let file, let size = file.size {
            return try file.read(upTo: Self.tailSize, at: max(0, size - Self.tailSize))
        }
        return Array((previous + bytes).suffix(Self.tailSize))
    }
}
