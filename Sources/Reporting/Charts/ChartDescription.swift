extension Chart {
    /// The drawing in words, for those who do not see it.
    var description: String {
        var sentences = [
            Self.described(horizontal, "Across", series) { $0.x }, Self.described(vertical, "Upward", series) { $0.y },
        ]
        if let shade {
            sentences.append(
                "\(shade.name): shaded from \(Self.figure(shade.range.lowerBound)) to "
                    + "\(Self.figure(shade.range.upperBound)).")
        }
        for series in series where !series.name.isEmpty {
            func isTold(_ point: Point) -> Bool { point.x.isFinite && point.y.isFinite }
            guard let first = series.points.first(where: isTold), let last = series.points.last(where: isTold) else {
                continue
            }
            sentences.append(
                "\(series.name): \(series.mark.described), from \(Self.figure(first.y)) at \(Self.figure(first.x)) to "
                    + "\(Self.figure(last.y)) at \(Self.figure(last.x)).")
        }
        return sentences.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func described(
        _ axis: Axis, _ direction: String, _ series: [Series], _ coordinate: (Point) -> Double
    ) -> String {
        let label = axis.label.isEmpty ? "" : " \(axis.label),"
        guard axis.categories.isEmpty else {
            return "\(direction):\(label) \(NumberText.counted(axis.categories.count, "name"))."
        }
        var ends = ChartScale.Ends(.linear)
        for series in series { for point in series.points { ends.hold(coordinate(point)) } }
        guard let range = ends.range else { return "" }
        return "\(direction):\(label) from \(figure(range.lowerBound)) to \(figure(range.upperBound))"
            + (axis.scale == .logarithmic ? ", logarithmic." : ".")
    }

    private static func figure(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? NumberText.grouped(Int(value)) : NumberText.rounded(value)
    }

    /// The figures behind the drawing: of each series a few that are spaced on the drawing as it is looked at, ends
    /// included; of rows all.
    var figures: ResultTable {
        let scales = scales
        let (x, y) = (
            horizontal.label.isEmpty ? "x" : horizontal.label, vertical.label.isEmpty ? "name" : vertical.label
        )
        let hasNames = series.contains { !$0.name.isEmpty }
        let columns =
            (hasNames ? ["series"] : []) + (isOfRows ? [y, x == y ? "value" : x] : [x, y == x ? "value" : y])
        var table = ResultTable(columns: columns, names: Set(columns))
        var total = 0
        for series in series {
            let placed = series.points.lazy.filter { point in
                scales.x.position(point.x) != nil && scales.y.position(point.y) != nil
            }
            total += placed.count { _ in true }
            // Intervals come in pairs.
            let isWhole = isOfRows || [.intervals, .band].contains(series.mark)
            let most = isOfRows ? 200 : 40
            for point in isWhole ? Array(placed.prefix(most)) : Array(Self.some(Array(placed), scales).prefix(most)) {
                let values = [Self.value(point.x, horizontal), Self.value(point.y, vertical)]
                table.append(
                    (hasNames ? [.text(series.name.isEmpty ? series.mark.described : series.name)] : [])
                        + (isOfRows ? values.reversed() : values))
            }
        }
        if total > table.rows.count { table.total = total }
        return table
    }

    private static func some(_ points: [Point], _ scales: (x: ChartScale, y: ChartScale)) -> [Point] {
        guard points.count > 14 else { return points }
        var kept: [Point] = []
        var lastX = -Double.infinity
        for (index, point) in points.enumerated() {
            let x = scales.x.position(point.x) ?? 0
            guard abs(x - lastX) > 0.09 || index == points.count - 1, kept.count < 13 || index == points.count - 1
            else { continue }
            kept.append(point)
            lastX = x
        }
        return kept
    }

    private static func value(_ number: Double, _ axis: Axis) -> Value {
        if let name = Int(exactly: number), axis.categories.indices.contains(name) {
            return .text(axis.categories[name])
        }
        return Int(exactly: number).map { .integer($0) } ?? .of(number)
    }
}

extension Chart.Series.Mark {
    fileprivate var described: String {
        switch self {
        case .points: "points"
        case .line: "a line"
        case .curve: "a line with its points"
        case .fit: "a fitted line"
        case .intervals: "intervals"
        case .band: "a band of intervals"
        case .bars: "bars"
        case .strokes: "strokes"
        }
    }
}
