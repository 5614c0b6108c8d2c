/// Rows of named values: what every command that prints data makes, whatever the format.
public struct ResultTable: Sendable {
    /// Keys in snake_case, in the order to print.
    public let columns: [String]
    /// Columns whose keys are names that users gave, shown as they are.
    package let names: Set<String>
    /// A value for each column.
    public private(set) var rows: [[Value]] = []
    /// How many rows there are in all, where `rows` is the beginning of a longer table.
    public var total: Int?

    package init(columns: [String], names: Set<String> = []) {
        self.columns = columns
        self.names = names
    }

    /// What stands above the columns for people.
    var headings: [String] {
        columns.map { names.contains($0) ? $0.visible : $0.split(separator: "_").joined(separator: " ") }
    }

    /// Whether a column holds numbers, as far as it holds anything: where nothing is known, it is a number that is not.
    func isNumeric(column: Int) -> Bool { rows.allSatisfy { $0[column].isNumber || $0[column] == .null } }

    /// A table of the same columns, for other rows.
    package var emptied: ResultTable { ResultTable(columns: columns, names: names) }

    /// The same rows with some of the columns, in the order given: what people read of a wide table.
    package func keeping(_ kept: [String]) -> ResultTable {
        let places = kept.compactMap { columns.firstIndex(of: $0) }
        var table = ResultTable(columns: places.map { columns[$0] }, names: names)
        table.rows = rows.map { row in places.map { row[$0] } }
        table.total = total
        return table
    }

    package mutating func append(_ row: [Value]) {
        precondition(row.count == columns.count, "a row has a value for each column")
        rows.append(row)
    }
}
