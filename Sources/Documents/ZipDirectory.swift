internal import Foundation

/// The end of a zip archive (APPNOTE 6.3.3, section 4.3.16), which libarchive does not compare with what it finds.
enum ZipDirectory {
    /// Bytes of the record without its comment.
    private static let recordSize = 22
    private static let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]

    /// How many members the archive says that it has, modulo 65,536.
    /// - Returns: `nil` if it says so elsewhere, as archives beyond 65,534 members do, or there is no such record.
    static func memberCount(of file: OpenFile) throws(InputError) -> Int? {
        guard let size = file.size else { return nil }
        let start = max(0, size - recordSize - Int(UInt16.max))
        guard file.seek(to: Int64(start), from: SEEK_SET) >= 0 else { return nil }
        let tail = try file.read(upTo: size - start)
        func number(at index: Int) -> Int { Int(tail[index]) | Int(tail[index + 1]) << 8 }
        for index in stride(from: tail.count - recordSize, through: 0, by: -1)
        where tail[index...].starts(with: mark) && index + recordSize + number(at: index + 20) == tail.count {
            let count = number(at: index + 10)
            return count == Int(UInt16.max) ? nil : count
        }
        return nil
    }
}
