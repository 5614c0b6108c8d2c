internal import Basics
internal import GRDB
internal import GRDBSQLite
package import Tokenization

/// The bigrams or trigrams of words that occur often enough, with the sums over all that their association is measured by.
package struct AdjacentCounts: Sendable {
    package let order: Int
    /// The words of the n-grams, `order` each, ascending.
    package private(set) var words: [TokenID] = []
    /// How often each n-gram occurs.
    package private(set) var counts: [Int] = []
    /// How many n-grams begin as each does but for its last word.
    package private(set) var beginnings: [Int] = []
    /// By place in the n-gram, then by type: how many n-grams have the type there.
    package private(set) var places: [[Int]]
    /// How many n-grams there are.
    package var total: Int { places[0].reduce(0, +) }

    package init(order: Int, idCount: Int) {
        self.order = order
        places = Array(repeating: Array(repeating: 0, count: idCount), count: order)
    }

    /// Adds n-grams that begin alike but for their last words.
    ///
    /// - Parameter minimum: the least count of those to be listed.
    package mutating func add(
        _ beginning: some Collection<TokenID>, _ nexts: [(word: TokenID, count: Int)], minimum: Int
    ) {
        guard !beginning.contains(where: Self.isMarker) else { return }
        let first = counts.count
        var sum = 0
        for (word, count) in nexts where !Self.isMarker(word) {
            sum += count
            places[order - 1][Int(word)] += count
            guard count >= minimum else { continue }
            words += beginning
            words.append(word)
            counts.append(count)
        }
        for (place, word) in beginning.enumerated() { places[place][Int(word)] += sum }
        beginnings += repeatElement(sum, count: counts.count - first)
    }

    /// - Precondition: the n-grams of `other` come after these.
    fileprivate mutating func append(_ other: AdjacentCounts) {
        words += other.words
        counts += other.counts
        beginnings += other.beginnings
    }

    fileprivate mutating func addPlaces(of other: AdjacentCounts) {
        for place in places.indices {
            for id in places[place].indices { places[place][id] += other.places[place][id] }
        }
    }

    /// What stays of a worker's counts when its n-grams were taken.
    fileprivate mutating func takeNgrams() -> AdjacentCounts {
        var taken = AdjacentCounts(order: order, idCount: 0)
        swap(&taken.words, &words)
        swap(&taken.counts, &counts)
        swap(&taken.beginnings, &beginnings)
        return taken
    }

    private static func isMarker(_ id: TokenID) -> Bool { id == Marker.segmentStart || id == Marker.segmentEnd }
}

extension CorpusStore {
    /// The stored bigrams or trigrams with their counts in a split, or in all, on several threads.
    ///
    /// - Parameters:
    ///   - order: 2 or 3.
    ///   - split: `nil` for all, with what cuts inside segments separate.
    ///   - minimum: the least count of those that are listed.
    /// - Complexity: a pass over the table; memory for what is listed.
    package func adjacentCounts(
        order: Int, split: Split?, minimum: Int, threads: Int = availableThreads
    ) throws -> AdjacentCounts {
        precondition((2...3).contains(order))
        return try holding {
            let idCount = try read { try $0.idCount(of: path) }
            let splits = split.map { [$0.rawValue] } ?? Array(0...Schema.across)
            let slices = Self.slices(upTo: idCount)
            let threads = try readersExcludeWriters() ? max(1, min(threads, slices.count)) : 1
            let workers = SharedSlots<Result<(queue: DatabaseQueue?, counts: AdjacentCounts), any Error>>(threads) {
                .success((nil, AdjacentCounts(order: order, idCount: idCount)))
            }
            let parts = SharedSlots<AdjacentCounts?>(slices.count) { nil }
            parallel(slices.count, threads: threads) { index, worker in
                workers.update(worker) { state in
                    state = Result {
                        var (opened, counts) = try state.get()
                        // Or the sums would be copied before they are added to.
                        state = .success((nil, AdjacentCounts(order: order, idCount: 0)))
                        let queue = try opened ?? (worker == 0 ? self.queue : anotherReader())
                        try explainingErrors(of: path) {
                            try queue.read { db in
                                try db.addAdjacent(
                                    to: &counts, splits: splits, firstWords: slices[index], idCount: idCount,
                                    minimum: minimum, path: path)
                            }
                        }
                        parts.update(index) { $0 = counts.takeNgrams() }
                        opened = queue
                        return (opened, counts)
                    }
                }
            }
            var whole = AdjacentCounts(order: order, idCount: idCount)
            for worker in workers.values { whole.addPlaces(of: try worker.get().counts) }
            for part in parts.values { if let part { whole.append(part) } }
            return whole
        }
    }

    /// Ranges of ids with some alike share of the rows: ids follow first occurrence, so that the first are the most frequent.
    private static func slices(upTo idCount: Int) -> [Range<Int>] {
        var bounds = [0]
        while let last = bounds.last, last < idCount { bounds.append(min(idCount, last + max(16, last / 4))) }
        return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
    }
}

extension Database {
    /// Adds the n-grams of a range of first words, summed over splits.
    fileprivate func addAdjacent(
        to counts: inout AdjacentCounts, splits: [Int], firstWords: Range<Int>, idCount: Int, minimum: Int, path: String
    ) throws {
        let words = Schema.words(order: counts.order)
        let statements = try splits.map { split in
            try cachedStatement(
                sql: """
                    SELECT \(words), n FROM \(Schema.countTableName(order: counts.order))
                    WHERE split = \(split) AND w1 >= ? AND w1 < ? ORDER BY \(words)
                    """)
        }
        defer { for statement in statements { unsafe sqlite3_reset(statement.sqliteStatement) } }
        var heads: [StoredNgram?] = []
        for statement in statements {
            try statement.setArguments([firstWords.lowerBound, firstWords.upperBound])
            heads.append(try nextNgram(of: statement, order: counts.order, idCount: idCount, path: path))
        }
        var beginning: UInt64?
        var nexts: [(word: TokenID, count: Int)] = []
        func close() {
            guard let beginning else { return }
            let second = TokenID(truncatingIfNeeded: beginning)
            counts.add(
                counts.order == 2 ? [second] : [TokenID(truncatingIfNeeded: beginning >> 32), second], nexts,
                minimum: minimum)
            nexts.removeAll(keepingCapacity: true)
        }
        while true {
            var least: StoredNgram?
            for case let head? in heads { least = least.map { $0.precedes(head) ? $0 : head } ?? head }
            guard let least else { break }
            var sum = 0
            for index in heads.indices {
                guard let head = heads[index], head.beginning == least.beginning, head.last == least.last else {
                    continue
                }
                sum = try sumOfCounts(sum, head.count, of: path)
                heads[index] = try nextNgram(
                    of: statements[index], order: counts.order, idCount: idCount, path: path)
            }
            if least.beginning != beginning {
                close()
                beginning = least.beginning
            }
            nexts.append((least.last, sum))
        }
        close()
    }

    @inline(__always)
    private func nextNgram(of statement: Statement, order: Int, idCount: Int, path: String) throws -> StoredNgram? {
        let sqlite = unsafe statement.sqliteStatement
        switch unsafe sqlite3_step(sqlite) {
        case SQLITE_ROW:
            let row = unsafe StoredRow(sqlite)
            var beginning: UInt64 = 0
            for column in 0..<Int32(order - 1) {
                let id = try row.count(column)
                guard id < idCount else { throw StorageError.changed(path) }
                beginning = beginning << 32 | UInt64(id)
            }
            let last = try row.count(Int32(order - 1))
            guard last < idCount else { throw StorageError.changed(path) }
            return StoredNgram(
                beginning: beginning, last: TokenID(truncatingIfNeeded: last), count: try row.count(Int32(order)))
        case SQLITE_DONE: return nil
        case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code), message: lastErrorMessage)
        }
    }
}

/// A row of a table of bigrams or trigrams.
private struct StoredNgram {
    /// All words but the last.
    let beginning: UInt64
    let last: TokenID
    let count: Int

    @inline(__always)
    func precedes(_ other: StoredNgram) -> Bool { (beginning, last) <= (other.beginning, other.last) }
}
