/// One drawing of a chart: where everything stands, and its elements in SVG. Heading and notes stand outside.
struct ChartDrawing {
    let chart: Chart
    let size: ChartSize
    let scales: (x: ChartScale, y: ChartScale)
    let frame: ChartBox
    private let yTicks: [ChartScale.Tick]
    /// What the vertical axis counts, level above it.
    private let verticalLabel: [String]
    /// The value of each row in figures; empty where rows have several or none.
    private let rowValues: [String]

    init(_ chart: Chart, _ size: ChartSize) {
        self.chart = chart
        self.size = size
        let type = size.type
        scales = chart.scales
        rowValues = chart.rowValues
        verticalLabel = chart.isOfRows ? [] : chart.vertical.label.lines(ofAtMost: size.width) { type.width($0) }
        let height = chart.isOfRows ? Double(chart.vertical.categories.count) * size.row + 8 : size.plotHeight
        yTicks = scales.y.ticks(atMost: Int(height / (type.size * 3))).map { tick in
            .init(position: tick.position, label: tick.label.shortened(to: size.width * 0.36) { type.width($0) })
        }
        let left = (yTicks.map { type.width($0.label) }.max() ?? 0) + 10
        let right = max(14, (rowValues.map { type.width($0) }.max() ?? -10) + 10)
        frame = ChartBox(
            x: left, y: 6 + Double(verticalLabel.count) * type.size * 1.4, width: size.width - left - right,
            height: height)
    }

    /// The place in the drawing of a point of the plane.
    func place(_ point: UnitPoint) -> ChartThinning.Place {
        (frame.x + point.x * frame.width, frame.y + (1 - point.y) * frame.height)
    }

    /// The elements, and how high they are together.
    func elements() -> (svg: [String], height: Double) {
        if let network = chart.network { return NetworkDrawing(network, size).elements() }
        if let shapes = chart.shapes { return ShapesDrawing(shapes, size).elements() }
        let items = ChartSeriesDrawing.items(of: self)
        var labels = ChartLabels(in: frame, type: size.bold)
        for item in items { labels.add(item.ink, of: item.index, isLine: item.isLine) }
        var legend = ChartLegend(size: size)
        let area = shadeBox
        var svg = area.map { [rectangle($0, class: "shade")] } ?? []
        let under = xAxis()
        svg += under.grid + axes() + items.map { switched($0.svg, $0.index) }
        if let area, let name = chart.shade?.name, !name.isEmpty {
            if let label = labels.place(name, inCornersOf: area) {
                svg.append(text(label.lines, in: label.box, class: "label soft"))
            } else {
                legend.entries.append(.init(name: name) { rectangle($0, class: "shade edge") })
            }
        }
        let named = items.filter { !chart.series[$0.index].name.isEmpty }
        // Where there are several of a kind a sample before the name tells them apart without colours.
        let lines = named.filter(\.isLine).count
        let samples = (line: lines > 1 ? 27.0 : 0, mark: named.count - lines > 1 ? 14.0 : 0)
        for item in named {
            let name = chart.series[item.index].name.visible
            if !chart.isOfRows,
                let label = labels.place(
                    name, of: item.index, at: item.anchors, isLine: item.isLine,
                    sample: item.isLine ? samples.line : samples.mark)
            {
                svg.append(switched("<g class=\"\(item.colour)\">" + beside(label, item) + "</g>", item.index))
            } else {
                legend.entries.append(.init(name: name) { "<g class=\"\(item.colour)\">" + item.sample($0) + "</g>" })
            }
        }
        for label in chart.labels {
            guard let x = scales.x.position(label.point.x), let y = scales.y.position(label.point.y),
                let placed = labels.place(
                    label.text.visible, of: chart.series.lastIndex { $0.colour == label.colour } ?? chart.series.count,
                    at: [place(UnitPoint(x: x, y: y))], isLine: false,
                    sample: 0)
            else { continue }
            svg.append(
                "<g class=\"\(ColourPalette.name(label.colour))\">" + text(placed.lines, in: placed.box, class: "label")
                    + "</g>")
        }
        let entries = legend.elements(top: under.bottom + 10)
        return (svg + under.svg + entries.svg, entries.bottom)
    }

    /// What belongs to a series, so that a page's script can switch it off: of one without a name with that of its colour.
    private func switched(_ svg: String, _ index: Int) -> String {
        let series = chart.series
        guard Set(series.map(\.name)).subtracting([""]).count > 1 else { return svg }
        func colour(_ index: Int) -> Int { series[index].colour ?? index }
        let named =
            series[index].name.isEmpty
            ? series.indices.first { !series[$0].name.isEmpty && colour($0) == colour(index) } : index
        guard let named else { return svg }
        return "<g data-series=\"\(series[named].name.visible.xml)\">\(svg)</g>"
    }

    private func beside(_ label: ChartLabels.Label, _ item: ChartSeriesDrawing) -> String {
        var box = label.box
        guard label.sample > 0 else { return text(label.lines, in: box, class: "label") }
        let sample = ChartBox(
            x: box.x, y: box.y + size.type.size * 0.125, width: label.sample - 5, height: size.type.size)
        box.x += label.sample
        return item.sample(sample) + text(label.lines, in: box, class: "label")
    }

    private func text(_ lines: [String], in box: ChartBox, class name: String) -> String {
        lines.enumerated().map { line, text in
            "<text class=\"\(name)\" x=\"\(unit(box.x))\" y=\"\(unit(box.y + size.type.size * (1.25 * Double(line) + 0.97)))\">"
                + "\(text.xml)</text>"
        }.joined()
    }

    private func rectangle(_ box: ChartBox, class name: String) -> String {
        "<path class=\"\(name)\" d=\"M\(unit(box.x)) \(unit(box.y))h\(unit(box.width))v\(unit(box.height))"
            + "h\(unit(-box.width))z\"/>"
    }

    /// The part of the frame that is shaded.
    private var shadeBox: ChartBox? {
        guard let range = chart.shade?.range, let low = scales.x.position(range.lowerBound),
            let high = scales.x.position(range.upperBound), high > 0, low < 1
        else { return nil }
        let (start, end) = (max(0, low), min(1, high))
        return ChartBox(
            x: frame.x + start * frame.width, y: frame.y, width: (end - start) * frame.width, height: frame.height)
    }

    // MARK: - Axes

    private func axes() -> [String] {
        var svg = verticalLabel.enumerated().map { line, text in
            "<text class=\"soft\" x=\"0\" y=\"\(unit(size.type.size * (1 + 1.3 * Double(line))))\">\(text.xml)</text>"
        }
        for tick in yTicks {
            let y = place(UnitPoint(x: 0, y: tick.position)).y
            let baseline = unit(y + size.type.size * 0.35)
            if chart.isOfRows {
                svg.append("<text x=\"0\" y=\"\(baseline)\">\(tick.label.xml)</text>")
            } else {
                svg.append("<path class=\"grid\" d=\"M\(unit(frame.x)) \(unit(y))h\(unit(frame.width))\"/>")
                svg.append(
                    "<text class=\"soft\" x=\"\(unit(frame.x - 8))\" y=\"\(baseline)\" text-anchor=\"end\">"
                        + "\(tick.label.xml)</text>")
            }
        }
        for (place, value) in rowValues.enumerated() where !value.isEmpty {
            guard let y = scales.y.position(Double(place)) else { continue }
            svg.append(
                "<text x=\"\(unit(size.width))\" "
                    + "y=\"\(unit(self.place(UnitPoint(x: 1, y: y)).y + size.type.size * 0.35))\" "
                    + "text-anchor=\"end\">\(value.xml)</text>")
        }
        return svg
    }

    /// Lines between stretches of the axis, unless they would be a grey area.
    private func boundaries() -> [String] {
        let places = Set(chart.bounds.compactMap { scales.x.position($0) }).sorted()
        guard frame.width >= 4 * Double(places.count) else { return [] }
        return places.map { position in
            let x = place(UnitPoint(x: position, y: 0)).x
            return "<path class=\"grid\" d=\"M\(unit(x)) \(unit(frame.y))v\(unit(frame.height))\"/>"
        }
    }

    /// Ticks and label below the frame.
    private func xAxis() -> (grid: [String], svg: [String], bottom: Double) {
        let type = size.type
        var grid = boundaries()
        var svg: [String] = []
        var free = -Double.infinity
        for tick in scales.x.ticks(atMost: Int(frame.width / (type.size * 5))) {
            let x = place(UnitPoint(x: tick.position, y: 0)).x
            if scales.x.axis.categories.isEmpty, chart.bounds.isEmpty {
                grid.append("<path class=\"grid\" d=\"M\(unit(x)) \(unit(frame.y))v\(unit(frame.height))\"/>")
            }
            let label = tick.label.shortened(to: size.width * 0.3) { type.width($0) }
            let half = type.width(label) / 2
            let centre = min(max(x, half), size.width - half)
            guard centre - half >= free else { continue }
            free = centre + half + 6
            svg.append(
                "<text class=\"soft\" x=\"\(unit(centre))\" y=\"\(unit(frame.bottom + type.size * 1.45))\" "
                    + "text-anchor=\"middle\">\(label.xml)</text>")
        }
        svg.append("<path class=\"axis\" d=\"M\(unit(frame.x)) \(unit(frame.bottom))h\(unit(frame.width))\"/>")
        var bottom = frame.bottom + type.size * 1.7
        for line in chart.horizontal.label.lines(ofAtMost: size.width, measure: { type.width($0) }) {
            bottom += type.size * 1.35
            let half = type.width(line) / 2
            let centre = min(max(frame.x + frame.width / 2, half), max(half, size.width - half))
            svg.append(
                "<text class=\"soft\" x=\"\(unit(centre))\" y=\"\(unit(bottom))\" text-anchor=\"middle\">"
                    + "\(line.xml)</text>")
        }
        return (grid, svg, bottom)
    }
}
