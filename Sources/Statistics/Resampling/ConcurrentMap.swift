internal import Dispatch
internal import Synchronization

/// The values of `body` for 0, 1, … count − 1, computed on several threads; their order and values do not depend on how
/// many.
/// - Parameter threads: as many as there are cores where `nil`.
package func concurrentMap<Value: Sendable>(
    _ count: Int, threads: Int? = nil, _ body: @Sendable (Int) -> Value
) -> [Value] {
    let workers = min(count, max(1, threads ?? ProcessorCount.value))
    if workers <= 1 { return (0..<count).map(body) }
    let results = Mutex([Value?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
        // Strided, as neighbours tend to cost alike.
        let own = stride(from: worker, to: count, by: workers).map { ($0, body($0)) }
        results.withLock { results in
            for (index, value) in own { results[index] = value }
        }
    }
    return results.withLock { $0.map { $0! } }
}
