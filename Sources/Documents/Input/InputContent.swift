internal import Basics

/// The bytes of an input that is one text or list: decompressed, with its checksums verified.
///
/// ```swift
/// let content = try InputContent(.file("model.arpa.gz"))
/// var chunk: [UInt8] = []
/// repeat {
///     try content.next(into: &chunk)
///     …
/// } while !chunk.isEmpty
/// ```
package final class InputContent {
    private let reader: any ByteReader
    /// What the file holds, compressed or not; 0 where that is not known.
    private let fileSize: Int

    /// - Throws: `InputError`, also for an archive, which holds several.
    package init(_ origin: InputOrigin) throws(InputError) {
        fileSize = origin.fileSize ?? 0
        reader = try openReader(origin, DecompressionSettings())
        guard try reader.nextDocument() == "" else {
            throw .archive(title: origin.title)
        }
    }

    /// Fills the buffer with the next bytes; leaves it empty at the end.
    package func next(into buffer: inout [UInt8]) throws(InputError) { try reader.nextChunk(into: &buffer) }

    /// How many bytes have been read, before decompression.
    package var bytesRead: Int { reader.bytesRead }

    /// What was left out or could not be verified, one line each; complete at the end.
    package var notes: [String] { reader.notes }

    /// All of what is left.
    package func rest() throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(fileSize)
        var chunk: [UInt8] = []
        repeat {
            try next(into: &chunk)
            bytes += chunk
        } while !chunk.isEmpty
        return bytes
    }
}
