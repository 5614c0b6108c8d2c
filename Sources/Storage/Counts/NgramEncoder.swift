internal import Basics
internal import Counting
internal import Synchronization

/// Encodes sorted n-grams for a new database's pages, on any thread, and counts on the way what its tables of frequencies
/// hold.
///
/// Few are encoded at a time: what has been written is used again.
final class NgramEncoder: Sendable {
    /// Some n-grams of a bucket: all of one or more bigrams.
    struct Stretch: Sendable {
        let bucket: Int
        let range: Range<Int>
    }

    /// n-grams that are encoded together, about, those of a bigram's always.
    private static let stretchSize = 1 << 16

    private let tallies: SharedSlots<FrequencyTallies>
    private let unused = Mutex<[EncodedNgrams]>([])

    init(threads: Int) { tallies = SharedSlots(max(1, threads)) { FrequencyTallies() } }

    /// A sorted bucket's n-grams.
    func stretches(of sorter: WindowSorter, _ bucket: Int) -> [Stretch] {
        let keys = unsafe sorter.bucket(bucket).keys
        let thirdBits = UInt64(sorter.windows.idBits + sorter.tagBits)
        var stretches: [Stretch] = []
        var start = 0
        while start < keys.count {
            var end = min(start + Self.stretchSize, keys.count)
            while unsafe end < keys.count && keys[end] >> thirdBits == keys[end - 1] >> thirdBits {
                end += 1
            }
            stretches.append(Stretch(bucket: bucket, range: start..<end))
            start = end
        }
        return stretches
    }

    /// - Parameter worker: which of the threads this is.
    func encode(_ stretch: Stretch, of sorter: WindowSorter, worker: Int) -> EncodedNgrams {
        let encoded = unused.withLock { $0.popLast() } ?? EncodedNgrams()
        tallies.update(worker) { encoded.encode(sorter, stretch.bucket, stretch.range, counting: $0) }
        return encoded
    }

    /// Takes what is written back.
    func reuse(_ encoded: EncodedNgrams) { unused.withLock { $0.append(encoded) } }

    /// Adds what was counted to the tallies of the whole, when all is encoded.
    func addTallies(to whole: FrequencyTallies) { for part in tallies.values { whole.add(part) } }
}
