internal import Foundation

/// An array of integers that is filled in place, as little-endian bytes, and lies in large pages where the system has
/// them: what is read at random is found faster, and much memory is got in less time.
///
/// - Parameter fill: writes every byte.
package func largeArray<Integer: FixedWidthInteger & BitwiseCopyable>(
    of count: Int, filledBy fill: (inout MutableRawSpan) throws -> Void
) rethrows -> [Integer] {
    var integers = unsafe try [Integer](unsafeUninitializedCapacity: count) { buffer, initialized in
        let bytes = unsafe UnsafeMutableRawBufferPointer(
            start: buffer.baseAddress, count: count * MemoryLayout<Integer>.stride)
        unsafe preferLargePages(bytes)
        var span = unsafe MutableRawSpan(_unsafeBytes: bytes)
        try fill(&span)
        initialized = count
    }
    if 1.littleEndian == 1 { return integers }
    for index in integers.indices { integers[index] = Integer(littleEndian: integers[index]) }
    return integers
}

/// Advice that the system may ignore.
private func preferLargePages(_ bytes: UnsafeMutableRawBufferPointer) {
    #if os(Linux)
        let page = 1 << 21
        guard let base = bytes.baseAddress else { return }
        let start = (Int(bitPattern: base) + page - 1) & ~(page - 1)
        let end = (Int(bitPattern: base) + bytes.count) & ~(page - 1)
        guard start < end else { return }
        unsafe _ = madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, Int32(MADV_HUGEPAGE))
    #endif
}
