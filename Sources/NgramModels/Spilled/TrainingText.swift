internal import Basics
package import LanguageModeling
internal import Synchronization

/// A text that a model is made of, gone through as often as is asked: it need not fit in memory.
package struct TrainingText: Sendable {
    /// Calls a function with stretches of whole segments, each segment ended by `</s>` and without `<s>`: in any order, on
    /// several threads at once.
    package let scan: @Sendable (_ body: @escaping @Sendable ([WordID]) -> Void) throws -> Void

    package init(scan: @escaping @Sendable (_ body: @escaping @Sendable ([WordID]) -> Void) throws -> Void) {
        self.scan = scan
    }
}

/// What work that spills to disk may take.
package struct SpillPlan: Sendable {
    /// Bytes held at a time, about.
    package let memory: Int
    /// Where temporary files are made.
    package let folder: String
    package let threads: Int

    package init(memory: Int, folder: String, threads: Int) {
        self.memory = memory
        self.folder = folder
        self.threads = threads
    }
}

/// Runs `body` for each index, on several threads.
/// - Throws: an error of `body`; indices not yet begun are then left out.
func parallelThrowing(_ count: Int, threads: Int, _ body: @Sendable (_ index: Int) throws -> Void) throws {
    let failure = Mutex<(any Error)?>(nil)
    parallel(count, threads: threads) { index, _ in
        guard failure.withLock({ $0 == nil }) else { return }
        do { try body(index) } catch { failure.withLock { $0 = $0 ?? error } }
    }
    if let error = failure.withLock({ $0 }) { throw error }
}
