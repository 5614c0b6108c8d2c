/// Rows of one shape written one after the other as bytes, for rows that come by the million.
///
/// The same lines as `RowStream` gives of the same values, without a `Value` for each.
package struct RowBytes: Sendable {
    package enum Field: Sendable {
        case integer(Int)
        /// What is not finite is written as what is undefined.
        case number(Double?)
        case text(String)
        case bool(Bool)
        case null
    }

    private let format: OutputFormat
    private let columns: [String]
    /// `{"line":`, `,"model":` …
    private let keys: [[UInt8]]

    /// - Parameter format: one of rows alone: JSON Lines, CSV or TSV.
    package init(_ columns: [String], _ format: OutputFormat) {
        precondition([.jsonl, .csv, .tsv].contains(format), "an object is written when it is complete")
        self.format = format
        self.columns = columns
        keys = columns.enumerated().map { index, name in
            Array("\(index == 0 ? "{" : ", ")\(Value.text(name).json): ".utf8)
        }
    }

    /// The line before the rows, its line end included; empty where there is none.
    package var header: [UInt8] {
        switch format {
        case .csv: Array((DelimitedText.commas.line(columns) + "\n").utf8)
        case .tsv: Array((DelimitedText.tabs.line(columns) + "\n").utf8)
        default: []
        }
    }

    /// Appends a row and its line end.
    /// - Precondition: there is a field for each column.
    package func append(_ fields: [Field], to bytes: inout [UInt8]) {
        precondition(fields.count == columns.count, "a field for each column")
        for (index, field) in fields.enumerated() {
            switch format {
            case .jsonl: bytes += keys[index]
            case .csv: if index > 0 { bytes.append(0x2C) }
            default: if index > 0 { bytes.append(0x09) }
            }
            append(field, to: &bytes)
        }
        if format == .jsonl { bytes.append(0x7D) }
        bytes.append(0x0A)
    }

    private func append(_ field: Field, to bytes: inout [UInt8]) {
        switch field {
        case .integer(let integer): bytes += integer.description.utf8
        case .number(let number?) where number.isFinite: bytes += number.description.utf8
        case .bool(let bool): bytes += (bool ? "true" : "false").utf8
        case .text(let text):
            switch format {
            case .jsonl: bytes += Value.text(text).json.utf8
            case .csv: bytes += DelimitedText.commas.line([text]).utf8
            default: bytes += DelimitedText.tabs.line([text]).utf8
            }
        case .number, .null: if format == .jsonl { bytes += "null".utf8 }
        }
    }
}
