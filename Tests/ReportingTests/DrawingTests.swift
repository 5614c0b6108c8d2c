internal import Foundation
internal import Reporting
internal import TestSupport
internal import Testing

@Suite struct DrawingTests {
    /// Files stand the same checks as drawings on pages; the heading stands once in them.
    @Test(arguments: SampleReport.charts.map(\.name)) func filesAreWhole(name: String) throws {
        let chart = try #require(SampleReport.charts.first { $0.name == name }).chart
        let text = SVGChart().text(chart)
        let svg = try #require(MarkupNode.parse(text))
        try DrawingChecks(svg: svg, name: name).expectAll()
        let heading = chart.finding.isEmpty ? chart.title : chart.finding
        #expect(svg.all("text").filter { heading.hasPrefix($0.text) && $0.classes.contains("heading") }.count == 1)
        #expect(svg.attributes["width"] == "736", "a file says its size")
    }

    /// Marks are thinned, the first and the last kept.
    @Test func marksAreFewAndKeepTheEnds() throws {
        var generator = SeededGenerator(seed: 4)
        let points = (0...60_000).map { _ in
            Chart.Point(.random(in: 1...9, using: &generator), .random(in: 1...9, using: &generator))
        }
        let chart = Chart(
            title: "t", horizontal: .init("x"), vertical: .init("y"),
            series: [.init("s", .points, [.init(0, 0)] + points + [.init(10, 10)])])
        let svg = try #require(MarkupNode.parse(SVGChart().text(chart)))
        let marks = DrawingChecks(svg: svg, name: "cloud").marks
        #expect(marks > 1000 && marks <= 4000)
        let places = svg.places(ofClass: "dot")
        #expect(places.first?.x == places.map(\.x).min() && places.last?.x == places.map(\.x).max())
    }

    /// A fitted line that runs far away does not push the data into a corner; a line of data does.
    @Test func fitsDoNotWidenTheFrame() throws {
        func height(_ mark: Chart.Series.Mark) throws -> Double {
            let chart = Chart(
                title: "t", horizontal: .init("x"), vertical: .init("y"),
                series: [
                    .init("data", .points, (0...10).map { .init(Double($0), Double($0)) }),
                    .init("", mark, [.init(0, -100), .init(10, 100)]),
                ])
            let places = try #require(MarkupNode.parse(SVGChart().text(chart))).places(ofClass: "dot").map(\.y)
            return places.max()! - places.min()!
        }
        #expect(try height(.fit) > 330)
        #expect(try height(.line) < 30)
    }

    /// Of more lines than there are colours, those of one colour have other dashes.
    @Test func linesOfOneColourHaveOtherDashes() throws {
        let lines = (0..<14).map {
            Chart.Series("model \($0)", .line, [Chart.Point(1, Double($0 + 1)), Chart.Point(2, 20)])
        }
        let chart = Chart(
            title: "Levels", horizontal: Chart.Axis("epoch", isWhole: true), vertical: Chart.Axis("perplexity"),
            series: lines)
        let svg = try #require(MarkupNode.parse(SVGChart().text(chart)))
        let styles = svg.all("path")
            .filter { $0.attributes["class"] == "line" }
            .map { path in
                "\((0..<6).first { path.hasAncestor("c\($0)") } ?? -1) \(path.attributes["stroke-dasharray"] ?? "")"
            }
        #expect(svg.name == "svg" && Set(styles).count == 14, "\(styles)")
    }

    /// Bars begin at zero; on an axis that has none there are marks instead.
    @Test func barsAreHonest() throws {
        let rows = [Chart.Row("a", 100), Chart.Row("b", 50)]
        let bars = try #require(MarkupNode.parse(SVGChart().text(.rows(title: "t", value: .init("n"), rows))))
        let paths = bars.all("path").filter { $0.classes.contains("bar") }.compactMap { $0.attributes["d"] }
        let lengths = paths.flatMap { path -> [Double] in
            path.matches(of: /M([\d.]+) [\d.]+H([\d.]+)/).map { match in
                Double(match.output.2)! - Double(match.output.1)!
            }
        }
        try #require(lengths.count == 2)
        expectClose(lengths[0] / lengths[1], 2, 0.01)
        let dots = try #require(
            MarkupNode.parse(SVGChart().text(.rows(title: "t", value: .init("n", .logarithmic), rows))))
        #expect(dots.all("path").allSatisfy { !$0.classes.contains("bar") })
        #expect(dots.places(ofClass: "dot").count == 2)
    }

    /// Series are told apart without colours: no two of points share a shape, no two lines their dashes.
    @Test func seriesDifferWithoutColours() throws {
        let points = [Chart.Point(0, 0), Chart.Point(1, 1)]
        for mark in [Chart.Series.Mark.line, .fit] {
            let chart = Chart(
                title: "t", horizontal: .init("x"), vertical: .init("y"),
                series: (0..<5).map { _ in Chart.Series("", mark, points) })
            let svg = try #require(MarkupNode.parse(SVGChart().text(chart)))
            let dashes = svg.all("path").filter { $0.classes == ["line"] || $0.classes == ["fit"] }
                .map { $0.attributes["stroke-dasharray"] ?? "" }
            #expect(dashes.count == 5 && Set(dashes).count == 5)
        }
        let chart = Chart(
            title: "t", horizontal: .init("x"), vertical: .init("y"),
            series: (0..<6).map { Chart.Series("s\($0)", .points, [.init(Double($0), 1)]) })
        let svg = try #require(MarkupNode.parse(SVGChart().text(chart)))
        let shapes = svg.all("g").filter { $0.all("text").isEmpty }.compactMap { group in
            group.all("path").first.map { path in
                (path.attributes["class"] ?? "") + (path.attributes["d"] ?? "").replacing(/M[\d.]+ [\d.]+/, with: "")
            }
        }
        #expect(Set(shapes).count == 6)
    }

    /// Text has a contrast of 4.5 : 1 and marks 3 : 1 against their ground, in both modes.
    @Test func contrastsSuffice() throws {
        let style = SVGChart().text(SampleReport.charts[0].chart)
        let modes = style.components(separatedBy: "@media print")[0]
            .components(separatedBy: "@media (prefers-color-scheme:dark)")
        #expect(modes.count == 2)
        for mode in modes {
            let ground = try #require(mode.firstMatch(of: /\.ground\{fill:(#\w+)\}/)).output.1
            let text = mode.matches(of: /\.(c\d|soft)\{(?:color|fill):(#\w+)\}/).map { ($0.output.1, $0.output.2) }
            #expect(text.count >= 7)
            for (name, colour) in text { #expect(contrast(colour, ground) >= 4.5, "\(name) \(colour) on \(ground)") }
            let grey = try #require(mode.firstMatch(of: /\.cg\{color:(#\w+)\}/)).output.1
            #expect(contrast(grey, ground) >= 3)
        }
    }

    /// (L₁ + 0.05) / (L₂ + 0.05) of relative luminances (WCAG 2.2).
    private func contrast(_ a: Substring, _ b: Substring) -> Double {
        func luminance(_ colour: Substring) -> Double {
            let value = Int(colour.dropFirst(), radix: 16)!
            let parts = [value >> 16, value >> 8, value].map { part -> Double in
                let share = Double(part & 255) / 255
                return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (x, y) = (luminance(a), luminance(b))
        return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }

    /// The ticks of a logarithmic axis are powers of ten, or 1, 2, 5 where it is short; those of whole numbers whole.
    @Test func ticksAreRound() throws {
        func ticks(_ low: Double, _ high: Double, _ scale: Chart.Axis.Scale, isWhole: Bool = false) throws -> [String] {
            let chart = Chart(
                title: "t", horizontal: .init("x", scale, isWhole: isWhole), vertical: .init(""),
                series: [.init("", .points, [.init(low, 1), .init(high, 1)])])
            return try #require(MarkupNode.parse(SVGChart().text(chart))).all("text")
                .filter { $0.attributes["text-anchor"] == "middle" && $0.text != "x" }.map(\.text)
        }
        #expect(try ticks(1, 20_000, .logarithmic) == ["1", "10", "100", "1,000", "10,000"])
        #expect(try ticks(3, 90, .logarithmic) == ["3", "5", "10", "20", "30", "50"])
        #expect(try ticks(80, 440, .logarithmic) == ["100", "150", "200", "300", "400"])
        #expect(try ticks(1, 5, .linear, isWhole: true) == ["1", "2", "3", "4", "5"])
        #expect(try ticks(-0.6, 0.4, .linear).contains("−0.4"))
    }

    // MARK: - Terminals

    @Test(arguments: [30, 44, 80, 200], [true, false]) func terminalsShowEveryKind(width: Int, unicode: Bool) {
        for (name, chart) in SampleReport.charts {
            let lines = TerminalChart(width: width, unicode: unicode).lines(chart)
            for line in lines {
                #expect(line.reduce(0) { $0 + ("語" == $1 ? 2 : 1) } <= width, "\(name): \(line)")
                #expect(unicode || line.allSatisfy(\.isASCII), "\(name): \(line)")
            }
            for series in chart.series where !series.name.isEmpty && unicode {
                let first = series.name.split(separator: " ")[0]
                #expect(lines.contains { $0.contains(first) }, "\(name): \(first)")
            }
        }
    }

    /// The longer value has the longer bar, and each its figure.
    @Test func terminalRowsAreBars() {
        let chart = Chart.rows(title: "t", value: .init("n"), [.init("a", 100), .init("b", 50), .init("c", 0)])
        let lines = TerminalChart(width: 60).lines(chart)
        let counts = ["a", "b", "c"].map { name in lines.first { $0.hasPrefix(name) }?.filter { $0 == "█" }.count ?? -1
        }
        #expect(counts[2] == 0 && abs(counts[0] - 2 * counts[1]) <= 2 && counts[0] > 30, "\(counts)")
        #expect(lines.contains { $0.hasPrefix("a") && $0.hasSuffix("100.0") })
        let dots = TerminalChart(width: 60).lines(SampleReport.charts[3].chart)
        #expect(dots.contains { $0.hasPrefix("laplace:2") && $0.contains("●") && $0.contains("─") })
    }
}

extension MarkupNode {
    /// The places of marks that are moves alone.
    fileprivate func places(ofClass name: Substring) -> [(x: Double, y: Double)] {
        all("path").filter { $0.classes.contains(name) }.flatMap { path in
            (path.attributes["d"] ?? "").matches(of: /M([\d.-]+) ([\d.-]+)/).map {
                (Double($0.output.1)!, Double($0.output.2)!)
            }
        }
    }
}
