internal import Foundation

/// Bytes that can be read at any place, if their number is known.
protocol SeekableStream: ByteStream {
    /// `nil` of a pipe or a device, which can be read in order alone.
    var size: Int? { get }
    /// Reads at a place, and stays where it is; fewer bytes at the end.
    func read(upTo count: Int, at offset: Int) throws(InputError) -> [UInt8]
    /// Goes on reading at a place, counted as `lseek` counts it.
    /// - Returns: the place from the beginning, negative if there is none.
    func seek(to offset: Int64, from whence: Int32) -> Int64
}

/// Bytes at hand, read as a file's are.
final class MemoryStream: SeekableStream {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var size: Int? { bytes.count }

    func read(upTo count: Int, into buffer: inout [UInt8]) {
        buffer = read(upTo: count, at: position)
        position += buffer.count
    }

    func read(upTo count: Int, at offset: Int) -> [UInt8] { Array(bytes.dropFirst(max(0, offset)).prefix(count)) }

    func seek(to offset: Int64, from whence: Int32) -> Int64 {
        let base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : bytes.count
        let (target, overflows) = Int64(base).addingReportingOverflow(offset)
        guard !overflows, target >= 0, target <= Int64(bytes.count) else { return -1 }
        position = Int(target)
        return target
    }
}
