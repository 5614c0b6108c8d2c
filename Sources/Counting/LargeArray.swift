internal import Foundation

/// An array of integers that is filled in place, as little-endian bytes.
///
/// - Parameter fill: writes every byte.
package func largeArray<Integer: FixedWidthInteger & BitwiseCopyable>(
    of count: Int, filledBy fill: (inout MutableRawSpan) throws -> Void
) rethrows -> [Integer] {
    var integers = unsafe try [Integer](unsafeUninitializedCapacity: count) { buffer, initialized in
        let bytes = unsafe UnsafeMutableRawBufferPointer(
            start: buffer.baseAddress, count: count * MemoryLayout<Integer>.stride)
        var span = unsafe MutableRawSpan(_unsafeBytes: bytes)
        try fill(&span)
        initialized = count
    }
    if 1.littleEndian == 1 { return integers }
    for index in integers.indices { integers[index] = Integer(littleEndian: integers[index]) }
    return integers
}

/// Has the system put memory behind addresses that are written next, all at once instead of page by page as each is
/// touched, which takes twice as long. Advice that the system may ignore.
///
/// Large pages would be had faster still where memory is at hand, but where a virtual machine has to ask its host for it
/// they were seen to take ten times as long, and scoring was none the faster.
package func populate(_ bytes: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
        let page = Int(getpagesize())
        guard let base = bytes.baseAddress else { return }
        let start = (Int(bitPattern: base) + page - 1) & ~(page - 1)
        let end = (Int(bitPattern: base) + bytes.count) & ~(page - 1)
        guard start < end else { return }
        unsafe _ = madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, Int32(MADV_POPULATE_WRITE))
    #endif
}
