/// The cells by which b-tree pages hold the types of a corpus: those of the table, and those of the index over its texts.
///
/// See sections 1.6, "B-tree Pages", and 2.1, "Record Format", of https://sqlite.org/fileformat2.html.
enum TypeCells {
    /// Bytes that a text has at most: more, and a page of an index of 4 KiB or larger would not hold four cells of them,
    /// which SQLite divides then.
    static let longestText = 700

    /// A cell of the table: the record's length, the id, then the record, in which the id is null as the key says it.
    static func tableCell(id: Int64, text: ArraySlice<UInt8>, into cell: inout [UInt8]) {
        cell.removeAll(keepingCapacity: true)
        let type = textType(text)
        let header = 2 + varintSize(type)
        appendVarint(UInt64(header + text.count), to: &cell)
        appendVarint(UInt64(id), to: &cell)
        appendVarint(UInt64(header), to: &cell)
        cell.append(0)
        appendVarint(type, to: &cell)
        cell += text
    }

    /// A cell of the index: the record's length, then the record of the text and the id.
    static func indexCell(text: ArraySlice<UInt8>, id: Int64, into cell: inout [UInt8]) {
        cell.removeAll(keepingCapacity: true)
        let type = textType(text)
        let header = 2 + varintSize(type)
        let (idType, idSize) = integerType(id)
        appendVarint(UInt64(header + text.count + idSize), to: &cell)
        appendVarint(UInt64(header), to: &cell)
        appendVarint(type, to: &cell)
        cell.append(idType)
        cell += text
        for byte in (0..<idSize).reversed() { cell.append(UInt8(truncatingIfNeeded: id >> Int64(8 * byte))) }
    }

    private static func textType(_ text: ArraySlice<UInt8>) -> UInt64 { UInt64(13 + 2 * text.count) }

    /// The type of an integer that is not negative, and its bytes.
    private static func integerType(_ value: Int64) -> (type: UInt8, size: Int) {
        switch value {
        case 0, 1: (8 + UInt8(value), 0)
        case ..<(1 << 7): (1, 1)
        case ..<(1 << 15): (2, 2)
        case ..<(1 << 23): (3, 3)
        case ..<(1 << 31): (4, 4)
        case ..<(1 << 47): (5, 6)
        default: (6, 8)
        }
    }

    private static func varintSize(_ value: UInt64) -> Int { max(1, (70 - value.leadingZeroBitCount) / 7) }

    /// Appends a number below 2⁵⁶: seven bits a byte, the highest first, with the eighth bit in all but the last.
    static func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
        for index in (0..<varintSize(value)).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(7 * index)) & 0x7F | (index == 0 ? 0 : 0x80))
        }
    }
}
