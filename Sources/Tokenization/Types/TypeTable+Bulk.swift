internal import Basics

/// Many types at a time: each slot is asked for some types before it is read, for the waiting for memory would take most
/// of the time.
extension TypeTable {
    /// Asks memory for the slot where a type belongs.
    @inline(__always)
    func prefetch(hash: UInt64) { slots.prefetch(at: Int(truncatingIfNeeded: hash) & (slots.count - 1)) }

    @inline(__always)
    func hash(head: UInt64, _ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        unsafe TypeHash.hash(head: head, bytes, count: count, seed: seed)
    }

    /// Inserts the types of another table, in its order.
    ///
    /// - Parameter range: which of them; all where `nil`.
    /// - Returns: for each of these ids of the other table the id here. Markers stay what they are.
    package mutating func insert(contentsOf other: TypeTable, _ range: Range<Int>? = nil) -> [TokenID] {
        let range = range ?? 0..<other.count
        var ids: [TokenID] = []
        ids.reserveCapacity(range.count)
        unsafe other.text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.ahead) {
                let block = start..<min(start + Self.ahead, range.upperBound)
                let asked = unsafe ask(for: block, of: other, base)
                for id in block {
                    let (from, to) = (other.starts[id], other.starts[id + 1])
                    let (head, hash) = asked[id - start]
                    unsafe ids.append(insert(head: head, hash: hash, base + from, count: to - from))
                }
            }
        }
        return ids
    }

    /// For some ids of another table, its types' ids here; `nil` for types that are not here.
    package func ids(of other: TypeTable, _ range: Range<Int>) -> [TokenID?] {
        var ids: [TokenID?] = []
        ids.reserveCapacity(range.count)
        unsafe other.text.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.ahead) {
                let block = start..<min(start + Self.ahead, range.upperBound)
                let asked = unsafe ask(for: block, of: other, base)
                for id in block {
                    let (from, to) = (other.starts[id], other.starts[id + 1])
                    let (head, hash) = asked[id - start]
                    let slot = unsafe slots[find(head: head, hash: hash, base + from, count: to - from)]
                    ids.append(slot.id == Slot.vacant ? nil : slot.id)
                }
            }
        }
        return ids
    }

    /// The heads and hashes of a few types of another table, whose slots are on their way when they are looked at.
    @inline(__always)
    private func ask(
        for ids: Range<Int>, of other: TypeTable, _ base: UnsafePointer<UInt8>
    ) -> InlineArray<16, (head: UInt64, hash: UInt64)> {
        var asked = InlineArray<16, (head: UInt64, hash: UInt64)>(repeating: (0, 0))
        for id in ids {
            let (bytes, count) = unsafe (base + other.starts[id], other.starts[id + 1] - other.starts[id])
            let head = unsafe TypeHash.head(bytes, count: count)
            let hash = unsafe hash(head: head, bytes, count: count)
            asked[id - ids.lowerBound] = (head, hash)
            prefetch(hash: hash)
        }
        return asked
    }
}
