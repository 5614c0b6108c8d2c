internal import Basics
internal import GRDB
internal import Tokenization

/// The n-grams of files of counts, of one to three words, with the types that they are of.
struct ReadCounts {
    private static let orders = Schema.orders
    private static let lineBits: UInt64 = 40
    private static let googlesMarkers: [[UInt8]: TokenID] = [
        Array("<UNK>".utf8): Marker.unknown, Array("<S>".utf8): Marker.segmentStart,
        Array("</S>".utf8): Marker.segmentEnd,
    ]

    private(set) var types = TypeTable()
    /// For each order.
    private(set) var runs: [CountRuns]
    /// How many lines have more than three words.
    private(set) var longer = 0
    private(set) var notes: [String] = []
    /// For each type the place, and one, where it first stands in an n-gram of several words.
    private(set) var firstPlaces: [UInt64] = []
    private var files: [CountFileReader.File] = []
    /// Of unigrams.
    private var total = 0
    /// Whether the counts of an n-gram that comes more than once are added.
    private let areSummed: Bool

    init(capacity: Int, areSummed: Bool, spool: TokenSpool) {
        self.areSummed = areSummed
        runs = Self.orders.map { _ in CountRuns(capacity: capacity, spool: spool) }
    }

    mutating func read(_ file: CountFileReader.File, progress: IngestProgress) throws {
        let number = UInt64(files.count) << Self.lineBits
        files.append(file)
        var (reader, parsed, before) = (CountFileReader(file), CountLine(), 0)
        try reader.forEachLine { line, index in
            do throws(CountFileFault) {
                try parsed.parse(line)
            } catch {
                throw CountFileError.badLine(CountFilePlace(file: file.path, line: index), error.fault)
            }
            try take(parsed, of: line, isGoogles: file.isGoogles, place: number | UInt64(index))
            before += line.count + 1
            if before >= 1 << 20 {
                progress.advance(by: before)
                before = 0
            }
        }
        progress.advance(by: before)
        notes += reader.notes
    }

    private mutating func take(
        _ parsed: CountLine, of line: Span<UInt8>, isGoogles: Bool, place: UInt64
    ) throws {
        let order = parsed.words.count
        guard order <= Self.orders.upperBound else {
            longer += 1
            return
        }
        var words: InlineArray<3, TokenID> = [0, 0, 0]
        for (index, range) in parsed.words.enumerated() {
            let id = id(of: line.extracting(range), isGoogles: isGoogles)
            words[index] = id
            if id == Marker.segmentStart && index > 0 || id == Marker.segmentEnd && index < order - 1 {
                throw CountFileError.badLine(self.place(place), .misplaced(Marker.texts[Int(id)]))
            }
            if order > 1 {
                while firstPlaces.count < types.count { firstPlaces.append(0) }
                if firstPlaces[Int(id)] == 0 { firstPlaces[Int(id)] = place + 1 }
            }
        }
        if order == 1 {
            total += parsed.count
            guard total <= largestCount else {
                throw CountFileError.badLine(self.place(place), .badCount("\(parsed.count)"))
            }
        }
        try runs[order - 1].append(CountedRow(words: words, count: parsed.count, place: place))
    }

    /// Reads the counts of a database that has no text.
    mutating func read(_ db: Database, path: String, progress: IngestProgress) throws {
        let own = try db.typeTable(of: path)
        let ids = (0..<TokenID(own.count)).map { types.insert(own.utf8(of: $0).span) }
        for order in Self.orders {
            let columns = (1...order).map { "w\($0)" }.joined(separator: ", ")
            let sql = "SELECT \(columns), n FROM \(Schema.countTableName(order: order)) WHERE split = ?"
            try db.forEachRow(sql, [Split.train.rawValue]) { row in
                var words: InlineArray<3, TokenID> = [0, 0, 0]
                for index in 0..<order {
                    let id = try row.count(Int32(index))
                    guard id < ids.count else { throw StorageError.changed(path) }
                    words[index] = ids[id]
                }
                let count = try row.count(Int32(order))
                if order == 1 { total = try sumOfCounts(total, count, of: path) }
                try runs[order - 1].append(CountedRow(words: words, count: count, place: 0))
            }
        }
        progress.advance(by: own.count)
    }

    /// The n-grams of an order, ascending.
    func rows(ofOrder order: Int) throws -> CountedRows {
        try CountedRows(runs[order - 1].merged(), areSummed: areSummed)
    }

    private mutating func id(of word: Span<UInt8>, isGoogles: Bool) -> TokenID {
        if isGoogles, word[0] == UInt8(ascii: "<"), word.count <= 5,
            let marker = Self.googlesMarkers[word.indices.map { word[$0] }]
        {
            return marker
        }
        return types.insert(word)
    }

    /// To be called after the last file.
    /// - Throws: `StorageError`; `CountFileError.noCounts`.
    mutating func finish() throws {
        for index in runs.indices { try runs[index].finish() }
        guard runs.contains(where: { $0.count > 0 }) else { throw CountFileError.noCounts }
        while firstPlaces.count < types.count { firstPlaces.append(0) }
    }

    /// Where a number of a place leads.
    func place(_ number: UInt64) -> CountFilePlace {
        CountFilePlace(
            file: files[Int(number >> Self.lineBits)].path, line: Int(number & (1 << Self.lineBits - 1)))
    }

    /// How a row is spelled.
    func words(_ row: CountedRow, order: Int) -> [String] { (0..<order).map { types[row.words[$0]] } }
}

/// Counted n-grams in the order of their ids.
struct CountedRows {
    private var rows: CountRuns.MergedRuns
    private let areSummed: Bool
    /// The row after the one given last, where rows are summed.
    private var ahead: CountedRow?

    fileprivate init(_ rows: CountRuns.MergedRuns, areSummed: Bool) throws {
        (self.rows, self.areSummed) = (rows, areSummed)
        if areSummed { ahead = try self.rows.next() }
    }

    mutating func next() throws -> CountedRow? {
        guard areSummed else { return try rows.next() }
        guard var row = ahead else { return nil }
        ahead = try rows.next()
        while let other = ahead, other.hasWords(of: row) {
            row.count += other.count
            ahead = try rows.next()
        }
        return row
    }
}
