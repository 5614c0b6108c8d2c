internal import Foundation
internal import Gramarye
internal import Reporting

/// Prints a result in the format asked for, with its provenance.
struct ResultWriter {
    let format: OutputFormat
    let provenance: Provenance

    /// - Parameters:
    ///   - table: the rows; where `total` says there are more, that is noted.
    ///   - further: more keys of the JSON object beside `rows`.
    ///   - people: what to print in format `table`, if not the table itself.
    func write(_ table: ResultTable, further: [Value.Field] = [], people: [String]? = nil) {
        switch format {
        case .table:
            Self.print(people ?? TextTable(table).lines)
        case .json:
            let rows = table.objects.map { "\n    \($0.json)" }.joined(separator: ",")
            let more = further.map { ",\n  \(Value.text($0.key).json): \($0.value.json)" }.joined()
            Console.print("{\n  \"provenance\": \(provenance.value.json),\n  \"rows\": [\(rows)\n  ]\(more)\n}")
        case .jsonl: Self.print(table.objects.lazy.map(\.json))
        case .csv, .tsv:
            let text: DelimitedText = format == .csv ? .commas : .tabs
            Console.print(text.line(table.columns))
            Self.print(table.rows.lazy.map { text.line($0) })
        }
        if let total = table.total, total > table.rows.count {
            Console.note(
                "\(NumberText.grouped(table.rows.count)) of \(NumberText.grouped(total)); --limit 0 shows all")
        }
        if format != .json { Console.note(provenance.line) }
    }

    /// Prints lines, many at once: a call of the system for each would take most of the time.
    private static func print(_ lines: some Sequence<String>) {
        var block = ""
        for line in lines {
            block += line
            block += "\n"
            if block.utf8.count >= 1 << 16 {
                Console.write(block, to: .standardOutput)
                block = ""
            }
        }
        if !block.isEmpty { Console.write(block, to: .standardOutput) }
    }
}

extension ResultTable {
    /// The rows as objects.
    var objects: [Value] {
        rows.map { .object(zip(columns, $0).map { Value.Field($0, $1) }) }
    }
}
