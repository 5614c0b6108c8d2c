internal import Tokenization

/// What one worker has counted: rows in one part at a time, put aside when the next part begins.
struct PartTally: Sendable {
    /// A row met in a part; the same pair may come again.
    struct Entry: Sendable {
        let row: UInt32
        let part: UInt32
        let count: UInt32
    }

    /// The tokens of each part.
    private(set) var sizes: [Int]
    /// The places of each part at which an n-gram begins.
    private(set) var places: [Int]
    private var entries: [Entry] = []
    private var counts: [UInt32] = []
    /// The rows that have a count.
    private var met: [UInt32] = []
    private var part = 0

    init(parts: Int) { (sizes, places) = (Array(repeating: 0, count: parts), Array(repeating: 0, count: parts)) }

    /// More than any row.
    var rows: Int { counts.count }

    mutating func begin(part: Int, tokens: Int) {
        if part != self.part {
            // Not by a closure: it would hold the entries, which would be copied to grow.
            for row in met {
                entries.append(Entry(row: row, part: UInt32(self.part), count: counts[Int(row)]))
                counts[Int(row)] = 0
            }
            met.removeAll(keepingCapacity: true)
        }
        self.part = part
        sizes[part] += tokens
    }

    /// Counts an n-gram of the part, whether or not it is told from others.
    mutating func meet() { places[part] += 1 }

    mutating func add(_ row: Int) {
        if row >= counts.count {
            counts.append(contentsOf: repeatElement(0, count: max(row + 1 - counts.count, counts.count)))
        }
        if counts[row] == 0 { met.append(UInt32(row)) }
        counts[row] += 1
    }

    func forEachEntry(_ body: (Entry) -> Void) {
        entries.forEach(body)
        forEachMet(body)
    }

    private func forEachMet(_ body: (Entry) -> Void) {
        for row in met { body(Entry(row: row, part: UInt32(part), count: counts[Int(row)])) }
    }
}

/// The same of n-grams, to which each worker gives numbers of its own.
struct NgramTally: Sendable {
    var rows: NgramRows
    var tally: PartTally

    init(order: Int, parts: Int) { (rows, tally) = (NgramRows(order: order), PartTally(parts: parts)) }
}
