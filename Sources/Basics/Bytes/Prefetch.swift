public import CPrefetch

extension Array {
    /// Asks the processor for an element that is to be read soon, so that many can be on their way from memory at once.
    @inlinable @inline(__always)
    package func prefetch(at index: Int) {
        unsafe withUnsafeBufferPointer { elements in
            if let base = elements.baseAddress { unsafe prefetch_line(base + index) }
        }
    }
}

/// Asks the processor for memory that is to be read soon; no address is wrong.
@inlinable @inline(__always)
package func prefetchMemory(at address: UInt) { unsafe prefetch_line(UnsafeRawPointer(bitPattern: address)) }
