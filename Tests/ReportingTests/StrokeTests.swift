internal import Foundation
internal import Reporting
internal import TestSupport
internal import Testing

/// Barcodes, and names beside points.
@Suite struct StrokeTests {
    private func chart(_ rows: [[Double]], bounds: [Double]) -> Chart {
        var chart = Chart(
            title: "t", horizontal: .init("tokens"), vertical: .init("", categories: rows.indices.map { "row \($0)" }),
            series: rows.enumerated().map { row, values in
                .init("", .strokes, values.map { .init($0, Double(row)) }, colour: 0)
            })
        chart.bounds = bounds
        return chart
    }

    /// Few strokes each stand; of a million those that cannot be told apart are one.
    @Test func strokesAreFew() throws {
        let svg = try #require(
            MarkupNode.parse(SVGChart().text(chart([[0, 500, 999], []], bounds: [0, 400, 1000]))))
        let few = svg.all("path").filter { $0.classes.contains("stroke") }
        #expect(few.reduce(0) { $0 + ($1.attributes["d"] ?? "").count { $0 == "M" } } == 3)
        var generator = SeededGenerator(seed: 1)
        let many = (0..<100_000).map { _ in 1000 * generator.uniform() }
        let text = SVGChart().text(chart([many], bounds: [0, 1000]))
        #expect(text.utf8.count < 40_000)
        try DrawingChecks(svg: try #require(MarkupNode.parse(text)), name: "barcode").expectAll()
    }

    /// The axis reaches over the whole corpus, wherever the hits are.
    @Test func theAxisHoldsTheBounds() {
        let lines = TerminalChart(width: 60).lines(chart([[500]], bounds: [0, 1000]))
        let row = Array(lines[1])
        let place = row.firstIndex(of: "█").map { Double($0) / Double(row.count) } ?? 0
        #expect(place > 0.4 && place < 0.7)
        let ascii = TerminalChart(width: 60, unicode: false).lines(chart([[500, 500, 700]], bounds: [0, 1000]))
        #expect(ascii[1].contains("#") && ascii[1].contains("."))
    }

    @Test func pointsHaveNames() throws {
        var chart = Chart(
            title: "t", horizontal: .init("x"), vertical: .init("y"),
            series: [.init("s", .points, (0...10).map { .init(Double($0), Double($0 * $0 % 7)) })])
        chart.labels = [.init("whale", at: .init(3, 2), colour: 0), .init("outside", at: .init(.nan, 1), colour: 0)]
        let svg = try #require(MarkupNode.parse(SVGChart().text(chart)))
        #expect(svg.all("text").count { $0.text == "whale" } == 1)
        #expect(svg.all("text").allSatisfy { $0.text != "outside" })
        #expect(TerminalChart(width: 70).lines(chart).contains { $0.contains("whale") })
    }
}
