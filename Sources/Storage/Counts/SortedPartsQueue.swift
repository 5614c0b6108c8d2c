internal import Counting
internal import Foundation

/// Hands parts of the n-grams from the thread that sorts to the one that writes.
final class SortedPartsQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: Part?
    private var current: Part?
    private var finished: [ObjectIdentifier: Set<Int>] = [:]
    private var hasEnded = false
    private var stopped = false
    private var failure: (any Error)?

    /// Whether the writer gave up.
    var isStopped: Bool { condition.withLock { stopped } }

    /// Waits until the part given before was taken, so that two are in memory at most; `false` if the writer gave up.
    func hasRoom() -> Bool {
        condition.withLock {
            while waiting != nil && !stopped { condition.wait() }
            return !stopped
        }
    }

    func give(_ part: Part) {
        condition.withLock {
            waiting = part
            if case .sorter(let sorter) = part { finished[ObjectIdentifier(sorter)] = [] }
            condition.broadcast()
        }
    }

    func finish(_ bucket: Int, of sorter: WindowSorter) {
        condition.withLock {
            finished[ObjectIdentifier(sorter)]?.insert(bucket)
            condition.broadcast()
        }
    }

    /// No more parts come.
    func end(_ error: (any Error)?) {
        condition.withLock {
            failure = error
            hasEnded = true
            condition.broadcast()
        }
    }

    /// The next part, its buckets perhaps not yet sorted; `nil` after the last.
    func take() throws -> Part? {
        try condition.withLock {
            if case .sorter(let current) = current { finished[ObjectIdentifier(current)] = nil }
            current = nil
            while waiting == nil && !hasEnded { condition.wait() }
            if let failure { throw failure }
            current = waiting
            waiting = nil
            condition.broadcast()
            return current
        }
    }

    /// Waits until a bucket of the sorter taken last is sorted.
    func wait(for bucket: Int) throws {
        guard case .sorter(let current) = current else { return }
        condition.withLock {
            while !(finished[ObjectIdentifier(current)]?.contains(bucket) ?? true) { condition.wait() }
        }
    }

    /// The writer takes no more.
    func stop() {
        condition.withLock {
            stopped = true
            condition.broadcast()
        }
    }
}
