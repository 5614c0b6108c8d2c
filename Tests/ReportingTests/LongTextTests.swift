internal import Foundation
internal import Reporting
internal import TestSupport
internal import Testing

/// A word may be as long as a text: a flood of letters, or an address.
@Suite struct LongTextTests {
    /// The drawing of a chart, and what it took.
    private func drawn(_ chart: Chart) throws -> (svg: MarkupNode, time: Duration) {
        let start = ContinuousClock.now
        let text = SVGChart().text(chart)
        return (try #require(MarkupNode.parse(text)), ContinuousClock.now - start)
    }

    @Test func aLongNameIsCutInItsMiddleAtOnce() throws {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let name = String(repeating: letters, count: 4000)
        let (svg, time) = try drawn(.rows(title: "t", value: .init("n"), [.init(name, 2), .init("short", 1)]))
        let shown = try #require(svg.all("text").map(\.text).first { $0.contains("…") })
        let parts = shown.split(separator: "…")
        #expect(parts.count == 2 && name.hasPrefix(parts[0]) && name.hasSuffix(parts[1]))
        // Two parts of it stand before what is left out, and one behind.
        #expect(shown.count > 20 && parts[0].count - 2 * parts[1].count <= 2, "\(shown)")
        #expect(svg.all("text").map(\.text).contains("short"))
        #expect(time < .seconds(10), "each length was tried: \(time)")
    }

    /// Broken into lines nothing is lost, and each line is as long as the room.
    @Test func aLongWordIsBrokenIntoFullLinesAtOnce() throws {
        var generator = SeededGenerator(seed: 6)
        let word = String((0..<100_000).map { _ in "abilmw".randomElement(using: &generator)! })
        var chart = Chart.rows(title: "t", value: .init("n"), [.init("a", 2), .init("b", 1)])
        chart.finding = "Of " + word
        let (svg, time) = try drawn(chart)
        let lines = svg.all("text").filter { $0.classes.contains("heading") }.map(\.text)
        #expect(lines.joined() == "Of" + word)
        let lengths = lines.dropFirst().dropLast().map(\.count)
        #expect(lengths.min() ?? 0 > 40 && lengths.max() ?? 0 < 200)
        #expect(time < .seconds(10), "the rest was measured for each line: \(time)")
    }

    /// More series than marks: each keeps its first and last.
    @Test func manySeriesAreThinnedToTheirEnds() throws {
        let series = (0..<1500).map { number in
            Chart.Series("", .points, (0...4).map { .init(Double($0), Double(number)) })
        }
        let (svg, _) = try drawn(
            Chart(title: "t", horizontal: .init("x"), vertical: .init("y"), series: series))
        #expect(DrawingChecks(svg: svg, name: "many series").marks == 3000)
    }
}
