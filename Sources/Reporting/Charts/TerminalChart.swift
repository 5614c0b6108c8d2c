internal import Foundation

/// Draws a chart with the characters of a terminal.
///
/// Points and lines are braille dots, two by four a character, where the terminal shows Unicode; else letters.
public struct TerminalChart: Sendable {
    /// In characters. Below 30 × 8 nothing legible remains and it is taken as that.
    public let width: Int
    public let height: Int
    public let unicode: Bool
    public let colour: Bool

    public init(width: Int, height: Int = 22, unicode: Bool = true, colour: Bool = false) {
        self.width = max(width, 30)
        self.height = max(height, 8)
        self.unicode = unicode
        self.colour = colour
    }

    /// One cell of the canvas.
    private struct Cell {
        var dots: UInt8 = 0
        var glyph: Character?
        var series = 0
    }

    /// The chart's lines, none longer than the width.
    public func lines(_ chart: Chart) -> [String] {
        let scales = chart.scales
        let rows = height - 5
        let yTicks = scales.y.ticks(atMost: max(2, rows / 3)).map { ($0.label, row(of: $0.position, rows)) }
        let margin = (yTicks.map { plain($0.0).count }.max() ?? 0) + 1
        let columns = width - margin - 2
        let canvas = canvas(chart, scales, columns: columns, rows: rows)

        var lines = plain(chart.title).lines(ofAtMost: width) + [plain(chart.vertical.label)]
        for row in 0..<rows {
            let label = yTicks.first { $0.1 == row }.map { plain($0.0) } ?? ""
            let tick = label.isEmpty ? (unicode ? "│" : "|") : (unicode ? "┤" : "+")
            let padding = String(repeating: " ", count: margin - label.count)
            lines.append(padding + label + tick + text(canvas[row]))
        }
        lines += horizontalAxis(chart, scales.x, margin: margin, columns: columns)
        return (lines + legend(chart)).map(trimmedRight)
    }

    private func row(of position: Double, _ rows: Int) -> Int {
        min(rows - 1, max(0, Int(((1 - position) * Double(rows - 1)).rounded())))
    }

    // MARK: - The plane

    private func canvas(
        _ chart: Chart, _ scales: (x: ChartScale, y: ChartScale), columns: Int, rows: Int
    ) -> [[Cell]] {
        var cells = [[Cell]](repeating: [Cell](repeating: Cell(), count: columns), count: rows)
        // A cell has one colour, that of the last dot: points go over lines, which are guessed where they are hidden.
        let lines = chart.series.enumerated().filter { $0.element.mark != .points }
        let points = chart.series.enumerated().filter { $0.element.mark == .points }
        for (index, series) in lines + points {
            let points = series.placed(scales)
            if series.mark == .points {
                for point in points where (0...1).contains(point.x) && (0...1).contains(point.y) {
                    dot(&cells, point, series: series.colour ?? index, line: false)
                }
            } else {
                let stretches =
                    series.mark == .intervals
                    ? series.pairs(scales)
                    : zip(points, points.dropFirst()).compactMap { clippedToUnitSquare($0, $1) }
                for (a, b) in stretches {
                    let steps = max(abs(b.x - a.x) * Double(columns * 2), abs(b.y - a.y) * Double(rows * 4)) + 1
                    for step in 0...Int(steps) {
                        let t = Double(step) / Double(Int(steps))
                        dot(
                            &cells, UnitPoint(x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y)),
                            series: series.colour ?? index, line: true)
                    }
                }
            }
        }
        return cells
    }

    private func dot(_ cells: inout [[Cell]], _ point: UnitPoint, series: Int, line: Bool) {
        let (rows, columns) = (cells.count, cells[0].count)
        let x = Int((point.x * Double(columns * 2 - 1)).rounded())
        let y = Int(((1 - point.y) * Double(rows * 4 - 1)).rounded())
        if dotted(line: line) {
            cells[y / 4][x / 2].dots |= Self.braille[y % 4][x % 2]
            cells[y / 4][x / 2].series = series
            cells[y / 4][x / 2].glyph = nil
        } else if cells[y / 4][x / 2].dots == 0, cells[y / 4][x / 2].glyph == nil || !line {
            cells[y / 4][x / 2].glyph = glyph(series, line: line)
            cells[y / 4][x / 2].series = series
        }
    }

    /// Whether marks are braille dots. Without colour a line is told from points by its glyph, and gives way to them.
    private func dotted(line: Bool) -> Bool { unicode && (colour || !line) }

    /// Bits of U+2800 + bits by row and column of the dot.
    private static let braille: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    private func glyph(_ series: Int, line: Bool) -> Character {
        line ? Array("-+x=~")[series % 5] : Array("o*#@%")[series % 5]
    }

    private func text(_ cells: [Cell]) -> String {
        cells.map { cell in
            if let glyph = cell.glyph { return coloured(String(glyph), cell.series) }
            if cell.dots == 0 { return " " }
            return coloured(String(Unicode.Scalar(0x2800 + UInt32(cell.dots))!), cell.series)
        }.joined()
    }

    private func coloured(_ text: String, _ series: Int) -> String {
        colour ? "\u{1B}[38;5;\(ChartPalette.terminal[series % ChartPalette.terminal.count])m\(text)\u{1B}[0m" : text
    }

    // MARK: - Around it

    private func horizontalAxis(_ chart: Chart, _ scale: ChartScale, margin: Int, columns: Int) -> [String] {
        let ticks = scale.ticks(atMost: max(2, columns / 10))
        var axis = [Character](repeating: unicode ? "─" : "-", count: columns)
        if let shade = chart.shade, let low = scale.position(shade.range.lowerBound),
            let high = scale.position(shade.range.upperBound), high > 0, low < 1
        {
            let last = Double(columns - 1)
            for column in Int(max(0, low) * last)...Int(min(1, high) * last) { axis[column] = unicode ? "━" : "=" }
        }
        var labels = [Character](repeating: " ", count: margin + 1 + columns)
        var free = 0
        for tick in ticks {
            let column = Int((tick.position * Double(columns - 1)).rounded())
            axis[column] = unicode ? "┬" : "+"
            let label = Array(plain(tick.label))
            let start = min(max(margin + 1 + column - label.count / 2, 0), labels.count - label.count)
            guard start >= free else { continue }
            labels.replaceSubrange(start..<start + label.count, with: label)
            free = start + label.count + 1
        }
        let name = plain(chart.horizontal.label)
        let indent = String(repeating: " ", count: max(0, margin + 1 + columns - name.count))
        return [
            String(repeating: " ", count: margin) + (unicode ? "└" : "+") + String(axis), String(labels), indent + name,
        ]
    }

    private func legend(_ chart: Chart) -> [String] {
        var entries = chart.series.enumerated().flatMap { index, series in
            let line = series.mark != .points
            let sample = dotted(line: line) ? (line ? "⠒" : "⠶") : String(glyph(series.colour ?? index, line: line))
            return legendEntry(coloured(sample, series.colour ?? index), series.name)
        }
        if let shade = chart.shade { entries += legendEntry(unicode ? "━" : "=", shade.name) }
        return entries
    }

    private func legendEntry(_ sample: String, _ name: String) -> [String] {
        plain(name).lines(ofAtMost: width - 4).enumerated().map {
            ($0.offset == 0 ? "  \(sample) " : "    ") + $0.element
        }
    }

    /// The text without what a terminal would obey, and with what ASCII lacks spelled out where it shows no more.
    private func plain(_ text: String) -> String {
        let text = text.visible
        guard !unicode else { return text }
        var ascii = ""
        for character in text {
            switch character {
            case "α": ascii += "alpha"
            case "β": ascii += "beta"
            case "−", "–", "—": ascii += "-"
            case "’", "‘": ascii += "'"
            case "×": ascii += "x"
            case "·": ascii += "*"
            case "²": ascii += "^2"
            case "≥": ascii += ">="
            case "…": ascii += "..."
            case "⁻": ascii += ascii.hasSuffix("^") ? "-" : "^-"
            case _ where "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(character):
                let digit = Array("⁰¹²³⁴⁵⁶⁷⁸⁹").firstIndex(of: character)!
                let follows = ascii.contains("^") && (ascii.last?.isNumber == true || ascii.last == "-")
                ascii += (follows ? "" : "^") + String(digit)
            default: ascii += character.isASCII ? String(character) : "?"
            }
        }
        return ascii
    }

    private func trimmedRight(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
