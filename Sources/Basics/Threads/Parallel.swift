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

/// The values of `body` for 0, 1, … count − 1, computed on several threads; their order and values do not depend on how
/// many.
package func parallelMap<Value: Sendable>(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Value
) -> [Value] {
    let values = SharedSlots<Value?>(count) { nil }
    parallel(count, threads: threads ?? availableThreads) { index, _ in values.update(index) { $0 = body(index) } }
    return values.values.map { $0! }
}

/// Sums arrays of counts that workers make, each its own.
package func sumInParallel(
    _ count: Int, length: Int, threads: Int, _ add: @Sendable (_ index: Int, _ counts: inout [Int]) -> Void
) -> [Int] {
    let shares = SharedSlots(max(1, min(threads, count))) { [Int](repeating: 0, count: length) }
    parallel(count, threads: threads) { index, worker in shares.update(worker) { add(index, &$0) } }
    return elementwiseSum(shares.values)
}

/// The sum of arrays of one length, element by element.
/// - Precondition: there is an array.
package func elementwiseSum(_ arrays: [[Int]]) -> [Int] {
    arrays.dropFirst().reduce(into: arrays[0]) { sum, array in
        for index in sum.indices { sum[index] += array[index] }
    }
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
        let target = unsafe SharedBuffer(buffer)
        parallel(ranges.count, threads: threads) { index, _ in
            let elements = piece(index)
            precondition(elements.count == ranges[index].count, "a piece of another length")
            unsafe _ = UnsafeMutableBufferPointer(rebasing: target.buffer[ranges[index]])
                .initialize(fromContentsOf: elements)
        }
        initialized = count
    }
}

/// Cuts a range from 0 on into ranges of a length, the last one shorter.
package func ranges(ofLength length: Int, upTo count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
}
