/// A table for people: columns aligned, numbers to the right, widths by what a terminal shows.
package struct TextTable {
    private let table: ResultTable
    private let rightAligned: Set<String>

    /// - Parameter rightAligned: columns of texts that stand to the right like numbers.
    package init(_ table: ResultTable, rightAligned: Set<String> = []) {
        self.table = table
        self.rightAligned = rightAligned
    }

    /// The header, a rule and a line for each row, without trailing spaces.
    package var lines: [String] {
        let header = table.headings
        let cells = table.rows.map { $0.map(\.tableText) }
        let isNumeric = table.columns.indices.map { column in
            rightAligned.contains(table.columns[column])
                || table.rows.contains { $0[column].isNumber }
                    && table.rows.allSatisfy { $0[column].isNumber || $0[column] == .null }
        }
        let widths = table.columns.indices.map { column in
            cells.reduce(header[column].terminalWidth) { max($0, $1[column].terminalWidth) }
        }
        func line(_ row: [String]) -> String {
            let padded = row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].terminalWidth)
                return isNumeric[column] ? padding + row[column] : row[column] + padding
            }
            let joined = padded.joined(separator: "  ")
            return String(joined[..<(joined.lastIndex { $0 != " " }.map(joined.index(after:)) ?? joined.startIndex)])
        }
        return [line(header), line(widths.map { String(repeating: "─", count: $0) })] + cells.map(line)
    }
}

extension ResultTable: CustomStringConvertible {
    /// The table as a terminal shows it, columns aligned.
    public var description: String { TextTable(self).lines.joined(separator: "\n") }
}

extension Value {
    var isNumber: Bool {
        switch self {
        case .integer, .numeral, .unsigned, .number: true
        default: false
        }
    }

    /// The value in a cell of a table for people.
    var tableText: String {
        switch self {
        case .null: "–"
        case .bool(let bool): bool ? "yes" : "no"
        case .integer(let integer): NumberText.grouped(integer)
        case .numeral(let numeral): "\(numeral)".replacing("-", with: "−")
        case .unsigned(let integer): String(integer)
        case .number(let number): NumberText.rounded(number)
        // A lone space would be taken for an empty cell.
        case .text(let text): text == " " ? "␠" : text.visible
        case .list(let values):
            values.allSatisfy(\.isNumber)
                ? values.map(\.tableText).joined(separator: "–") : values.map(\.tableText).joined(separator: " ")
        case .counts(let counts): CountsStrip(counts).text
        case .object: json
        }
    }
}
