/// Cells and headings of a table as they are spelled, and how wide its columns are.
struct TextTableLayout {
    /// Lines of headings, the last of them right above the rule.
    let headings: [[String]]
    /// Of each row its lines.
    private(set) var rows: [[[String]]]
    private(set) var widths: [Int]
    /// How wide the headings are.
    private let headingWidths: [Int]

    /// - Parameters:
    ///   - digits: of numbers that are no counts.
    ///   - wrapsHeadings: whether headings take several lines where they are wider than what is below.
    init(_ table: ResultTable, digits: Int, wrapsHeadings: Bool) {
        let cells = table.rows.map { $0.map { $0.tableText(digits: digits) } }
        let inner = table.columns.indices.map { column in
            cells.reduce(0) { max($0, $1[column].terminalWidth) }
        }
        let parts = zip(table.headings, inner).map { heading, width in
            wrapsHeadings ? heading.lines(ofAtMost: max(width, heading.longestWord)) : [heading]
        }
        let height = parts.map(\.count).max() ?? 1
        headings = (0..<height).map { line in
            parts.map { part in line < height - part.count ? "" : part[line - (height - part.count)] }
        }
        headingWidths = parts.map { part in part.reduce(0) { max($0, $1.terminalWidth) } }
        widths = zip(headingWidths, inner).map { max($0, $1) }
        rows = cells.map { [$0] }
    }

    var width: Int { widths.reduce(0, +) + 2 * max(0, widths.count - 1) }

    /// How many of the first columns have room.
    func columns(within room: Int) -> Int {
        var used = -2
        return widths.prefix { width in
            used += width + 2
            return used <= room
        }.count
    }

    /// No text is made narrower than this.
    private static let leastText = 16

    /// Gives texts several lines, the widest column first, as far as the whole is too wide.
    mutating func wrapTexts(isNumeric: [Bool], within room: Int) {
        for column in widths.indices.filter({ !isNumeric[$0] }).sorted(by: { widths[$0] > widths[$1] }) {
            guard width > room else { return }
            let longest = rows.reduce(0) { max($0, $1[0][column].longestWord) }
            let target = max(widths[column] - (width - room), headingWidths[column], longest, Self.leastText)
            guard target < widths[column] else { continue }
            widths[column] = target
            rows = rows.map { lines in
                let parts = lines[0][column].lines(ofAtMost: target)
                return (0..<max(lines.count, parts.count, 1)).map { line in
                    var cells = line < lines.count ? lines[line] : lines[0].map { _ in "" }
                    cells[column] = line < parts.count ? parts[line] : ""
                    return cells
                }
            }
        }
    }
}

extension String {
    /// In columns of a terminal.
    fileprivate var longestWord: Int { split(separator: " ").reduce(0) { max($0, String($1).terminalWidth) } }
}
