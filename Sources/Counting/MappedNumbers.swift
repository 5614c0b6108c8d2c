internal import Basics
internal import Foundation

/// The numbers of a temporary file where they are looked up here and there: their memory is the system's to take back.
@safe package final class MappedNumbers<Number: BitwiseCopyable & Sendable>: Sendable {
    private let mapping: SharedBuffer<UnsafeRawBufferPointer>
    package let count: Int

    /// - Precondition: the file has as many numbers, and keeps them.
    init?(descriptor: Int32, count: Int) {
        self.count = count
        guard count > 0 else {
            unsafe mapping = SharedBuffer(UnsafeRawBufferPointer(start: nil, count: 0))
            return
        }
        let length = count * MemoryLayout<Number>.stride
        let start = unsafe mmap(nil, length, PROT_READ, MAP_SHARED, descriptor, 0)
        guard unsafe start != MAP_FAILED else { return nil }
        unsafe mapping = SharedBuffer(UnsafeRawBufferPointer(start: start, count: length))
    }

    deinit {
        guard count > 0 else { return }
        unsafe munmap(UnsafeMutableRawPointer(mutating: mapping.buffer.baseAddress!), mapping.buffer.count)
    }

    @inline(__always)
    package subscript(index: Int) -> Number {
        precondition(index >= 0 && index < count, "a number that is not there")
        return unsafe mapping.buffer.load(fromByteOffset: index &* MemoryLayout<Number>.stride, as: Number.self)
    }
}
