#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// Searches through bytes.
enum Bytes {
    static func firstIndex(of byte: UInt8, in base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int? {
        guard let found = unsafe memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
        return unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
    }

    static func count(of byte: UInt8, in base: UnsafePointer<UInt8>, _ range: Range<Int>) -> Int {
        var count = 0
        for index in range where unsafe base[index] == byte { count &+= 1 }
        return count
    }
}
