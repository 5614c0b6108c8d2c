internal import Basics
package import Counting
internal import GRDB
internal import Synchronization
package import Tokenization

extension CorpusStore {
    /// Goes through the tokens of documents run by run, on several threads that read by connections of their own. What is in
    /// memory at a time is a few blocks for each thread and the blocks' numbers, but for a document of one segment, which is
    /// one run.
    ///
    /// ```swift
    /// let (counts, _) = try store.scan(from: ()) { run, _ in run.ids.count { $0 == id } }
    /// ```
    ///
    /// - Parameters:
    ///   - documents: by their numbers, in the order in which they are read; all in the order of ingestion where `nil`.
    ///   - splits: all where `nil`; then a segment that was cut into splits is one again.
    ///   - state: what each worker has of its own, to count into.
    ///   - body: called on several threads at once, once for each run. It must not write to the store.
    /// - Returns: what `body` made of each run, in their order, and the states of the workers.
    /// - Throws: `StorageError`; of the errors of `body` the one of the earliest run; `WorkBudgetSpent`.
    package func scan<State: Sendable, Result: Sendable>(
        documents: [Int]? = nil, splits: Set<Split>? = nil, threads: Int = availableThreads,
        from state: @autoclosure () -> State,
        _ body: @escaping @Sendable (_ run: TokenRun, _ state: inout State) throws -> Result
    ) throws -> (results: [Result], states: [State]) {
        let budget = WorkBudget.current
        budget?.beginHeavyWork()
        // No other commits meanwhile, so that all connections see one state.
        return try holding {
            let (blocks, idCount, divided) = try read { db in
                try db.requireText(of: path)
                var divided: Set<Int> = []
                if splits == nil {
                    try db.forEachRow("SELECT id FROM document WHERE divided = 1") { try divided.insert($0.integer(0)) }
                }
                return try (
                    db.blockNumbers(ofDocuments: documents, splits: splits), db.idCount(of: path), divided
                )
            }
            // Several for each thread, so that all end together, and each with work enough for a transaction.
            let shares = ranges(ofLength: min(max(blocks.count / 1_024, 4), 256), upTo: blocks.count)
            let workers = max(1, min(threads, shares.count))
            // A journal of another kind lets writers commit beside readers; and by its name only the file is found that has
            // taken the place of this one. Then the threads read by one connection in turn.
            let haveOwnReaders = try workers > 1 && !isInTheMaking && !isReplaced && readersExcludeWriters()
            let work = ScanWork<State, Result>(
                workers: workers, shares: shares.count, cutter: RunCutter(divided: divided, path: path), state: state)
            parallel(shares.count, threads: workers) { share, worker in
                work.take(share, worker: worker, body) { queue in
                    try budget?.check()
                    let reader = try queue ?? (haveOwnReaders && worker > 0 ? anotherReader() : self.queue)
                    queue = reader
                    return try explainingErrors(of: path) {
                        try reader.read { db in
                            try blocks[shares[share]].map { try db.block($0, idCount: idCount, path: path) }
                        }
                    }
                }
            }
            return try work.result()
        }
    }
}

/// A block as it is stored.
private struct StoredBlock {
    let document: Int
    let split: Split
    let block: Int
    let segments: Int
    let ids: [TokenID]
}

extension Database {
    /// Where the blocks of documents are kept, in the order of the text; what they hold is not read.
    fileprivate func blockNumbers(ofDocuments documents: [Int]?, splits: Set<Split>?) throws -> [Int] {
        let chosen =
            splits.map { "split IN (\($0.map { "\($0.rawValue)" }.sorted().joined(separator: ", ")))" } ?? "true"
        var numbers: [Int] = []
        if let documents {
            for id in documents {
                try forEachRow(
                    "SELECT rowid FROM segment_block WHERE document = ? AND \(chosen) ORDER BY split, block", [id],
                    isCached: true
                ) { numbers.append(try $0.integer(0)) }
            }
        } else {
            try forEachRow("SELECT rowid FROM segment_block WHERE \(chosen) ORDER BY document, split, block") {
                numbers.append(try $0.integer(0))
            }
        }
        return numbers
    }

    fileprivate func block(_ number: Int, idCount: Int, path: String) throws -> StoredBlock {
        let block = try firstRow(
            "SELECT segments, tokens, ids, document, split, block FROM segment_block WHERE rowid = ?", [number]
        ) { row in
            guard let split = try Split(rawValue: row.integer(4)) else { throw StorageError.changed(path) }
            var ids: [TokenID] = []
            try row.appendBlock(at: 0, to: &ids, idCount: idCount)
            return try StoredBlock(
                document: row.integer(3), split: split, block: row.count(5), segments: row.count(0), ids: ids)
        }
        guard let block else { throw StorageError.changed(path) }
        return block
    }
}

/// Makes runs of the blocks as they are stored.
private struct RunCutter {
    /// Documents whose pieces are one segment.
    let divided: Set<Int>
    let path: String

    private var document: Int?
    private var (index, segments, tokens) = (0, 0, 0)
    /// What was read of a segment that goes on in other blocks, and of those before it in its first.
    private var open: (split: Split, block: Int, lastSplit: Split, segments: Int, ids: [TokenID])?

    init(divided: Set<Int>, path: String) { (self.divided, self.path) = (divided, path) }

    mutating func take(_ block: StoredBlock, into runs: inout [TokenRun]) throws {
        if block.document != document {
            try finish(into: &runs)
            (document, segments, tokens) = (block.document, 0, 0)
        }
        let isDivided = divided.contains(block.document)
        let count = isDivided ? 0 : block.segments
        if open == nil {
            open = (block.split, block.block, block.split, count, block.ids)
        } else {
            if isDivided, open?.lastSplit != block.split, open?.ids.last == Marker.segmentEnd { open?.ids.removeLast() }
            open?.lastSplit = block.split
            open?.segments += count
            open?.ids += block.ids
        }
        if !isDivided, block.ids.last == Marker.segmentEnd { try finish(into: &runs) }
    }

    mutating func finish(into runs: inout [TokenRun]) throws {
        guard let run = open else { return }
        open = nil
        guard let document, run.ids.last == Marker.segmentEnd else { throw StorageError.changed(path) }
        let count = divided.contains(document) ? 1 : run.segments
        runs.append(
            TokenRun(
                document: document, split: run.split, block: run.block, index: index, segmentsBefore: segments,
                tokensBefore: tokens, ids: run.ids))
        index += 1
        segments += count
        tokens += run.ids.count - count
    }
}

/// What the workers read and make.
private final class ScanWork<State: Sendable, Result: Sendable>: Sendable {
    private struct Worker {
        var state: State
        var queue: DatabaseQueue?
        var results: [(index: Int, result: Result)] = []
        var failure: (share: Int, error: any Error)?
    }

    private let workers: SharedSlots<Worker>
    private let shares: Int
    /// A run may begin in one share and end in another.
    private let cutter: InTurn<RunCutter>
    private let hasFailed = Atomic(false)

    init(workers: Int, shares: Int, cutter: RunCutter, state: () -> State) {
        self.workers = SharedSlots(workers) { Worker(state: state()) }
        self.shares = shares
        self.cutter = InTurn(cutter)
    }

    /// Shares are taken in ascending order, so that all before one that failed were or are being worked on.
    ///
    /// - Parameter read: gets the connection that the worker has, and may give it one.
    func take(
        _ share: Int, worker: Int, _ body: (TokenRun, inout State) throws -> Result,
        reading read: (inout DatabaseQueue?) throws -> [StoredBlock]
    ) {
        workers.update(worker) { worker in
            do {
                let blocks = Swift.Result { try goesOn ? read(&worker.queue) : [] }
                let runs = try cutter.change(share) { cutter in
                    guard goesOn else { return [TokenRun]() }
                    // Later shares wait for their turn: they find out that they are not wanted.
                    var isCut = false
                    defer { if !isCut { hasFailed.store(true, ordering: .relaxed) } }
                    var runs: [TokenRun] = []
                    for block in try blocks.get() { try cutter.take(block, into: &runs) }
                    if share == shares - 1 { try cutter.finish(into: &runs) }
                    isCut = true
                    return runs
                }
                for run in runs where worker.failure == nil {
                    worker.results.append((run.index, try body(run, &worker.state)))
                }
            } catch {
                hasFailed.store(true, ordering: .relaxed)
                if worker.failure == nil { worker.failure = (share, error) }
            }
        }
    }

    private var goesOn: Bool { !hasFailed.load(ordering: .relaxed) }

    func result() throws -> (results: [Result], states: [State]) {
        let workers = workers.values
        if let first = workers.compactMap(\.failure).min(by: { $0.share < $1.share }) { throw first.error }
        let results = workers.flatMap(\.results).sorted { $0.index < $1.index }.map(\.result)
        return (results, workers.map(\.state))
    }
}
