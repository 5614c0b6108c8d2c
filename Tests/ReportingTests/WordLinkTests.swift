internal import Reporting
internal import Testing

@Suite struct WordLinkTests {
    private func page(_ block: Report.Block, link: @escaping WordLink = { _ in nil }) throws -> MarkupNode {
        let report = Report(
            "Words", rows: ResultTable(columns: []), blocks: [block], provenance: Provenance(version: "0"))
        var frame = PageFrame(title: "Words", style: "/s", script: "/j")
        frame.links = PageLinks(cell: { _, _, _ in nil }, word: link)
        let text = report.page(in: frame).replacing("<!DOCTYPE html>", with: "")
        return try #require(MarkupNode.parse(text))
    }

    private static let nasty = "\"><script>&"

    /// A word leads where the server says, with a name, and with what is said of it; nothing of it is markup.
    @Test func wordsLeadToWhatAnswersThem() throws {
        let word = Report.Word(
            Self.nasty, 3.5, remark: Self.nasty, question: [("q", Self.nasty), ("model", "base")])
        let root = try page(.words([[word, .init("plain", 1), .init("none", nil)]])) { word in
            "/probability?\(word.question.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))"
        }
        let links = root.all("a").filter { $0.classes.contains("w") }
        #expect(links.count == 1)
        #expect(links[0].attributes["href"] == "/probability?q=\(Self.nasty)&model=base")
        #expect(links[0].wholeText == Self.nasty && links[0].attributes["title"] == "3.50 bits, \(Self.nasty)")
        #expect(root.all("span").contains { $0.wholeText == "plain" && $0.attributes["title"] == "1.00 bits" })
        #expect(!root.all.contains { $0.wholeText == "none" && $0.name != "p" && $0.attributes["title"] != nil })
    }

    /// Below zero the line is another one, so that the sides are told apart without colours, and the key names both.
    @Test func differencesHaveTwoSides() throws {
        let scale = Report.WordScale(unit: "bits", fullest: 6, sides: (above: "a better", below: "b better"))
        let root = try page(.words([[.init("up", 3), .init("down", -6), .init("even", 0)]], by: scale))
        func word(_ text: String) throws -> MarkupNode {
            try #require(root.all("span").first { $0.wholeText == text })
        }
        #expect(try word("up").classes == ["w"] && word("up").attributes["style"] == "--s:0.50")
        #expect(try word("down").classes == ["w", "below"] && word("down").attributes["style"] == "--s:1.00")
        #expect(try word("even").attributes["style"] == "--s:0.00")
        let key = root.all("p").first { $0.classes.contains("key") }?.all("span").map(\.wholeText)
        #expect(key == ["b better by 6 bits and more", "3", "alike", "3", "a better by 6 bits and more"])
    }

    @Test func whatWasGivenStandsOut() throws {
        let root = try page(.words([[.init("once upon", nil, isMarked: true), .init("a time", nil)]]))
        #expect(root.all("mark").map(\.wholeText) == ["once upon"])
        #expect(root.all("p").contains { $0.text == " a time" && $0.all("mark").count == 1 })
    }

    /// All that belongs to a series of several can be switched off: its marks, its name; one without a name with that of its
    /// colour.
    @Test func seriesAreToldApart() throws {
        let points = [Chart.Point(1, 1), .init(2, 3), .init(3, 2)]
        let chart = Chart(
            title: "Two", horizontal: .init("x"), vertical: .init("y"),
            series: [
                .init("<one>", .curve, points), .init("two", .line, points.map { .init($0.x, $0.y + 4) }),
                .init("", .intervals, points, colour: 1),
            ])
        let parts = try page(.chart(chart, named: "two")).all("g").compactMap { $0.attributes["data-series"] }
        // Two drawings, each with marks and name of both, and the intervals.
        #expect(parts.filter { $0 == "<one>" }.count == 4)
        #expect(parts.filter { $0 == "two" }.count >= 4 && parts.count == 4 + parts.filter { $0 == "two" }.count)
        var alone = chart
        alone.series = [chart.series[0]]
        #expect(try page(.chart(alone, named: "one")).all("g").allSatisfy { $0.attributes["data-series"] == nil })
        #expect(PageFrame.scriptText.contains("dataset.series"))
    }
}
