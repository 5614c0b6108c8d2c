/// Least-significant-digit radix sort of integer keys, by the bits that differ.
package enum RadixSort {
    /// Sorts keys ascending.
    ///
    /// - Parameter significantBits: all keys are below 2 to this power.
    /// - Complexity: O(n · ⌈bits / 11⌉) time, n keys of further memory.
    package static func sort(_ keys: inout [UInt64], significantBits: Int = 64) {
        sortArray(&keys, significantBits: significantBits)
    }

    /// Sorts keys ascending with the places where they were met; places of equal keys keep their order.
    package static func sort(_ keys: inout [PositionedKey], significantBits: Int = 64) {
        sortArray(&keys, significantBits: significantBits)
    }

    private static func sortArray<Element: RadixSortable>(_ elements: inout [Element], significantBits: Int) {
        guard elements.count > 1, let first = elements.first else { return }
        guard elements.count > 32 else {
            return unsafe elements.withUnsafeMutableBufferPointer { unsafe insertionSort($0) }
        }
        var scratch = [Element](repeating: first, count: elements.count)
        unsafe elements.withUnsafeMutableBufferPointer { elements in
            unsafe scratch.withUnsafeMutableBufferPointer { scratch in
                unsafe sort(elements, scratch: scratch, significantBits: significantBits)
            }
        }
    }

    /// Sorts in place.
    /// - Precondition: `scratch` has room for as many elements.
    @inline(__always)
    static func sort<Element: RadixSortable>(
        _ elements: UnsafeMutableBufferPointer<Element>, scratch: UnsafeMutableBufferPointer<Element>,
        significantBits: Int
    ) {
        guard elements.count > 32 else { return unsafe insertionSort(elements) }
        precondition(scratch.count >= elements.count)
        guard var source = elements.baseAddress, var target = scratch.baseAddress else { return }
        // A digit's counters must stay in the first-level cache, and clearing them must not outweigh a short input.
        let digitBits = elements.count < 4_096 ? 8 : 11
        let passes = max(1, (significantBits + digitBits - 1) / digitBits)
        let bits = max(1, (significantBits + passes - 1) / passes)
        let mask = (1 << bits) - 1
        var moves = 0
        unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 1 << bits) { offsets in
            for pass in 0..<passes {
                let shift = pass * bits
                unsafe offsets.update(repeating: 0)
                for index in 0..<elements.count {
                    unsafe offsets[source[index].digit(at: shift, mask: mask)] += 1
                }
                // All in one digit: nothing to move.
                if unsafe offsets[source[0].digit(at: shift, mask: mask)] == elements.count { continue }
                var sum = 0
                for digit in offsets.indices {
                    let count = unsafe offsets[digit]
                    unsafe offsets[digit] = sum
                    sum += count
                }
                for index in 0..<elements.count {
                    let element = unsafe source[index]
                    let digit = element.digit(at: shift, mask: mask)
                    unsafe target[offsets[digit]] = element
                    unsafe offsets[digit] += 1
                }
                unsafe swap(&source, &target)
                moves += 1
            }
        }
        if moves % 2 == 1 {
            unsafe elements.baseAddress?.update(from: scratch.baseAddress!, count: elements.count)
        }
    }

    private static func insertionSort<Element: RadixSortable>(_ elements: UnsafeMutableBufferPointer<Element>) {
        guard elements.count > 1 else { return }
        for index in 1..<elements.count {
            let element = unsafe elements[index]
            var hole = index
            while unsafe hole > 0 && element.precedes(elements[hole - 1]) {
                unsafe elements[hole] = elements[hole - 1]
                hole -= 1
            }
            unsafe elements[hole] = element
        }
    }
}

/// What a radix sort can take apart into digits.
protocol RadixSortable: BitwiseCopyable {
    func digit(at shift: Int, mask: Int) -> Int
    func precedes(_ other: Self) -> Bool
}

extension UInt64: RadixSortable {
    @inline(__always) func digit(at shift: Int, mask: Int) -> Int { Int(truncatingIfNeeded: self &>> shift) & mask }
    @inline(__always) func precedes(_ other: UInt64) -> Bool { self < other }
}

/// A key and where it was met.
package struct PositionedKey: RadixSortable {
    package var key: UInt64
    package var position: UInt32

    package init(key: UInt64, position: UInt32) {
        self.key = key
        self.position = position
    }

    @inline(__always) func digit(at shift: Int, mask: Int) -> Int { key.digit(at: shift, mask: mask) }
    @inline(__always) func precedes(_ other: PositionedKey) -> Bool { key < other.key }
}
