/// The cell by which a b-tree page holds a row of integers: the record's length, the record's header (its own length, then a
/// type for each column), the integers, each in the fewest bytes that SQLite has for it, the highest byte first.
///
/// See sections 1.6, "B-tree Pages", and 2.1, "Record Format", of https://sqlite.org/fileformat2.html.
enum IntegerCell {
    /// With one column a cell could have three bytes, fewer than SQLite's own; with six the lengths and the types fill a word
    /// of eight bytes.
    static let columns = 2...6

    /// Bytes a cell has at most. All are short enough to stand on every page without overflow, and to have lengths of a byte.
    static func longest(columns: Int = columns.upperBound) -> Int { 2 + columns * 9 }

    /// Bytes before a cell that writing it may change.
    static let margin = 8

    /// Writes a cell so that it ends at an address, from its last byte to the first.
    ///
    /// - Precondition: `longest` bytes and `margin` before the end are the caller's.
    /// - Returns: where the cell begins.
    @unsafe
    @inline(__always)
    static func write(
        _ values: UnsafePointer<Int64>, columns: Int, before end: UnsafeMutableRawPointer
    ) -> UnsafeMutableRawPointer {
        var start = unsafe end
        /// Types, the first column's in the highest byte.
        var head: UInt64 = 0
        var shift: UInt64 = 0
        for column in (0..<columns).reversed() {
            let value = unsafe values[column]
            var type: UInt64
            if UInt64(bitPattern: value) <= 1 {
                // 0 and 1 have types of their own and no bytes.
                type = 8 &+ UInt64(bitPattern: value)
            } else {
                // Bytes of two's complement, of which SQLite has 1, 2, 3, 4, 6 and 8.
                let bytes = (72 &- (value ^ (value &>> 63)).leadingZeroBitCount) &>> 3
                type = UInt64(truncatingIfNeeded: (0x6655_4321 &>> ((bytes &- 1) &* 4)) & 0xF)
                let length = (0x86_4321 &>> ((Int(truncatingIfNeeded: type) &- 1) &* 4)) & 0xF
                // Eight bytes are written whatever the length: those below are written next.
                unsafe (start - 8).storeBytes(of: value.bigEndian, as: Int64.self)
                unsafe start -= length
            }
            head |= type &<< shift
            shift &+= 8
        }
        let record = unsafe UInt64(end - start) &+ UInt64(columns) &+ 1
        head |= (UInt64(columns) &+ 1) &<< shift | record &<< (shift &+ 8)
        unsafe (start - 8).storeBytes(of: head.bigEndian, as: UInt64.self)
        return unsafe start - columns - 2
    }
}
