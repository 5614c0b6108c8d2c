internal import Basics
internal import Dispatch
internal import Foundation
internal import Synchronization

/// The processors this process may use; one where its memory is limited so much that a thread might be refused.
public let availableThreads =
    addressSpaceLimit < 1 << 30 ? 1 : max(1, ProcessInfo.processInfo.activeProcessorCount)

/// Runs `body` for each index, on several threads at once; indices are taken in ascending order.
///
/// `body` gets the number of its worker too, below `threads`, so that it can keep memory of its own.
package func parallel(
    _ count: Int, threads: Int, _ body: @Sendable (_ index: Int, _ worker: Int) -> Void
) {
    guard threads > 1, count > 1 else {
        for index in 0..<count { body(index, 0) }
        return
    }
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { worker in
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index, worker)
        }
    }
}

/// Runs `body`, on more than one thread with `other` beside it; returns when both have ended.
public func together<Result>(
    threads: Int, _ body: () throws -> Result, beside other: @escaping @Sendable () -> Void
) rethrows -> Result {
    guard threads > 1 else {
        other()
        return try body()
    }
    let isDone = DispatchSemaphore(value: 0)
    let isBeside = startThread {
        other()
        isDone.signal()
    }
    if !isBeside { other() }
    defer { if isBeside { isDone.wait() } }
    return try body()
}

/// A value for each worker; a worker touches its own alone.
@safe package final class SharedSlots<Value: Sendable>: @unchecked Sendable {
    private let slots: UnsafeMutableBufferPointer<Value>

    package init(_ count: Int, _ initial: () -> Value) {
        unsafe slots = .allocate(capacity: count)
        for index in 0..<count { unsafe slots.initializeElement(at: index, to: initial()) }
    }

    deinit {
        unsafe slots.deinitialize()
        unsafe slots.deallocate()
    }

    package func update(_ index: Int, _ body: (inout Value) -> Void) { unsafe body(&slots[index]) }
    package var values: [Value] { unsafe Array(slots) }
}

/// An array whose pieces several threads make, each put in its place by the thread that made it.
///
/// - Parameters:
///   - ranges: of the pieces, one after the other from 0 on.
///   - piece: makes the elements of the range of an index.
package func parallelArray<Element: BitwiseCopyable & Sendable>(
    _ ranges: [Range<Int>], threads: Int, _ piece: @Sendable (_ index: Int) -> [Element]
) -> [Element] {
    let count = ranges.last?.upperBound ?? 0
    return unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
        let target = unsafe SharedBuffer(elements: buffer)
        parallel(ranges.count, threads: threads) { index, _ in
            let elements = piece(index)
            precondition(elements.count == ranges[index].count, "a piece of another length")
            unsafe _ = UnsafeMutableBufferPointer(rebasing: target.elements[ranges[index]])
                .initialize(fromContentsOf: elements)
        }
        initialized = count
    }
}

/// Memory that several threads fill, each its own part.
@unsafe private struct SharedBuffer<Element>: @unchecked Sendable {
    let elements: UnsafeMutableBufferPointer<Element>
}

/// Cuts a range from 0 on into ranges of a length, the last one shorter.
package func ranges(ofLength length: Int, upTo count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
}
