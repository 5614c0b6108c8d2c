extension Report {
    /// The result for programs.
    ///
    /// - Parameter format: `json` is one object with provenance, rows and further keys, `jsonl` one object per row,
    ///   `csv` and `tsv` a header and one line per row.
    /// - Precondition: not `table`, which is for people.
    /// - Returns: lines that are made as they are read, for there may be millions.
    public func data(as format: OutputFormat) -> AnySequence<String> {
        switch format {
        case .table: preconditionFailure("a table for people is no data")
        case .json:
            let objects = rows.objects.map { "\n    \($0.json)" }.joined(separator: ",")
            let more = further.map { ",\n  \(Value.text($0.key).json): \($0.value.json)" }.joined()
            return AnySequence([
                "{\n  \"provenance\": \(provenance.value.json),\n  \"rows\": [\(objects)\n  ]\(more)\n}"
            ])
        case .jsonl: return AnySequence(rows.lazyObjects.map(\.json))
        case .csv: return AnySequence(DelimitedText.commas.lines(of: rows))
        case .tsv: return AnySequence(DelimitedText.tabs.lines(of: rows))
        }
    }
}

extension DelimitedText {
    /// The header and a line for each row.
    func lines(of table: ResultTable) -> some Sequence<String> {
        (-1..<table.rows.count).lazy.map { $0 < 0 ? line(table.columns) : line(table.rows[$0]) }
    }
}

extension ResultTable {
    /// The rows as objects.
    public var objects: [Value] { Array(lazyObjects) }

    var lazyObjects: some Sequence<Value> {
        rows.lazy.map { .object(zip(columns, $0).map { Value.Field($0, $1) }) }
    }
}
