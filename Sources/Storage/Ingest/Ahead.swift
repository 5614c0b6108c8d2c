internal import Foundation
internal import Synchronization

/// A value made on a thread of its own, while its maker does something else.
final class Ahead<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let isMade = DispatchSemaphore(value: 0)

    init(_ make: @escaping @Sendable () throws -> Value) {
        Thread {
            let made = Result { try make() }
            self.result.withLock { $0 = made }
            self.isMade.signal()
        }.start()
    }

    /// Waits until the value is there.
    func value() throws -> Value {
        isMade.wait()
        isMade.signal()
        guard let made = result.withLock({ $0 }) else { preconditionFailure("a value is signalled when it is made") }
        return try made.get()
    }
}
