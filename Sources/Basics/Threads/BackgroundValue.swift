internal import Dispatch
internal import Synchronization

/// A value made on a thread of its own, while its maker does something else; where there is no thread to be had, at once.
package final class BackgroundValue<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let isMade = DispatchSemaphore(value: 0)

    package init(_ make: @escaping @Sendable () throws -> Value) {
        @Sendable func run() {
            let made = Result { try make() }
            result.withLock { $0 = made }
            isMade.signal()
        }
        if !startThread(run) { run() }
    }

    /// Waits until the value is there.
    package func value() throws -> Value {
        isMade.wait()
        isMade.signal()
        guard let made = result.withLock({ $0 }) else { preconditionFailure("a value is signalled when it is made") }
        return try made.get()
    }
}
