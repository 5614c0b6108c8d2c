/// Bytes that may be read eight beyond their end, and that are written through a pointer.
@safe final class PaddedBytes {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var capacity: Int
    var count = 0

    init() {
        capacity = 4096
        unsafe base = .allocate(capacity: capacity + 8)
        unsafe base.initialize(repeating: 0, count: capacity + 8)
    }

    deinit { unsafe base.deallocate() }

    /// Makes room for so many bytes in all, keeping those before `count`.
    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let grown = max(wanted, capacity * 2)
        let new = UnsafeMutablePointer<UInt8>.allocate(capacity: grown + 8)
        unsafe new.update(from: base, count: count)
        unsafe (new + count).initialize(repeating: 0, count: grown + 8 - count)
        unsafe base.deallocate()
        unsafe base = new
        capacity = grown
    }

    func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(count + bytes.count)
        unsafe (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }
}
