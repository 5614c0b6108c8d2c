extension ChartSeriesDrawing {
    /// Bars from zero to each value, those of several series beside each other.
    static func bars(_ drawing: ChartDrawing, _ style: Style, _ colour: String) -> ChartSeriesDrawing? {
        let chart = drawing.chart
        let siblings = chart.series.indices.filter { chart.series[$0].mark == .bars && !chart.series[$0].name.isEmpty }
        // Bars of several series stand beside each other within their step.
        let lane = Double(siblings.firstIndex(of: style.index) ?? 0)
        let lanes = Double(max(1, siblings.count))
        let step = chart.isOfRows ? drawing.size.row : drawing.columnWidth
        let thickness = max(0.6, step * (lanes > 1 ? 0.8 : 0.68) / lanes)
        let zero = drawing.zero
        let ends = chart.series[style.index].placed(drawing.scales).map(drawing.place)
        guard !ends.isEmpty else { return nil }
        let path = ends.map { end in
            let offset = (lane - (lanes - 1) / 2) * thickness - thickness / 2
            let across = min(max(chart.isOfRows ? end.y : end.x, -1e6), 1e6) + offset
            return chart.isOfRows
                ? "M\(unit(zero)) \(unit(across))H\(unit(end.x))v\(unit(thickness))H\(unit(zero))z"
                : "M\(unit(across)) \(unit(zero))V\(unit(end.y))h\(unit(thickness))V\(unit(zero))z"
        }.joined()
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: false, ink: ends, anchors: [],
            svg: group(colour, "<path class=\"full bar\" d=\"\(path)\"/>"),
            sample: { box in
                "<path class=\"full bar\" d=\"M\(unit(box.x)) \(unit(box.y + 1))h\(unit(box.width))v\(unit(box.height - 2))"
                    + "h\(unit(-box.width))z\"/>"
            })
    }
}

extension ChartDrawing {
    /// Whether the axis along which bars grow has a zero.
    var hasZero: Bool { (chart.isOfRows ? chart.horizontal : chart.vertical).scale == .linear }

    /// Where zero stands along that axis.
    fileprivate var zero: Double {
        let point = UnitPoint(x: scales.x.position(0) ?? 0, y: scales.y.position(0) ?? 0)
        return chart.isOfRows ? place(point).x : place(point).y
    }

    /// The room between columns.
    fileprivate var columnWidth: Double {
        guard chart.horizontal.categories.isEmpty else {
            return frame.width / Double(chart.horizontal.categories.count)
        }
        guard let step = chart.columnStep, let first = chart.series.first(where: { $0.mark == .bars })?.points.first,
            let a = scales.x.position(first.x), let b = scales.x.position(first.x + step)
        else { return 8 }
        return (b - a) * frame.width
    }
}
