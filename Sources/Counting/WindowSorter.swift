internal import Synchronization
package import Tokenization

/// Sorts the n-grams of a token stream that begin with a range of words.
///
/// Three stages: `scatter` every stretch of the stream (any thread, any order), `sort` every bucket (likewise),
/// then read `bucket` after `bucket`: together they hold the n-grams in ascending order, repeated ones side by side.
@safe package final class WindowSorter: @unchecked Sendable {
    package let windows: PackedWindows
    /// How many n-grams there are, repeated ones included.
    package let count: Int

    private let buckets: FirstWordBuckets
    private let keys: UnsafeMutableBufferPointer<UInt64>
    /// How far each bucket is filled.
    private let cursors: UnsafeMutableBufferPointer<Atomic<Int>>

    /// - Parameters:
    ///   - firstWordCounts: how many n-grams each word begins, by id; the stretches scattered must agree.
    ///   - words: the first words to take, from `ranges`.
    package init(_ windows: PackedWindows, firstWordCounts: [Int], words: Range<Int>) {
        self.windows = windows
        buckets = FirstWordBuckets(windows: firstWordCounts, words: words, spanBits: 64 - windows.restBits)
        count = buckets.starts[buckets.count]
        unsafe keys = .allocate(capacity: max(1, count))
        unsafe cursors = .allocate(capacity: max(1, buckets.count))
        for bucket in 0..<buckets.count {
            unsafe (cursors.baseAddress! + bucket).initialize(to: Atomic(buckets.starts[bucket]))
        }
    }

    deinit {
        unsafe keys.deallocate()
        unsafe cursors.deallocate()
    }

    /// Divides the words into ranges that can be sorted with room for `capacity` n-grams at a time.
    package static func ranges(
        _ windows: PackedWindows, firstWordCounts: [Int], capacity: Int = .max
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        while let start = ranges.isEmpty ? 0 : ranges.last?.upperBound, start < firstWordCounts.count {
            ranges.append(
                FirstWordBuckets.prefix(
                    of: firstWordCounts, from: start, capacity: capacity, spanBits: 64 - windows.restBits))
        }
        return ranges
    }

    package var bucketCount: Int { buckets.count }

    /// How many n-grams are in a bucket, repeated ones included.
    package func count(ofBucket bucket: Int) -> Int { buckets.starts[bucket + 1] - buckets.starts[bucket] }

    /// Puts the n-grams ended in a stretch of the stream into their buckets.
    package func scatter(_ tokens: Span<TokenID>, from state: PackedWindows.State) {
        // Keys are gathered to a cache line or two for each bucket before they are written: a write for each key
        // would miss the cache and the address translation every time.
        let room = 16
        let (words, shift) = (buckets.words, UInt64(windows.restBits))
        unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: buckets.count * room) { buffer in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: buckets.count) { held in
                unsafe held.initialize(repeating: 0)
                unsafe buckets.bucketOfWord.withUnsafeBufferPointer { bucketOfWord in
                    unsafe buckets.firstWords.withUnsafeBufferPointer { firstWords in
                        var state = state
                        windows.forEach(in: tokens, &state) { first, rest in
                            let word = Int(first)
                            guard words.contains(word) else { return }
                            let bucket = unsafe Int(bucketOfWord[word - words.lowerBound])
                            let relative = unsafe UInt64(truncatingIfNeeded: word &- firstWords[bucket])
                            let filled = unsafe Int(held[bucket])
                            unsafe buffer[bucket &* room &+ filled] = (relative << shift) | rest
                            if filled == room - 1 {
                                unsafe flush(bucket, buffer.baseAddress! + bucket &* room, room)
                                unsafe held[bucket] = 0
                            } else {
                                unsafe held[bucket] = UInt8(truncatingIfNeeded: filled &+ 1)
                            }
                        }
                    }
                }
                for bucket in held.indices where unsafe held[bucket] > 0 {
                    unsafe flush(bucket, buffer.baseAddress! + bucket * room, Int(held[bucket]))
                }
            }
        }
    }

    @inline(__always)
    private func flush(_ bucket: Int, _ source: UnsafePointer<UInt64>, _ count: Int) {
        let start = unsafe cursors[bucket].wrappingAdd(count, ordering: .relaxed).oldValue
        precondition(start + count <= buckets.starts[bucket + 1], "the stretches are those that were counted")
        unsafe (keys.baseAddress! + start).update(from: source, count: count)
    }

    /// Sorts a bucket, once all stretches are scattered.
    package func sort(_ bucket: Int) {
        let range = buckets.starts[bucket]..<buckets.starts[bucket + 1]
        precondition(unsafe cursors[bucket].load(ordering: .relaxed) == range.upperBound, "a stretch is missing")
        let span = buckets.firstWords[bucket + 1] - buckets.firstWords[bucket]
        let bits = windows.restBits + (span > 1 ? bitsNeeded(for: span) : 0)
        let slice = unsafe UnsafeMutableBufferPointer(rebasing: keys[range])
        if slice.count <= 65_536 {
            unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: slice.count) { scratch in
                unsafe RadixSort.sort(slice, scratch: scratch, significantBits: bits)
            }
        } else {
            let scratch = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: slice.count)
            defer { unsafe scratch.deallocate() }
            unsafe RadixSort.sort(slice, scratch: scratch, significantBits: bits)
        }
    }

    /// The n-grams of a sorted bucket: the words after the first packed below the first's distance from `firstWord`.
    @unsafe
    package func bucket(_ bucket: Int) -> (firstWord: TokenID, keys: UnsafeMutableBufferPointer<UInt64>) {
        let range = buckets.starts[bucket]..<buckets.starts[bucket + 1]
        return unsafe (
            TokenID(buckets.firstWords[bucket]), UnsafeMutableBufferPointer(rebasing: keys[range])
        )
    }
}
