internal import Basics

/// Integers one after the other in memory that nobody changes any more: of an array, or of a file that is mapped.
///
/// What is beyond the end reads as 0, for a file may say of itself what is not so; that it is said costs what the check of
/// an array's bounds costs.
@safe package struct FixedNumbers<Number: FixedWidthInteger & BitwiseCopyable & Sendable>: @unchecked Sendable {
    /// What the memory is part of.
    private let owner: AnyObject?
    private let base: UnsafePointer<Number>?
    package let count: Int

    package init(_ numbers: [Number]) {
        let owner = OwnMemory(numbers)
        unsafe self.init(UnsafeBufferPointer(owner.buffer), of: owner)
    }

    /// - Parameter owner: keeps the memory, and keeps it as it is.
    init(_ memory: UnsafeBufferPointer<Number>, of owner: AnyObject?) {
        self.owner = owner
        unsafe base = memory.baseAddress
        count = memory.count
    }

    /// Numbers that are written in place, as little-endian bytes, so that they are never there twice.
    package init(of count: Int, filledBy fill: (inout MutableRawSpan) throws -> Void) rethrows {
        let owner = OwnMemory<Number>(count: count)
        var span = unsafe MutableRawSpan(_unsafeBytes: UnsafeMutableRawBufferPointer(owner.buffer))
        try fill(&span)
        if 1.littleEndian != 1 {
            for index in 0..<count { unsafe owner.buffer[index] = Number(littleEndian: owner.buffer[index]) }
        }
        unsafe self.init(UnsafeBufferPointer(owner.buffer), of: owner)
    }

    package var isEmpty: Bool { count == 0 }

    @inline(__always)
    package subscript(index: Int) -> Number {
        guard UInt(bitPattern: index) < UInt(bitPattern: count) else { return 0 }
        return unsafe base.unsafelyUnwrapped[index]
    }

    /// Asks the processor for a number that is to be read soon; no index is wrong.
    @inline(__always)
    package func prefetch(at index: Int) { prefetchMemory(at: address(of: index)) }

    /// Where a number stands, for prefetching alone: it may be no memory of ours.
    @inline(__always)
    package func address(of index: Int) -> UInt {
        unsafe UInt(bitPattern: base) &+ UInt(bitPattern: index &* MemoryLayout<Number>.stride)
    }
}

extension FixedNumbers: Equatable {
    package static func == (a: FixedNumbers, b: FixedNumbers) -> Bool {
        a.count == b.count && (0..<a.count).allSatisfy { a[$0] == b[$0] }
    }
}

/// Memory that goes with its owner.
@safe private final class OwnMemory<Number: BitwiseCopyable> {
    let buffer: UnsafeMutableBufferPointer<Number>

    init(count: Int) { unsafe buffer = .allocate(capacity: count) }

    init(_ numbers: [Number]) {
        unsafe buffer = .allocate(capacity: numbers.count)
        unsafe _ = buffer.initialize(fromContentsOf: numbers)
    }

    deinit { unsafe buffer.deallocate() }
}
