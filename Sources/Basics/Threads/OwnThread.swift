internal import Dispatch
internal import Foundation

/// Runs work on a thread of its own.
///
/// - Returns: whether there is such a thread. A limit on memory or on processes can refuse it; the work is not done then.
package func startThread(_ work: @escaping @Sendable () -> Void) -> Bool {
    let box = unsafe Unmanaged.passRetained(Work(work))
    var thread = pthread_t()
    let code = unsafe pthread_create(
        &thread, nil,
        { box in
            unsafe Unmanaged<Work>.fromOpaque(box!).takeRetainedValue().work()
            return nil
        }, box.toOpaque())
    if code == 0 { pthread_detach(thread) } else { unsafe box.release() }
    return code == 0
}

/// Runs `body`, on more than one thread with `other` beside it; returns when both have ended.
package func together<Result>(
    threads: Int, _ body: () throws -> Result, beside other: @escaping @Sendable () -> Void
) rethrows -> Result {
    guard threads > 1 else {
        other()
        return try body()
    }
    let isDone = DispatchSemaphore(value: 0)
    let isBeside = startThread {
        other()
        isDone.signal()
    }
    if !isBeside { other() }
    defer { if isBeside { isDone.wait() } }
    return try body()
}

private final class Work: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

/// How many bytes of addresses this process may have (`ulimit -v`); `Int.max` where nothing limits it.
package let addressSpaceLimit: Int = {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else { return .max }
    return Int(exactly: limit.rlim_cur) ?? .max
}()
