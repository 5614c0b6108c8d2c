/// A table for people: columns aligned, numbers to the right, widths by what a terminal shows.
///
/// What is too wide for the terminal gets headings of several lines, then numbers of three digits instead of four, then texts of
/// several lines, and is at last shown without its last columns, which a line below names.
package struct TextTable {
    private let table: ResultTable
    private let isNumeric: [Bool]

    /// - Parameter rightAligned: columns of texts that stand to the right like numbers.
    package init(_ table: ResultTable, rightAligned: Set<String> = []) {
        self.table = table
        isNumeric = table.columns.indices.map { column in
            rightAligned.contains(table.columns[column]) || table.isNumeric(column: column)
        }
    }

    /// The header, a rule and a line for each row, or several, without trailing spaces.
    ///
    /// - Parameter width: of the terminal; `nil` for as wide as it takes.
    package func lines(width: Int? = nil) -> [String] {
        let room = width ?? .max
        let all = table.columns.count
        let usual = TextTableLayout(table, digits: 4, wrapsHeadings: false)
        if usual.width <= room { return lines(usual, columns: all) }
        for digits in [4, 3] {
            let layout = TextTableLayout(table, digits: digits, wrapsHeadings: true)
            if layout.width <= room { return lines(layout, columns: all) }
        }
        var wrapped = TextTableLayout(table, digits: 3, wrapsHeadings: true)
        wrapped.wrapTexts(isNumeric: isNumeric, within: room)
        if wrapped.width <= room { return lines(wrapped, columns: all) }
        // Where columns go, fewer digits help nobody.
        var layout = TextTableLayout(table, digits: 4, wrapsHeadings: true)
        layout.wrapTexts(isNumeric: isNumeric, within: room)
        let shown = layout.columns(within: room)
        // A word that is wider than the terminal is not helped by leaving others out.
        guard shown > 1, shown < all else { return lines(layout, columns: all) }
        let names = table.headings[shown...].joined(separator: ", ")
        let note = "Not shown for want of room, but in other formats and wider terminals: \(names)."
        return lines(layout, columns: shown) + note.lines(ofAtMost: room)
    }

    private func lines(_ layout: TextTableLayout, columns: Int) -> [String] {
        func line(_ row: [String]) -> String {
            let padded = (0..<columns).map { column in
                let padding = String(repeating: " ", count: layout.widths[column] - row[column].terminalWidth)
                return isNumeric[column] ? padding + row[column] : row[column] + padding
            }
            let joined = padded.joined(separator: "  ")
            return String(joined[..<(joined.lastIndex { $0 != " " }.map(joined.index(after:)) ?? joined.startIndex)])
        }
        let rule = line(layout.widths.map { String(repeating: "─", count: $0) })
        return layout.headings.map(line) + [rule] + layout.rows.flatMap { $0.map(line) }
    }
}

extension ResultTable: CustomStringConvertible {
    /// The table as a terminal shows it, columns aligned.
    public var description: String { TextTable(self).lines().joined(separator: "\n") }
}

extension Value {
    var isNumber: Bool {
        switch self {
        case .integer, .numeral, .unsigned, .number: true
        default: false
        }
    }

    /// The value in a cell of a table for people.
    var tableText: String { tableText(digits: 4) }

    /// - Parameter digits: of numbers that are no counts, those that say something.
    func tableText(digits: Int) -> String {
        switch self {
        case .null: "–"
        case .bool(let bool): bool ? "yes" : "no"
        case .integer(let integer): NumberText.grouped(integer)
        case .numeral(let numeral): "\(numeral)".replacing("-", with: "−")
        case .unsigned(let integer): String(integer)
        case .number(let number): NumberText.rounded(number, significantDigits: digits)
        // A space at either end, or alone, would not be seen.
        case .text(let text): text.withVisibleEnds.visible
        case .list(let values):
            values.allSatisfy(\.isNumber)
                ? values.map(\.tableText).joined(separator: "–") : values.map(\.tableText).joined(separator: " ")
        case .counts(let counts): CountsStrip(counts).text
        case .object: json
        }
    }
}
