internal import Basics
internal import Counting
internal import GRDB
internal import Tokenization

/// Last stage: brings counted n-grams into the tables of counts.
///
/// Contract: a split's unigrams once, then its buckets in any order.
final class CountChange {
    enum Kind {
        /// Into tables that have none of the split's rows.
        case insert
        /// To the counts that are there.
        case add
        /// From the counts that are there; what comes to 0 is deleted.
        case subtract
    }

    private let rows: SortedRows
    /// For each order the statements that take rows, in turn, with the split as `?1`.
    private let statements: [[Statement]]

    init(_ kind: Kind, in db: Database) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw StorageError.fault("The database was closed.")
        }
        rows = unsafe try SortedRows(connection)
        statements = try (1...3).map { order in
            try Self.sql(kind, order: order).map { try db.makeStatement(sql: $0) }
        }
    }

    /// - Parameter counts: by id.
    func apply(unigrams counts: [Int], split: Split) throws {
        try rows.withCounts(counts) { try run(1, split) }
    }

    func apply(_ ngrams: CountedNgrams, split: Split) throws {
        switch ngrams {
        case .bucket(let sorter, let bucket):
            rows.set(sorter, bucket: bucket, order: .two)
            try run(2, split)
            rows.set(sorter, bucket: bucket, order: .three)
            try run(3, split)
        case .counts(let counts):
            try rows.withCounts(counts, order: .two) { try run(2, split) }
            try rows.withCounts(counts, order: .three) { try run(3, split) }
        }
    }

    private func run(_ order: Int, _ split: Split) throws {
        for statement in statements[order - 1] { try statement.execute(arguments: [split.rawValue]) }
    }

    private static func sql(_ kind: Kind, order: Int) -> [String] {
        let table = Schema.countTableName(order: order)
        let words = (1...order).map { "w\($0)" }.joined(separator: ", ")
        // The table of one word's rows has its count in the column of the second.
        let n = order == 1 ? "w2" : "n"
        let insert = "INSERT INTO \(table) (split, \(words), n) SELECT ?1, \(words), \(n) FROM sorted_rows"
        let join = "c.split = ?1 AND " + (1...order).map { "c.w\($0) = r.w\($0)" }.joined(separator: " AND ")
        switch kind {
        case .insert:
            // `OR REPLACE` replaces nothing here: it spares SQLite, built without hooks for changes, a search for each row.
            return [insert.replacing("INSERT", with: "INSERT OR REPLACE", maxReplacements: 1)]
        case .add:
            return ["\(insert) WHERE true ON CONFLICT (split, \(words)) DO UPDATE SET n = n + excluded.n"]
        case .subtract:
            return [
                """
                \(insert) WHERE true ON CONFLICT (split, \(words)) DO UPDATE SET n = n - excluded.n
                """,
                """
                DELETE FROM \(table) WHERE (split, \(words)) IN (
                    SELECT ?1, \((1...order).map { "r.w\($0)" }.joined(separator: ", "))
                    FROM sorted_rows AS r CROSS JOIN \(table) AS c ON \(join) WHERE c.n = 0)
                """,
            ]
        }
    }
}
