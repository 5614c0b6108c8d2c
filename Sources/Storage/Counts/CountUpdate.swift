internal import Basics
internal import Counting
internal import Foundation
internal import GRDB
internal import Tokenization

/// Where counts go that are not to be changed row by row.
struct DatabaseInTheMaking {
    let file: NewDatabase
    let db: Database
    /// Whether the counts of the database at hand go into it, too.
    let keepsCounts: Bool
    /// Its types, unless SQLite writes them.
    let types: NewTypes?
}

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

    /// Adds the n-grams of texts to the counts.
    /// - Parameters:
    ///   - new: the database that they go into with those that are there, if it is in the making. Then its transaction ends
    ///     after `meanwhile`, and another begins when the counts are there.
    ///   - inspect: is shown the frequencies of types in train, by id.
    ///   - meanwhile: what else is to be written; if there are threads, the first n-grams are sorted during it.
    /// - Returns: the seconds that no row could be written as none was sorted.
    func add(
        _ texts: CountedTexts, typeCount: Int, into new: DatabaseInTheMaking?, inspect: ([Int]) throws -> Void,
        meanwhile: () throws -> Void
    ) throws -> Double {
        progress.begin(.counting, total: texts.tokenCount)
        let (spool, capacity, threads) = (spool, capacity, threads)
        // What is merged with other counts is not encoded before.
        let encoder = new.flatMap { $0.keepsCounts ? nil : NgramEncoder(threads: threads) }
        @Sendable func begun() throws -> NgramCounter {
            let counter = try texts.counter(
                in: spool, typeCount: typeCount, capacity: capacity, encoder: encoder, threads: threads)
            counter.begin()
            return counter
        }
        let background = threads > 1 ? BackgroundValue { try begun() } : nil
        let tables: any CountTarget
        do {
            try meanwhile()
            tables = try target(in: new, encoder)
        } catch {
            try? background?.value().stop()
            throw error
        }
        let clock = ContinuousClock.now
        let counter = try background?.value() ?? begun()
        defer { counter.stop() }
        let waited = clock.elapsed
        try inspect(counter.unigramCounts[Split.train.rawValue])
        return try waited + apply(tables, counter)
    }

    private func target(in new: DatabaseInTheMaking?, _ encoder: NgramEncoder?) throws -> any CountTarget {
        if let new {
            let tables = try NewCountTables(new.file, new.db, types: new.types, encoder: encoder, spool: spool)
            return new.keepsCounts ? try MergedCountTables(tables, old: db, path: path) : tables
        }
        let isEmpty = try db.firstRow("SELECT 1 FROM unigram LIMIT 1") { _ in true } == nil
        if isEmpty { try db.execute(sql: "DELETE FROM spectrum; DELETE FROM frequent") }
        return try CountTables(isEmpty ? .insert : .add, in: db, path: path, spool: spool)
    }

    /// Subtracts the n-grams of documents and deletes their tokens and texts, but not themselves.
    func subtract(documents: [Int]) throws {
        guard !documents.isEmpty else { return }
        let typeCount = try db.idCount(of: path)
        // There is room for a count of each: ids without gaps are no more than there are rows.
        let types = try db.firstRow("SELECT count(*) FROM type") { try $0.count(0) }
        guard types == typeCount else { throw StorageError.changed(path) }
        var stored: [StoredDocument] = []
        for id in documents {
            var blocks: [StoredDocument.Block] = []
            let isDivided = try db.firstRow("SELECT divided FROM document WHERE id = ?", [id]) { try $0.count(0) } == 1
            try db.forEachRow(
                "SELECT split, segments, tokens, ids FROM segment_block WHERE document = ? ORDER BY split, block", [id]
            ) { row in
                guard let split = try Split(rawValue: row.integer(0)) else { throw StorageError.changed(path) }
                var ids: [TokenID] = []
                try row.appendBlock(at: 1, to: &ids, idCount: typeCount)
                blocks.append(StoredDocument.Block(split: split, chunk: try spool.append(ids)))
            }
            stored.append(StoredDocument(isDivided: isDivided, blocks: blocks))
        }
        let chunks = stored.flatMap(\.blocks).map(\.chunk)
        progress.begin(.counting, total: chunks.reduce(0) { $0 + $1.count })
        let counter = try CountedTexts.stored(stored).counter(
            in: spool, typeCount: typeCount, capacity: capacity, encoder: nil, threads: threads)
        counter.begin()
        defer { counter.stop() }
        _ = try apply(CountTables(.subtract, in: db, path: path, spool: spool), counter)
        for table in ["segment_block", "text_block"] {
            for id in documents {
                try db.execute(sql: "DELETE FROM \(table) WHERE document = ?", arguments: [id])
            }
        }
        for chunk in chunks { spool.forget(chunk) }
    }

    private func apply(_ tables: any CountTarget, _ counter: NgramCounter) throws -> Double {
        var waited = 0.0
        var clock = ContinuousClock.now
        try tables.apply(unigrams: counter.unigramCounts)
        try counter.forEachBucket { ngrams in
            waited += clock.elapsed
            try tables.apply(ngrams)
            progress.advance(by: ngrams.count)
            clock = ContinuousClock.now
        }
        try tables.finish()
        return waited
    }
}
