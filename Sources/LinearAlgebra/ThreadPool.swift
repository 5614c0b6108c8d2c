internal import Basics
internal import COneDNN
internal import CVectorMath
internal import Dispatch
internal import Synchronization

/// A few threads that wait for work: the calling thread and `threads − 1` others, or as many as there are to be had.
///
/// Tasks are numbered, and which thread takes which never shows in a result: each task writes where no other does.
/// While they run, subnormal numbers are taken for zero and oneDNN keeps to the one thread.
package final class ThreadPool: Sendable {
    package let threads: Int
    private let workers: [Worker]

    package convenience init(threads: Int) { self.init(threads: threads, by: startThread) }

    /// - Parameter start: starts a thread; `false` where there is none.
    package init(threads: Int, by start: (@escaping @Sendable () -> Void) -> Bool) {
        self.threads = max(1, threads)
        workers = (1..<max(1, threads)).compactMap { _ in Worker(by: start) }
    }

    deinit { workers.forEach { $0.stop() } }

    /// Runs `body(0)`, …, `body(tasks − 1)`, and returns when all are done. One call at a time.
    package func run(tasks: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let next = Counter()
        let takeAll: @Sendable () -> Void = {
            while true {
                let task = next.value.add(1, ordering: .relaxed).oldValue
                guard task < tasks else { return }
                body(task)
            }
        }
        let helping = workers.prefix(max(0, tasks - 1))
        helping.forEach { $0.start(takeAll) }
        withTrainingArithmetic(takeAll)
        helping.forEach { $0.wait() }
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }
}

/// One waiting thread.
private final class Worker: Sendable {
    /// What the thread and its owner share; the thread keeps it, not the worker, alive.
    private final class Mailbox: Sendable {
        let work = Mutex<(@Sendable () -> Void)?>(nil)
        let ready = DispatchSemaphore(value: 0)
        let done = DispatchSemaphore(value: 0)
    }

    private let mailbox = Mailbox()

    /// - Returns: `nil` where no thread is to be had.
    init?(by start: (@escaping @Sendable () -> Void) -> Bool) {
        let isStarted = start { [mailbox] in
            while true {
                mailbox.ready.wait()
                guard let task = mailbox.work.withLock({ $0 }) else { return }
                withTrainingArithmetic(task)
                mailbox.done.signal()
            }
        }
        if !isStarted { return nil }
    }

    func start(_ task: @escaping @Sendable () -> Void) {
        mailbox.work.withLock { $0 = task }
        mailbox.ready.signal()
    }

    func wait() {
        mailbox.done.wait()
        // The closure may own what the caller wants freed.
        mailbox.work.withLock { $0 = nil }
    }

    func stop() {
        mailbox.work.withLock { $0 = nil }
        mailbox.ready.signal()
    }
}

/// Subnormal numbers cost a hundred times a normal one and mean nothing in a gradient.
private func withTrainingArithmetic(_ body: () -> Void) {
    let setting = vector_flush_subnormals()
    omp_set_num_threads(1)
    body()
    vector_restore_subnormals(setting)
}
