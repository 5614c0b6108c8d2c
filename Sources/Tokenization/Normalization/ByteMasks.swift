/// Eight bytes at a time in one word, little-endian: masks with the high bit of each byte that fits.
enum ByteMasks {
    static let highBits: UInt64 = 0x8080_8080_8080_8080
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    @inline(__always)
    static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// The index of the first byte of a mask that is not empty.
    @inline(__always)
    static func firstIndex(_ mask: UInt64) -> Int { mask.trailingZeroBitCount &>> 3 }

    /// Bytes up to 0x20: white space and control characters. The first one is exact; after it a byte may be marked that
    /// does not fit.
    @inline(__always)
    static func upToSpace(_ word: UInt64) -> UInt64 { (word &- ones &* 0x21) & ~word & highBits }

    /// Bytes that are no ASCII letter.
    @inline(__always)
    static func noLetter(_ word: UInt64) -> UInt64 {
        let folded = (word | ones &* 0x20) & ~highBits
        // The high bit of a byte says "at least a", "more than z".
        let fromA = folded &+ ones &* (0x80 - 0x61)
        let beyondZ = folded &+ ones &* (0x80 - 0x7B)
        return ~(fromA & ~beyondZ & ~word) & highBits
    }

    /// How many bytes continue a scalar of UTF-8: 10xxxxxx.
    @inline(__always)
    static func continuations(_ word: UInt64) -> Int { (word & ~(word &<< 1) & highBits).nonzeroBitCount }
}
