internal import Foundation

/// Draws a chart with the characters of a terminal.
///
/// Points and lines are braille dots, two by four a character, where the terminal shows Unicode; else letters.
package struct TerminalChart: Sendable {
    /// In characters. Below 30 × 8 nothing legible remains and it is taken as that.
    package let width: Int
    package let height: Int
    package let unicode: Bool
    package let colour: Bool
    /// Whether every series has a letter of its own, not dots.
    private var tellsByGlyphs = false

    package init(width: Int, height: Int = 22, unicode: Bool = true, colour: Bool = false) {
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
    package func lines(_ chart: Chart) -> [String] {
        let lines = chart.isOfRows ? rows(chart) : plane(chart)
        return (lines + plain(chart.note).lines(ofAtMost: width)).map(trimmedRight)
    }

    private func plane(_ chart: Chart) -> [String] {
        // Without colour clouds of dots could not be told apart.
        if !colour, !tellsByGlyphs, chart.series.count(where: { $0.mark == .points }) > 1 {
            var other = self
            other.tellsByGlyphs = true
            return other.plane(chart)
        }
        let scales = chart.scales
        let rows = height - 5
        let yTicks = scales.y.ticks(atMost: max(2, rows / 3)).map { ($0.label, row(of: $0.position, rows)) }
        let margin = (yTicks.map { plain($0.0).count }.max() ?? 0) + 1
        let columns = width - margin - 2
        let canvas = canvas(chart, scales, columns: columns, rows: rows)

        var lines = (plain(chart.title).lines(ofAtMost: width) + plain(chart.vertical.label).lines(ofAtMost: width))
        for row in 0..<rows {
            let label = yTicks.first { $0.1 == row }.map { plain($0.0) } ?? ""
            let tick = label.isEmpty ? (unicode ? "│" : "|") : (unicode ? "┤" : "+")
            let padding = String(repeating: " ", count: margin - label.count)
            lines.append(padding + label + tick + text(canvas[row]))
        }
        lines += horizontalAxis(chart, scales.x, margin: margin, columns: columns)
        return lines + legend(chart)
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
            let number = series.colour ?? index
            let isLoneCurve = series.mark == .curve && points.count == 1
            if series.mark == .points || isLoneCurve || series.mark == .bars && chart.vertical.scale == .logarithmic {
                for point in points where point.isInside { dot(&cells, point, series: number, line: false) }
            } else if series.mark == .bars {
                stand(&cells, points, from: scales.y.position(0) ?? 0, series: number)
            } else {
                let stretches =
                    [.intervals, .band].contains(series.mark)
                    ? series.pairs(scales)
                    : zip(points, points.dropFirst()).compactMap { clippedToUnitSquare($0, $1) }
                for (a, b) in stretches {
                    let steps = max(abs(b.x - a.x) * Double(columns * 2), abs(b.y - a.y) * Double(rows * 4)) + 1
                    for step in 0...Int(steps) {
                        let t = Double(step) / Double(Int(steps))
                        dot(
                            &cells, UnitPoint(x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y)),
                            series: number, line: true)
                    }
                }
            }
        }
        for label in chart.labels { write(label, &cells, scales) }
        return cells
    }

    /// Writes a name behind its point, or before it, where nothing stands.
    private func write(_ label: Chart.Label, _ cells: inout [[Cell]], _ scales: (x: ChartScale, y: ChartScale)) {
        guard let x = scales.x.position(label.point.x), let y = scales.y.position(label.point.y) else { return }
        let text = Array(plain(label.text))
        // A wide character would move what stands behind it.
        guard (0...1).contains(x), (0...1).contains(y), plain(label.text).terminalWidth == text.count else { return }
        let (row, columns) = (row(of: y, cells.count), cells[0].count)
        let column = min(columns - 1, Int((x * Double(columns - 1)).rounded()))
        for start in [column + 2, column - 1 - text.count] where start > 0 && start + text.count < columns {
            let places = start - 1...start + text.count
            guard places.allSatisfy({ cells[row][$0].glyph == nil && cells[row][$0].dots == 0 }) else { continue }
            for (offset, character) in text.enumerated() {
                cells[row][start + offset].glyph = character
                cells[row][start + offset].series = label.colour
            }
            return
        }
    }

    /// Upright bars as columns one character wide.
    private func stand(_ cells: inout [[Cell]], _ ends: [UnitPoint], from zero: Double, series: Int) {
        for end in ends {
            let column = min(cells[0].count - 1, max(0, Int((end.x * Double(cells[0].count - 1)).rounded())))
            let (a, b) = (row(of: zero, cells.count), row(of: end.y, cells.count))
            for row in min(a, b)...max(a, b) {
                cells[row][column].glyph = unicode ? "█" : "#"
                cells[row][column].series = series
            }
        }
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
    func dotted(line: Bool) -> Bool { unicode && !tellsByGlyphs && (colour || !line) }

    /// Bits of U+2800 + bits by row and column of the dot.
    private static let braille: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

    func glyph(_ series: Int, line: Bool) -> Character {
        let number = max(0, series)
        return line ? Array("-+x=~")[number % 5] : Array("o*#@%")[number % 5]
    }

    private func text(_ cells: [Cell]) -> String {
        cells.map { cell in
            if let glyph = cell.glyph { return coloured(String(glyph), cell.series) }
            if cell.dots == 0 { return " " }
            return coloured(String(Unicode.Scalar(0x2800 + UInt32(cell.dots))!), cell.series)
        }.joined()
    }

    func coloured(_ text: String, _ series: Int) -> String {
        guard colour, series >= 0 else { return text }
        return "\u{1B}[38;5;\(ColourPalette.terminal[series % ColourPalette.terminal.count])m\(text)\u{1B}[0m"
    }
}
