/// Records of equal width in a run of bits, from the lowest bit of each 64-bit number on.
package struct BitFields: Sendable {
    private let numbers: FixedNumbers<UInt64>
    /// Of a record, at most 64.
    private let width: Int
    /// The number at which the first record begins.
    private let start: Int

    package init(_ numbers: FixedNumbers<UInt64>, width: Int, from start: Int) {
        precondition((1...64).contains(width), "a record fits into a number")
        self.numbers = numbers
        self.width = width
        self.start = start
    }

    /// How many numbers so many records take.
    package static func numberCount(_ records: Int, width: Int) -> Int { (records * width + 63) / 64 }

    /// A record, its first field in the low bits; above its width are bits of the next.
    @inline(__always)
    package subscript(record: Int) -> UInt64 {
        let bit = record &* width
        let place = start &+ bit &>> 6
        let shift = UInt64(truncatingIfNeeded: bit & 63)
        let low = numbers[place] &>> shift
        // Shifting by 64 in one step would shift by nothing.
        return low | (numbers[place &+ 1] &<< 1) &<< (63 &- shift)
    }

    @inline(__always)
    func prefetch(_ record: Int) { numbers.prefetch(at: start &+ (record &* width) &>> 6) }
}

/// Writes such records.
package struct BitFieldWriter {
    package private(set) var numbers: [UInt64] = []
    private var open: UInt64 = 0
    private var filled = 0

    package init() {}

    /// - Precondition: the value has no more bits.
    package mutating func append(_ value: UInt64, bits: Int) {
        open |= value &<< UInt64(filled)
        if filled + bits >= 64 {
            numbers.append(open)
            open = filled == 0 ? 0 : value &>> UInt64(64 - filled)
            filled = filled + bits - 64
        } else {
            filled += bits
        }
    }

    /// Goes on with a whole number.
    package mutating func align() {
        guard filled > 0 else { return }
        numbers.append(open)
        (open, filled) = (0, 0)
    }
}
