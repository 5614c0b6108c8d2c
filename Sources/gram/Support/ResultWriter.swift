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
    func write(_ table: ResultTable, further: [Value.Field] = [], people: [String]? = nil) {
        switch format {
        case .table:
            for line in people ?? TextTable(table).lines { Console.print(line) }
        case .json:
            let rows = table.objects.map { "\n    \($0.json)" }.joined(separator: ",")
            let more = further.map { ",\n  \(Value.text($0.key).json): \($0.value.json)" }.joined()
            Console.print("{\n  \"provenance\": \(provenance.value.json),\n  \"rows\": [\(rows)\n  ]\(more)\n}")
        case .jsonl:
            for object in table.objects { Console.print(object.json) }
        case .csv, .tsv:
            let text: DelimitedText = format == .csv ? .commas : .tabs
            Console.print(text.line(table.columns))
            for row in table.rows { Console.print(text.line(row)) }
        }
        if let total = table.total, total > table.rows.count {
            Console.note(
                "\(NumberText.grouped(table.rows.count)) of \(NumberText.grouped(total)); --limit 0 shows all")
        }
        if format != .json { Console.note(provenance.line) }
    }
}
