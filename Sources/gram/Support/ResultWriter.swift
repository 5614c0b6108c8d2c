internal import Foundation
internal import Gramarye
internal import Reporting

/// Prints a result in the format asked for, with its provenance.
struct ResultWriter {
    private let format: OutputFormat
    private var provenance: Provenance

    init(format: OutputFormat, provenance: Provenance) {
        self.format = format
        self.provenance = provenance
        self.provenance.commandLine = commandLineText()
    }

    /// - Parameters:
    ///   - table: the rows; where `total` says there are more, that is noted.
    ///   - further: more keys of the JSON object beside `rows`.
    ///   - people: what to print in format `table`, if not the table itself.
    ///   - above, below: a chart to draw before or after it.
    func write(
        _ table: ResultTable, further: [Value.Field] = [], people: [String]? = nil, above: Chart? = nil,
        below: Chart? = nil
    ) {
        switch format {
        case .table:
            if let above { Console.draw(above) }
            Console.print(lines: people ?? TextTable(table).lines)
            if let below {
                Console.print("")
                Console.draw(below)
            }
        case .json:
            let rows = table.objects.map { "\n    \($0.json)" }.joined(separator: ",")
            let more = further.map { ",\n  \(Value.text($0.key).json): \($0.value.json)" }.joined()
            Console.print(data: "{\n  \"provenance\": \(provenance.value.json),\n  \"rows\": [\(rows)\n  ]\(more)\n}")
        case .jsonl: Console.print(data: table.objects.lazy.map(\.json))
        case .csv, .tsv:
            let text: DelimitedText = format == .csv ? .commas : .tabs
            Console.print(data: text.line(table.columns))
            Console.print(data: table.rows.lazy.map { text.line($0) })
        }
        if let total = table.total, total > table.rows.count {
            Console.note(
                "\(NumberText.grouped(table.rows.count)) of \(NumberText.grouped(total)); --limit 0 shows all")
        }
        if format != .json { Console.note(provenance.line) }
    }
}
