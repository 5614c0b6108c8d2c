internal import Basics
internal import Counting
internal import GRDB
internal import Tokenization

/// Last stage: brings counted n-grams into the tables of counts, spectra and frequent n-grams.
///
/// Contract: unigrams once, then the n-grams in ascending order, then `finish`.
protocol CountTarget: AnyObject {
    /// - Parameter counts: for each split by id.
    func apply(unigrams counts: [[Int]]) throws
    func apply(_ ngrams: CountedNgrams) throws
    /// Writes what was put aside, the spectra and the frequent n-grams.
    func finish() throws
}

/// The last stage where there is a database: SQLite changes its tables, row by row.
final class CountTables: CountTarget {
    enum Kind {
        /// Into tables that have no rows.
        case insert
        /// To the counts that are there.
        case add
        /// From the counts that are there; what comes to 0 is deleted.
        case subtract
    }

    /// Rows that are put aside together.
    private static let chunkSize = 1 << 18

    private let kind: Kind
    private let path: String
    private let spool: TokenSpool
    private let db: Database
    private let rows: SortedRows
    /// For each order the statements that take rows, in turn, with the split as `?1`.
    private let statements: [[Statement]]
    private let stored: [StoredGroups]
    private let frequencies: FrequencyStore?
    /// Of tables that had no rows.
    private let tallies = FrequencyTallies()
    /// For each order and split the rows to be written: those of train at once, the others when train is done, so that the
    /// tables grow at their end.
    private var pending: [[NgramRows]]
    private var aside: [[[TokenSpool.Chunk]]]

    init(_ kind: Kind, in db: Database, path: String, spool: TokenSpool) throws {
        guard let connection = unsafe db.sqliteConnection else {
            throw StorageError.fault("The database was closed.")
        }
        self.kind = kind
        self.path = path
        self.spool = spool
        self.db = db
        rows = unsafe try SortedRows(connection)
        statements = try Schema.orders.map { order in
            try Self.sql(kind, order: order).map { try db.makeStatement(sql: $0) }
        }
        stored = try kind == .insert ? [] : Schema.orders.map { try StoredGroups(order: $0, in: db, path: path) }
        frequencies = try kind == .insert ? nil : FrequencyStore(db, path: path)
        let splits = NgramCounter.splitCount
        pending = Schema.orders.map { Array(repeating: NgramRows(order: $0), count: splits) }
        aside = Schema.orders.map { _ in Array(repeating: [], count: splits) }
    }

    func apply(unigrams counts: [[Int]]) throws {
        for id in counts[0].indices {
            var group = NgramGroup(TokenID(id))
            for split in 0..<NgramCounter.splitCount { group.counts[split] = counts[split][id] }
            if group.total > 0 { try take(1, group) }
        }
        try write()
    }

    func apply(_ ngrams: CountedNgrams) throws {
        try ngrams.forEachGroup { try take($0, $1) }
        try write()
    }

    func finish() throws {
        for split in 1..<NgramCounter.splitCount {
            for order in Schema.orders {
                for chunk in aside[order - 1][split] {
                    try run(NgramRows(order: order, numbers: spool.tokens(of: chunk)), split: split)
                    spool.forget(chunk)
                }
                try run(pending[order - 1][split], split: split)
            }
        }
        if let frequencies { return try frequencies.finish() }
        try FrequencyStore.store(tallies, in: db)
    }

    @inline(__always)
    private func take(_ order: Int, _ group: borrowing NgramGroup) throws {
        for split in 0..<NgramCounter.splitCount where group.counts[split] > 0 {
            pending[order - 1][split].append(group.words, group.counts[split])
        }
        if let frequencies {
            try change(frequencies, order, group)
        } else {
            tallies.add(group, order: order)
        }
    }

    private func change(_ frequencies: FrequencyStore, _ order: Int, _ group: borrowing NgramGroup) throws {
        let old = try stored[order - 1].counts(of: group.words)
        var new = old
        for split in 0..<NgramCounter.splitCount {
            new[split] += kind == .subtract ? -group.counts[split] : group.counts[split]
            guard new[split] >= 0 else { throw StorageError.changed(path) }
        }
        if group.isOfWords(order: order) { frequencies.change(group.words, order: order, from: old, to: new) }
    }

    private func write() throws {
        for order in Schema.orders {
            try run(pending[order - 1][0], split: 0)
            pending[order - 1][0].removeAll()
            for split in 1..<NgramCounter.splitCount where pending[order - 1][split].numbers.count >= Self.chunkSize {
                aside[order - 1][split].append(try spool.append(pending[order - 1][split].numbers))
                pending[order - 1][split].removeAll()
            }
        }
    }

    private func run(_ rows: NgramRows, split: Int) throws {
        guard !rows.numbers.isEmpty else { return }
        try self.rows.with(rows) {
            for statement in statements[rows.order - 1] { try statement.execute(arguments: [split]) }
        }
    }

    private static func sql(_ kind: Kind, order: Int) -> [String] {
        let table = Schema.countTableName(order: order)
        let words = Schema.words(order: order)
        let insert = "INSERT INTO \(table) (split, \(words), n) SELECT ?1, \(words), n FROM sorted_rows"
        switch kind {
        case .insert:
            // `OR REPLACE` replaces nothing here: it spares SQLite, built without hooks for changes, a search for each row.
            return [insert.replacing("INSERT", with: "INSERT OR REPLACE", maxReplacements: 1)]
        case .add:
            return ["\(insert) WHERE true ON CONFLICT (split, \(words)) DO UPDATE SET n = n + excluded.n"]
        case .subtract:
            let join = "c.split = ?1 AND " + (1...order).map { "c.w\($0) = r.w\($0)" }.joined(separator: " AND ")
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
