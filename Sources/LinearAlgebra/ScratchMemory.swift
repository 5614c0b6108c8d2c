/// Memory that grows to the most it was asked for, and is used again and again.
@safe struct ScratchMemory: ~Copyable {
    private var pointer: UnsafeMutableRawPointer?
    private var byteCount = 0

    deinit { unsafe pointer?.deallocate() }

    /// What it holds is lost if it grows.
    mutating func reserving(_ bytes: Int) -> UnsafeMutableRawPointer {
        if let pointer = unsafe pointer, bytes <= byteCount { return unsafe pointer }
        unsafe pointer?.deallocate()
        let grown = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 64), alignment: 64)
        unsafe pointer = grown
        byteCount = max(bytes, 64)
        return unsafe grown
    }

    /// A matrix rounded, row after row without a gap.
    mutating func rounding(
        _ matrix: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int
    ) -> UnsafeMutableRawPointer {
        let memory = unsafe reserving(rows * columns * MemoryLayout<UInt16>.stride)
        let rounded = unsafe memory.bindMemory(to: UInt16.self, capacity: rows * columns)
        if stride == columns {
            unsafe Float.roundToBFloat16(matrix, into: rounded, count: rows * columns)
        } else {
            for row in 0..<rows {
                unsafe Float.roundToBFloat16(matrix + row * stride, into: rounded + row * columns, count: columns)
            }
        }
        return unsafe memory
    }
}
