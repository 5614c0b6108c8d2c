extension Report {
    /// The result for programs.
    ///
    /// - Parameter format: `json` is one object with provenance, rows and further keys, `jsonl` an object a row, `csv` and
    ///   `tsv` a header and a line a row.
    /// - Precondition: not `table`, which is for people.
    public func data(as format: OutputFormat) -> [String] {
        switch format {
        case .table: preconditionFailure("a table for people is no data")
        case .json:
            let objects = rows.objects.map { "\n    \($0.json)" }.joined(separator: ",")
            let more = further.map { ",\n  \(Value.text($0.key).json): \($0.value.json)" }.joined()
            return ["{\n  \"provenance\": \(provenance.value.json),\n  \"rows\": [\(objects)\n  ]\(more)\n}"]
        case .jsonl: return rows.objects.map(\.json)
        case .csv: return DelimitedText.commas.lines(of: rows)
        case .tsv: return DelimitedText.tabs.lines(of: rows)
        }
    }
}

extension DelimitedText {
    /// The header and a line for each row.
    func lines(of table: ResultTable) -> [String] { [line(table.columns)] + table.rows.map { line($0) } }
}

extension ResultTable {
    /// The rows as objects.
    public var objects: [Value] {
        rows.map { .object(zip(columns, $0).map { Value.Field($0, $1) }) }
    }
}
