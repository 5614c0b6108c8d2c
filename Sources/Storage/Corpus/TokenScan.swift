internal import Basics
package import Counting
internal import Dispatch
internal import GRDB
internal import Synchronization
package import Tokenization

extension CorpusStore {
    /// Goes through the tokens of documents run by run: the calling thread reads, others work on what it has read. What is in
    /// memory at a time does not grow with the corpus, but for a document of one segment, which is one run.
    ///
    /// ```swift
    /// let (counts, _) = try store.scan(from: ()) { run, _ in run.ids.count { $0 == id } }
    /// ```
    ///
    /// - Parameters:
    ///   - documents: by their numbers, in the order in which they are read; all in the order of ingestion where `nil`.
    ///   - splits: all where `nil`; then a segment that was cut into splits is one again.
    ///   - state: what each worker has of its own, to count into.
    ///   - body: called on several threads at once, once for each run.
    /// - Returns: what `body` made of each run, in their order, and the states of the workers.
    /// - Throws: `StorageError`; of the errors of `body` the one of the earliest run; `WorkBudgetSpent`.
    package func scan<State: Sendable, Result: Sendable>(
        documents: [Int]? = nil, splits: Set<Split>? = nil, threads: Int = availableThreads,
        from state: @autoclosure () -> State,
        _ body: @escaping @Sendable (_ run: TokenRun, _ state: inout State) throws -> Result
    ) throws -> (results: [Result], states: [State]) {
        let workers = max(1, threads)
        let work = ScanWork<State, Result>(workers: workers, state: state)
        let queue = BoundedQueue<[TokenRun]>(bound: 2 * workers)
        let ended = DispatchGroup()
        var started = 0
        while started < workers, workers > 1 {
            let worker = started
            ended.enter()
            let isStarted = startThread {
                while let batch = queue.take() { work.take(batch, worker: worker, body) }
                ended.leave()
            }
            guard isStarted else {
                ended.leave()
                break
            }
            started += 1
        }
        defer {
            queue.end()
            ended.wait()
        }
        var batch = RunBatch()
        let budget = WorkBudget.current
        budget?.beginHeavyWork()
        try forEachRun(documents: documents, splits: splits) { run in
            try budget?.check()
            guard let full = batch.append(run) else { return true }
            if started == 0 { work.take(full, worker: 0, body) } else { _ = queue.give(full) }
            return work.goesOn
        }
        if started == 0 { work.take(batch.runs, worker: 0, body) } else { _ = queue.give(batch.runs) }
        queue.end()
        ended.wait()
        return try work.result()
    }

    /// - Parameter body: says whether to go on.
    private func forEachRun(documents: [Int]?, splits: Set<Split>?, _ body: (TokenRun) throws -> Bool) throws {
        try read { db in
            try db.requireText(of: path)
            var divided: Set<Int> = []
            try db.forEachRow("SELECT id FROM document WHERE divided = 1") { try divided.insert($0.integer(0)) }
            var cutter = RunCutter(
                divided: splits == nil ? divided : [], splits: splits, idCount: try db.idCount(of: path), path: path)
            let columns = "segments, tokens, ids, document, split, block"
            do {
                if let documents {
                    for id in documents {
                        try db.forEachRow(
                            "SELECT \(columns) FROM segment_block WHERE document = ? ORDER BY split, block", [id],
                            isCached: true
                        ) { try cutter.take($0, body) }
                    }
                } else {
                    try db.forEachRow("SELECT \(columns) FROM segment_block ORDER BY document, split, block") {
                        try cutter.take($0, body)
                    }
                }
                try cutter.finish(body)
            } catch is ScanEnd {}
        }
    }
}

/// Makes runs of the blocks as they are stored.
private struct RunCutter {
    /// Documents whose pieces are one segment.
    let divided: Set<Int>
    let splits: Set<Split>?
    let idCount: Int
    let path: String

    private var document: Int?
    private var (index, segments, tokens) = (0, 0, 0)
    /// What was read of a segment that goes on in other blocks, and of those before it in its first.
    private var open: (split: Split, block: Int, lastSplit: Int, segments: Int, ids: [TokenID])?

    init(divided: Set<Int>, splits: Set<Split>?, idCount: Int, path: String) {
        self.divided = divided
        self.splits = splits
        self.idCount = idCount
        self.path = path
    }

    mutating func take(_ row: StoredRow, _ body: (TokenRun) throws -> Bool) throws {
        let (id, number) = try (row.integer(3), row.integer(4))
        guard let split = Split(rawValue: number) else { throw StorageError.changed(path) }
        if let splits, !splits.contains(split) { return }
        if id != document {
            try finish(body)
            (document, segments, tokens) = (id, 0, 0)
        }
        if open == nil { open = (split, try row.count(5), number, 0, []) }
        let isDivided = divided.contains(id)
        if isDivided, let last = open?.lastSplit, last != number, open?.ids.last == Marker.segmentEnd {
            open?.ids.removeLast()
        }
        open?.lastSplit = number
        open?.segments += isDivided ? 0 : try row.count(0)
        try row.appendBlock(at: 0, to: &open!.ids, idCount: idCount)
        if !isDivided, open?.ids.last == Marker.segmentEnd { try finish(body) }
    }

    mutating func finish(_ body: (TokenRun) throws -> Bool) throws {
        guard let run = open else { return }
        open = nil
        let segments = document.map(divided.contains) == true ? 1 : run.segments
        try give(run.ids, run.split, run.block, segments: segments, body)
    }

    private mutating func give(
        _ ids: [TokenID], _ split: Split, _ block: Int, segments count: Int, _ body: (TokenRun) throws -> Bool
    ) throws {
        guard let document, ids.last == Marker.segmentEnd else { throw StorageError.changed(path) }
        let run = TokenRun(
            document: document, split: split, block: block, index: index, segmentsBefore: segments,
            tokensBefore: tokens, ids: ids)
        index += 1
        segments += count
        tokens += ids.count - count
        if try !body(run) { throw ScanEnd() }
    }
}

/// Nobody wants more runs.
private struct ScanEnd: Error {}

/// Runs that are handed on together.
private struct RunBatch {
    private(set) var runs: [TokenRun] = []
    private var size = 0

    /// - Returns: what to hand on, when it is enough.
    mutating func append(_ run: TokenRun) -> [TokenRun]? {
        runs.append(run)
        // A run has its own cost, too.
        size += run.ids.count + 64
        guard size >= 1 << 16 else { return nil }
        defer { (runs, size) = ([], 0) }
        return runs
    }
}

/// What the workers have made.
private final class ScanWork<State: Sendable, Result: Sendable>: Sendable {
    private struct Share {
        var state: State
        var results: [(index: Int, result: Result)] = []
        var failure: (index: Int, error: any Error)?
    }

    private let shares: SharedSlots<Share>
    private let hasFailed = Atomic(false)

    init(workers: Int, state: () -> State) {
        shares = SharedSlots(workers) { Share(state: state()) }
    }

    var goesOn: Bool { !hasFailed.load(ordering: .relaxed) }

    /// Runs come to a worker in their order, so that all before one that failed were or are being worked on.
    func take(_ runs: [TokenRun], worker: Int, _ body: (TokenRun, inout State) throws -> Result) {
        shares.update(worker) { share in
            for run in runs where share.failure == nil {
                do { share.results.append((run.index, try body(run, &share.state))) } catch {
                    share.failure = (run.index, error)
                    hasFailed.store(true, ordering: .relaxed)
                }
            }
        }
    }

    func result() throws -> (results: [Result], states: [State]) {
        let shares = shares.values
        if let first = shares.compactMap(\.failure).min(by: { $0.index < $1.index }) { throw first.error }
        let results = shares.flatMap(\.results).sorted { $0.index < $1.index }.map(\.result)
        return (results, shares.map(\.state))
    }
}
