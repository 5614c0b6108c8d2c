internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Tokenization

/// The parts of a model in the database, read block by block.
package struct ModelPartsReader: Sendable {
    let store: CorpusStore
    let id: Int64
    package let record: ModelSummary

    /// What tells a model from all others, those of the same name too, and of other files in its place.
    package struct Version: Hashable, Sendable {
        let id: Int64
        let record: ModelSummary
    }
    package var version: Version { Version(id: id, record: record) }

    package var kind: String { record.kind }
    package var settings: String { record.settings }
    package var metrics: String { record.metrics }

    /// The length of a part in bytes, `nil` if there is no such part.
    /// - Throws: `StorageError` if blocks are missing: what is read is made room for before.
    package func byteCount(ofPart part: String) throws -> Int? {
        try store.read { db in
            try requireModel(db)
            return try db.firstRow(
                """
                SELECT block, length(bytes),
                    (SELECT count(*) FROM model_block AS every WHERE every.model = ?1 AND every.part = ?2)
                FROM model_block WHERE model = ?1 AND part = ?2 ORDER BY block DESC LIMIT 1
                """, [id, part]
            ) { row in
                let (last, length) = (try row.count(0), try row.count(1))
                guard try last + 1 == row.count(2), length <= CorpusStore.modelBlockSize else { throw incomplete }
                return last * CorpusStore.modelBlockSize + length
            }
        }
    }

    /// The bytes of a range of a part.
    /// - Throws: `StorageError` if the part is shorter.
    package func bytes(ofPart part: String, range: Range<Int>) throws -> [UInt8] {
        guard !range.isEmpty else { return [] }
        let size = CorpusStore.modelBlockSize
        let first = range.lowerBound / size
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        try store.read { db in
            try requireModel(db)
            try db.forEachRow(
                """
                SELECT block, bytes FROM model_block WHERE model = ? AND part = ? AND block BETWEEN ? AND ?
                ORDER BY block
                """, [id, part, first, (range.upperBound - 1) / size]
            ) { row in
                let start = try row.integer(0) * size
                let block = try unsafe row.blob(1)
                let from = max(range.lowerBound - start, 0)
                let to = min(range.upperBound - start, block.count)
                if from < to { unsafe bytes.append(contentsOf: block[from..<to]) }
            }
        }
        guard bytes.count == range.count else { throw incomplete }
        return bytes
    }
}

extension ModelPartsReader {
    /// Fills a span with a part from its beginning, without a copy on the way.
    ///
    /// - Parameter threads: how many read, each by a connection of its own.
    /// - Throws: `StorageError` if the part is not as long.
    package func read(_ part: String, into bytes: inout MutableRawSpan, threads: Int) throws {
        // No other commits meanwhile, so that all connections see one state.
        try store.holding {
            let size = CorpusStore.modelBlockSize
            let blocks = (bytes.byteCount + size - 1) / size
            // Many small shares: a thread that is busy elsewhere at first has its part of them when it comes.
            let share = 16
            let shares = (blocks + share - 1) / share
            guard try byteCount(ofPart: part) == bytes.byteCount else { throw incomplete }
            // A journal of another kind lets writers commit beside readers; and by its name only the file is found that has
            // taken the place of this one.
            let threads = try store.readersExcludeWriters() && !store.isReplaced ? threads : 1
            let workers = SharedSlots<Result<DatabaseQueue, any Error>?>(max(1, min(threads, shares))) { nil }
            unsafe bytes.withUnsafeMutableBytes { target in
                let memory = unsafe SharedBuffer(target)
                let soon = unsafe SoonWritten(target)
                parallel(shares, threads: threads) { index, worker in
                    workers.update(worker) { state in
                        state = Result {
                            let queue = try state?.get() ?? (worker == 0 ? store.queue : store.anotherReader())
                            let range = index * share..<min((index + 1) * share, blocks)
                            soon.get(range.lowerBound * size..<range.upperBound * size)
                            try unsafe read(part, range, by: queue, into: memory)
                            return queue
                        }
                    }
                }
            }
            for case .failure(let failure)? in workers.values { throw failure }
        }
    }

    private func read(
        _ part: String, _ blocks: Range<Int>, by queue: DatabaseQueue,
        into memory: SharedBuffer<UnsafeMutableRawBufferPointer>
    )
        throws
    {
        try explainingErrors(of: store.path) {
            try queue.read { db in
                var next = blocks.lowerBound
                try db.forEachRow(
                    """
                    SELECT block, bytes FROM model_block
                    WHERE model = ? AND part = ? AND block >= ? AND block < ? ORDER BY block
                    """, [id, part, blocks.lowerBound, blocks.upperBound]
                ) { row in
                    let start = next * CorpusStore.modelBlockSize
                    let wanted = unsafe min(CorpusStore.modelBlockSize, memory.buffer.count - start)
                    let block = try unsafe row.blob(1)
                    guard try row.integer(0) == next, block.count == wanted else { throw incomplete }
                    unsafe UnsafeMutableRawBufferPointer(rebasing: memory.buffer[start...]).copyMemory(from: block)
                    next += 1
                }
                guard next == blocks.upperBound else { throw incomplete }
            }
        }
    }

    /// Throws where the model is there no more.
    private func requireModel(_ db: Database) throws {
        guard try db.firstRow("SELECT id FROM model WHERE id = ?", [id], { try $0.integer(0) }) == nil else { return }
        throw StorageError.modelReplacedMeanwhile(record.name, in: store.path)
    }

    private var incomplete: StorageError { .incompleteModel(record.name, in: store.path) }
}

extension CorpusStore {
    /// Whether a reader keeps others from committing, as it does but for a write-ahead log.
    func readersExcludeWriters() throws -> Bool {
        try read { try $0.firstRow("PRAGMA journal_mode") { try $0.text(0) } } != "wal"
    }

    /// A further connection, for a thread of its own.
    func anotherReader() throws -> DatabaseQueue {
        try DatabaseFile.connect(path, writable: false, patience: LockWait(wait: 5))
    }
}
