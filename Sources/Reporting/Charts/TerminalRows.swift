/// Charts whose vertical axis has names: a line of text for each, with a bar or marks, and the value at its end.
extension TerminalChart {
    func rows(_ chart: Chart) -> [String] {
        let scale = chart.scales.x
        let names = chart.vertical.categories.map { plain($0.visible) }
        let margin = min(names.map(\.terminalWidth).max() ?? 0, width / 3) + 1
        let values = chart.rowValues.map(plain)
        let right = (values.map(\.count).max() ?? -1) + 1
        let columns = max(8, width - margin - 1 - right)
        var lines = plain(chart.title).lines(ofAtMost: width)
        for (row, name) in names.enumerated() {
            // The ellipsis of ASCII is longer.
            let shown = plain(name.shortened(to: Double(margin - 1)) { Double(plain(String($0)).terminalWidth) })
            let edge = unicode ? "│" : "|"
            var line = shown + String(repeating: " ", count: max(0, margin - shown.terminalWidth)) + edge
            line += self.row(chart, row, scale, columns: columns)
            if values.indices.contains(row) {
                line += String(repeating: " ", count: right - values[row].count) + values[row]
            }
            lines.append(line)
        }
        return lines + horizontalAxis(chart, scale, margin: margin, columns: columns) + rowLegend(chart)
    }

    /// The marks of one row, exactly so many characters.
    private func row(_ chart: Chart, _ row: Int, _ scale: ChartScale, columns: Int) -> String {
        var cells = [(glyph: Character, series: Int)](repeating: (" ", -1), count: columns)
        func column(_ position: Double) -> Int {
            min(columns - 1, max(0, Int((position * Double(columns - 1)).rounded())))
        }
        let isLogarithmic = chart.horizontal.scale == .logarithmic
        for (index, series) in chart.series.enumerated() {
            let positions = series.points.filter { $0.y == Double(row) }.compactMap { scale.position($0.x) }
            let number = series.colour ?? index
            switch series.mark {
            case .intervals, .band:
                guard positions.count == 2 else { continue }
                let (low, high) = (column(positions[0]), column(positions[1]))
                for cell in low...max(low, high) where cells[cell].glyph == " " {
                    cells[cell] = (unicode ? "─" : "-", number)
                }
            case .bars where !isLogarithmic:
                guard let end = positions.first, let zero = scale.position(0) else { continue }
                let (from, to) = (column(min(zero, end)), column(max(zero, end)))
                for cell in from...to where zero != end { cells[cell] = (unicode ? "█" : "#", number) }
            case .strokes:
                for (column, glyph) in strokes(positions, columns: columns) { cells[column] = (glyph, number) }
            case .points, .bars, .line, .curve, .fit:
                for position in positions where (0...1).contains(position) {
                    cells[column(position)] = (rowGlyph(index, chart), number)
                }
            }
        }
        let bounds = Set(chart.bounds.compactMap { scale.position($0) }.map(column))
        for column in bounds where cells[column].glyph == " " && bounds.count * 4 <= columns {
            cells[column].glyph = unicode ? "┊" : ":"
        }
        return cells.map { coloured(String($0.glyph), $0.glyph == " " ? -1 : $0.series) }.joined()
    }

    /// Series apart only in emphasis look alike.
    private func rowGlyph(_ series: Int, _ chart: Chart) -> Character {
        let named = chart.series[..<series].filter { !$0.name.isEmpty && ![.intervals, .band].contains($0.mark) }.count
        return unicode ? Array("●■▲◆×○")[named % 6] : Array("o*#@%")[named % 5]
    }

    private func rowLegend(_ chart: Chart) -> [String] {
        chart.series.enumerated().flatMap { index, series -> [String] in
            guard !series.name.isEmpty else { return [] }
            let sample =
                switch series.mark {
                case .intervals, .band: unicode ? "─" : "-"
                case .bars where chart.horizontal.scale == .linear: unicode ? "█" : "#"
                default: String(rowGlyph(index, chart))
                }
            return legendEntry(coloured(sample, series.colour ?? index), series.name)
        }
    }
}
