package import LanguageModeling

/// A one-to-one map of word ids that spreads them evenly over k-bit numbers.
///
/// Ids are small for frequent words; their codes are as good as random, so that the place of a code in a sorted row
/// can be told by interpolation. The map is multiplication by an odd number near 2ᵏ/φ (Knuth, TAOCP 3, 6.4).
package struct WordCode: Sendable, Hashable {
    /// k, enough for every id.
    package let bits: Int
    private let mask: UInt32
    private let multiplier: UInt32
    private let inverse: UInt32

    /// - Parameter idCount: ids are below it; at most 2³¹.
    package init(idCount: Int) {
        precondition(idCount >= 3 && idCount <= 1 << 31)
        bits = Int.bitWidth - (idCount - 1).leadingZeroBitCount
        mask = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(bits)) - 1)
        multiplier = UInt32(0.618_033_988_749_894_9 * Double(UInt64(1) << UInt64(bits))) | 1
        // Newton's iteration doubles the number of right bits; an odd number is its own inverse modulo 8.
        var inverse = multiplier
        for _ in 0..<4 { inverse = inverse &* (2 &- multiplier &* inverse) }
        self.inverse = inverse
    }

    @inline(__always)
    package func code(of word: WordID) -> UInt32 { (word &* multiplier) & mask }

    @inline(__always)
    package func word(of code: UInt32) -> WordID { (code &* inverse) & mask }
}
