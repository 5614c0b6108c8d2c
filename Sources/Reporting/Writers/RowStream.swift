/// Rows written as they come, while the work that makes them goes on: what `Report.data` gives of all of them in the end.
package struct RowStream: Sendable {
    private let format: OutputFormat
    private var hasHeader: Bool

    /// - Parameters:
    ///   - format: one of rows alone: JSON Lines, CSV or TSV.
    ///   - isContinued: whether the header stands there already.
    package init(_ format: OutputFormat, isContinued: Bool = false) {
        precondition([.jsonl, .csv, .tsv].contains(format), "an object is written when it is complete")
        self.format = format
        hasHeader = isContinued
    }

    /// The lines of the next rows.
    package mutating func lines(of table: ResultTable) -> [String] {
        defer { hasHeader = true }
        switch format {
        case .jsonl: return table.lazyObjects.map(\.json)
        case .tsv: return Array(DelimitedText.tabs.lines(of: table).dropFirst(hasHeader ? 1 : 0))
        default: return Array(DelimitedText.commas.lines(of: table).dropFirst(hasHeader ? 1 : 0))
        }
    }
}
