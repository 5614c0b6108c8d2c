internal import Basics
internal import GRDB
internal import Tokenization

/// The tables `spectrum` and `frequent`, and their upkeep when counts change.
final class FrequencyStore {
    /// A split, or all together, and an order.
    struct Key: Hashable {
        let split: Int
        let order: Int

        var settingName: String { "frequent_\(split)_\(order)" }
        /// In the order of the tables.
        static let all = ([Schema.whole] + Split.allCases.map(\.rawValue)).flatMap { split in
            Schema.orders.map { Key(split: split, order: $0) }
        }
    }

    private struct Change {
        let count: Int
        let words: InlineArray<3, TokenID>
        let isNew: Bool
    }

    private let db: Database
    private let path: String
    /// By frequency, how many n-grams more have it.
    private var types: [Key: [Int: Int]] = [:]
    private var changes: [Key: [Change]] = [:]
    private var least: [Key: Int] = [:]

    /// For counts that change.
    init(_ db: Database, path: String) throws {
        self.db = db
        self.path = path
        for key in Key.all {
            least[key] = try db.firstRow("SELECT value FROM setting WHERE name = ?", [key.settingName]) {
                try $0.count(0)
            }
        }
    }

    /// An n-gram's counts have changed.
    func change(
        _ words: borrowing InlineArray<3, TokenID>, order: Int, from old: InlineArray<4, Int>,
        to new: InlineArray<4, Int>
    ) {
        var (oldSum, newSum) = (0, 0)
        for split in 0..<NgramCounter.splitCount {
            oldSum += old[split]
            newSum += new[split]
            if split < Schema.across {
                change(words, Key(split: split, order: order), from: old[split], to: new[split])
            }
        }
        change(words, Key(split: Schema.whole, order: order), from: oldSum, to: newSum)
    }

    private func change(_ words: borrowing InlineArray<3, TokenID>, _ key: Key, from old: Int, to new: Int) {
        guard old != new else { return }
        if old > 0 { types[key, default: [:]][old, default: 0] -= 1 }
        if new > 0 { types[key, default: [:]][new, default: 0] += 1 }
        let least = least[key] ?? 1
        if old >= least { changes[key, default: []].append(Change(count: old, words: copy words, isNew: false)) }
        if new >= least { changes[key, default: []].append(Change(count: new, words: copy words, isNew: true)) }
    }

    /// Brings the tables up to date, in the transaction that changes the counts and after it has changed them.
    func finish() throws {
        let add = try db.makeStatement(
            sql: """
                INSERT INTO spectrum VALUES (?, ?, ?, ?)
                ON CONFLICT (split, n_gram_order, frequency) DO UPDATE SET types = types + excluded.types
                """)
        let insert = try db.makeStatement(sql: Self.insert)
        let delete = try db.makeStatement(
            sql: """
                DELETE FROM frequent
                WHERE split = ? AND n_gram_order = ? AND n = ? AND w1 = ? AND w2 = ? AND w3 = ?
                """)
        for key in Key.all {
            for (frequency, change) in (types[key] ?? [:]).sorted(by: { $0.key < $1.key }) where change != 0 {
                try add.execute(arguments: [key.split, key.order, frequency, change])
            }
            if types[key] != nil {
                try db.execute(
                    sql: "DELETE FROM spectrum WHERE split = ? AND n_gram_order = ? AND types = 0",
                    arguments: [key.split, key.order])
                // The counts were not those of the spectrum: another program changed one of them.
                let isOff = try db.firstRow(
                    "SELECT 1 FROM spectrum WHERE split = ? AND n_gram_order = ? AND types < 0", [key.split, key.order]
                ) { _ in true }
                guard isOff == nil else { throw StorageError.changed(path) }
            }
            for change in changes[key] ?? [] {
                try (change.isNew ? insert : delete).execute(integers: Self.row(key, change.count, change.words))
            }
            if changes[key] != nil || types[key] != nil { try settle(key) }
        }
    }

    /// Sets the least count anew where the table has become too small or too large.
    private func settle(_ key: Key) throws {
        let rows =
            try db.firstRow(
                "SELECT count(*) FROM frequent WHERE split = ? AND n_gram_order = ?", [key.split, key.order]
            ) { try $0.count(0) } ?? 0
        let old = least[key] ?? 1
        guard rows < FrequencyTally.wanted && old > 1 || rows > FrequencyTally.most || least[key] == nil else { return }
        let new = FrequencyTally.leastCount(
            keeping: FrequencyTally.wanted, of: try db.spectrum(split: key.split, order: key.order))
        if new < old {
            let insert = try db.makeStatement(sql: Self.insert)
            try db.forEachStoredGroup(order: key.order, of: path) { group in
                let count = key.split == Schema.whole ? group.total : group.counts[key.split]
                guard count >= new && count < old && group.isOfWords(order: key.order) else { return }
                try insert.execute(integers: Self.row(key, count, group.words))
            }
        } else if new > old {
            try db.execute(
                sql: "DELETE FROM frequent WHERE split = ? AND n_gram_order = ? AND n < ?",
                arguments: [key.split, key.order, new])
        }
        try Self.set(new, key, in: db)
    }

    private static let insert = "INSERT INTO frequent VALUES (?, ?, ?, ?, ?, ?)"

    private static func row(_ key: Key, _ count: Int, _ words: borrowing InlineArray<3, TokenID>) -> [Int] {
        [
            key.split, key.order, count, Int(words[0]), key.order > 1 ? Int(words[1]) : -1,
            key.order > 2 ? Int(words[2]) : -1,
        ]
    }

    private static func set(_ least: Int, _ key: Key, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [key.settingName, least])
    }

    /// Writes what was counted into tables that hold nothing.
    static func store(_ tallies: FrequencyTallies, in db: Database) throws {
        let types = try db.makeStatement(sql: "INSERT INTO spectrum VALUES (?, ?, ?, ?)")
        let frequent = try db.makeStatement(sql: insert)
        for key in Key.all {
            let tally = tallies[key.order, key.split == Schema.whole ? Schema.across : key.split]
            for entry in tally.spectrum {
                try types.execute(integers: [key.split, key.order, entry.frequency, entry.types])
            }
            let (least, ngrams) = tally.mostFrequent()
            for ngram in ngrams { try frequent.execute(integers: row(key, ngram.count, ngram.words)) }
            try set(least, key, in: db)
        }
    }

    /// Makes the tables anew from the stored counts.
    static func rebuild(in db: Database, path: String) throws {
        try db.execute(sql: "DELETE FROM spectrum; DELETE FROM frequent")
        let tallies = FrequencyTallies()
        for order in Schema.orders {
            try db.forEachStoredGroup(order: order, of: path) { tallies.add($0, order: order) }
        }
        try store(tallies, in: db)
    }
}

extension Database {
    /// How many n-grams occur how often, ascending.
    func spectrum(split: Int, order: Int) throws -> [(frequency: Int, types: Int)] {
        var spectrum: [(frequency: Int, types: Int)] = []
        try forEachRow(
            "SELECT frequency, types FROM spectrum WHERE split = ? AND n_gram_order = ? ORDER BY frequency",
            [split, order]
        ) { try spectrum.append(($0.count(0), $0.count(1))) }
        return spectrum
    }
}
