internal import Dispatch
internal import Explorer
internal import Foundation
internal import Synchronization

/// Why a server cannot listen.
struct SocketFailure: Error { let reason: String }

/// Runs a server until Ctrl-C or SIGTERM ends it.
///
/// - Parameter began: called with the port when browsers can ask.
func runUntilInterrupted(_ server: ExplorerServer, _ began: @escaping @Sendable (UInt16) -> Void) throws {
    // A browser that went away is no reason to end.
    signal(SIGPIPE, SIG_IGN)
    let sources = [SIGINT, SIGTERM].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            Task { await server.stop() }
            // What is still being computed is not waited for.
            DispatchQueue.global().asyncAfter(deadline: .now() + 3) { exit(0) }
        }
        source.activate()
        return source
    }
    let hasBegun = Atomic(false)
    let failure = Mutex<String?>(nil)
    let ended = DispatchSemaphore(value: 0)
    Task {
        do {
            try await server.run { port in
                hasBegun.store(true, ordering: .releasing)
                began(port)
            }
        } catch {
            if !hasBegun.load(ordering: .acquiring) { failure.withLock { $0 = error.localizedDescription } }
        }
        ended.signal()
    }
    ended.wait()
    sources.forEach { $0.cancel() }
    if let reason = failure.withLock({ $0 }) { throw SocketFailure(reason: reason) }
}

/// Ends this process, which works for another one, when that is gone: its standard input ends then.
func endWithParent() {
    Thread.detachNewThread {
        _ = try? FileHandle.standardInput.readToEnd()
        exit(1)
    }
}

/// A secret of 128 bits, in letters and digits.
func randomToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
        let digits = String(generator.next() as UInt64, radix: 36)
        return String(repeating: "0", count: 13 - digits.count) + digits
    }.joined()
}
