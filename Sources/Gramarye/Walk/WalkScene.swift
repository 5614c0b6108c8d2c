internal import Reporting
internal import Tokenization

/// What a station shows.
struct WalkScene {
    /// What is seen, in a sentence.
    let answer: String
    /// What programs read.
    var rows: ResultTable
    /// Keys of its object in JSON beside the rows.
    var further: [Value.Field] = []
    var blocks: [Report.Block]
    var notes: [String] = []
    var pointer: WalkPointer
}

/// Why a station has nothing to show of this corpus.
struct WalkLack: Error {
    /// A clause that begins with a small letter and has no full stop.
    let reason: String
}

extension String {
    /// A token as it stands among others: a lone space would not be seen.
    var shownToken: String { self == " " ? "␠" : self }
}

extension ResultTable {
    /// The table with other rows in the place of its own, given with their numbers from 0.
    func mapping(_ other: ([Value], Int) -> [Value]) -> ResultTable {
        var table = ResultTable(columns: columns, names: names)
        for (number, row) in rows.enumerated() { table.append(other(row, number)) }
        table.total = total
        return table
    }

    /// The first rows, and how many there are of all: what people read of a long table.
    func beginning(_ count: Int) -> ResultTable {
        var table = ResultTable(columns: columns, names: names)
        for row in rows.prefix(count) { table.append(row) }
        table.total = rows.count
        return table
    }
}
