internal import Basics
internal import Foundation

/// The pages of a database file, added at its end past SQLite.
///
/// Contract: nobody has the file open but the maker's own connection, which holds no lock and reads the file anew after
/// `finish`, as the change counter tells it to.
///
/// See section 1.3, "The Database Header", of https://sqlite.org/fileformat2.html.
@safe
package final class DatabasePages {
    package let pageSize: Int
    /// How many pages the file has.
    package private(set) var count: Int
    private let descriptor: Int32
    private let path: String

    /// Where the header has the change counter, which is followed by the count of pages, and the counter at which that
    /// count was written.
    private enum Offset {
        static let pageSize = 16
        static let reserved = 20
        static let changeCounter = 24
        static let pageCount = 28
        static let validFor = 92
        static let headerEnd = 100
    }
    /// The byte by which SQLite locks a file; its page holds nothing.
    private static let lockByte = 1 << 30

    /// - Parameter path: of the database, for errors.
    package init(descriptor: Int32, path: String) throws {
        self.descriptor = descriptor
        self.path = path
        var header = [UInt8](repeating: 0, count: Offset.headerEnd)
        let got = unsafe header.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard got == header.count else { throw StorageError(errno: EIO, writing: path) }
        let size = Int(header[Offset.pageSize]) << 8 | Int(header[Offset.pageSize + 1])
        pageSize = size == 1 ? 65_536 : size
        count = Int(Self.number(at: Offset.pageCount, of: header))
        guard header[Offset.reserved] == 0, count > 0 else {
            throw StorageError.fault("A new database has pages of another kind.")
        }
    }

    /// Adds pages to the file.
    /// - Returns: their numbers, from 1.
    package func append(_ pages: UnsafeRawBufferPointer) throws -> [UInt32] {
        precondition(pages.count % pageSize == 0)
        var numbers: [UInt32] = []
        var (start, first) = (0, count)
        for end in stride(from: pageSize, through: pages.count, by: pageSize) {
            if count * pageSize == Self.lockByte / pageSize * pageSize {
                try unsafe write(UnsafeRawBufferPointer(rebasing: pages[start..<end - pageSize]), atPage: first)
                count += 1
                (start, first) = (end - pageSize, count)
            }
            count += 1
            numbers.append(UInt32(count))
        }
        try unsafe write(UnsafeRawBufferPointer(rebasing: pages[start...]), atPage: first)
        return numbers
    }

    /// Puts another page in place of the one of a number.
    func replace(_ number: UInt32, by page: UnsafeRawBufferPointer) throws {
        precondition(number > 1 && number <= count && page.count == pageSize)
        unsafe try write(page, atPage: Int(number) - 1)
    }

    /// Writes in the header how many pages there are now.
    package func finish() throws {
        var header = [UInt8](repeating: 0, count: Offset.headerEnd)
        let got = unsafe header.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard got == header.count else { throw StorageError(errno: EIO, writing: path) }
        let change = Self.number(at: Offset.changeCounter, of: header) &+ 1
        for (offset, number) in [
            (Offset.changeCounter, change), (Offset.pageCount, UInt32(count)), (Offset.validFor, change),
        ] {
            for byte in 0..<4 { header[offset + byte] = UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * byte)) }
        }
        try unsafe header.withUnsafeBytes { unsafe try write($0, atPage: 0) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, atPage page: Int) throws {
        var done = 0
        while done < bytes.count {
            let wrote = unsafe pwrite(
                descriptor, bytes.baseAddress! + done, bytes.count - done, off_t(page * pageSize + done))
            if wrote < 0 && errno == EINTR { continue }
            guard wrote > 0 else { throw StorageError(errno: errno, writing: path) }
            done += wrote
        }
    }

    private static func number(at offset: Int, of header: [UInt8]) -> UInt32 {
        header[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
