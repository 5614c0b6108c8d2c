internal import Foundation

/// A file descriptor, closed with its owner.
package final class OpenFile: SeekableStream {
    private let descriptor: Int32
    private let title: String
    private(set) var bytesRead = 0

    /// - Throws: `InputError` with what the system says.
    package init(_ origin: InputOrigin) throws(InputError) {
        title = origin.title
        var opened: Int32
        repeat {
            switch origin {
            case .standardInput: opened = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
            case .file(let path): opened = unsafe open(path, O_RDONLY | O_CLOEXEC)
            case .unnameable(let path):
                opened = unsafe (path + [0]).withUnsafeBytes { path in
                    unsafe open(path.baseAddress!.assumingMemoryBound(to: CChar.self), O_RDONLY | O_CLOEXEC)
                }
            }
        } while opened < 0 && errno == EINTR
        guard opened >= 0 else { throw InputError.system(errno, title: title) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    package func read(upTo count: Int, into buffer: inout [UInt8]) throws(InputError) {
        let remaining = size.map { $0 - Int(seek(to: 0, from: SEEK_CUR)) }
        try unsafe buffer.refill(upTo: count, remaining: remaining) { memory throws(InputError) in
            var filled = 0
            while filled < memory.count {
                let got = unsafe Foundation.read(descriptor, memory.baseAddress! + filled, memory.count - filled)
                if got < 0 && errno == EINTR { continue }
                guard got >= 0 else { throw InputError.system(errno, title: title) }
                if got == 0 { break }
                filled += got
            }
            return filled
        }
        bytesRead += buffer.count
    }

    /// Reads at a place of a file, and stays where it is; fewer bytes at the end.
    func read(upTo count: Int, at offset: Int) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        try unsafe bytes.refill(upTo: count) { memory throws(InputError) in
            var filled = 0
            while filled < memory.count {
                let got = unsafe pread(
                    descriptor, memory.baseAddress! + filled, memory.count - filled, off_t(offset + filled))
                if got < 0 && errno == EINTR { continue }
                guard got >= 0 else { throw InputError.system(errno, title: title) }
                if got == 0 { break }
                filled += got
            }
            return filled
        }
        return bytes
    }

    /// Bytes of a file that can be read at any place; `nil` of a pipe or a device.
    var size: Int? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Goes back by so many bytes.
    /// - Returns: whether that can be done.
    func unread(_ count: Int) -> Bool {
        guard size != nil, seek(to: Int64(-count), from: SEEK_CUR) >= 0 else { return false }
        bytesRead -= count
        return true
    }

    /// Goes on reading at a place, counted as `lseek` counts it.
    /// - Returns: the place from the beginning, negative if there is none.
    func seek(to offset: Int64, from whence: Int32) -> Int64 { Int64(lseek(descriptor, off_t(offset), whence)) }
}
