internal import Basics

/// The end of a zip archive and the directory before it (APPNOTE 6.3.3, sections 4.3.12 and 4.3.16): libarchive does not
/// compare its number of members with what it finds, and does not tell names that are not what they are marked to be.
enum ZipDirectory {
    struct Member {
        let name: [UInt8]
        /// Unpacked; `nil` where it is told elsewhere.
        let size: Int?
        /// Whether the name is marked as UTF-8.
        let isUTF8: Bool
        fileprivate let offset: Int
    }

    /// Bytes of the record without its comment, and of a member's without its name.
    private static let recordSize = 22
    private static let memberSize = 46
    private static let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    private static let memberMark: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
    /// A directory beyond that is not read.
    private static let largest = 64 << 20

    /// How many members the archive says that it has, modulo 65,536.
    /// - Returns: `nil` if it says so elsewhere, as archives beyond 65,534 members do, or there is no such record.
    static func memberCount(of file: any SeekableStream) throws(InputError) -> Int? { try end(of: file)?.count }

    /// The members in the order of their places, which is that of libarchive.
    /// - Returns: `nil` unless there is such a directory, whole, with every member at a place of its own.
    static func members(of file: any SeekableStream) throws(InputError) -> [Member]? {
        guard let (position, record, count) = try end(of: file) else { return nil }
        let size = number(record, at: 12, bytes: 4)
        guard size <= min(position, largest) else { return nil }
        let directory = try file.read(upTo: size, at: position - size)
        guard directory.count == size else { return nil }
        var members: [Member] = []
        var start = 0
        while start < size {
            guard size - start >= memberSize, directory[start...].starts(with: memberMark) else { return nil }
            func field(_ index: Int, _ bytes: Int = 2) -> Int { number(directory, at: start + index, bytes: bytes) }
            let name = start + memberSize
            let end = name + field(28)
            let next = end + field(30) + field(32)
            let offset = field(42, 4)
            guard next <= size, offset != Int(UInt32.max) else { return nil }
            members.append(
                Member(
                    name: Array(directory[name..<end]),
                    size: field(24, 4) == Int(UInt32.max) ? nil : field(24, 4), isUTF8: field(8) & 0x800 != 0,
                    offset: offset))
            start = next
        }
        guard members.count == count, Set(members.map(\.offset)).count == count else { return nil }
        return members.sorted { $0.offset < $1.offset }
    }

    private static func end(of file: any SeekableStream) throws(InputError) -> (
        position: Int, record: [UInt8], count: Int
    )? {
        guard let size = file.size else { return nil }
        let start = max(0, size - recordSize - Int(UInt16.max))
        let tail = try file.read(upTo: size - start, at: start)
        for index in stride(from: tail.count - recordSize, through: 0, by: -1)
        where tail[index...].starts(with: mark)
            && index + recordSize + number(tail, at: index + 20, bytes: 2) == tail.count
        {
            let count = number(tail, at: index + 10, bytes: 2)
            return count == Int(UInt16.max) ? nil : (start + index, Array(tail[index...]), count)
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], at index: Int, bytes count: Int) -> Int {
        bytes[index..<index + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
