internal import Counting
internal import Foundation

/// Hands sorters from the thread that sorts to the one that writes.
final class Handover: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: WindowSorter?
    private var current: WindowSorter?
    private var finished: [ObjectIdentifier: Set<Int>] = [:]
    private var hasEnded = false
    private var stopped = false
    private var failure: (any Error)?

    /// Whether the writer gave up.
    var isStopped: Bool { condition.withLock { stopped } }

    /// Waits until the sorter given before was taken, so that two are in memory at most; `false` if the writer gave up.
    func hasRoom() -> Bool {
        condition.withLock {
            while waiting != nil && !stopped { condition.wait() }
            return !stopped
        }
    }

    func give(_ sorter: WindowSorter) {
        condition.withLock {
            waiting = sorter
            finished[ObjectIdentifier(sorter)] = []
            condition.broadcast()
        }
    }

    func finish(_ bucket: Int, of sorter: WindowSorter) {
        condition.withLock {
            finished[ObjectIdentifier(sorter)]?.insert(bucket)
            condition.broadcast()
        }
    }

    /// No more sorters come.
    func end(_ error: (any Error)?) {
        condition.withLock {
            failure = error
            hasEnded = true
            condition.broadcast()
        }
    }

    /// The next sorter, its buckets perhaps not yet sorted; `nil` after the last.
    func take() throws -> WindowSorter? {
        try condition.withLock {
            if let current { finished[ObjectIdentifier(current)] = nil }
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
        guard let current else { return }
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
