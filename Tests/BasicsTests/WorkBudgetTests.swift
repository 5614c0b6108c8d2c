internal import Basics
internal import Foundation
internal import Synchronization
internal import Testing

@Suite struct WorkBudgetTests {
    @Test func whatTakesLongerIsGivenUp() throws {
        try WorkBudget(.seconds(600)).check()
        #expect(throws: WorkBudgetSpent.self) { try WorkBudget(.seconds(-1)).check() }
    }

    /// Never more heavy work at a time than there is room for, however much is asked for; light work waits for nobody.
    @Test func heavyWorkWaitsForItsTurn() async {
        let room = WorkRoom(most: 2)
        let counts = Counts()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        Thread.detachNewThread {
                            let budget = WorkBudget(.seconds(600), room: room)
                            budget.beginHeavyWork()
                            // Said twice, it is one.
                            budget.beginHeavyWork()
                            counts.numbers.withLock {
                                $0.running += 1
                                $0.most = max($0.most, $0.running)
                            }
                            Thread.sleep(forTimeInterval: 0.002 * Double(number % 3))
                            counts.numbers.withLock { $0.running -= 1 }
                            budget.end()
                            counts.numbers.withLock { $0.done += 1 }
                            continuation.resume()
                        }
                    }
                }
            }
        }
        let found = counts.numbers.withLock { $0 }
        #expect(found.done == 12 && found.most <= 2)
        WorkBudget(.seconds(1), room: room).end()
    }

    private final class Counts: Sendable {
        let numbers = Mutex((running: 0, most: 0, done: 0))
    }

    /// What the wait takes is not taken from the work's time.
    @Test func waitingCostsNothing() async throws {
        let room = WorkRoom(most: 1)
        let first = WorkBudget(.seconds(600), room: room)
        first.beginHeavyWork()
        let second = WorkBudget(.milliseconds(300), room: room)
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.6)
            first.end()
        }
        second.beginHeavyWork()
        try second.check()
        second.end()
    }
}
