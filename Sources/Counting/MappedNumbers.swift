internal import Basics
internal import Foundation

/// The numbers of a temporary file where they are looked up here and there: their memory is the system's to take back.
/// Where the file system maps no files, they are read.
@safe package final class MappedNumbers<Number: BitwiseCopyable & Sendable>: Sendable {
    private let memory: SharedBuffer<UnsafeRawBufferPointer>
    private let isMapped: Bool
    package let count: Int

    /// - Precondition: the file has as many numbers, and keeps them.
    init?(descriptor: Int32, count: Int) {
        self.count = count
        guard count > 0 else {
            unsafe memory = SharedBuffer(UnsafeRawBufferPointer(start: nil, count: 0))
            isMapped = false
            return
        }
        let length = count * MemoryLayout<Number>.stride
        let start = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0)
        isMapped = unsafe start != MAP_FAILED
        if isMapped {
            unsafe memory = SharedBuffer(UnsafeRawBufferPointer(start: start, count: length))
            return
        }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 16)
        unsafe memory = SharedBuffer(UnsafeRawBufferPointer(copy))
        var filled = 0
        while filled < length {
            let got = unsafe pread(descriptor, copy.baseAddress! + filled, length - filled, off_t(filled))
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { return nil }
            filled += got
        }
    }

    deinit {
        guard count > 0 else { return }
        if isMapped {
            unsafe munmap(UnsafeMutableRawPointer(mutating: memory.buffer.baseAddress!), memory.buffer.count)
        } else {
            unsafe memory.buffer.deallocate()
        }
    }

    @inline(__always)
    package subscript(index: Int) -> Number {
        precondition(index >= 0 && index < count, "a number that is not there")
        return unsafe memory.buffer.load(fromByteOffset: index &* MemoryLayout<Number>.stride, as: Number.self)
    }
}
