internal import Foundation

/// A file's bytes where they are, brought from the disk as they are read and shared by all processes that read them.
///
/// The file must not be cut short or written over while it is mapped, as a program that makes a file anew aside and moves it
/// into place does not: a byte that is gone ends the process.
@safe final class FileMapping: @unchecked Sendable {
    private let bytes: UnsafeRawBufferPointer
    private let count: Int

    /// - Throws: `ModelFileError` if the file cannot be opened or mapped.
    init(_ path: String) throws(ModelFileError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ModelFileError(path, .system(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw ModelFileError(path, .system(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ModelFileError(path, .notModelFile) }
        let count = Int(status.st_size)
        guard count > 0 else { throw ModelFileError(path, .notModelFile) }
        let address = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw ModelFileError(path, .system(errno))
        }
        unsafe bytes = UnsafeRawBufferPointer(start: address, count: count)
        self.count = count
    }

    deinit { unsafe munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress!), bytes.count) }

    /// Numbers of the file.
    ///
    /// - Returns: `nil` where the file has none there, or they do not stand at a place for such numbers.
    func numbers<Number: FixedWidthInteger & BitwiseCopyable & Sendable>(
        at offset: Int, byteCount: Int
    ) -> FixedNumbers<Number>? {
        let width = MemoryLayout<Number>.stride
        guard offset >= 0, byteCount >= 0, offset <= count - byteCount, offset % width == 0,
            byteCount % width == 0
        else { return nil }
        let memory = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + byteCount])
            .assumingMemoryBound(to: Number.self)
        guard 1.littleEndian == 1 else { return unsafe FixedNumbers(memory.map { Number(littleEndian: $0) }) }
        return unsafe FixedNumbers(memory, of: self)
    }
}
