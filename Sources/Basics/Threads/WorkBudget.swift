internal import Dispatch
internal import Synchronization

/// How long work may take before it is given up, for a caller who would rather do it in another way then.
///
/// What reads a database asks at every few thousand rows and at every run of tokens; without a budget it never ends.
package final class WorkBudget: Sendable {
    /// The budget of the work at hand.
    @TaskLocal package static var current: WorkBudget?

    private struct State {
        var end: ContinuousClock.Instant
        var isHeavy = false
    }

    private let state: Mutex<State>
    private let room: WorkRoom?

    /// - Parameter room: where heavy work waits for its turn, which costs nothing of the time; `nil` to wait for none.
    package init(_ duration: Duration, room: WorkRoom? = nil) {
        state = Mutex(State(end: .now + duration))
        self.room = room
    }

    /// - Throws: `WorkBudgetSpent` when the time is over.
    package func check() throws { if ContinuousClock.now > state.withLock(\.end) { throw WorkBudgetSpent() } }

    /// Says that the work at hand goes through a whole corpus: it waits until few others do.
    package func beginHeavyWork() {
        guard let room, state.withLock({ !$0.isHeavy }) else { return }
        let begun = ContinuousClock.now
        room.enter()
        state.withLock { state in
            state.isHeavy = true
            state.end += ContinuousClock.now - begun
        }
    }

    /// Says that the work is done, whether it was heavy or not.
    package func end() { if state.withLock({ $0.isHeavy }) { room?.leave() } }
}

/// The work would take longer than was allowed.
package struct WorkBudgetSpent: Error {
    package init() {}
}

/// Where so much heavy work is done at a time that the processors are busy, and memory is not taken for what they cannot do yet.
package final class WorkRoom: Sendable {
    private let free: DispatchSemaphore

    package init(most: Int) { free = DispatchSemaphore(value: most) }

    fileprivate func enter() { free.wait() }
    fileprivate func leave() { free.signal() }
}
