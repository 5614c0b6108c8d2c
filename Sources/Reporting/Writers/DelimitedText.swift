/// Rows as CSV (RFC 4180) or as tab-separated values.
package enum DelimitedText: Sendable {
    case commas
    case tabs

    /// A line for the header or a row, without its line end.
    ///
    /// CSV quotes a field that holds a comma, a quotation mark or a line end. In TSV, which has no quoting,
    /// tabs, line ends and backslashes are written `\t`, `\n`, `\r`, `\\`.
    package func line(_ fields: [String]) -> String {
        switch self {
        case .commas: fields.map(quoted).joined(separator: ",")
        case .tabs: fields.map(escaped).joined(separator: "\t")
        }
    }

    package func line(_ row: [Value]) -> String { line(row.map(\.plainText)) }

    private func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return field }
        var text = "\""
        for scalar in field.unicodeScalars {
            if scalar == "\"" { text += "\"" }
            text.unicodeScalars.append(scalar)
        }
        return text + "\""
    }

    private func escaped(_ field: String) -> String {
        var text = ""
        for scalar in field.unicodeScalars {
            switch scalar {
            case "\t": text += "\\t"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\\": text += "\\\\"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Value {
    /// The value in a field of CSV or TSV: numbers with full precision, lists joined by a space, `null` empty.
    public var plainText: String {
        switch self {
        case .null: ""
        case .bool(let bool): bool ? "true" : "false"
        case .integer(let integer), .numeral(let integer): String(integer)
        case .unsigned(let integer): String(integer)
        case .number(let number): number.isFinite ? number.description : ""
        case .text(let text): text
        case .list(let values): values.map(\.plainText).joined(separator: " ")
        case .counts(let counts): counts.map(String.init).joined(separator: " ")
        case .object: json
        }
    }
}
