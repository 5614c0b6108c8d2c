internal import Counting
internal import Foundation

/// Hands parts of the n-grams from the thread that sorts to the one that writes.
final class SortedPartsQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: Part?
    private var current: Part?
    private var finished: [ObjectIdentifier: Set<Int>] = [:]
    private var encoded: [ObjectIdentifier: Encoded] = [:]
    private var hasEnded = false
    private var stopped = false
    private var failure: (any Error)?

    /// What was made of a part's n-grams and not yet taken.
    private struct Encoded {
        /// How many there are to come in all.
        let count: Int
        var taken = 0
        var waiting: [Int: EncodedNgrams] = [:]
    }

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

    /// All buckets of a part are sorted; so many stretches of it are going to be encoded.
    func begin(_ count: Int, of sorter: WindowSorter) {
        condition.withLock {
            encoded[ObjectIdentifier(sorter)] = Encoded(count: count)
            condition.broadcast()
        }
    }

    /// Waits until the writer needs a stretch soon; `false` if the writer gave up.
    func isNear(_ index: Int, of sorter: WindowSorter, ahead: Int) -> Bool {
        condition.withLock {
            while !stopped, let taken = encoded[ObjectIdentifier(sorter)]?.taken, index >= taken + ahead {
                condition.wait()
            }
            return !stopped
        }
    }

    func give(_ ngrams: EncodedNgrams, _ index: Int, of sorter: WindowSorter) {
        condition.withLock {
            encoded[ObjectIdentifier(sorter)]?.waiting[index] = ngrams
            condition.broadcast()
        }
    }

    /// The next stretch of the part taken last; `nil` after its last.
    func takeEncoded() -> EncodedNgrams? {
        guard case .sorter(let current) = current else { return nil }
        let part = ObjectIdentifier(current)
        return condition.withLock {
            while true {
                if let made = encoded[part] {
                    if made.taken == made.count { return nil }
                    if let next = encoded[part]?.waiting.removeValue(forKey: made.taken) {
                        encoded[part]?.taken += 1
                        condition.broadcast()
                        return next
                    }
                }
                condition.wait()
            }
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
            if case .sorter(let current) = current {
                finished[ObjectIdentifier(current)] = nil
                encoded[ObjectIdentifier(current)] = nil
            }
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
