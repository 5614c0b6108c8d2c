internal import Basics
internal import Counting
internal import Foundation
internal import Synchronization
internal import Tokenization

/// Fourth stage: sorts the n-grams of documents, those of all splits together, ahead of the one who writes them.
///
/// The n-grams that begin with some words are sorted at a time, as many as the memory takes; while one part is written
/// the next is sorted. Those of a word that begins more than that are taken by their second words, and those of two words
/// that begin more are counted by their third.
///
/// Contract: `begin` once, then `forEachBucket` once or `stop`.
final class NgramCounter: Sendable {
    /// A stretch of one split's tokens and what came before it.
    private struct Run: Sendable {
        let split: Split
        let chunk: TokenSpool.Chunk
        let range: Range<Int>
        /// The last two tokens before, or all if they are fewer.
        let before: [TokenID]
    }

    private struct RunList {
        var runs: [Run] = []
        var across = CutWindows()
        private var before: [TokenID] = []

        mutating func append(_ split: Split, _ chunk: TokenSpool.Chunk, _ tokens: [TokenID], _ range: Range<Int>) {
            runs.append(Run(split: split, chunk: chunk, range: range, before: before))
            // What a split has of a document ends with a segment.
            before = Array((before + tokens[range].suffix(2)).suffix(2))
        }

        /// The next part of a document of one segment that was cut.
        mutating func append(divided tokens: ArraySlice<TokenID>, isAfterCut: Bool) {
            if isAfterCut { across.cut() }
            across.append(tokens)
        }
    }

    /// The split is the tag of an n-gram.
    static let tagBits = 2
    /// Splits with a number of their own among counts.
    static let splitCount = Schema.across + 1

    /// How many n-grams each word begins: its frequency, for `<s>` the number of segments.
    private let firstWordCounts: [Int]
    /// Frequencies of types by id, for each split.
    let unigramCounts: [[Int]]

    private let spool: TokenSpool
    private let runs: [Run]
    /// Runs that are scattered together.
    private let batches: [Range<Int>]
    /// Windows that cuts separate.
    private let across: [(TokenID, TokenID, TokenID)]
    private let windows: PackedWindows
    private let threads: Int
    private let capacity: Int
    private let encoder: NgramEncoder?
    private let hand = SortedPartsQueue()
    /// Whether the n-grams are sorted on a thread of their own.
    private let isAhead = Atomic(false)

    /// The n-grams of documents.
    /// - Parameters:
    ///   - capacity: how many n-grams may be in memory.
    ///   - encoder: makes rows of the n-grams that were sorted, if that is wanted.
    convenience init(
        of documents: [ReadDocument], in spool: TokenSpool, typeCount: Int, capacity: Int, encoder: NgramEncoder?,
        threads: Int
    ) throws {
        var runs = RunList()
        for document in documents {
            var last: Split?
            runs.across.beginSegment()
            try document.forEachRun(in: spool) { split, chunk, tokens, range in
                runs.append(split, chunk, tokens, range)
                if document.isDivided {
                    runs.append(divided: tokens[range], isAfterCut: last != nil && last != split)
                    last = split
                }
            }
        }
        try self.init(
            of: runs, in: spool, typeCount: typeCount, capacity: capacity, encoder: encoder, threads: threads)
    }

    /// The n-grams of stored documents.
    convenience init(
        of documents: [StoredDocument], in spool: TokenSpool, typeCount: Int, capacity: Int, encoder: NgramEncoder?,
        threads: Int
    ) throws {
        var runs = RunList()
        for document in documents {
            var last: Split?
            runs.across.beginSegment()
            for block in document.blocks {
                let tokens = try spool.tokens(of: block.chunk)
                runs.append(block.split, block.chunk, tokens, 0..<tokens.count)
                if document.isDivided {
                    runs.append(divided: tokens[...], isAfterCut: last != nil && last != block.split)
                    last = block.split
                }
            }
        }
        try self.init(
            of: runs, in: spool, typeCount: typeCount, capacity: capacity, encoder: encoder, threads: threads)
    }

    private init(
        of list: RunList, in spool: TokenSpool, typeCount: Int, capacity: Int, encoder: NgramEncoder?, threads: Int
    ) throws {
        guard let windows = PackedWindows(order: 3, typeCount: typeCount, padsEnd: true),
            windows.restBits + Self.tagBits <= 64
        else { throw StorageError.tooManyTypes(most: 1 << 31) }
        self.spool = spool
        self.windows = windows
        self.threads = threads
        self.capacity = capacity
        self.encoder = encoder
        runs = list.runs
        batches = Self.batches(of: runs)
        across = list.across.windows
        var unigrams = try Self.countFirstWords(runs, windows, spool, typeCount: typeCount, threads: threads)
        var firsts = elementwiseSum(unigrams)
        for window in across { firsts[Int(window.0)] += 1 }
        firstWordCounts = firsts
        for split in unigrams.indices {
            unigrams[split][Int(Marker.segmentEnd)] = unigrams[split][Int(Marker.segmentStart)]
        }
        unigramCounts = unigrams
    }

    /// Tokens that are scattered together, about: more than there are buckets by far, and little memory.
    private static let batchSize = 1 << 18

    private static func batches(of runs: [Run]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var (start, size) = (0, 0)
        for index in runs.indices {
            size += runs[index].range.count
            guard size >= batchSize || index == runs.count - 1 else { continue }
            batches.append(start..<index + 1)
            (start, size) = (index + 1, 0)
        }
        return batches
    }

    /// How many n-grams there are, repeated ones included.
    var count: Int { firstWordCounts.reduce(0, +) }

    /// Two parts are in memory while one is written and the next is sorted.
    private var partCapacity: Int { count <= capacity ? capacity : max(1, capacity / 2) }

    /// Calls `body` with each part of the n-grams, ascending, until it returns `false`.
    private func forEachPart(_ body: (Part) throws -> Bool) throws {
        for words in WindowSorter.ranges(
            windows, firstWordCounts: firstWordCounts, capacity: partCapacity, tagBits: Self.tagBits)
        {
            let isTooMany = words.count == 1 && firstWordCounts[words.lowerBound] > partCapacity
            let goesOn =
                try isTooMany
                ? forEachPart(ofWord: TokenID(words.lowerBound), body)
                : body(
                    .sorter(
                        try scattered(
                            WindowSorter(
                                windows, firstWordCounts: firstWordCounts, words: words, tagBits: Self.tagBits))))
            guard goesOn else { return }
        }
    }

    private func forEachPart(ofWord word: TokenID, _ body: (Part) throws -> Bool) throws -> Bool {
        let counts = try elementwiseSum(nextWordCounts(after: [word]))
        for seconds in WindowSorter.secondWordRanges(secondWordCounts: counts, capacity: partCapacity) {
            let part: Part
            if seconds.count == 1 && counts[seconds.lowerBound] > partCapacity {
                let second = TokenID(seconds.lowerBound)
                part = .counts(NextWordCounts(after: [word, second], try nextWordCounts(after: [word, second])))
            } else {
                part = .sorter(
                    try scattered(
                        WindowSorter(
                            windows, firstWord: word, secondWordCounts: counts, words: seconds,
                            tagBits: Self.tagBits)))
            }
            guard try body(part) else { return false }
        }
        return true
    }

    /// For each split how often each word follows one or two others.
    private func nextWordCounts(after words: [TokenID]) throws -> [[Int]] {
        let shares = countsBySplit(of: firstWordCounts.count, threads: threads)
        try forEachRun(threads: threads) { run, tokens, worker in
            shares.update(worker) { counts in
                windows.addNextWordCounts(
                    of: tokens.span.extracting(run.range), after: words, from: Self.state(before: run, windows),
                    to: &counts[run.split.rawValue])
            }
        }
        var counts = Self.sum(shares.values)
        for window in across where window.0 == words[0] {
            if words.count == 1 {
                counts[Schema.across][Int(window.1)] += 1
            } else if window.1 == words[1] {
                counts[Schema.across][Int(window.2)] += 1
            }
        }
        return counts
    }

    /// Starts to sort, on threads of its own; with one thread, or where no other is to be had, nothing is sorted before it
    /// is wanted.
    func begin() {
        guard threads > 1, count > 0 else { return }
        isAhead.store(startThread { self.produce(to: self.hand) }, ordering: .relaxed)
    }

    /// Gives up what has begun.
    func stop() { hand.stop() }

    /// Calls `body` with each bucket in turn, sorted; or with the rows of its n-grams, where there is an encoder.
    func forEachBucket(_ body: (CountedNgrams) throws -> Void) throws {
        guard count > 0 else { return }
        guard isAhead.load(ordering: .relaxed) else {
            try forEachPart { part in
                switch part {
                case .sorter(let sorter):
                    for bucket in 0..<sorter.bucketCount {
                        sorter.sort(bucket)
                        guard let encoder else {
                            try body(.bucket(sorter, bucket))
                            continue
                        }
                        for stretch in encoder.stretches(of: sorter, bucket) {
                            let encoded = encoder.encode(stretch, of: sorter, worker: 0)
                            try body(.encoded(encoded))
                            encoder.reuse(encoded)
                        }
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
            case .sorter where encoder != nil:
                while let encoded = hand.takeEncoded() {
                    try body(.encoded(encoded))
                    encoder?.reuse(encoded)
                }
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
                    if encoder == nil { hand.finish(bucket, of: sorter) }
                }
                if let encoder, !hand.isStopped { encode(sorter, by: encoder, to: hand) }
                return hand.hasRoom()
            }
            hand.end(nil)
        } catch {
            hand.end(error)
        }
    }

    private func encode(_ sorter: WindowSorter, by encoder: NgramEncoder, to hand: SortedPartsQueue) {
        let stretches = (0..<sorter.bucketCount).flatMap { encoder.stretches(of: sorter, $0) }
        hand.begin(stretches.count, of: sorter)
        parallel(stretches.count, threads: threads) { index, worker in
            guard hand.isNear(index, of: sorter, ahead: 4 * threads) else { return }
            hand.give(encoder.encode(stretches[index], of: sorter, worker: worker), index, of: sorter)
        }
    }

    private func scattered(_ sorter: WindowSorter) throws -> WindowSorter {
        let failure = Mutex<(any Error)?>(nil)
        parallel(batches.count, threads: threads) { index, _ in
            do {
                sorter.scatter(
                    try runs[batches[index]].map { run in
                        WindowSorter.Stretch(
                            try spool.tokens(of: run.chunk), run.range, from: Self.state(before: run, windows),
                            tag: UInt64(run.split.rawValue))
                    })
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
        sorter.scatter(across, tag: UInt64(Schema.across))
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

    /// For each split how many windows each word begins.
    private static func countFirstWords(
        _ runs: [Run], _ windows: PackedWindows, _ spool: TokenSpool, typeCount: Int, threads: Int
    ) throws -> [[Int]] {
        let shares = countsBySplit(of: typeCount, threads: threads)
        try forEachRun(runs, spool, threads: threads) { run, tokens, worker in
            shares.update(worker) { counts in
                windows.addFirstWordCounts(
                    of: tokens.span.extracting(run.range), from: state(before: run, windows),
                    to: &counts[run.split.rawValue])
            }
        }
        return sum(shares.values)
    }

    private static func sum(_ shares: [[[Int]]]) -> [[Int]] {
        (0..<splitCount).map { split in elementwiseSum(shares.map { $0[split] }) }
    }
}

/// For each worker and split a count for each id.
private func countsBySplit(of typeCount: Int, threads: Int) -> SharedSlots<[[Int]]> {
    SharedSlots(max(1, threads)) {
        Array(repeating: Array(repeating: 0, count: typeCount), count: NgramCounter.splitCount)
    }
}
