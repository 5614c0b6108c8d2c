internal import Synchronization
package import Tokenization

/// Sorts the n-grams of a token stream that begin with a range of words; or with one word and a range of second words,
/// where that word begins more than there is room for.
///
/// Three stages: `scatter` every stretch of the stream (any thread, any order), `sort` every bucket (likewise),
/// then read `bucket` after `bucket`: together they hold the n-grams in ascending order, repeated ones side by side.
@safe package final class WindowSorter: @unchecked Sendable {
    package let windows: PackedWindows
    /// How many n-grams there are, repeated ones included.
    package let count: Int
    /// Bits of a tag that each n-gram carries, below its words: equal n-grams stand in the order of their tags.
    package let tagBits: Int

    /// Of first words; of second words if the first is `fixedWord`.
    private let buckets: FirstWordBuckets
    private let fixedWord: TokenID?
    private let keys: UnsafeMutableBufferPointer<UInt64>
    /// How far each bucket is filled.
    private let cursors: UnsafeMutableBufferPointer<Atomic<Int>>

    /// - Parameters:
    ///   - firstWordCounts: how many n-grams each word begins, by id; the stretches scattered must agree.
    ///   - words: the first words to take, from `ranges`.
    ///   - tagBits: none by default; with those of two words no more than 64.
    package convenience init(
        _ windows: PackedWindows, firstWordCounts: [Int], words: Range<Int>, tagBits: Int = 0
    ) {
        self.init(
            windows, fixedWord: nil,
            FirstWordBuckets(windows: firstWordCounts, words: words, spanBits: 64 - windows.restBits - tagBits),
            tagBits: tagBits)
    }

    /// - Parameters:
    ///   - secondWordCounts: how many n-grams begin with `firstWord` and each word, by id.
    ///   - words: the second words to take, from `secondWordRanges`.
    package convenience init(
        _ windows: PackedWindows, firstWord: TokenID, secondWordCounts: [Int], words: Range<Int>, tagBits: Int = 0
    ) {
        self.init(
            windows, fixedWord: firstWord, FirstWordBuckets(windows: secondWordCounts, words: words, spanBits: 64),
            tagBits: tagBits)
    }

    private init(_ windows: PackedWindows, fixedWord: TokenID?, _ buckets: FirstWordBuckets, tagBits: Int) {
        precondition(windows.restBits + tagBits <= 64)
        self.tagBits = tagBits
        self.windows = windows
        self.fixedWord = fixedWord
        self.buckets = buckets
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
        _ windows: PackedWindows, firstWordCounts: [Int], capacity: Int = .max, tagBits: Int = 0
    ) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        while let start = ranges.isEmpty ? 0 : ranges.last?.upperBound, start < firstWordCounts.count {
            ranges.append(
                FirstWordBuckets.prefix(
                    of: firstWordCounts, from: start, capacity: capacity,
                    spanBits: 64 - windows.restBits - tagBits))
        }
        return ranges
    }

    /// The same for the second words of one first word.
    package static func secondWordRanges(secondWordCounts: [Int], capacity: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        while let start = ranges.isEmpty ? 0 : ranges.last?.upperBound, start < secondWordCounts.count {
            ranges.append(
                FirstWordBuckets.prefix(of: secondWordCounts, from: start, capacity: capacity, spanBits: 64))
        }
        return ranges
    }

    package var bucketCount: Int { buckets.count }

    /// How many n-grams are in a bucket, repeated ones included.
    package func count(ofBucket bucket: Int) -> Int { buckets.starts[bucket + 1] - buckets.starts[bucket] }

    /// Puts single trigrams into their buckets.
    /// - Precondition: `windows` are of order 3.
    package func scatter(_ trigrams: some Sequence<(TokenID, TokenID, TokenID)>, tag: UInt64) {
        for (first, second, third) in trigrams {
            if let fixedWord, first != fixedWord { continue }
            let word = Int(fixedWord == nil ? first : second)
            guard buckets.words.contains(word) else { continue }
            let bucket = Int(buckets.bucketOfWord[word - buckets.words.lowerBound])
            let relative = fixedWord == nil ? UInt64(word - buckets.firstWords[bucket]) : 0
            let rest = UInt64(second) << UInt64(windows.idBits) | UInt64(third)
            var key = ((relative << UInt64(windows.restBits)) | rest) << UInt64(tagBits) | tag
            unsafe withUnsafePointer(to: &key) { unsafe flush(bucket, $0, 1) }
        }
    }

    /// A stretch of the stream, what a scan remembers of the tokens before it, and the tag of its n-grams.
    package struct Stretch {
        let tokens: [TokenID]
        let range: Range<Int>
        let state: PackedWindows.State
        let tag: UInt64

        package init(_ tokens: [TokenID], _ range: Range<Int>, from state: PackedWindows.State, tag: UInt64 = 0) {
            (self.tokens, self.range, self.state, self.tag) = (tokens, range, state, tag)
        }
    }

    /// Puts the n-grams ended in stretches of the stream into their buckets. Many short ones are better scattered together.
    package func scatter(_ stretches: some Sequence<Stretch>) {
        // Keys are gathered to a cache line or two for each bucket before they are written: a write for each key
        // would miss the cache and the address translation every time.
        let room = 16
        let (words, shift) = (buckets.words, UInt64(windows.restBits))
        let secondShift = UInt64(windows.restBits - windows.idBits)
        let tagShift = UInt64(tagBits)
        unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: buckets.count * room) { buffer in
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: buckets.count) { held in
                unsafe held.initialize(repeating: 0)
                unsafe buckets.bucketOfWord.withUnsafeBufferPointer { bucketOfWord in
                    unsafe buckets.firstWords.withUnsafeBufferPointer { firstWords in
                        /// - Parameter word: what the buckets are of.
                        @inline(__always)
                        func put(_ word: Int, _ rest: UInt64, _ tag: UInt64, isFirst: Bool) {
                            guard words.contains(word) else { return }
                            let bucket = unsafe Int(bucketOfWord[word - words.lowerBound])
                            let relative =
                                isFirst ? unsafe UInt64(truncatingIfNeeded: word &- firstWords[bucket]) : 0
                            let filled = unsafe Int(held[bucket])
                            unsafe buffer[bucket &* room &+ filled] = ((relative << shift) | rest) << tagShift | tag
                            if filled == room - 1 {
                                unsafe flush(bucket, buffer.baseAddress! + bucket &* room, room)
                                unsafe held[bucket] = 0
                            } else {
                                unsafe held[bucket] = UInt8(truncatingIfNeeded: filled &+ 1)
                            }
                        }
                        for stretch in stretches {
                            let (tokens, tag) = (stretch.tokens.span.extracting(stretch.range), stretch.tag)
                            var state = stretch.state
                            if let fixedWord {
                                windows.forEach(in: tokens, &state) { first, rest in
                                    guard first == fixedWord else { return }
                                    put(Int(truncatingIfNeeded: rest >> secondShift), rest, tag, isFirst: false)
                                }
                            } else {
                                windows.forEach(in: tokens, &state) { first, rest in
                                    put(Int(first), rest, tag, isFirst: true)
                                }
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
        let bits = windows.restBits + tagBits + (fixedWord == nil && span > 1 ? bitsNeeded(for: span) : 0)
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

    /// The n-grams of a sorted bucket: the words after the first packed below the first's distance from `firstWord`, and
    /// the tag below all.
    @unsafe
    package func bucket(_ bucket: Int) -> (firstWord: TokenID, keys: UnsafeMutableBufferPointer<UInt64>) {
        let range = buckets.starts[bucket]..<buckets.starts[bucket + 1]
        return unsafe (
            fixedWord ?? TokenID(buckets.firstWords[bucket]), UnsafeMutableBufferPointer(rebasing: keys[range])
        )
    }
}
