/// The names that found no place beside their series, each with a sample, in rows below a drawing.
struct ChartLegend {
    struct Entry {
        let name: String
        /// A sample of the marks within a box.
        let sample: (ChartBox) -> String
    }

    let size: ChartSize
    var entries: [Entry] = []

    /// The elements, and where they end.
    func elements(top: Double) -> (svg: [String], bottom: Double) {
        guard !entries.isEmpty else { return ([], top) }
        let (type, indent, sample) = (size.type, 30.0, 22.0)
        let line = type.size * 1.5
        var (x, y) = (0.0, top)
        var svg: [String] = []
        for entry in entries {
            let lines = entry.name.lines(ofAtMost: size.width - indent) { type.width($0) }
            let width = indent + (lines.map { type.width($0) }.max() ?? 0)
            if x > 0, x + width > size.width {
                x = 0
                y += line
            }
            svg.append(entry.sample(ChartBox(x: x, y: y + type.size * 0.2, width: sample, height: type.size)))
            for (number, text) in lines.enumerated() {
                if number > 0 { y += line }
                svg.append(
                    "<text x=\"\(unit(x + indent))\" y=\"\(unit(y + type.size * 1.05))\">\(text.xml)</text>")
            }
            x = lines.count > 1 ? size.width : x + width + 18
        }
        return (svg, y + line)
    }
}
