internal import Foundation
internal import Synchronization

/// How long a connection waits for the locks of others, in each stage of its work anew.
///
/// SQLite asks again and again for a lock, also for one that it can do without (to write a full cache out), so what is
/// counted is the time waited in a stage, not in one asking.
final class LockWait: Sendable {
    /// What a writer waits for at least when it has done its work: readers end soon, and the work is dear.
    private static let leastForWorkDone = 10.0
    private static let pause = 0.01

    private let wait: Double
    /// Seconds that may still be waited in the stage at hand.
    private let left: Mutex<Double>

    /// - Parameter wait: seconds.
    init(wait: Double) {
        self.wait = wait
        left = Mutex(wait)
    }

    /// Nothing is done yet that would be lost.
    func begin() { left.withLock { $0 = wait } }

    /// One more reading, in which as long may be waited anew; not after one was given up, for what fails once fails again.
    func beginReading() { left.withLock { $0 = $0 > 0 ? wait : $0 } }

    /// From here on giving up means losing work.
    func beginWithWorkDone() { left.withLock { $0 = max(wait, Self.leastForWorkDone) } }

    /// SQLite's question whether to ask for the lock once more.
    func waitsOn() -> Bool {
        let waits = left.withLock { left in
            defer { left -= Self.pause }
            return left > 0
        }
        if waits { Thread.sleep(forTimeInterval: Self.pause) }
        return waits
    }
}

extension CorpusStore {
    /// Seconds that a writer waits for another where nothing else is said.
    package static let defaultWait = 1.0
}
