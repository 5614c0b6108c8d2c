internal import Tokenization

/// A counted n-gram as a file has it.
struct CountedRow {
    /// 0 beyond the order.
    var words: InlineArray<3, TokenID>
    var count: Int
    /// The number of its file and, in the lowest 40 bits, of its line.
    var place: UInt64

    fileprivate static let stride = 7

    @inline(__always)
    fileprivate var key: UInt64 { UInt64(words[0]) << 32 | UInt64(words[1]) }

    @inline(__always)
    fileprivate static func precedes(_ a: CountedRow, _ b: CountedRow) -> Bool {
        if a.key != b.key { return a.key < b.key }
        return a.words[2] != b.words[2] ? a.words[2] < b.words[2] : a.place < b.place
    }

    func hasWords(of other: CountedRow) -> Bool { key == other.key && words[2] == other.words[2] }

    fileprivate func append(to numbers: inout [UInt32]) {
        for index in 0..<3 { numbers.append(words[index]) }
        for number in [UInt64(count), place] {
            numbers.append(UInt32(truncatingIfNeeded: number))
            numbers.append(UInt32(truncatingIfNeeded: number >> 32))
        }
    }

    fileprivate init(_ numbers: [UInt32], at start: Int) {
        words = [numbers[start], numbers[start + 1], numbers[start + 2]]
        count = Int(numbers[start + 3]) | Int(numbers[start + 4]) << 32
        place = UInt64(numbers[start + 5]) | UInt64(numbers[start + 6]) << 32
    }

    init(words: InlineArray<3, TokenID>, count: Int, place: UInt64) {
        (self.words, self.count, self.place) = (words, count, place)
    }
}

/// The counted n-grams of an order, taken in any order and given in that of their ids: sorted in runs of as many as the
/// memory takes, which are merged when they are read.
struct CountRuns {
    private static let chunkRows = 1 << 13

    private let capacity: Int
    private let spool: TokenSpool
    private var rows: [CountedRow] = []
    fileprivate private(set) var runs: [[TokenSpool.Chunk]] = []
    private(set) var count = 0

    /// - Parameter capacity: how many n-grams are in memory.
    init(capacity: Int, spool: TokenSpool) { (self.capacity, self.spool) = (max(1, capacity), spool) }

    mutating func append(_ row: CountedRow) throws {
        rows.append(row)
        count += 1
        if rows.count >= capacity { try flush() }
    }

    /// Sorts what is left; to be called once, after the last.
    mutating func finish() throws {
        try flush()
        rows = []
    }

    private mutating func flush() throws {
        guard !rows.isEmpty else { return }
        rows.sort(by: CountedRow.precedes)
        var run: [TokenSpool.Chunk] = []
        for start in stride(from: 0, to: rows.count, by: Self.chunkRows) {
            var numbers: [UInt32] = []
            numbers.reserveCapacity(Self.chunkRows * CountedRow.stride)
            for index in start..<min(start + Self.chunkRows, rows.count) { rows[index].append(to: &numbers) }
            run.append(try spool.append(numbers))
        }
        runs.append(run)
        rows.removeAll(keepingCapacity: true)
    }

    /// Reads all n-grams, ascending; as often as wanted.
    func merged() throws -> MergedRuns { try MergedRuns(self, spool) }

    /// The runs of an order, merged.
    struct MergedRuns {
        private struct Cursor {
            var chunks: ArraySlice<TokenSpool.Chunk>
            var numbers: [UInt32] = []
            var start = 0
            var head: CountedRow
        }

        private let spool: TokenSpool
        /// A heap by the first row of each.
        private var cursors: [Cursor] = []

        fileprivate init(_ runs: CountRuns, _ spool: TokenSpool) throws {
            self.spool = spool
            for run in runs.runs {
                let numbers = try spool.tokens(of: run[0])
                cursors.append(Cursor(chunks: run.dropFirst(), numbers: numbers, head: CountedRow(numbers, at: 0)))
            }
            for index in (0..<cursors.count / 2).reversed() { sink(index) }
        }

        /// The next row; `nil` after the last.
        mutating func next() throws -> CountedRow? {
            guard let row = cursors.first?.head else { return nil }
            cursors[0].start += CountedRow.stride
            if cursors[0].start == cursors[0].numbers.count {
                if let chunk = cursors[0].chunks.popFirst() {
                    cursors[0].numbers = try spool.tokens(of: chunk)
                    cursors[0].start = 0
                } else {
                    cursors.swapAt(0, cursors.count - 1)
                    cursors.removeLast()
                    if cursors.isEmpty { return row }
                    sink(0)
                    return row
                }
            }
            cursors[0].head = CountedRow(cursors[0].numbers, at: cursors[0].start)
            sink(0)
            return row
        }

        private mutating func sink(_ index: Int) {
            var index = index
            while true {
                var least = index
                for child in [2 * index + 1, 2 * index + 2] where child < cursors.count {
                    if CountedRow.precedes(cursors[child].head, cursors[least].head) { least = child }
                }
                guard least != index else { return }
                cursors.swapAt(index, least)
                index = least
            }
        }
    }
}
