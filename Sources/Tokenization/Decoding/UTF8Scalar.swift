/// Unicode scalars in valid UTF-8.
enum UTF8Scalar {
    /// The scalar that begins at a byte of 0x80 or more, and how many bytes it has.
    /// - Precondition: the bytes are valid UTF-8 from here to the scalar's end.
    @inline(__always)
    static func decode(_ bytes: UnsafePointer<UInt8>) -> (scalar: UInt32, length: Int) {
        let first = unsafe UInt32(bytes[0])
        let second = unsafe UInt32(bytes[1] & 0x3F)
        if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
        let third = unsafe UInt32(bytes[2] & 0x3F)
        if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
        return ((first & 0x07) << 18 | second << 12 | third << 6 | (unsafe UInt32(bytes[3] & 0x3F)), 4)
    }

    /// The scalar that begins at a byte, an ASCII one too.
    @inline(__always)
    static func decodeAny(_ bytes: UnsafePointer<UInt8>) -> (scalar: UInt32, length: Int) {
        let first = unsafe bytes[0]
        return unsafe first < 0x80 ? (UInt32(first), 1) : decode(bytes)
    }

    /// How many scalars a stretch of valid UTF-8 has.
    static func count(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var continuations = 0
        for index in 0..<count where (unsafe bytes[index]) & 0xC0 == 0x80 { continuations &+= 1 }
        return count - continuations
    }

    /// How many scalars a stretch of valid UTF-8 has.
    /// - Parameter head: `TypeHash.head` of the stretch.
    @inline(__always)
    static func count(_ bytes: UnsafePointer<UInt8>, _ count: Int, head: UInt64) -> Int {
        count <= 8 ? count &- ByteMasks.continuations(head) : unsafe self.count(bytes, count)
    }

    /// How many bytes a scalar has in UTF-8.
    @inline(__always)
    static func length(of scalar: UInt32) -> Int {
        scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
    }

    /// Writes a scalar's UTF-8.
    /// - Returns: how many bytes it has.
    @inline(__always)
    static func write(_ scalar: UInt32, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
        let length = length(of: scalar)
        if length == 1 {
            unsafe bytes[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        var rest = scalar
        for index in stride(from: length - 1, to: 0, by: -1) {
            unsafe bytes[index] = UInt8(truncatingIfNeeded: 0x80 | rest & 0x3F)
            rest >>= 6
        }
        unsafe bytes[0] = UInt8(truncatingIfNeeded: 0xF00 >> UInt32(length) | rest)
        return length
    }

    /// Unicode's `White_Space` property.
    @inline(__always)
    static func isWhiteSpace(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 { return scalar == 0x20 || scalar &- 9 < 5 }
        switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: return true
        default: return false
        }
    }
}
