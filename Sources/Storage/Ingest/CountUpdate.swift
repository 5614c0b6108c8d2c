internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Tokenization

/// Brings the stored counts in line with documents that come or go, in the caller's transaction.
struct CountUpdate {
    let spool: TokenSpool
    private let db: Database
    private let path: String
    private let threads: Int
    private let capacity: Int
    private let progress: IngestProgress

    /// - Parameter memory: bytes to keep to, about.
    init(_ db: Database, path: String, memory: Int, threads: Int, progress: IngestProgress) {
        self.db = db
        self.path = path
        self.threads = threads
        self.progress = progress
        let plan = MemoryPlan(memory: memory, threads: threads)
        spool = TokenSpool(limit: plan.numbers, beside: path)
        capacity = plan.ngrams
    }

    /// Adds the n-grams of documents to the counts.
    /// - Parameters:
    ///   - isNew: whether the tables of counts are empty.
    ///   - inspect: is shown the frequencies of types in train, by id.
    ///   - meanwhile: what else is to be written; if there are threads, the first n-grams are sorted during it.
    /// - Returns: the seconds that no row could be written as none was sorted.
    func add(
        _ documents: [ReadDocument], typeCount: Int, isNew: Bool, inspect: ([Int]) throws -> Void,
        meanwhile: () throws -> Void
    ) throws -> Double {
        progress.begin(.counting, total: documents.reduce(0) { $0 + $1.tokenCount })
        let (spool, capacity, threads) = (spool, capacity, threads)
        @Sendable func counter(of split: Split) throws -> SplitCounter {
            let counter = try SplitCounter(
                split, of: documents, in: spool, typeCount: typeCount, capacity: capacity, threads: threads)
            counter.begin()
            return counter
        }
        let train = threads > 1 ? BackgroundValue { try counter(of: .train) } : nil
        let change: CountChange
        do {
            try meanwhile()
            change = try CountChange(isNew ? .insert : .add, in: db)
        } catch {
            try? train?.value().stop()
            throw error
        }
        var waited = 0.0
        for split in Split.allCases {
            let clock = ContinuousClock.now
            let counter = try split == .train ? train?.value() ?? counter(of: split) : counter(of: split)
            defer { counter.stop() }
            waited += clock.elapsed
            if split == .train { try inspect(counter.unigramCounts) }
            waited += try apply(change, counter)
        }
        return waited
    }

    /// Subtracts the n-grams of documents and deletes their tokens, but not themselves.
    func subtract(documents: [Int]) throws {
        guard !documents.isEmpty else { return }
        let typeCount = try db.idCount(of: path)
        // There is room for a count of each: ids without gaps are no more than there are rows.
        let types = try db.firstRow("SELECT count(*) FROM type") { try $0.count(0) }
        guard types == typeCount else { throw StorageError.changed(path) }
        var chunks: [[TokenSpool.Chunk]] = [[], [], []]
        for id in documents {
            try db.forEachRow(
                "SELECT split, segments, tokens, ids FROM segment_block WHERE document = ? ORDER BY split, block", [id]
            ) { row in
                guard let split = try Split(rawValue: row.integer(0)) else { throw StorageError.changed(path) }
                var ids: [TokenID] = []
                try row.appendBlock(at: 1, to: &ids, idCount: typeCount)
                chunks[split.rawValue].append(try spool.append(ids))
            }
        }
        progress.begin(.counting, total: chunks.joined().reduce(0) { $0 + $1.count })
        let change = try CountChange(.subtract, in: db)
        for split in Split.allCases where !chunks[split.rawValue].isEmpty {
            let counter = try SplitCounter(
                split, of: chunks[split.rawValue], in: spool, typeCount: typeCount, capacity: capacity,
                threads: threads)
            counter.begin()
            defer { counter.stop() }
            _ = try apply(change, counter)
        }
        for id in documents {
            try db.execute(sql: "DELETE FROM segment_block WHERE document = ?", arguments: [id])
        }
        for chunk in chunks.joined() { spool.forget(chunk) }
    }

    private func apply(_ change: CountChange, _ counter: SplitCounter) throws -> Double {
        guard counter.count > 0 else { return 0 }
        var waited = 0.0
        var clock = ContinuousClock.now
        try change.apply(unigrams: counter.unigramCounts, split: counter.split)
        try counter.forEachBucket { ngrams in
            waited += clock.elapsed
            try change.apply(ngrams, split: counter.split)
            progress.advance(by: ngrams.count)
            clock = ContinuousClock.now
        }
        return waited
    }
}
