internal import Basics
internal import GRDB
package import Tokenization

/// An n-gram and how often it occurs.
package struct CountedNgram: Sendable, Hashable {
    package let words: [TokenID]
    package let count: Int
}

extension CorpusStore {
    /// How many n-grams of an order up to 3, boundary markers left out, occur how often, ascending.
    /// - Parameter split: `nil` for all, with what cuts inside segments separate.
    package func storedSpectrum(order: Int, split: Split?) throws -> [(frequency: Int, types: Int)] {
        precondition(Self.storedOrders.contains(order))
        return try read { db in
            let spectrum = try db.spectrum(split: split?.rawValue ?? Schema.whole, order: order)
            var sum = 0
            for entry in spectrum {
                let (tokens, overflows) = entry.frequency.multipliedReportingOverflow(by: entry.types)
                guard !overflows, entry.types > 0, entry.frequency > 0 else { throw StorageError.changed(path) }
                sum = try sumOfCounts(sum, min(tokens, largestCount + 1), of: path)
            }
            return spectrum
        }
    }

    /// How many n-grams of an order up to 3 occur more often than so often, and how many exactly so often.
    /// - Parameter split: `nil` for all.
    package func storedTypes(
        order: Int, split: Split?, around count: Int
    ) throws -> (moreFrequent: Int, alike: Int) {
        precondition(Self.storedOrders.contains(order))
        return try read { db in
            func types(_ condition: String) throws -> Int {
                try db.firstRow(
                    """
                    SELECT coalesce(sum(types), 0) FROM spectrum
                    WHERE split = ? AND n_gram_order = ? AND frequency \(condition) ?
                    """, [split?.rawValue ?? Schema.whole, order, count]
                ) { try $0.count(0) } ?? 0
            }
            return try (types(">"), types("="))
        }
    }

    /// The most frequent n-grams of an order up to 3, in descending order of their counts, and all others as frequent as
    /// the last of them.
    ///
    /// - Parameters:
    ///   - split: `nil` for all.
    ///   - minimum: the least count.
    /// - Returns: `nil` where the table of the most frequent does not reach as far.
    package func mostFrequent(order: Int, split: Split?, limit: Int, minimum: Int) throws -> [CountedNgram]? {
        precondition(Self.storedOrders.contains(order))
        return try read { db in
            let split = split?.rawValue ?? Schema.whole
            guard let least = try leastFrequent(order: order, split: split, in: db) else { return nil }
            let bound = max(minimum, least)
            // The count of the last one wanted.
            let last = try db.firstRow(
                """
                SELECT n FROM frequent WHERE split = ? AND n_gram_order = ? AND n >= ?
                ORDER BY n DESC LIMIT 1 OFFSET ?
                """, [split, order, bound, max(0, limit - 1)]
            ) { try $0.count(0) }
            if last == nil && bound > minimum && least > 1 { return nil }
            return try frequent(
                "n >= ?", [last ?? bound], order: order, split: split, in: db)
        }
    }

    /// The n-grams of an order up to 3 that occur exactly so often.
    /// - Returns: `nil` where the table of the most frequent does not reach as far.
    package func ngrams(order: Int, split: Split?, occurring count: Int) throws -> [CountedNgram]? {
        precondition(Self.storedOrders.contains(order))
        return try read { db in
            let split = split?.rawValue ?? Schema.whole
            guard let least = try leastFrequent(order: order, split: split, in: db), count >= least else { return nil }
            return try frequent("n = ?", [count], order: order, split: split, in: db)
        }
    }

    /// What some ids spell, without loading the others.
    package func texts(of ids: Set<TokenID>) throws -> [TokenID: String] {
        try read { db in
            var texts: [TokenID: String] = [:]
            for id in ids {
                guard let text = try db.firstRow("SELECT text FROM type WHERE id = ?", [Int64(id)], { try $0.text(0) })
                else { throw StorageError.changed(path) }
                texts[id] = text
            }
            return texts
        }
    }

    private func leastFrequent(order: Int, split: Int, in db: Database) throws -> Int? {
        let key = FrequencyStore.Key(split: split, order: order)
        return try db.firstRow("SELECT value FROM setting WHERE name = ?", [key.settingName]) { try $0.count(0) }
    }

    private func frequent(
        _ condition: String, _ arguments: [Int], order: Int, split: Int, in db: Database
    ) throws -> [CountedNgram] {
        var ngrams: [CountedNgram] = []
        try db.forEachRow(
            """
            SELECT n, w1, w2, w3 FROM frequent WHERE split = ? AND n_gram_order = ? AND \(condition)
            ORDER BY n DESC, w1, w2, w3
            """, StatementArguments([split, order] + arguments)
        ) { row in
            let words = try (1...Int32(order)).map { column in
                guard let id = TokenID(exactly: try row.integer(column)) else { throw StorageError.changed(path) }
                return id
            }
            try ngrams.append(CountedNgram(words: words, count: row.count(0)))
        }
        return ngrams
    }
}
