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
    private let tallies = FrequencyTallies()
    /// For each order a row at hand: the split, the words, the count.
    private let rows: UnsafeMutablePointer<Int64>
    private static let rowSize = 8

    /// Ends the connection's transaction.
    init(_ new: NewDatabase, _ db: Database, spool: TokenSpool) throws {
        (self.new, self.db) = (new, db)
        let pages = try new.beginLoading(db)
        self.pages = pages
        loaders = try Schema.orders.map { order in
            let root = try db.firstRow(
                "SELECT rootpage FROM sqlite_schema WHERE name = ?", [Schema.countTableName(order: order)]
            ) { try $0.count(0) }
            guard let root else { throw StorageError.fault("A new database lacks a table.") }
            return BTreeLoader(pages, root: UInt32(root), columns: order + 2)
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
        case .bucket(let sorter, let bucket): try take(sorter, bucket)
        case .counts: try ngrams.forEachGroup { try take($0, $1) }
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
        try FrequencyStore.store(tallies, in: db)
    }

    /// Takes an n-gram; those of an order ascend.
    func take(_ order: Int, _ group: borrowing NgramGroup) throws {
        for split in 0..<NgramCounter.splitCount where group.counts[split] > 0 {
            try write(
                order, split, group.words[0], group.words[1], group.words[2], group.counts[split])
        }
        tallies.add(group, order: order)
    }

    /// Takes a sorted bucket: what `CountedNgrams.forEachGroup` says, in one loop over the keys.
    private func take(_ sorter: WindowSorter, _ bucket: Int) throws {
        precondition(sorter.windows.order == 3 && sorter.windows.padsEnd && sorter.tagBits == NgramCounter.tagBits)
        let (firstWord, keys) = unsafe sorter.bucket(bucket)
        let idBits = UInt64(sorter.windows.idBits)
        let idMask: UInt64 = (1 << idBits) - 1
        let tagBits = UInt64(NgramCounter.tagBits)
        let tagMask: UInt64 = (1 << tagBits) - 1
        let tallies = (0..<NgramCounter.splitCount).map { self.tallies[3, $0] }
        let whole = tallies[Schema.across]
        var bigram = NgramGroup(0)
        var bigramKey = UInt64.max
        var position = 0
        while position < keys.count {
            let key = unsafe keys[position] &>> tagBits
            if key &>> idBits != bigramKey {
                if bigram.total > 0 { try take(2, bigram) }
                bigramKey = key &>> idBits
                bigram = NgramGroup(
                    firstWord &+ TokenID(truncatingIfNeeded: key &>> (2 &* idBits)),
                    TokenID(truncatingIfNeeded: bigramKey & idMask))
            }
            let third = TokenID(truncatingIfNeeded: key & idMask)
            let isPad = third == Marker.segmentStart
            let isOfWords = bigram.words[0] != Marker.segmentStart && third != Marker.segmentEnd
            var total = 0
            repeat {
                let tagged = unsafe keys[position]
                let start = position
                repeat { position &+= 1 } while unsafe position < keys.count && keys[position] == tagged
                let count = position &- start
                let split = Int(truncatingIfNeeded: tagged & tagMask)
                // Windows are padded, so that every bigram begins one; those of cuts are of two words or of three.
                if isPad || split < Schema.across { bigram.counts[split] &+= count }
                if isPad { continue }
                try write(3, split, bigram.words[0], bigram.words[1], third, count)
                if isOfWords {
                    if split < Schema.across {
                        tallies[split].add([bigram.words[0], bigram.words[1], third], count: count)
                    }
                    total &+= count
                }
            } while unsafe position < keys.count && keys[position] &>> tagBits == key
            if total > 0 { whole.add([bigram.words[0], bigram.words[1], third], count: total) }
        }
        if bigram.total > 0 { try take(2, bigram) }
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
