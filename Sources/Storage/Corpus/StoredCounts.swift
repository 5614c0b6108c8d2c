public import Basics
public import Counting
internal import GRDB
public import Tokenization

/// A word that follows a context, and how often.
package struct Continuation: Sendable, Hashable {
    package let id: TokenID
    package let count: Int
}

extension CorpusStore {
    /// The longest n-grams whose counts are stored.
    package static let storedOrders = 1...3

    /// The n-grams of any order with their counts, sorted by id.
    ///
    /// Counted from the token stream, which takes less time than reading as many rows; equal to the stored counts.
    public func counts(
        order: Int, splits: Set<Split> = Set(Split.allCases), threads: Int = availableThreads
    ) throws -> NgramTable {
        var ids: [TokenID] = []
        for split in Split.allCases where splits.contains(split) { ids += try tokens(of: split).ids }
        return countNgrams(in: ids, order: order, threads: threads)
    }

    /// The stored counts of an order up to 3, row by row.
    package func storedCounts(order: Int, split: Split) throws -> NgramTable {
        precondition(Self.storedOrders.contains(order))
        let words = (1...order).map { "w\($0)" }.joined(separator: ", ")
        return try read { db in
            var ids: [TokenID] = []
            var counts: [UInt64] = []
            let idCount = try db.idCount(of: path)
            let columns = Int32(order)
            var total = 0
            try db.forEachRow(
                "SELECT \(words), n FROM \(Schema.countTableName(order: order)) WHERE split = ? ORDER BY \(words)",
                [split.rawValue]
            ) { row in
                for column in 0..<columns {
                    let id = try row.count(column)
                    guard id < idCount else { throw StorageError.changed(path) }
                    ids.append(TokenID(truncatingIfNeeded: id))
                }
                let count = try row.count(columns)
                total = try sumOfCounts(total, count, of: path)
                counts.append(UInt64(count))
            }
            return NgramTable(order: order, ids: ids, counts: counts)
        }
    }

    /// How often an n-gram of one to three words occurs, by one look-up per split.
    /// - Parameter acrossCuts: whether those count, too, that a cut inside a segment separates: what a text has, but no
    ///   model has seen.
    public func count(
        of ngram: [TokenID], splits: Set<Split> = Set(Split.allCases), acrossCuts: Bool = false
    ) throws -> Int {
        precondition(Self.storedOrders.contains(ngram.count))
        let condition = (1...ngram.count).map { "w\($0) = ?" }.joined(separator: " AND ")
        let sql = "SELECT n FROM \(Schema.countTableName(order: ngram.count)) WHERE split = ? AND \(condition)"
        return try read { db in
            try (splits.map(\.rawValue) + (acrossCuts ? [Schema.across] : [])).reduce(0) { sum, split in
                let arguments = [Int64(split)] + ngram.map { Int64($0) }
                return sum + (try db.firstRow(sql, StatementArguments(arguments)) { try $0.count(0) } ?? 0)
            }
        }
    }

    /// The words that follow a context of no, one or two words, ascending by id.
    ///
    /// - Complexity: O(continuations) reads of the primary key.
    package func continuations(
        of context: [TokenID], splits: Set<Split> = Set(Split.allCases)
    ) throws -> [Continuation] {
        let order = context.count + 1
        precondition(Self.storedOrders.contains(order))
        let condition = (1..<order).map { " AND w\($0) = ?" }.joined()
        let sql = "SELECT w\(order), n FROM \(Schema.countTableName(order: order)) WHERE split = ?\(condition)"
        return try read { db in
            let idCount = try db.idCount(of: path)
            var sums: [TokenID: Int] = [:]
            for split in splits {
                let arguments = [Int64(split.rawValue)] + context.map { Int64($0) }
                try db.forEachRow(sql, StatementArguments(arguments)) { row in
                    let id = try row.count(0)
                    guard id < idCount else { throw StorageError.changed(path) }
                    let sum = sums[TokenID(truncatingIfNeeded: id), default: 0]
                    sums[TokenID(truncatingIfNeeded: id)] = try sumOfCounts(sum, row.count(1), of: path)
                }
            }
            return sums.map { Continuation(id: $0.key, count: $0.value) }.sorted { $0.id < $1.id }
        }
    }
}
