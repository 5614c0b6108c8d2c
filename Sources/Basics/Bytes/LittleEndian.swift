/// The bytes of integers, the lowest first, as files and databases keep them.
package func littleEndianBytes<Integer: FixedWidthInteger>(of integers: [Integer]) -> [UInt8] {
    unsafe integers.withUnsafeBytes { bytes in
        guard 1.littleEndian == 1 else {
            var swapped = integers.map(\.littleEndian)
            return unsafe swapped.withUnsafeMutableBytes { unsafe Array($0) }
        }
        return unsafe Array(bytes)
    }
}

/// The integers of such bytes; a rest of too few bytes is left out.
package func integers<Integer: FixedWidthInteger>(fromLittleEndian bytes: [UInt8]) -> [Integer] {
    let count = bytes.count / MemoryLayout<Integer>.size
    var integers = [Integer](repeating: 0, count: count)
    unsafe integers.withUnsafeMutableBytes { target in
        unsafe bytes.withUnsafeBytes { source in
            unsafe target.copyBytes(from: source.prefix(target.count))
        }
    }
    return 1.littleEndian == 1 ? integers : integers.map { Integer(littleEndian: $0) }
}
