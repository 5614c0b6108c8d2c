/// Draws a chart as a Scalable Vector Graphic (SVG 1.1), self-contained, for light and dark.
package struct SVGChart: Sendable {
    package init() {}

    /// The document. It says its own size, 704 units wide, so that a viewer shows its type as large as text.
    package func text(_ chart: Chart) -> String {
        let drawing = drawing(chart, .wide, id: "chart")
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="chart" width="\(unit(drawing.file.width))" \
            height="\(unit(drawing.file.height))" viewBox="\(viewBox(drawing.file))" \(Self.attributes(.wide, "chart"))>
            \(drawing.title)
            <style>\(ChartStyle.text)</style>
            <path class="ground" d="M\(unit(drawing.file.x)) \(unit(drawing.file.y))\
            h\(unit(drawing.file.width))v\(unit(drawing.file.height))h\(unit(-drawing.file.width))z"/>
            \(drawing.elements)
            \(drawing.margins)
            </svg>

            """
    }

    /// The two drawings of a page, of which the page's style shows one. What a file of its own has around the drawing is
    /// there but hidden, so that the page's script can save one.
    ///
    /// - Parameter id: where the ids of elements begin.
    func figure(_ chart: Chart, id: String) -> String {
        [ChartSize.wide, .narrow].map { size in
            let drawing = drawing(chart, size, id: "\(id)-\(size.name)")
            let isFile = size.name == ChartSize.wide.name
            let box = ChartBox(x: 0, y: 0, width: size.width, height: drawing.height)
            return """
                <svg xmlns="http://www.w3.org/2000/svg" class="chart \(size.name)" viewBox="\(viewBox(box))"\
                \(isFile ? " data-file=\"\(viewBox(drawing.file))\"" : "") \(Self.attributes(size, "\(id)-\(size.name)"))>
                \(drawing.title)
                \(drawing.elements)
                \(isFile ? "<g class=\"margin\">\(drawing.margins)</g>" : "")</svg>
                """
        }.joined(separator: "\n")
    }

    private static func attributes(_ size: ChartSize, _ id: String) -> String {
        """
        role="img" aria-labelledby="\(id)-title" aria-describedby="\(id)-desc" \
        font-family="system-ui,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif" \
        font-size="\(unit(size.type.size))"
        """
    }

    private struct Drawing {
        let title: String
        let elements: String
        let height: Double
        /// Heading, notes and provenance of a file, around the drawing.
        let margins: String
        /// All of a file.
        let file: ChartBox
    }

    private func drawing(_ chart: Chart, _ size: ChartSize, id: String) -> Drawing {
        let (elements, height) = ChartDrawing(chart, size).elements()
        let heading = ChartType(size: 17, isBold: true)
        let small = ChartType(size: 12)
        let head = chart.heading.lines(ofAtMost: size.width) { heading.width($0) }
        let foot = [chart.note, chart.provenance].flatMap { $0.lines(ofAtMost: size.width) { small.width($0) } }
        let top = Double(head.count) * 23 + 8
        let bottom = height + Double(foot.count) * 17 + (foot.isEmpty ? 0 : 8)
        let margins =
            head.enumerated().map { line, text in
                "<text class=\"heading\" x=\"0\" y=\"\(unit(Double(line + 1) * 23 - 6 - top))\">\(text.xml)</text>"
            }
            + foot.enumerated().map { line, text in
                "<text class=\"soft\" font-size=\"12\" x=\"0\" y=\"\(unit(height + 8 + Double(line + 1) * 17 - 5))\">"
                    + "\(text.xml)</text>"
            }
        return Drawing(
            title: """
                <title id="\(id)-title">\(chart.title.xml)</title>
                <desc id="\(id)-desc">\(chart.description.xml)</desc>
                """,
            elements: elements.joined(separator: "\n"), height: height, margins: margins.joined(),
            file: ChartBox(x: -16, y: -top - 14, width: size.width + 32, height: bottom + top + 28))
    }

    private func viewBox(_ box: ChartBox) -> String {
        [box.x, box.y, box.width, box.height].map(unit).joined(separator: " ")
    }
}
