/// One series of a drawing: its marks in SVG, a sample for a legend, and where its ink is.
struct ChartSeriesDrawing {
    /// Of the series in the chart.
    let index: Int
    /// The class of its colour.
    let colour: String
    let isLine: Bool
    /// Marks, or the vertices of the line, in the drawing's units.
    let ink: [ChartThinning.Place]
    /// Where its name may stand beside.
    let anchors: [ChartThinning.Place]
    let svg: String
    /// A piece of it in a box.
    let sample: @Sendable (ChartBox) -> String

    /// The series that have a mark inside the frame.
    static func items(of drawing: ChartDrawing) -> [ChartSeriesDrawing] {
        let series = drawing.chart.series
        let (shapes, dashes) = (ChartMarks.shapes(of: series), ChartMarks.dashes(of: series))
        let marked = series.filter { $0.mark == .points || $0.mark == .curve }.count
        return series.indices.compactMap { index in
            let style = Style(
                index: index, shape: shapes[index], dash: dashes[index],
                limit: drawing.size.marks / max(1, marked))
            let colour = ColourPalette.name(series[index].colour ?? index)
            switch series[index].mark {
            case .points: return points(drawing, style, colour)
            case .line, .fit, .curve: return line(drawing, style, colour)
            case .intervals: return intervals(drawing, style, colour)
            case .band: return band(drawing, style, colour)
            case .strokes: return strokes(drawing, style, colour)
            case .bars: return drawing.hasZero ? bars(drawing, style, colour) : points(drawing, style, colour)
            }
        }
    }

    struct Style {
        let index: Int
        let shape: ChartMarks.Shape
        let dash: String
        let limit: Int
    }

    // MARK: - Marks

    private static func points(_ drawing: ChartDrawing, _ style: Style, _ colour: String) -> ChartSeriesDrawing? {
        let series = drawing.chart.series[style.index]
        guard series.keys.isEmpty else { return keyed(series, drawing, style, colour) }
        let all = series.placed(drawing.scales).filter(\.isInside).map(drawing.place)
        let places = ChartThinning.marks(all, spacing: drawing.size.spacing, atMost: style.limit)
        guard !places.isEmpty else { return nil }
        let radius = drawing.chart.isOfRows ? 5 : places.count > 60 ? 2.5 : 3.6
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: false, ink: places, anchors: places,
            svg: group(colour, marks(places, style.shape, radius)),
            sample: { box in
                marks(
                    (box.width < 16 ? [0] : [-7, 0, 7]).map { (box.x + box.width / 2 + $0, box.y + box.height / 2) },
                    style.shape, 2.5)
            })
    }

    /// Points of which each is told by its key, so that none is left out.
    private static func keyed(
        _ series: Chart.Series, _ drawing: ChartDrawing, _ style: Style, _ colour: String
    ) -> ChartSeriesDrawing? {
        var points: [(place: ChartThinning.Place, key: String)] = []
        for (point, key) in zip(series.points, series.keys) {
            guard let x = drawing.scales.x.position(point.x), let y = drawing.scales.y.position(point.y) else {
                continue
            }
            let place = UnitPoint(x: x, y: y)
            if place.isInside { points.append((drawing.place(place), key)) }
        }
        guard !points.isEmpty else { return nil }
        let radius = 3.6
        let svg = points.map { point in
            "<path \(ChartMarks.attributes(style.shape, r: radius)) data-key=\"\(point.key.xml)\" "
                + "d=\"\(ChartMarks.path(style.shape, x: point.place.x, y: point.place.y, r: radius))\"/>"
        }.joined()
        let places = points.map(\.place)
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: false, ink: places, anchors: places, svg: group(colour, svg),
            sample: { box in
                marks(
                    (box.width < 16 ? [0] : [-7, 0, 7]).map { (box.x + box.width / 2 + $0, box.y + box.height / 2) },
                    style.shape, 2.5)
            })
    }

    private static func marks(
        _ places: [ChartThinning.Place], _ shape: ChartMarks.Shape, _ radius: Double
    ) -> String {
        let path = places.map { ChartMarks.path(shape, x: $0.x, y: $0.y, r: radius) }.joined()
        return "<path \(ChartMarks.attributes(shape, r: radius)) d=\"\(path)\"/>"
    }

    private static func line(_ drawing: ChartDrawing, _ style: Style, _ colour: String) -> ChartSeriesDrawing? {
        let series = drawing.chart.series[style.index]
        let stretches = series.stretches(drawing.scales).map { stretch in
            ChartThinning.line(stretch.map(drawing.place), spacing: 1)
        }
        let path = stretches.map(Self.path).joined()
        var svg = path.isEmpty ? "" : strokes(path, series.mark, style.dash)
        var ink = stretches.flatMap { ChartLabels.dense($0) }
        if series.mark == .curve {
            let all = series.placed(drawing.scales).filter(\.isInside).map(drawing.place)
            let places = ChartThinning.marks(all, spacing: 7, atMost: style.limit)
            if !places.isEmpty { svg += marks(places, style.shape, 3.4) }
            if ink.isEmpty { ink = places }
        }
        guard !svg.isEmpty else { return nil }
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: series.mark != .curve, ink: ink, anchors: ink,
            svg: group(colour, svg),
            sample: { box in
                let y = box.y + box.height / 2
                return strokes("M\(unit(box.x)) \(unit(y))h\(unit(box.width))", series.mark, style.dash)
                    + (series.mark == .curve ? marks([(box.x + box.width / 2, y)], style.shape, 3.4) : "")
            })
    }

    private static func path(_ places: [ChartThinning.Place]) -> String {
        "M" + places.map { "\(unit($0.x)) \(unit($0.y))" }.joined(separator: " ")
    }

    private static func strokes(_ path: String, _ mark: Chart.Series.Mark, _ dash: String) -> String {
        let dashes = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        return "<path class=\"\(mark == .fit ? "fit" : "line")\"\(dashes) d=\"\(path)\"/>"
    }

    private static func intervals(_ drawing: ChartDrawing, _ style: Style, _ colour: String) -> ChartSeriesDrawing? {
        let pairs = drawing.chart.series[style.index].pairs(drawing.scales).map {
            (drawing.place($0), drawing.place($1))
        }
        guard !pairs.isEmpty else { return nil }
        let path = pairs.map { low, high in
            low.y == high.y
                ? "M\(unit(low.x)) \(unit(low.y - 4))v8m0-4H\(unit(high.x))m0-4v8"
                : "M\(unit(low.x - 4)) \(unit(low.y))h8m-4 0V\(unit(high.y))m-4 0h8"
        }.joined()
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: false, ink: ChartLabels.dense(pairs.flatMap { [$0, $1] }),
            anchors: pairs.map(\.1), svg: group(colour, "<path class=\"interval\" d=\"\(path)\"/>"),
            sample: { box in
                "<path class=\"interval\" d=\"M\(unit(box.x + box.width / 2 - 4)) \(unit(box.y + 1))h8m-4 0V\(unit(box.bottom))m-4 0h8\"/>"
            })
    }

    private static func band(_ drawing: ChartDrawing, _ style: Style, _ colour: String) -> ChartSeriesDrawing? {
        let pairs = drawing.chart.series[style.index].pairs(drawing.scales).map {
            (drawing.place($0), drawing.place($1))
        }
        guard pairs.count > 1 else { return intervals(drawing, style, colour) }
        let edge = pairs.map(\.0) + pairs.reversed().map(\.1)
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: false, ink: [], anchors: pairs.map(\.1),
            svg: group(colour, "<path class=\"band\" d=\"\(path(edge))Z\"/>"),
            sample: { box in
                "<path class=\"band\" d=\"M\(unit(box.x)) \(unit(box.y))h\(unit(box.width))v\(unit(box.height))h\(unit(-box.width))Z\"/>"
            })
    }

    static func group(_ colour: String, _ svg: String) -> String { "<g class=\"\(colour)\">\(svg)</g>" }
}
