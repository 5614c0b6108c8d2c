internal import CLZMA

/// The format of xz, by liblzma: the checksums of every block and of the index are verified.
///
/// Streams one after the other are one text. Zeros may stand between them and after the last, as the format has them;
/// of anything else that follows it is told how much is left out, unless it looks like a stream whose head is damaged.
@safe
final class XZCodec: Codec {
    static let program = "xz"

    private enum State {
        case inStream
        /// With the number of zeros, and with what has been seen of the next stream's mark.
        case between(zeros: Int, seen: [UInt8])
        /// So many bytes that are no xz data.
        case garbage(Int)
    }

    private static let mark: [UInt8] = [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    /// Zeros come by fours (section 2.2 of the format).
    private static let paddingUnit = 4

    private let stream: UnsafeMutablePointer<lzma_stream>
    private let memory: Int
    private var state = State.inStream
    private var number = 1
    private var lacksChecksum = false

    /// - Parameter memory: how many bytes of the text, and for tables, may be remembered.
    init(memory: Int) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream())
        self.memory = memory
        beginStream()
    }

    private func beginStream() {
        let status = unsafe lzma_stream_decoder(stream, UInt64(memory), gramarye_lzma_flags)
        precondition(status == LZMA_OK, "liblzma has no memory, or is of another version than its header")
    }

    deinit {
        unsafe lzma_end(stream)
        unsafe stream.deallocate()
    }

    var note: String? {
        let unchecked = lacksChecksum ? "it has no checksum that can be verified; damage to it may go unnoticed" : nil
        guard case .garbage(let count) = state else { return unchecked }
        let rest = "\(count) bytes after its end are no xz data and were left out"
        return [unchecked, rest].compactMap(\.self).joined(separator: "; ")
    }

    func decompress(
        _ input: UnsafeMutableBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CodecFailure) -> (taken: Int, given: Int, isEnd: Bool) {
        switch state {
        case .inStream:
            let (taken, given) = unsafe try decode(input, isLast: isLast, into: output)
            return (taken, given, false)
        case .between(let zeros, let seen):
            return try unsafe (lookForStream(input, after: zeros, seen), 0, isLast && input.isEmpty)
        case .garbage(let count):
            state = .garbage(count + input.count)
            return (input.count, 0, isLast)
        }
    }

    private func decode(
        _ input: UnsafeMutableBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CodecFailure) -> (taken: Int, given: Int) {
        unsafe stream.pointee.next_in = UnsafePointer(input.baseAddress)
        unsafe stream.pointee.avail_in = input.count
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = output.count
        while true {
            let status = unsafe lzma_code(stream, isLast ? LZMA_FINISH : LZMA_RUN)
            switch status {
            case LZMA_NO_CHECK, LZMA_UNSUPPORTED_CHECK:
                lacksChecksum = true
                continue
            case LZMA_OK, LZMA_BUF_ERROR, LZMA_STREAM_END:
                if status == LZMA_STREAM_END { state = .between(zeros: 0, seen: []) }
                return unsafe (input.count - stream.pointee.avail_in, output.count - stream.pointee.avail_out)
            case LZMA_MEMLIMIT_ERROR: throw .needsMemory(bytes: Int(clamping: unsafe lzma_memusage(stream)))
            case LZMA_OPTIONS_ERROR: throw .damaged("it was made with options that are not known")
            default:
                throw .damaged(
                    number == 1 ? "its checksums do not hold" : "the checksums of stream \(number) do not hold")
            }
        }
    }

    /// Looks past zeros for the mark of the next stream.
    /// - Returns: how much of the input was taken.
    private func lookForStream(
        _ input: UnsafeMutableBufferPointer<UInt8>, after zeros: Int, _ seen: [UInt8]
    ) throws(CodecFailure) -> Int {
        var (zeros, seen) = (zeros, seen)
        var taken = 0
        while taken < input.count && seen.count < Self.mark.count {
            let byte = unsafe input[taken]
            if byte != 0 || !seen.isEmpty { seen.append(byte) } else { zeros += 1 }
            taken += 1
        }
        state = .between(zeros: zeros, seen: seen)
        if seen.isEmpty, input.isEmpty, !zeros.isMultiple(of: Self.paddingUnit) { state = .garbage(zeros) }
        guard seen.count == Self.mark.count || input.isEmpty && !seen.isEmpty else { return taken }
        let alike = zip(seen, Self.mark).count { $0 == $1 }
        if seen == Self.mark {
            number += 1
            beginStream()
            state = .inStream
            var mark = Self.mark
            try unsafe mark.withUnsafeMutableBufferPointer { mark throws(CodecFailure) in
                _ = unsafe try decode(mark, isLast: false, into: UnsafeMutableBufferPointer(start: nil, count: 0))
            }
        } else if alike >= min(seen.count, 3) {
            throw .damaged("the head of stream \(number + 1) is wrong, or cut short")
        } else {
            state = .garbage(seen.count)
        }
        return taken
    }
}
