/// A chart on a page: its heading, the drawings, a note, and its figures for those who would rather read them.
struct PageFigure {
    private let chart: Chart
    private let name: String
    private let id: String
    private let headingLevel: Int

    /// - Parameter name: of the file that the drawing is saved as.
    init(_ chart: Chart, name: String, id: String, headingLevel: Int) {
        self.chart = chart
        self.name = name
        self.id = id
        self.headingLevel = headingLevel
    }

    var html: String {
        let heading = "h\(headingLevel)"
        let figures = PageTable(chart.figures, name: "")
        return """
            <figure data-name="\(name.xml)"><figcaption><\(heading)>\(chart.heading.keepingFormulas.xml)</\(heading)></figcaption>
            \(SVGChart().figure(chart, id: id))
            \(chart.note.isEmpty ? "" : "<p class=\"note\">\(chart.note.xml)</p>")
            <details class="figures"><summary>The chart in figures</summary>\(figures.plainHTML)</details>
            </figure>
            """
    }
}
