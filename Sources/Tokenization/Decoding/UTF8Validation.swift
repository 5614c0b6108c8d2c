/// What is text in a run of bytes that should be UTF-8.
enum UTF8Validation {
    /// What stands at a place that is not plain text.
    enum Obstacle: Equatable {
        case end
        case zeroByte
        /// Bytes that begin a scalar whose rest is missing at the end.
        case incomplete
        /// So many bytes that begin no scalar: the longest beginning of one, or a single byte (Unicode 15, section 3.9).
        case invalid(Int)
    }

    /// The first place from `start` on where text ends, and why.
    static func scan(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> (position: Int, Obstacle) {
        var position = start
        let highBits: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        while position < end {
            while position + 8 <= end {
                let word = unsafe UnsafeRawPointer(bytes + position).loadUnaligned(as: UInt64.self)
                // A zero byte borrows and so shows a high bit too.
                if (word | (word &- ones)) & highBits != 0 { break }
                position += 8
            }
            // Text that has left ASCII often stays there.
            var stretch = 0
            while position < end && stretch < 16 {
                let byte = unsafe bytes[position]
                if byte == 0 { return (position, .zeroByte) }
                if byte < 0x80 {
                    position += 1
                    stretch += 1
                    continue
                }
                switch unsafe sequence(bytes + position, available: end - position) {
                case .valid(let length): position += length
                case .incomplete: return (position, .incomplete)
                case .invalid(let length): return (position, .invalid(length))
                }
            }
        }
        return (end, .end)
    }

    private enum Sequence { case valid(Int), incomplete, invalid(Int) }

    /// What begins at a byte of 0x80 or more.
    @inline(__always)
    private static func sequence(_ bytes: UnsafePointer<UInt8>, available: Int) -> Sequence {
        let first = unsafe bytes[0]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if first == 0xE0 { second = 0xA0...0xBF }
            if first == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if first == 0xF0 { second = 0x90...0xBF }
            if first == 0xF4 { second = 0x80...0x8F }
        default: return .invalid(1)
        }
        guard available > 1 else { return .incomplete }
        guard second.contains(unsafe bytes[1]) else { return .invalid(1) }
        for index in 2..<max(length, 2) {
            guard index < available else { return .incomplete }
            guard unsafe bytes[index] & 0xC0 == 0x80 else { return .invalid(index) }
        }
        return .valid(length)
    }
}
