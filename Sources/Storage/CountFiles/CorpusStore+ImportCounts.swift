internal import Basics
internal import Foundation
internal import GRDB
package import Tokenization

/// What an import of counts brought.
package struct CountImportResult: Sendable {
    /// The n-grams of an order.
    package struct Order: Sendable, Hashable {
        package let order: Int
        /// How many different ones there are.
        package let ngrams: Int
        /// How often they occur together.
        package let total: Int
    }

    package internal(set) var orders: [Order] = []
    /// Lines of more than three words, which were left out.
    package internal(set) var longer = 0
    /// Whether the n-grams that begin with some words come to as many as these.
    package internal(set) var addsUp = true
    package internal(set) var notes: [String] = []
    /// What the database holds then; `nil` until it is done.
    package internal(set) var corpus: CorpusState?
}

extension CorpusStore {
    /// Makes a database of n-gram counts of orders 1 to 3, without a text: everything is in train.
    ///
    /// - Parameters:
    ///   - files: SRILM's files of counts, or folders in Google's layout or of the Spark job.
    ///   - path: of the database, which must not be there.
    ///   - tokenizer: what cuts a text into such words.
    ///   - vocabularyRule: as JSON of a form that its owner knows.
    ///   - memory: approximate bytes of it, besides the list of types.
    /// - Throws: `CountFileError`, `InputError`, `StorageError`; there is no database then.
    /// - Complexity: O(n log n) for n lines.
    package static func importCounts(
        _ files: [String], into path: String, tokenizer: TokenizerSettings, vocabularyRule: String,
        memory: Int = 2 << 30, progress: IngestProgress = IngestProgress()
    ) throws -> CountImportResult {
        NewDatabase.removeLeftovers(of: path)
        guard try DatabaseFile.kind(of: path) == .missing else { throw StorageError.existsAlready(path) }
        let files = try CountFileReader.files(files)
        let settings = CountSettings(
            tokenizer: sortedJSON(tokenizer), splitting: sortedJSON(Splitting()), vocabularyRule: vocabularyRule)
        return try makeOfCounts(path, settings, memory: memory, progress: progress) { counts in
            for file in files { try counts.read(file, progress: progress) }
        }
    }

    /// Makes a database of counts.
    ///
    /// - Parameters:
    ///   - areSummed: whether an n-gram may come more than once: its counts are then added.
    ///   - read: reads them.
    static func makeOfCounts(
        _ path: String, _ settings: CountSettings, areSummed: Bool = false, memory: Int, progress: IngestProgress,
        read: (inout ReadCounts) throws -> Void
    ) throws -> CountImportResult {
        let new = try NewDatabase(path: path)
        let result = try explainingErrors(of: path) {
            try new.fill { db in
                try db.beginTransaction(.immediate)
                try Schema.createTables(in: db)
                try Schema.createTypeIndex(in: db)
                let plan = MemoryPlan(memory: memory, threads: 1)
                let spool = TokenSpool(limit: plan.numbers, beside: path)
                // A row takes 40 bytes, and orders may be mixed.
                var counts = ReadCounts(capacity: plan.ngrams / 16, areSummed: areSummed, spool: spool)
                progress.begin(.reading, total: nil)
                try read(&counts)
                try counts.finish()
                var loader = try CountLoader(counts, new, db, spool: spool)
                var result = try loader.load(progress: progress)
                try settings.write(in: db)
                try db.set(sortedJSON(loader.summary), forSetting: SettingName.counts)
                result.corpus = try state(in: db, path: path)
                try db.commit()
                return result
            }
        }
        progress.begin(.syncing, total: nil)
        try new.publish()
        return result
    }
}

/// What a database of counts says of the words that were counted, as JSON.
struct CountSettings: Hashable {
    let tokenizer: String
    let splitting: String
    let vocabularyRule: String

    func write(in db: Database) throws {
        try db.set(tokenizer, forSetting: SettingName.tokenizer)
        try db.set(splitting, forSetting: SettingName.splitting)
        try db.set(vocabularyRule, forSetting: SettingName.vocabularyRule)
    }
}

/// Writes counts that were read into a new database, and looks whether they fit together.
private struct CountLoader {
    private let counts: ReadCounts
    private let tables: NewCountTables
    private var result = CountImportResult()
    private var hash = SHA256()
    private var unhashed: [UInt8] = []

    /// Ends the transaction at hand; `load` begins another.
    init(_ counts: ReadCounts, _ new: NewDatabase, _ db: Database, spool: TokenSpool) throws {
        self.counts = counts
        let types = NewTypes(counts.types, threads: 1)
        if types == nil { try insertTypes(of: counts.types, from: Marker.texts.count, in: db) }
        tables = try NewCountTables(new, db, types: types, encoder: nil, spool: spool)
        for id in 0..<TokenID(counts.types.count) { hash.update(counts.types[id] + "\n") }
    }

    var summary: CountsWithoutText {
        var hash = hash
        hash.update(unhashed)
        return CountsWithoutText(
            order: result.orders.last?.order ?? 0, addsUp: result.addsUp, sha256: hexadecimal(hash.finalize()))
    }

    mutating func load(progress: IngestProgress) throws -> CountImportResult {
        progress.begin(.counting, total: counts.runs.reduce(0) { $0 + $1.count })
        var unigrams = [Int](repeating: 0, count: counts.types.count)
        try take(1, progress) { row in unigrams[Int(row.words[0])] = row.count }
        for (id, place) in counts.firstPlaces.enumerated() where place > 0 && unigrams[id] == 0 {
            throw CountFileError.withoutShorter([counts.types[TokenID(id)]], counts.place(place - 1))
        }
        if counts.runs[1].count > 0 || counts.runs[2].count > 0 {
            var sums = [Int](repeating: 0, count: unigrams.count)
            try take(2, progress) { row in sums[Int(row.words[0])] += row.count }
            for id in sums.indices where sums[id] != unigrams[id] && TokenID(id) != Marker.segmentEnd {
                try compare([TokenID(id)], unigrams[id], sums[id])
            }
        }
        if counts.runs[2].count > 0 { try loadTrigrams(progress) }
        try tables.finish()
        result.longer = counts.longer
        result.notes = counts.notes
        return result
    }

    /// Looks at each bigram beside the trigrams that begin with it.
    private mutating func loadTrigrams(_ progress: IngestProgress) throws {
        let counts = counts
        var bigrams = try counts.rows(ofOrder: 2)
        var (bigram, sum) = (try bigrams.next(), 0)
        var differing: (words: [TokenID], count: Int, longer: Int)?
        /// Goes to the bigram of a trigram, or beyond the last one.
        func advance(to row: CountedRow?) throws {
            while let now = bigram {
                if let row, (now.words[0], now.words[1]) >= (row.words[0], row.words[1]) { return }
                if sum > now.count || sum < now.count && now.words[1] != Marker.segmentEnd && differing == nil {
                    differing = ([now.words[0], now.words[1]], now.count, sum)
                    if sum > now.count { return }
                }
                (bigram, sum) = (try bigrams.next(), 0)
            }
        }
        try take(3, progress) { row in
            try advance(to: row)
            guard let now = bigram, now.words[0] == row.words[0], now.words[1] == row.words[1] else {
                throw CountFileError.withoutShorter(
                    Array(counts.words(row, order: 3).prefix(2)), counts.place(row.place))
            }
            sum += row.count
            if sum > now.count {
                throw CountFileError.moreThanShorter(
                    Array(counts.words(row, order: 3).prefix(2)), count: now.count, longer: sum)
            }
        }
        try advance(to: nil)
        if let differing { try compare(differing.words, differing.count, differing.longer) }
    }

    private mutating func compare(_ words: [TokenID], _ count: Int, _ longer: Int) throws(CountFileError) {
        guard longer <= count else {
            throw .moreThanShorter(words.map { counts.types[$0] }, count: count, longer: longer)
        }
        result.addsUp = false
    }

    /// Writes the n-grams of an order.
    private mutating func take(
        _ order: Int, _ progress: IngestProgress, _ body: (CountedRow) throws -> Void
    ) throws {
        var rows = try counts.rows(ofOrder: order)
        var last: CountedRow?
        var (number, total) = (0, 0)
        while let row = try rows.next() {
            if let last, last.hasWords(of: row) {
                throw CountFileError.twice(
                    counts.words(row, order: order), counts.place(last.place), counts.place(row.place))
            }
            try body(row)
            var group = NgramGroup(row.words[0], row.words[1], row.words[2])
            group.counts[Split.train.rawValue] = row.count
            try tables.take(order, group)
            add(row, order)
            number += 1
            total = min(total + row.count, largestCount)
            if number & 0xFFFF == 0 { progress.advance(by: 1 << 16) }
            last = row
        }
        if number > 0 { result.orders.append(.init(order: order, ngrams: number, total: total)) }
    }

    private mutating func add(_ row: CountedRow, _ order: Int) {
        for index in 0..<order { add(UInt64(row.words[index])) }
        add(UInt64(row.count))
        if unhashed.count >= 1 << 16 {
            hash.update(unhashed)
            unhashed.removeAll(keepingCapacity: true)
        }
    }

    private mutating func add(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            unhashed.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
