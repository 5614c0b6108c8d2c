/// What stands around the plane of a chart on a terminal: its horizontal axis, the legend, and text for terminals of ASCII.
extension TerminalChart {
    func horizontalAxis(_ chart: Chart, _ scale: ChartScale, margin: Int, columns: Int) -> [String] {
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
            let label = Array(plain(tick.label).prefix(max(6, columns / 4)))
            let start = min(max(margin + 1 + column - label.count / 2, 0), labels.count - label.count)
            guard start >= free else { continue }
            labels.replaceSubrange(start..<start + label.count, with: label)
            free = start + label.count + 1
        }
        let names = plain(chart.horizontal.label).lines(ofAtMost: width).map { name in
            String(repeating: " ", count: max(0, margin + 1 + columns - name.count)) + name
        }
        return [String(repeating: " ", count: margin) + (unicode ? "└" : "+") + String(axis), String(labels)] + names
    }

    func legend(_ chart: Chart) -> [String] {
        var entries = chart.series.enumerated().flatMap { index, series -> [String] in
            guard !series.name.isEmpty else { return [] }
            if series.mark == .bars {
                return legendEntry(coloured(unicode ? "█" : "#", series.colour ?? index), series.name)
            }
            let line = series.mark != .points
            let sample = dotted(line: line) ? (line ? "⠒" : "⠶") : String(glyph(series.colour ?? index, line: line))
            return legendEntry(coloured(sample, series.colour ?? index), series.name)
        }
        if let shade = chart.shade { entries += legendEntry(unicode ? "━" : "=", shade.name) }
        return entries
    }

    func legendEntry(_ sample: String, _ name: String) -> [String] {
        plain(name).lines(ofAtMost: width - 4).enumerated().map {
            ($0.offset == 0 ? "  \(sample) " : "    ") + $0.element
        }
    }

    /// The text without what a terminal would obey, and with what ASCII lacks spelled out where it shows no more.
    func plain(_ text: String) -> String {
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

    func trimmedRight(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }
}
