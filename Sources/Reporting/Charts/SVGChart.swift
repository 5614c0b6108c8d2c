internal import Foundation

/// Draws a chart as a Scalable Vector Graphic (SVG 1.1), self-contained, for light and dark pages.
///
/// The drawing is 640 units wide and has no size of its own: it takes that of the page. Its smallest print is legible
/// from 400 pixels.
public struct SVGChart: Sendable {
    private static let width = 640.0
    private static let plotHeight = 400.0
    private static let fontSize = 17.0
    private static let smallSize = 15.0

    public init() {}

    /// The document.
    public func text(_ chart: Chart) -> String {
        let scales = chart.scales
        let yTicks = scales.y.ticks(atMost: 8)
        let title = wrapped(chart.title, size: 18, width: Self.width - 32)
        let left = 46 + (yTicks.map { textWidth($0.label, Self.fontSize) }.max() ?? 0)
        let top = 20 + 24 * Double(title.count)
        let frame = Frame(x: left, y: top, width: Self.width - left - 26, height: Self.plotHeight)
        let legend = legendRows(chart)
        let small = wrapped(chart.provenance, size: Self.smallSize, width: Self.width - 32)
        let legendTop = frame.bottom + 74
        let smallTop = legendTop + 24 * Double(legend.count) + 8
        let height = smallTop + 18 * Double(small.count) - 2

        var svg: [String] = []
        svg.append(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(Self.width)) \(n(height))" role="img" \
            font-family="system-ui, 'Helvetica Neue', Arial, sans-serif" font-size="\(n(Self.fontSize))">
            <title>\(chart.title.xml)</title>
            <desc>\(chart.provenance.xml)</desc>
            <style>\(style)</style>
            <rect class="ground" width="100%" height="100%"/>
            """)
        for (index, line) in title.enumerated() {
            svg.append(
                "<text x=\"16\" y=\"\(n(30 + 24 * Double(index)))\" font-size=\"18\" font-weight=\"600\">\(line.xml)</text>"
            )
        }
        svg += axes(chart, scales, yTicks, frame)
        svg += plane(chart, scales, frame)
        for (index, row) in legend.enumerated() {
            var x = 16.0
            for entry in row {
                svg.append(entry.sample(x, legendTop + 24 * Double(index)))
                svg.append(
                    "<text x=\"\(n(x + 34))\" y=\"\(n(legendTop + 24 * Double(index) + 5))\">\(entry.name.xml)</text>")
                x += entry.width
            }
        }
        for (index, line) in small.enumerated() {
            svg.append(
                "<text class=\"small\" x=\"16\" y=\"\(n(smallTop + 18 * Double(index)))\">\(line.xml)</text>")
        }
        return svg.joined(separator: "\n") + "\n</svg>\n"
    }

    // MARK: - The plane

    private struct Frame {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
        var bottom: Double { y + height }

        func place(_ point: UnitPoint) -> (x: Double, y: Double) {
            (x + point.x * width, y + (1 - point.y) * height)
        }
    }

    private func axes(
        _ chart: Chart, _ scales: (x: ChartScale, y: ChartScale), _ yTicks: [ChartScale.Tick], _ frame: Frame
    ) -> [String] {
        var svg: [String] = []
        if let shade = chart.shade, let low = scales.x.position(shade.range.lowerBound),
            let high = scales.x.position(shade.range.upperBound), high > 0, low < 1
        {
            let (start, end) = (max(0, low), min(1, high))
            svg.append(
                """
                <rect class="shade" x="\(n(frame.x + start * frame.width))" y="\(n(frame.y))" \
                width="\(n((end - start) * frame.width))" height="\(n(frame.height))"/>
                """)
        }
        for tick in yTicks {
            let y = frame.place(UnitPoint(x: 0, y: tick.position)).y
            svg.append("<path class=\"grid\" d=\"M\(n(frame.x)) \(n(y))h\(n(frame.width))\"/>")
            svg.append("<text x=\"\(n(frame.x - 8))\" y=\"\(n(y + 5))\" text-anchor=\"end\">\(tick.label.xml)</text>")
        }
        var free = 0.0
        for tick in scales.x.ticks(atMost: 8) {
            let x = frame.place(UnitPoint(x: tick.position, y: 0)).x
            svg.append("<path class=\"grid\" d=\"M\(n(x)) \(n(frame.y))v\(n(frame.height))\"/>")
            let half = textWidth(tick.label, Self.fontSize) / 2
            let centre = min(x, Self.width - 4 - half)
            guard centre - half >= free else { continue }
            free = centre + half + 6
            svg.append(
                "<text x=\"\(n(centre))\" y=\"\(n(frame.bottom + 22))\" text-anchor=\"middle\">\(tick.label.xml)</text>"
            )
        }
        let middle = frame.y + frame.height / 2
        svg.append(
            """
            <path class="axis" d="M\(n(frame.x)) \(n(frame.y))V\(n(frame.bottom))h\(n(frame.width))"/>
            <text x="\(n(frame.x + frame.width / 2))" y="\(n(frame.bottom + 46))" text-anchor="middle">\
            \(chart.horizontal.label.xml)</text>
            <text x="22" y="\(n(middle))" text-anchor="middle" transform="rotate(-90 22 \(n(middle)))">\
            \(chart.vertical.label.xml)</text>
            """)
        return svg
    }

    private func plane(_ chart: Chart, _ scales: (x: ChartScale, y: ChartScale), _ frame: Frame) -> [String] {
        chart.series.enumerated().compactMap { index, series in
            let points = series.placed(scales)
            var path = ""
            switch series.mark {
            case .points:
                // Points nearer than half a unit cannot be told apart and would only make the file long.
                var seen: Set<[Int]> = []
                for point in points where (0...1).contains(point.x) && (0...1).contains(point.y) {
                    let place = frame.place(point)
                    guard seen.insert([Int(place.x * 2), Int(place.y * 2)]).inserted else { continue }
                    path += "M\(n(place.x)) \(n(place.y))h0"
                }
            case .line:
                var last: UnitPoint?
                for (a, b) in zip(points, points.dropFirst()) {
                    guard let (a, b) = clippedToUnitSquare(a, b) else { continue }
                    if a != last { path += "M\(n(frame.place(a).x)) \(n(frame.place(a).y))" }
                    path += "L\(n(frame.place(b).x)) \(n(frame.place(b).y))"
                    last = b
                }
            case .intervals:
                for (low, high) in series.pairs(scales) {
                    let (low, high) = (frame.place(low), frame.place(high))
                    path += "M\(n(low.x - 4)) \(n(low.y))h8m-4 0V\(n(high.y))m-4 0h8"
                }
            }
            guard !path.isEmpty else { return nil }
            return
                "<path class=\"\(series.mark) c\((series.colour ?? index) % ChartPalette.light.count)\" d=\"\(path)\"/>"
        }
    }

    // MARK: - Legend and print

    private struct LegendEntry {
        let name: String
        let width: Double
        /// Its sample at a place.
        let sample: @Sendable (Double, Double) -> String
    }

    private func legendRows(_ chart: Chart) -> [[LegendEntry]] {
        var entries = chart.series.enumerated().map { index, series in
            let name = shortened(series.name)
            return LegendEntry(name: name, width: 34 + textWidth(name, Self.fontSize) + 24) { x, y in
                let shape =
                    switch series.mark {
                    case .line: "M\(n(x)) \(n(y))h26"
                    case .points: "M\(n(x + 6)) \(n(y))h0m7 0h0m7 0h0"
                    case .intervals: "M\(n(x + 9)) \(n(y + 7))h8m-4 0v-14m-4 0h8"
                    }
                return
                    "<path class=\"\(series.mark) c\((series.colour ?? index) % ChartPalette.light.count)\" d=\"\(shape)\"/>"
            }
        }
        if let shade = chart.shade {
            entries.append(
                LegendEntry(name: shade.name, width: 34 + textWidth(shade.name, Self.fontSize) + 24) { x, y in
                    "<rect class=\"shade\" x=\"\(n(x))\" y=\"\(n(y - 8))\" width=\"26\" height=\"16\"/>"
                })
        }
        var rows: [[LegendEntry]] = []
        var used = Double.infinity
        for entry in entries {
            if used + entry.width > Self.width - 16 {
                rows.append([])
                used = 16
            }
            rows[rows.count - 1].append(entry)
            used += entry.width
        }
        return rows
    }

    /// A name that a line of the legend holds.
    private func shortened(_ name: String) -> String {
        let limit = Int((Self.width - 90) / textWidth(" ", Self.fontSize))
        return name.count <= limit ? name : name.prefix(limit / 2) + "…" + name.suffix(limit / 2 - 1)
    }

    private var style: String {
        func colours(_ palette: [String], ink: String, ground: String, grid: String, shade: String) -> String {
            let series = palette.enumerated().map { ".c\($0.offset){stroke:\($0.element)}" }.joined()
            return "text{fill:\(ink)}.ground{fill:\(ground)}.grid{stroke:\(grid)}.axis{stroke:\(ink)}"
                + ".shade{fill:\(shade)}" + series
        }
        let dashes = ChartPalette.dashes.enumerated().filter { !$0.element.isEmpty }
            .map { ".line.c\($0.offset){stroke-dasharray:\($0.element)}" }.joined()
        return """
            path{fill:none}.small{font-size:\(n(Self.smallSize))px}.line{stroke-width:2.2;stroke-linejoin:round}\
            .points{stroke-width:4.4;stroke-linecap:round}.intervals{stroke-width:1.8}\(dashes)\
            \(colours(ChartPalette.light, ink: "#1b1b1b", ground: "#ffffff", grid: "#e3e3e3", shade: "#e4edf5"))\
            @media (prefers-color-scheme:dark){\
            \(colours(ChartPalette.dark, ink: "#ececec", ground: "#16181b", grid: "#34373b", shade: "#232d38"))}
            """
    }

    /// An estimate from above: the width of the letters of the fonts named depends on the machine.
    private func textWidth(_ text: String, _ size: Double) -> Double { Double(text.count) * size * 0.6 }

    private func wrapped(_ text: String, size: Double, width: Double) -> [String] {
        text.lines(ofAtMost: Int(width / textWidth(" ", size)))
    }
}

/// A number with at most two decimals, which is finer than a screen shows.
private func n(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    if hundredths % 100 == 0 { return String(hundredths / 100) }
    return String(Double(hundredths) / 100)
}

extension String {
    /// The text as character data or attribute value of XML 1.0: white space is spaces, control characters and those of
    /// direction are made visible, the two others that XML cannot hold become U+FFFD.
    package var xml: String {
        let spaced = unicodeScalars.map { ["\t", "\n", "\r"].contains($0) ? " " : $0 }
        var text = ""
        for scalar in String(String.UnicodeScalarView(spaced)).visible.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default:
                let allowed = scalar.value != 0xFFFE && scalar.value != 0xFFFF
                text.unicodeScalars.append(allowed ? scalar : "\u{FFFD}")
            }
        }
        return text
    }
}
