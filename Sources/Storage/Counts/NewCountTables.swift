internal import Counting
internal import GRDB
internal import Tokenization

/// The last stage where the database is in the making: its tables of counts are written as finished pages, and what the
/// tables of frequencies hold is counted in the same pass.
///
/// It costs a tenth of SQLite's own insertion, which is the most of all that counting takes: see Benchmarks.
@safe
final class NewCountTables: CountTarget {
    private let new: NewDatabase
    private let db: Database
    private let pages: DatabasePages
    /// For each order.
    private let loaders: [BTreeLoader]
    /// For each order and split what stands behind the rows of train; for train itself nothing.
    private let aside: [[RowsAside]]
    private let encoder: NgramEncoder?
    /// Of what the encoder does not see.
    private let tallies = FrequencyTallies()
    /// For each order a row at hand: the split, the words, the count.
    private let rows: UnsafeMutablePointer<Int64>
    private static let rowSize = 8

    /// Ends the connection's transaction.
    /// - Parameters:
    ///   - types: to be written too; `nil` where SQLite has done it.
    ///   - encoder: of the n-grams that come encoded.
    init(_ new: NewDatabase, _ db: Database, types: NewTypes?, encoder: NgramEncoder?, spool: TokenSpool) throws {
        (self.new, self.db, self.encoder) = (new, db, encoder)
        let pages = try new.beginLoading(db)
        self.pages = pages
        try types?.write(to: pages, in: db)
        loaders = try Schema.orders.map { order in
            BTreeLoader(pages, root: try db.rootPage(of: Schema.countTableName(order: order)), columns: order + 2)
        }
        aside = Schema.orders.map { order in
            (1..<NgramCounter.splitCount).map { _ in RowsAside(order: order, spool: spool) }
        }
        unsafe rows = .allocate(capacity: Schema.orders.count * Self.rowSize)
        unsafe rows.initialize(repeating: 0, count: Schema.orders.count * Self.rowSize)
    }

    deinit { unsafe rows.deallocate() }

    func apply(unigrams counts: [[Int]]) throws {
        for id in counts[0].indices {
            var group = NgramGroup(TokenID(id))
            for split in 0..<NgramCounter.splitCount { group.counts[split] = counts[split][id] }
            if group.total > 0 { try take(1, group) }
        }
    }

    func apply(_ ngrams: CountedNgrams) throws {
        switch ngrams {
        case .encoded(let encoded): try take(encoded)
        case .bucket, .counts: try ngrams.forEachGroup { try take($0, $1) }
        }
    }

    func finish() throws {
        for split in 1..<NgramCounter.splitCount {
            for order in Schema.orders {
                try unsafe aside[order - 1][split - 1].forEach(split: split) {
                    unsafe try loaders[order - 1].append($0)
                }
            }
        }
        for loader in loaders { try loader.finish() }
        try new.endLoading(pages, db)
        encoder?.addTallies(to: tallies)
        try FrequencyStore.store(tallies, in: db)
    }

    private func take(_ encoded: EncodedNgrams) throws {
        try loaders[1].append(encoded.bigrams)
        try loaders[2].append(encoded.trigrams)
        for order in 2...3 {
            for split in 1..<NgramCounter.splitCount {
                try aside[order - 1][split - 1].append(encoded.rowsAside(order: order, split: split))
            }
        }
    }

    /// Takes an n-gram; those of an order ascend.
    func take(_ order: Int, _ group: borrowing NgramGroup) throws {
        for split in 0..<NgramCounter.splitCount where group.counts[split] > 0 {
            try write(
                order, split, group.words[0], group.words[1], group.words[2], group.counts[split])
        }
        tallies.add(group, order: order)
    }

    @inline(__always)
    private func write(
        _ order: Int, _ split: Int, _ first: TokenID, _ second: TokenID, _ third: TokenID, _ count: Int
    ) throws {
        let row = unsafe rows + (order &- 1) &* Self.rowSize
        unsafe row[0] = Int64(split)
        unsafe row[1] = Int64(first)
        unsafe row[2] = Int64(second)
        unsafe row[3] = Int64(third)
        unsafe row[order &+ 1] = Int64(count)
        if split == 0 {
            unsafe try loaders[order &- 1].append(row)
        } else {
            unsafe try aside[order &- 1][split &- 1].append(row)
        }
    }
}
