internal import Foundation

/// A value that threads change one after the other, in the order of the numbers of their work.
///
/// ```swift
/// let written = InTurn(0)
/// parallel(parts.count, threads: threads) { index, _ in
///     let part = made(index)
///     written.change(index) { $0 += part.count }
/// }
/// ```
package final class InTurn<Value: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var next = 0
    private var value: Value

    package init(_ value: Value) { self.value = value }

    /// Waits until all with smaller numbers have had their turn, then changes the value.
    ///
    /// Each number from 0 on must have its turn once, also one whose work has failed: those after it wait.
    package func change<Result>(_ number: Int, _ body: (inout Value) throws -> Result) rethrows -> Result {
        condition.lock()
        defer {
            next += 1
            condition.broadcast()
            condition.unlock()
        }
        while next < number { condition.wait() }
        return try body(&value)
    }
}
