internal import Basics
internal import Tokenization

/// Puts sorted n-grams together to a table, repeated ones to one row.
struct NgramTableBuilder {
    private let order: Int
    private var ids: [TokenID] = []
    private var counts: [UInt64] = []

    init(order: Int) { self.order = order }

    var table: NgramTable { NgramTable(order: order, ids: ids, counts: counts) }

    /// Sorts and appends what a sorter holds; its first words come after all those before.
    mutating func append(_ sorter: WindowSorter, threads: Int) {
        let windows = sorter.windows
        let order = order
        let distinct = SharedSlots(sorter.bucketCount) { 0 }
        parallel(sorter.bucketCount, threads: threads) { index, _ in
            sorter.sort(index)
            let keys = unsafe sorter.bucket(index).keys
            var count = keys.isEmpty ? 0 : 1
            for position in 1..<max(1, keys.count) where unsafe keys[position] != keys[position - 1] {
                count += 1
            }
            distinct.update(index) { $0 = count }
        }
        var starts = [counts.count]
        for count in distinct.values { starts.append(starts[starts.count - 1] + count) }
        grow(to: starts[starts.count - 1])
        let bucketStarts = starts
        unsafe ids.withUnsafeMutableBufferPointer { ids in
            unsafe counts.withUnsafeMutableBufferPointer { counts in
                nonisolated(unsafe) let (ids, counts) = unsafe (ids, counts)
                parallel(sorter.bucketCount, threads: threads) { index, _ in
                    let (firstWord, keys) = unsafe sorter.bucket(index)
                    var row = bucketStarts[index] - 1
                    var previous: UInt64 = 0
                    for position in keys.indices {
                        let key = unsafe keys[position]
                        if position > 0 && key == previous {
                            unsafe counts[row] &+= 1
                            continue
                        }
                        row += 1
                        previous = key
                        unsafe counts[row] = 1
                        unsafe windows.unpack(
                            key, firstWord: firstWord, into: ids.extracting(row * order..<(row + 1) * order))
                    }
                }
            }
        }
    }

    /// Appends a row.
    mutating func append(_ ngram: some Sequence<TokenID>, count: UInt64) {
        ids.append(contentsOf: ngram)
        counts.append(count)
    }

    /// The rows of all, in turn.
    static func joined(order: Int, _ parts: [NgramTableBuilder]) -> NgramTable {
        var whole = NgramTableBuilder(order: order)
        whole.ids.reserveCapacity(parts.reduce(0) { $0 + $1.ids.count })
        whole.counts.reserveCapacity(parts.reduce(0) { $0 + $1.counts.count })
        for part in parts {
            whole.ids += part.ids
            whole.counts += part.counts
        }
        return whole.table
    }

    private mutating func grow(to count: Int) {
        ids.reserveCapacity(count * order)
        counts.reserveCapacity(count)
        ids.append(contentsOf: repeatElement(0, count: count * order - ids.count))
        counts.append(contentsOf: repeatElement(0, count: count - counts.count))
    }
}
