internal import CZlib

/// gzip's format (RFC 1952), by zlib: the CRC32 and the length of every member are verified.
///
/// Members one after the other are one text. Zeros may follow the last, as tapes and block devices leave them; of
/// anything else that follows it is told how much is left out, unless it looks like a member whose head is damaged.
@safe
final class GzipCodec: Codec {
    static let program = "gzip"

    private enum State {
        case inMember
        /// With what has been seen of the next member's mark.
        case between(seen: [UInt8])
        /// So many bytes that are no gzip data.
        case garbage(Int)
    }

    private static let mark: [UInt8] = [0x1F, 0x8B]
    /// zlib keeps the address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var state = State.inMember
    private var member = 1

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let status = unsafe gramarye_inflate_begin(stream)
        precondition(status == Z_OK, "zlib has no memory, or is of another version than its header")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func decompress(
        _ input: UnsafeMutableBufferPointer<UInt8>, isLast: Bool, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CodecFailure) -> (taken: Int, given: Int, isEnd: Bool) {
        switch state {
        case .inMember:
            let (taken, given) = unsafe try inflate(input, into: output)
            return (taken, given, false)
        case .between(let seen):
            return try unsafe (lookForMember(input, after: seen), 0, isLast && input.isEmpty)
        case .garbage(let count):
            state = .garbage(count + input.count)
            return (input.count, 0, isLast)
        }
    }

    var note: String? {
        guard case .garbage(let count) = state else { return nil }
        return "\(count) bytes after its end are no gzip data and were left out"
    }

    private func inflate(
        _ input: UnsafeMutableBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(CodecFailure) -> (taken: Int, given: Int) {
        unsafe stream.pointee.next_in = input.baseAddress
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .between(seen: [])
        default:
            let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "error \(status)"
            let reason =
                switch message {
                case "incorrect data check": "its CRC32 does not hold"
                case "incorrect length check": "its length does not hold"
                default: message
                }
            throw .damaged(member == 1 ? reason : "\(reason) (member \(member))")
        }
        return unsafe (
            input.count - Int(stream.pointee.avail_in), output.count - Int(stream.pointee.avail_out)
        )
    }

    /// Looks past zeros for the mark of the next member.
    /// - Returns: how much of the input was taken.
    private func lookForMember(
        _ input: UnsafeMutableBufferPointer<UInt8>, after seen: [UInt8]
    ) throws(CodecFailure) -> Int {
        var seen = seen
        var taken = 0
        while taken < input.count && seen.count < Self.mark.count {
            let byte = unsafe input[taken]
            if byte != 0 || !seen.isEmpty { seen.append(byte) }
            taken += 1
        }
        state = .between(seen: seen)
        guard seen.count == Self.mark.count || input.isEmpty && !seen.isEmpty else { return taken }
        if seen == Self.mark {
            try beginMember()
        } else if zip(seen, Self.mark).contains(where: ==) {
            throw .damaged("the head of member \(member + 1) is wrong")
        } else {
            state = .garbage(seen.count)
        }
        return taken
    }

    private func beginMember() throws(CodecFailure) {
        unsafe inflateReset(stream)
        state = .inMember
        member += 1
        var mark = Self.mark
        var nothing: [UInt8] = [0]
        try unsafe mark.withUnsafeMutableBufferPointer { mark throws(CodecFailure) in
            try unsafe nothing.withUnsafeMutableBufferPointer { nothing throws(CodecFailure) in
                _ = unsafe try inflate(mark, into: nothing)
            }
        }
    }
}
