internal import Synchronization

/// The progress of an ingest, which its caller may read at any time from any thread.
public final class IngestProgress: Sendable {
    public enum Stage: Int, Sendable {
        /// Reading and tokenizing; `done` counts bytes of the files.
        case reading
        /// Training subwords; `done` counts those that there are.
        case training
        /// Sorting and writing counts; `done` counts n-grams, repeated ones included.
        case counting
        /// Waiting for the disk.
        case syncing
    }

    public struct Snapshot: Sendable {
        public let stage: Stage
        public let done: Int
        /// `nil` where it is not known.
        public let total: Int?
    }

    private let stage = Atomic(0)
    private let done = Atomic(0)
    private let total = Atomic(-1)

    public init() {}

    public var snapshot: Snapshot {
        let total = total.load(ordering: .relaxed)
        return Snapshot(
            stage: Stage(rawValue: stage.load(ordering: .relaxed)) ?? .reading, done: done.load(ordering: .relaxed),
            total: total < 0 ? nil : total)
    }

    func begin(_ stage: Stage, total: Int?) {
        done.store(0, ordering: .relaxed)
        self.total.store(total ?? -1, ordering: .relaxed)
        self.stage.store(stage.rawValue, ordering: .relaxed)
    }

    func advance(by count: Int) { done.wrappingAdd(count, ordering: .relaxed) }
}
