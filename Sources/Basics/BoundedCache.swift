internal import Synchronization

/// Values that were dear to make, kept for who asks again: as many as a bound of bytes holds, the least recently asked for
/// going first.
///
/// ```swift
/// let cache = BoundedCache<String, [UInt8]>(bound: 1 << 20)
/// cache.keep([1, 2, 3], for: "a", size: 3)
/// cache.value(for: "a")  // [1, 2, 3]
/// ```
package final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let size: Int
        var lastUse: Int
    }

    private struct Entries {
        var byKey: [Key: Entry] = [:]
        var size = 0
        var clock = 0
    }

    private let entries = Mutex(Entries())
    /// In bytes.
    private let bound: Int

    package init(bound: Int) { self.bound = bound }

    package func value(for key: Key) -> Value? {
        entries.withLock { entries in
            entries.clock += 1
            entries.byKey[key]?.lastUse = entries.clock
            return entries.byKey[key]?.value
        }
    }

    /// - Parameter size: in bytes; what is larger than the bound is not kept.
    package func keep(_ value: Value, for key: Key, size: Int) {
        guard size <= bound else { return }
        entries.withLock { entries in
            entries.clock += 1
            if let old = entries.byKey[key] { entries.size -= old.size }
            entries.byKey[key] = Entry(value: value, size: size, lastUse: entries.clock)
            entries.size += size
            while entries.size > bound, let oldest = entries.byKey.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                entries.byKey[oldest.key] = nil
                entries.size -= oldest.value.size
            }
        }
    }
}
