internal import Foundation

/// Strokes at the values of a row, as in a barcode: where more than one would stand on a place one stands for all, and shows by its
/// shade or height how many these are.
enum ChartStrokes {
    /// - Parameters:
    ///   - positions: 0 to 1 along the axis.
    ///   - places: how many can be told apart.
    ///   - steps: how many shades or heights there are.
    /// - Returns: the places of strokes in ascending order, each with its step from 0, the last where most values are.
    static func places(_ positions: [Double], places: Int, steps: Int) -> [(place: Int, step: Int)] {
        var counts = [Int](repeating: 0, count: places)
        for position in positions { add(position, to: &counts) }
        return Self.places(counts, steps: steps)
    }

    /// Counts a value, unless it is beyond the axis.
    static func add(_ position: Double, to counts: inout [Int]) {
        guard (0...1).contains(position) else { return }
        counts[min(counts.count - 1, Int(position * Double(counts.count)))] += 1
    }

    /// - Parameter counts: how many values each place has.
    static func places(_ counts: [Int], steps: Int) -> [(place: Int, step: Int)] {
        let most = counts.max() ?? 0
        return counts.enumerated().filter { $0.element > 0 }.map { place, count in
            let share = most > 1 ? log(Double(count)) / log(Double(most)) : 1
            return (place, Int((share * Double(steps - 1)).rounded()))
        }
    }
}

extension ChartSeriesDrawing {
    /// Light ones are still told from the ground.
    private static let shades = [0.5, 0.65, 0.8, 1]

    static func strokes(_ drawing: ChartDrawing, _ style: Style, _ colour: String) -> ChartSeriesDrawing? {
        var svg = ""
        var ink: [ChartThinning.Place] = []
        let count = max(1, Int(drawing.frame.width / 1.2))
        for (row, counts) in counts(of: drawing.chart.series[style.index], drawing.scales, places: count) {
            let strokes = ChartStrokes.places(counts, steps: shades.count)
            let height = drawing.size.row * 0.7
            for (step, shade) in shades.enumerated() {
                let path = strokes.filter { $0.step == step }.map { stroke in
                    let place = drawing.place(UnitPoint(x: (Double(stroke.place) + 0.5) / Double(count), y: row))
                    ink.append(place)
                    return "M\(unit(place.x)) \(unit(place.y - height / 2))v\(unit(height))"
                }.joined()
                if !path.isEmpty { svg += "<path class=\"stroke\" stroke-opacity=\"\(shade)\" d=\"\(path)\"/>" }
            }
        }
        guard !svg.isEmpty else { return nil }
        return ChartSeriesDrawing(
            index: style.index, colour: colour, isLine: false, ink: ink, anchors: ink, svg: group(colour, svg),
            sample: { box in
                "<path class=\"stroke\" d=\"M\(unit(box.x + box.width / 2)) \(unit(box.y))v\(unit(box.height))\"/>"
            })
    }

    /// How many values each place of each row has, the rows from the top, by their height in the frame.
    /// - Complexity: linear in the points, of which there may be millions; those of one row are best together.
    private static func counts(
        of series: Chart.Series, _ scales: (x: ChartScale, y: ChartScale), places: Int
    ) -> [(row: Double, counts: [Int])] {
        var rows: [Double: [Int]] = [:]
        var start = 0
        while start < series.points.count {
            let value = series.points[start].y
            var counts = rows.removeValue(forKey: value) ?? [Int](repeating: 0, count: places)
            while start < series.points.count, series.points[start].y == value {
                if let x = scales.x.position(series.points[start].x) { ChartStrokes.add(x, to: &counts) }
                start += 1
            }
            rows[value] = counts
        }
        return rows.compactMap { value, counts in scales.y.position(value).map { ($0, counts) } }
            .sorted { $0.row > $1.row }
    }
}

extension TerminalChart {
    /// The characters of a row of strokes.
    func strokes(_ positions: [Double], columns: Int) -> [(column: Int, glyph: Character)] {
        let glyphs: [Character] = Array(unicode ? "▂▃▄▅▆▇█" : ".|#")
        return ChartStrokes.places(positions, places: columns, steps: glyphs.count).map { ($0.place, glyphs[$0.step]) }
    }
}
