internal import Foundation
internal import Reporting
internal import Testing

#if canImport(FoundationXML)
    internal import FoundationXML
#endif

@Suite struct ChartTests {
    /// A rank–frequency curve with a line fitted to it.
    func chart(_ ranks: ClosedRange<Double>? = nil, title: String = "words") -> Chart {
        Chart(
            title: "frequency by rank of \(title)", horizontal: .init("rank", .logarithmic),
            vertical: .init("frequency (occurrences)", .logarithmic),
            series: [
                .init(title, .points, (1...600).map { .init(Double($0), (6000 / Double($0)).rounded(.down)) }),
                .init("least squares, α = 1.000", .fit, [.init(1, 6000), .init(600, 10)]),
            ],
            shade: ranks.map { .init("ranks \(Int($0.lowerBound))–\(Int($0.upperBound))", $0) },
            provenance: "gram <0.1> & corpus")
    }

    @Test(arguments: [30, 40, 80, 200], [true, false])
    func terminalLinesFitTheWidth(width: Int, unicode: Bool) {
        let lines = TerminalChart(width: width, height: 20, unicode: unicode).lines(chart(10...100))
        #expect(lines.allSatisfy { $0.count <= width })
        #expect(lines.joined().allSatisfy { unicode || $0.isASCII })
        #expect(lines.contains { $0.contains("frequency") })
        #expect(lines.contains { $0.contains("least squares") })
        #expect(lines.contains { $0.contains("ranks 10") })
    }

    /// A range asked for may reach beyond the data.
    @Test func shadeBeyondTheAxisIsCut() {
        var chart = chart()
        for range in [0.1...0.5, 1e6...1e7, 0.1...1e7, 600...601] {
            chart.shade = Chart.Shade("far", range)
            #expect(TerminalChart(width: 40).lines(chart).count > 10)
            #expect(!SVGChart().text(chart).contains("width=\"-"))
        }
    }

    @Test func coloursOnlyWhenAsked() {
        #expect(!TerminalChart(width: 80).lines(chart()).joined().contains("\u{1B}"))
        #expect(TerminalChart(width: 80, colour: true).lines(chart()).joined().contains("\u{1B}"))
    }

    /// Points on the diagonal: the first column holds the highest row, the last the lowest.
    @Test func pointsStandWhereTheyBelong() {
        let chart = Chart(
            title: "t", horizontal: .init("x"), vertical: .init("y"),
            series: [.init("s", .points, (0...20).map { .init(Double($0), 20 - Double($0)) })])
        let lines = TerminalChart(width: 40, height: 15, unicode: false).lines(chart)
        let plot = lines.filter { $0.contains("|") || $0.contains("+") }.prefix(10)
        let columns = plot.map { line in
            line.firstIndex { $0 == "|" || $0 == "+" }.map { line[$0...].lastIndex(of: "o") != nil ? line.count : 0 }!
        }
        #expect(columns == columns.sorted())
        #expect(columns.first! < columns.last!)
    }

    @Test(arguments: ["words", "a <b> & \"c\" \u{1} д 語", String(repeating: "long title ", count: 20)])
    func svgIsValidXML(title: String) throws {
        let svg = SVGChart().text(chart(1...50, title: title))
        let parser = XMLParser(data: Data(svg.utf8))
        #expect(parser.parse())
        #expect(svg.contains("prefers-color-scheme:dark"))
        #expect(svg.contains("gram &lt;0.1&gt; &amp; corpus"))
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }

    /// No line of print is wider than the drawing, whatever a file or a document is called.
    @Test func longNamesAreBroken() {
        let path = "/home/somebody/" + String(repeating: "long-folder/", count: 12) + "counts.txt"
        var chart = chart(title: "types in \(path)")
        chart.provenance = "gram 0.1.0 · \(path) · seed 1"
        for line in TerminalChart(width: 60).lines(chart) { #expect(line.count <= 60) }
        let svg = SVGChart().text(chart)
        for match in svg.matches(of: />([^<]*)<\/text>/) { #expect(match.output.1.count <= 120, "\(match.output.1)") }
    }

    /// Intervals stand where their ends are, those partly outside cut.
    @Test func intervalsAreDrawn() throws {
        let chart = Chart(
            title: "t", horizontal: .init("x"), vertical: .init("y"),
            series: [
                .init("s", .points, [.init(0, 0), .init(10, 10)]),
                .init("95 %", .intervals, [.init(5, 2), .init(5, 8), .init(10, 9), .init(10, 11)]),
            ])
        let svg = SVGChart().text(chart)
        let path = try #require(svg.firstMatch(of: /class="interval" d="([^"]*)"/)).output.1
        #expect(path.matches(of: /M/).count == 2)
        #expect(TerminalChart(width: 40).lines(chart).contains { $0.contains("95 %") })
    }

    @Test func emptyAndSingleValuesAreDrawn() {
        for points in [[], [Chart.Point(1, 1)], [Chart.Point(.nan, 1), Chart.Point(0, -1)]] {
            for scale in [Chart.Axis.Scale.linear, .logarithmic] {
                let chart = Chart(
                    title: "t", horizontal: .init("x", scale), vertical: .init("y", scale),
                    series: [.init("s", .points, points)])
                #expect(!TerminalChart(width: 40).lines(chart).isEmpty)
                #expect(!SVGChart().text(chart).contains("nan"))
            }
        }
    }
}
