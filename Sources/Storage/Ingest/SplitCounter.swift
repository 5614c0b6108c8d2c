internal import Basics
internal import Counting
internal import Foundation
internal import Synchronization
internal import Tokenization

/// Fourth stage: sorts the n-grams of one split, ahead of the one who writes them.
///
/// The n-grams that begin with some words are sorted at a time, as many as the memory takes; while one part is written
/// the next is sorted. Those of a word that begins more than that are taken by their second words, and those of two words
/// that begin more are counted by their third.
///
/// Contract: `begin` once, then `forEachBucket` once or `stop`.
final class SplitCounter: Sendable {
    /// A stretch of the split's tokens and what came before it.
    private struct Run: Sendable {
        let chunk: TokenSpool.Chunk
        let range: Range<Int>
        /// The last two tokens before, or all if they are fewer.
        let before: [TokenID]
    }

    private struct RunList {
        var runs: [Run] = []
        private var before: [TokenID] = []

        mutating func append(_ chunk: TokenSpool.Chunk, _ tokens: [TokenID], _ range: Range<Int>) {
            runs.append(Run(chunk: chunk, range: range, before: before))
            before = Array((before + tokens[range].suffix(2)).suffix(2))
        }
    }

    let split: Split
    /// How many n-grams each word begins: its frequency, for `<s>` the number of segments.
    let firstWordCounts: [Int]
    /// Frequencies of types by id.
    let unigramCounts: [Int]

    private let spool: TokenSpool
    private let runs: [Run]
    private let windows: PackedWindows
    private let threads: Int
    private let capacity: Int
    private let hand = SortedPartsQueue()
    /// Whether the n-grams are sorted on a thread of their own.
    private let isAhead = Atomic(false)

    /// The n-grams of the parts that documents have in a split.
    /// - Parameters:
    ///   - capacity: how many n-grams may be in memory.
    convenience init(
        _ split: Split, of documents: [ReadDocument], in spool: TokenSpool, typeCount: Int, capacity: Int,
        threads: Int
    ) throws {
        var runs = RunList()
        for document in documents {
            try document.forEachRun(in: spool) { ofSplit, chunk, tokens, range in
                if ofSplit == split { runs.append(chunk, tokens, range) }
            }
        }
        try self.init(
            split, of: runs, in: spool, typeCount: typeCount, capacity: capacity, threads: threads)
    }

    /// The n-grams of whole chunks, which hold a split's part of a document.
    convenience init(
        _ split: Split, of chunks: [TokenSpool.Chunk], in spool: TokenSpool, typeCount: Int, capacity: Int,
        threads: Int
    ) throws {
        var runs = RunList()
        for chunk in chunks { runs.append(chunk, try spool.tokens(of: chunk), 0..<chunk.count) }
        try self.init(
            split, of: runs, in: spool, typeCount: typeCount, capacity: capacity, threads: threads)
    }

    private init(
        _ split: Split, of list: RunList, in spool: TokenSpool, typeCount: Int, capacity: Int, threads: Int
    ) throws {
        guard let windows = PackedWindows(order: 3, typeCount: typeCount, padsEnd: true) else {
            throw StorageError.tooManyTypes(most: 1 << 32)
        }
        self.split = split
        self.spool = spool
        self.windows = windows
        self.threads = threads
        self.capacity = capacity
        runs = list.runs
        firstWordCounts = try Self.countFirstWords(runs, windows, spool, typeCount: typeCount, threads: threads)
        var unigrams = firstWordCounts
        unigrams[Int(Marker.segmentEnd)] = unigrams[Int(Marker.segmentStart)]
        unigramCounts = unigrams
    }

    /// How many n-grams there are, repeated ones included.
    var count: Int { firstWordCounts.reduce(0, +) }

    /// Two parts are in memory while one is written and the next is sorted.
    private var partCapacity: Int { count <= capacity ? capacity : max(1, capacity / 2) }

    /// Calls `body` with each part of the n-grams, ascending, until it returns `false`.
    private func forEachPart(_ body: (Part) throws -> Bool) throws {
        for words in WindowSorter.ranges(windows, firstWordCounts: firstWordCounts, capacity: partCapacity) {
            let isTooMany = words.count == 1 && firstWordCounts[words.lowerBound] > partCapacity
            let goesOn =
                try isTooMany
                ? forEachPart(ofWord: TokenID(words.lowerBound), body)
                : body(
                    .sorter(try scattered(WindowSorter(windows, firstWordCounts: firstWordCounts, words: words))))
            guard goesOn else { return }
        }
    }

    private func forEachPart(ofWord word: TokenID, _ body: (Part) throws -> Bool) throws -> Bool {
        let counts = try nextWordCounts(after: [word])
        for seconds in WindowSorter.secondWordRanges(secondWordCounts: counts, capacity: partCapacity) {
            let part: Part
            if seconds.count == 1 && counts[seconds.lowerBound] > partCapacity {
                let second = TokenID(seconds.lowerBound)
                part = .counts(NextWordCounts(after: [word, second], try nextWordCounts(after: [word, second])))
            } else {
                part = .sorter(
                    try scattered(
                        WindowSorter(windows, firstWord: word, secondWordCounts: counts, words: seconds)))
            }
            guard try body(part) else { return false }
        }
        return true
    }

    private func nextWordCounts(after words: [TokenID]) throws -> [Int] {
        let shares = SharedSlots(max(1, threads)) { [Int](repeating: 0, count: firstWordCounts.count) }
        try forEachRun(threads: threads) { run, tokens, worker in
            shares.update(worker) { counts in
                windows.addNextWordCounts(
                    of: tokens.span.extracting(run.range), after: words, from: Self.state(before: run, windows),
                    to: &counts)
            }
        }
        return elementwiseSum(shares.values)
    }

    /// Starts to sort, on threads of its own; with one thread, or where no other is to be had, nothing is sorted before it
    /// is wanted.
    func begin() {
        guard threads > 1, count > 0 else { return }
        isAhead.store(startThread { self.produce(to: self.hand) }, ordering: .relaxed)
    }

    /// Gives up what has begun.
    func stop() { hand.stop() }

    /// Calls `body` with each bucket in turn, sorted.
    func forEachBucket(_ body: (CountedNgrams) throws -> Void) throws {
        guard count > 0 else { return }
        guard isAhead.load(ordering: .relaxed) else {
            try forEachPart { part in
                switch part {
                case .sorter(let sorter):
                    for bucket in 0..<sorter.bucketCount {
                        sorter.sort(bucket)
                        try body(.bucket(sorter, bucket))
                    }
                case .counts(let counts): try body(.counts(counts))
                }
                return true
            }
            return
        }
        defer { stop() }
        while let part = try hand.take() {
            switch part {
            case .sorter(let sorter):
                for bucket in 0..<sorter.bucketCount {
                    try hand.wait(for: bucket)
                    try body(.bucket(sorter, bucket))
                }
            case .counts(let counts): try body(.counts(counts))
            }
        }
    }

    private func produce(to hand: SortedPartsQueue) {
        do {
            // The room for the next part is waited for before the part is made.
            guard hand.hasRoom() else { return }
            try forEachPart { part in
                hand.give(part)
                guard case .sorter(let sorter) = part else { return hand.hasRoom() }
                parallel(sorter.bucketCount, threads: threads) { bucket, _ in
                    if hand.isStopped { return }
                    sorter.sort(bucket)
                    hand.finish(bucket, of: sorter)
                }
                return hand.hasRoom()
            }
            hand.end(nil)
        } catch {
            hand.end(error)
        }
    }

    private func scattered(_ sorter: WindowSorter) throws -> WindowSorter {
        try forEachRun(threads: threads) { run, tokens, _ in
            sorter.scatter(tokens.span.extracting(run.range), from: Self.state(before: run, windows))
        }
        return sorter
    }

    private func forEachRun(threads: Int, _ body: @Sendable (Run, [TokenID], Int) -> Void) throws {
        try Self.forEachRun(runs, spool, threads: threads, body)
    }

    private static func forEachRun(
        _ runs: [Run], _ spool: TokenSpool, threads: Int, _ body: @Sendable (Run, [TokenID], Int) -> Void
    ) throws {
        let failure = Mutex<(any Error)?>(nil)
        parallel(runs.count, threads: threads) { index, worker in
            do {
                body(runs[index], try spool.tokens(of: runs[index].chunk), worker)
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private static func state(before run: Run, _ windows: PackedWindows) -> PackedWindows.State {
        windows.state(after: run.before, startsSegment: run.before.count < 2)
    }

    private static func countFirstWords(
        _ runs: [Run], _ windows: PackedWindows, _ spool: TokenSpool, typeCount: Int, threads: Int
    ) throws -> [Int] {
        let shares = SharedSlots(max(1, threads)) { [Int](repeating: 0, count: typeCount) }
        try forEachRun(runs, spool, threads: threads) { run, tokens, worker in
            shares.update(worker) { counts in
                windows.addFirstWordCounts(
                    of: tokens.span.extracting(run.range), from: state(before: run, windows), to: &counts)
            }
        }
        return elementwiseSum(shares.values)
    }
}
