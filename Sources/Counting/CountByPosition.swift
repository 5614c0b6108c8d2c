internal import Basics
package import Tokenization

/// Counts n-grams too long to pack: sorts the positions where they begin, by as many ids at a time as fit in a key.
///
/// Positions are first grouped by the first word, groups sorted in parallel; runs that agree so far are sorted by
/// the ids that follow, so that rare n-grams, most of all, are told apart by one key.
///
/// - Parameter narrowCount: so many tokens are told apart by positions of 32 bits, more by 64, which take twice the memory.
package func countByPosition(
    in ids: [TokenID], order: Int, typeCount: Int, threads: Int, narrowCount: Int = Int(UInt32.max)
) -> NgramTable {
    ids.count < narrowCount
        ? countByPosition(in: ids, order: order, typeCount: typeCount, threads: threads, PositionedKey.self)
        : countByPosition(in: ids, order: order, typeCount: typeCount, threads: threads, FarPositionedKey.self)
}

private func countByPosition<Key: PositionKey>(
    in ids: [TokenID], order: Int, typeCount: Int, threads: Int, _: Key.Type
) -> NgramTable {
    let groups = PositionGroups<Key.Position>(ids, order: order, typeCount: typeCount)
    let idBits = bitsNeeded(for: typeCount)
    let tables = SharedSlots(groups.words.count) { NgramTableBuilder(order: order) }
    parallel(groups.words.count, threads: threads) { index, _ in
        let word = groups.words[index]
        let range = groups.starts[Int(word)]..<groups.starts[Int(word) + 1]
        var entries = groups.positions[range].map { Key(key: 0, position: $0) }
        tables.update(index) { table in
            unsafe entries.withUnsafeMutableBufferPointer { entries in
                var run = PositionRun<Key>(ids: ids, rest: order - 1, idBits: idBits)
                unsafe run.sort(entries, depth: 0) { position, count in
                    table.append([word] + ids[position..<position + order - 1], count: UInt64(count))
                }
            }
        }
    }
    return NgramTableBuilder.joined(order: order, tables.values)
}

/// The windows of a stream, grouped by their first word, each as the position of its second.
private struct PositionGroups<Position: FixedWidthInteger & BitwiseCopyable & Sendable>: Sendable {
    /// The words that begin a window, ascending.
    let words: [TokenID]
    /// Where each type's windows begin in `positions`, and the end.
    let starts: [Int]
    let positions: [Position]

    init(_ ids: [TokenID], order: Int, typeCount: Int) {
        var counts = [Int](repeating: 0, count: typeCount + 1)
        Self.forEachWindow(ids, order) { word, _ in counts[Int(word) + 1] += 1 }
        words = (0..<typeCount).filter { counts[$0 + 1] > 0 }.map { TokenID($0) }
        for word in 0..<typeCount { counts[word + 1] += counts[word] }
        starts = counts
        var next = counts
        positions = unsafe [Position](unsafeUninitializedCapacity: counts[typeCount]) { buffer, initialized in
            Self.forEachWindow(ids, order) { word, position in
                unsafe buffer[next[Int(word)]] = Position(truncatingIfNeeded: position)
                next[Int(word)] += 1
            }
            initialized = counts[typeCount]
        }
    }

    @inline(__always)
    private static func forEachWindow(_ ids: [TokenID], _ order: Int, _ emit: (TokenID, Int) -> Void) {
        var start = 0
        while start < ids.count {
            var end = start
            while ids[end] != Marker.segmentEnd { end += 1 }
            // The last position a window's second word can have.
            let last = end - (order - 2)
            if start <= last {
                emit(Marker.segmentStart, start)
                for position in start..<last { emit(ids[position], position + 1) }
            }
            start = end + 1
        }
    }
}

/// A key of a window and where the window is.
private protocol PositionKey: RadixSortable, SendableMetatype {
    associatedtype Position: FixedWidthInteger & BitwiseCopyable & Sendable
    var key: UInt64 { get set }
    var position: Position { get }
    init(key: UInt64, position: Position)
}

extension PositionedKey: PositionKey {}

/// A key and where it was met, in a stream of more than 2³² tokens.
private struct FarPositionedKey: PositionKey {
    var key: UInt64
    let position: UInt64

    @inline(__always) func digit(at shift: Int, mask: Int) -> Int { key.digit(at: shift, mask: mask) }
    @inline(__always) func precedes(_ other: FarPositionedKey) -> Bool { key < other.key }
}

/// Sorts windows that agree up to a depth.
private struct PositionRun<Key: PositionKey> {
    let ids: [TokenID]
    /// How many ids there are after the first.
    let rest: Int
    let idBits: Int

    /// Sorts entries and reports each distinct window, ascending, with its second word's position.
    mutating func sort(
        _ entries: UnsafeMutableBufferPointer<Key>, depth: Int, _ report: (Int, Int) -> Void
    ) {
        let taken = min(64 / idBits, rest - depth)
        for index in entries.indices {
            let position = unsafe Int(entries[index].position) + depth
            var key: UInt64 = 0
            for offset in 0..<taken { key = (key &<< UInt64(idBits)) | UInt64(ids[position + offset]) }
            unsafe entries[index].key = key
        }
        if entries.count > 1 {
            let scratch = UnsafeMutableBufferPointer<Key>.allocate(capacity: entries.count)
            unsafe RadixSort.sort(entries, scratch: scratch, significantBits: taken * idBits)
            unsafe scratch.deallocate()
        }
        var start = 0
        while start < entries.count {
            let key = unsafe entries[start].key
            var end = start + 1
            while unsafe end < entries.count && entries[end].key == key { end += 1 }
            if end - start == 1 || depth + taken == rest {
                unsafe report(Int(entries[start].position), end - start)
            } else {
                unsafe sort(
                    UnsafeMutableBufferPointer(rebasing: entries[start..<end]), depth: depth + taken, report)
            }
            start = end
        }
    }
}
