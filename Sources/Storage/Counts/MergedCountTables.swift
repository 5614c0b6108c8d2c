internal import GRDB
internal import Tokenization

/// The last stage where a database in the making takes the place of another: the other's counts and the new ones become
/// finished pages in one pass.
///
/// Every row that is there is read and written anew; a new one should cost about what it does in a new database.
final class MergedCountTables: CountTarget {
    private let tables: NewCountTables
    /// What is there, for each order.
    private let stored: [StoredGroupReader]
    private let path: String

    /// - Parameter old: the other database, in a transaction that lasts until `finish`.
    init(_ tables: NewCountTables, old: Database, path: String) throws {
        (self.tables, self.path) = (tables, path)
        stored = try Schema.orders.map { try StoredGroupReader(order: $0, in: old, path: path) }
    }

    func apply(unigrams counts: [[Int]]) throws {
        for id in counts[0].indices {
            var group = NgramGroup(TokenID(id))
            for split in 0..<NgramCounter.splitCount { group.counts[split] = counts[split][id] }
            if group.total > 0 { try merge(1, group) }
        }
    }

    func apply(_ ngrams: CountedNgrams) throws { try ngrams.forEachGroup { try merge($0, $1) } }

    func finish() throws {
        for order in Schema.orders {
            while let group = stored[order - 1].current {
                try tables.take(order, group)
                try stored[order - 1].advance()
            }
        }
        try tables.finish()
    }

    private func merge(_ order: Int, _ group: borrowing NgramGroup) throws {
        let reader = stored[order - 1]
        while let old = reader.current, old.isBefore(group) {
            try tables.take(order, old)
            try reader.advance()
        }
        guard let old = reader.current, !group.isBefore(old) else { return try tables.take(order, group) }
        var sum = copy group
        for split in 0..<NgramCounter.splitCount {
            sum.counts[split] = try sumOfCounts(old.counts[split], group.counts[split], of: path)
        }
        try tables.take(order, sum)
        try reader.advance()
    }
}

extension NgramGroup {
    /// Whether its words stand before another's of the same order.
    fileprivate func isBefore(_ other: borrowing NgramGroup) -> Bool {
        (words[0], words[1], words[2]) < (other.words[0], other.words[1], other.words[2])
    }
}
