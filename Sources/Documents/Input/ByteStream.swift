/// Bytes that come in order, once: a file's, or what is left when it is decompressed.
///
/// Contract: one caller at a time; after an error, no more calls.
package protocol ByteStream: AnyObject {
    /// Fills the buffer with so many bytes, fewer at the end of the stream, none after it.
    func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError)
}

extension ByteStream {
    package func read(upTo count: Int) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        try read(upTo: count, into: &bytes)
        return bytes
    }
}

extension [UInt8] {
    /// Makes the buffer what `body` puts into memory for so many bytes, and returns the number of.
    ///
    /// The memory is not cleared before, and no larger than what is left is likely to be: small documents would cost
    /// as much as large ones.
    ///
    /// - Parameter remaining: what is left of the stream, as far as that is known; whatever an archive says.
    mutating func refill(
        upTo count: Int, remaining: Int? = nil, _ body: (UnsafeMutableBufferPointer<UInt8>) throws(InputError) -> Int
    ) throws(InputError) {
        removeAll()
        var failure: InputError?
        // One byte more tells the end; and what is known may be wrong.
        let count =
            if let remaining, (0..<count).contains(remaining) {
                Swift.min(count, Swift.max(remaining + 1, 4_096))
            } else {
                count
            }
        self = unsafe [UInt8](unsafeUninitializedCapacity: count) { memory, initialized in
            do throws(InputError) { initialized = unsafe try body(memory) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

/// A stream whose beginning was read already, to see what it is.
final class PeekedStream: ByteStream {
    private var head: [UInt8]
    private let rest: any ByteStream

    init(_ head: [UInt8], before rest: any ByteStream) {
        self.head = head
        self.rest = rest
    }

    func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
        guard !head.isEmpty else { return try rest.read(upTo: count, into: &buffer) }
        let part = head.prefix(count)
        head.removeFirst(part.count)
        if part.count < count { try rest.read(upTo: count - part.count, into: &buffer) } else { buffer.removeAll() }
        buffer.insert(contentsOf: part, at: 0)
    }
}
