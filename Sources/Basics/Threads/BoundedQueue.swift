internal import Foundation

/// Hands work from the thread that makes it to others, no more of it at a time than a bound.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let bound: Int
    private var waiting: ArraySlice<Element> = []
    private var hasEnded = false

    /// - Parameter bound: how many elements may wait, 1 or more.
    package init(bound: Int) {
        precondition(bound > 0, "a queue has room for one")
        self.bound = bound
    }

    /// Waits until there is room.
    /// - Returns: whether the element was taken in; not after `end()`.
    package func give(_ element: Element) -> Bool {
        condition.withLock {
            while waiting.count >= bound && !hasEnded { condition.wait() }
            if hasEnded { return false }
            waiting.append(element)
            condition.broadcast()
            return true
        }
    }

    /// Waits for the next element; `nil` when no more come.
    package func take() -> Element? {
        condition.withLock {
            while waiting.isEmpty && !hasEnded { condition.wait() }
            defer { condition.broadcast() }
            return waiting.popFirst()
        }
    }

    /// No more come; what waits is still handed out.
    package func end() {
        condition.withLock {
            hasEnded = true
            condition.broadcast()
        }
    }
}
