/// A run of scalars in memory of their own, aligned to a cache line; zero at first.
///
/// Shared by reference: threads that share it must write to different parts.
@safe @usableFromInline package final class AlignedBuffer<Scalar: MatrixScalar>: @unchecked Sendable {
    @usableFromInline package let count: Int
    @usableFromInline package let pointer: UnsafeMutablePointer<Scalar>

    package init(count: Int) {
        self.count = count
        let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
        let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        unsafe pointer = raw.bindMemory(to: Scalar.self, capacity: max(count, 1))
        unsafe pointer.initialize(repeating: 0, count: count)
    }

    deinit { unsafe pointer.deallocate() }

    /// One scalar, its index checked.
    @inlinable package subscript(index: Int) -> Scalar {
        get {
            precondition(index >= 0 && index < count, "a scalar beyond the buffer")
            return unsafe pointer[index]
        }
        set {
            precondition(index >= 0 && index < count, "a scalar beyond the buffer")
            unsafe pointer[index] = newValue
        }
    }

    private var elements: UnsafeMutableBufferPointer<Scalar> {
        unsafe UnsafeMutableBufferPointer(start: pointer, count: count)
    }

    /// The scalars as values; setting demands as many.
    package var values: [Scalar] {
        get { unsafe Array(elements) }
        set {
            precondition(newValue.count == count, "as many values as the buffer holds")
            _ = unsafe elements.update(fromContentsOf: newValue)
        }
    }
}
