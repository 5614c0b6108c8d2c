internal import Reporting
internal import TestSupport
internal import Testing

/// Parts of pages that lead on: key words, passages, choices; and what a table and the chart beside it share.
@Suite struct LinkedPageTests {
    private static let nasty = SampleReport.nasty

    private func page(_ blocks: [Report.Block], rows: ResultTable? = nil) throws -> MarkupNode {
        let report = Report(
            "Sample", rows: rows ?? ResultTable(columns: []), blocks: blocks, provenance: Provenance(version: "0"))
        var frame = PageFrame(title: "t", style: "/a.css", script: "/a.js")
        frame.links = PageLinks(
            cell: { columns, row, column in "/\(columns[column])?\(row.map(\.plainText).joined(separator: "&"))" },
            word: { _ in nil })
        return try #require(MarkupNode.parse(report.page(in: frame).replacing("<!DOCTYPE html>", with: "")))
    }

    private var table: ResultTable {
        var table = ResultTable(columns: ["document", "node"])
        for number in 0..<3 { table.append([.text("d\(number) \(Self.nasty)"), .text("n\(number)")]) }
        return table
    }

    @Test func keyWordsLeadToTheirTextAndMarksAreNamed() throws {
        let lines = (0..<3).map { number in
            Report.KeywordLine(
                label: "d\(number)", left: [.init("left "), .init(Self.nasty, mark: 2)], node: "n\(number)",
                right: [.init("next", mark: 0)])
        }
        let root = try page([.keywords(lines, rows: table, marks: [(0, "1R"), (2, "1L")])])
        let nodes = root.all("td").filter { $0.classes.contains("node") }
        #expect(nodes.map { $0.all("a").count } == [1, 1, 1])
        let address = "/node?d1 \(Self.nasty)&n1".replacing("\u{1}", with: "\u{2401}")
        #expect(nodes[1].all("a")[0].attributes["href"] == address)
        #expect(root.all("span").filter { $0.classes.contains("m0") }.map(\.text) == ["1R", "next", "next", "next"])
        #expect(root.all("span").filter { $0.classes.contains("m2") }.first?.text == "1L")
        // Without rows and marks there is neither a link nor a key.
        let plain = try page([.keywords(lines)])
        #expect(plain.all("td").allSatisfy { $0.all("a").isEmpty })
        #expect(!plain.all("p").contains { $0.classes.contains("key") })
    }

    @Test func aPassageKeepsItsLines() throws {
        let passage = Report.Passage(
            label: Self.nasty, left: "one\n\ntwo <b>\nthree ", node: "no\nde", right: ", four\n\nfive", isCutLeft: true,
            isCutRight: false, place: "hit 2 of 3", columns: ["document", "node"], previous: [.text("d"), .text("p")],
            next: nil)
        let root = try page([.passage(passage)])
        let text = try #require(root.all("blockquote").first)
        // The text of the mark stands apart.
        #expect(text.all("p").map(\.text) == ["… one", "two <b>\nthree , four", "five"])
        #expect(text.all("p").allSatisfy { $0.attributes["dir"] == "auto" })
        #expect(text.all("mark").map(\.wholeText) == ["no\nde"])
        #expect(root.all("a").filter { $0.attributes["rel"] != nil }.map { $0.attributes["href"] } == ["/node?d&p"])
        let lines = Report(
            "Sample", rows: ResultTable(columns: []), blocks: [.passage(passage)], provenance: Provenance(version: "0")
        ).text(for: Terminal(width: 60))
        #expect(lines == ["… one", "", "two <b>", "three »no", "de«, four", "", "five"])
    }

    @Test func choicesAreLinksBesideTheOneChosen() throws {
        let block = Report.Block.choices(
            "Counted by", option: "group", [.init("lines", nil), .init("1R", "1R"), .init(Self.nasty, "x<y>")],
            chosen: "1R")
        let choices = try #require(try page([block]).all("p").first { $0.classes.contains("choices") })
        #expect(choices.all("a").map { $0.attributes["href"] } == ["/--group?", "/--group?x<y>"])
        #expect(choices.all("b").map(\.text) == ["1R"])
        // A page that leads nowhere has nothing to choose, and no terminal does.
        let report = Report(
            "Sample", rows: ResultTable(columns: []), blocks: [block], provenance: Provenance(version: "0"))
        #expect(!report.page.contains("Counted by") && report.text(for: Terminal()).isEmpty)
    }

    /// Each row that has a point has its key, and each point of the series is drawn.
    @Test func pointsAndRowsShareKeys() throws {
        var rows = ResultTable(columns: ["word", "a", "b", "c", "d", "e", "f"])
        let names = (0..<40).map { "w\($0) \($0 == 7 ? Self.nasty : "")" }
        for (number, name) in names.enumerated() {
            rows.append([.text(name)] + (0..<6).map { .integer($0 * number) })
        }
        let keyed = names.prefix(30)
        let chart = Chart(
            title: "t", horizontal: .init("x"), vertical: .init("y"),
            series: [
                .init("all", .points, (0..<90).map { .init(Double($0), Double($0 % 7)) }, colour: Chart.Series.grey),
                .init(
                    "some", .points, keyed.indices.map { .init(Double($0), 3) }, colour: 0, keys: Array(keyed)),
            ])
        let root = try page([.chart(chart, named: "c"), .table(rows, named: "rows")], rows: rows)
        let pair = try #require(root.all("div").first { $0.classes.contains("brushed") })
        let inRows = pair.all("tr").compactMap { $0.attributes["data-key"] }
        #expect(inRows.count == 30 && Set(inRows).count == 30)
        for drawing in pair.all("svg") {
            #expect(drawing.all("path").compactMap { $0.attributes["data-key"] }.sorted() == inRows.sorted())
            try DrawingChecks(svg: drawing, name: "keyed").expectAll()
        }
    }

    @Test func countsAreBarsWithWords() throws {
        var rows = ResultTable(columns: ["word", "spread"])
        rows.append([.text("a"), .counts([0, 4, 8, 1])])
        rows.append([.text("b"), .counts([0, 0])])
        let root = try page([.table(rows, named: "rows")], rows: rows)
        let strips = root.all("svg").filter { $0.classes.contains("strip") }
        #expect(strips.map { $0.attributes["aria-label"] } == ["0 to 8, most in place 3 of 4", "0 in all of 2"])
        #expect(strips[0].all("path").last?.attributes["d"]?.filter { $0 == "M" }.count == 3)
        #expect(root.all("td").compactMap { $0.attributes["data-v"] } == ["[0, 4, 8, 1]", "[0, 0]"])
        let report = Report("Sample", rows: rows, provenance: Provenance(version: "0"))
        #expect(report.text(for: Terminal()).contains { $0.hasSuffix(" ▄█▁") })
        #expect(Array(report.data(as: .csv)) == ["word,spread", "a,0 4 8 1", "b,0 0"])
        #expect(Array(report.data(as: .jsonl)).first == #"{"word": "a", "spread": [0, 4, 8, 1]}"#)
    }

    /// No name of a network lies on another, and all are told.
    @Test(arguments: 0..<40) func namesOfANetworkStandApart(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...40, using: &random)
        let names = (0..<count).map { number in
            "\(number)"
                + String(
                    repeating: ["a", "W", "語", "ש"].randomElement(using: &random)!,
                    count: Int.random(in: 1...16, using: &random))
        }
        let strengths = (0..<count).map { _ in Double.random(in: 4...12, using: &random) }.sorted(by: >)
        var chart = Chart.rows(
            title: "Words", value: .init("logDice"), zip(names, strengths).map { .init($0, $1) })
        chart.network = Chart.Network(
            centre: "node", nodes: zip(names, strengths).map { .init($0, strength: $1) },
            ties: (0..<count / 2).map { .init($0, count - 1 - $0, weight: Double.random(in: 0...1, using: &random)) },
            measure: "logDice")
        let root = try page([.chart(chart, named: "network")])
        for drawing in root.all("figure")[0].all("svg") {
            try DrawingChecks(svg: drawing, name: "network \(seed)").expectAll()
            let texts = drawing.all("text").map(\.text).joined(separator: " ")
            for name in names { #expect(texts.contains(name.prefix(2)), "\(name)") }
        }
        #expect(SVGChart().text(chart) == SVGChart().text(chart))
    }
}
