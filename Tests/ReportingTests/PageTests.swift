internal import Basics
internal import Foundation
internal import Reporting
internal import Testing

@Suite struct PageTests {
    let page = SampleReport.report.page

    private static let folder = ProcessInfo.processInfo.environment["GRAMARYE_TEST_PAGES"]

    /// To look at: GRAMARYE_TEST_PAGES names a folder where the page of every kind of block and mark is written.
    @Test(.enabled(if: folder != nil, "GRAMARYE_TEST_PAGES names no folder")) func isWrittenForTheEye() throws {
        let folder = URL(filePath: try #require(Self.folder))
        let texts = [("sample.html", page)] + SampleReport.charts.map { ("\($0).svg", SVGChart().text($1)) }
        for (name, text) in texts { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let written = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
        #expect(written.isSuperset(of: texts.map(\.0)))
    }

    @Test func isXMLWithUniqueIdsAndOneMain() throws {
        let root = try #require(MarkupNode.parse(page))
        let ids = root.all.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        for reference in ["aria-labelledby", "aria-describedby"] {
            for id in root.all.compactMap({ $0.attributes[reference] }) { #expect(ids.contains(id), "\(id)") }
        }
        for landmark in ["main", "header", "footer", "h1"] { #expect(root.all(landmark).count == 1, "\(landmark)") }
        #expect(root.attributes["lang"] == "en")
        #expect(root.all("a").first?.attributes["href"] == "#main" && ids.contains("main"))
    }

    /// The answer's first sentence is the heading; no level is left out below it.
    @Test func headingsAreInOrder() throws {
        let root = try #require(MarkupNode.parse(page))
        let headings = root.all("h1", "h2", "h3", "h4")
        #expect(headings.first?.wholeText == "The answer comes first.")
        let levels = headings.map { Int($0.name.dropFirst())! }
        for (above, below) in zip(levels, levels.dropFirst()) { #expect(below <= above + 1, "\(levels)") }
    }

    /// Only the page's own script runs, and nothing is asked of anywhere.
    @Test func fetchesNothing() throws {
        let root = try #require(MarkupNode.parse(page))
        for node in root.all {
            for (name, value) in node.attributes where ["src", "href", "action", "srcset"].contains(name) {
                #expect(value.hasPrefix("#") || value.hasPrefix("data:"), "\(node.name) \(name) \(value)")
            }
            #expect(node.attributes.keys.allSatisfy { !$0.hasPrefix("on") })
        }
        let addresses = page.matches(of: /https?:[^"'\s<]*/).map { String($0.output) }
        #expect(addresses.allSatisfy { $0.hasPrefix("http://www.w3.org/") }, "\(addresses)")
        let scripts = root.all("script").filter { $0.attributes["type"] == nil }
        #expect(scripts.count == 1)
        let policy = try #require(root.all("meta").compactMap { $0.attributes["content"] }.first { $0.contains("src") })
        let written = try #require(page.firstMatch(of: /(?s)<script>(.*?)<\/script>/)).output.1
        let hash = Data(SHA256.hash(Array(String(written).utf8))).base64EncodedString()
        #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'sha256-\(hash)'"))
    }

    @Test func figuresAreNamedDescribedAndTold() throws {
        let root = try #require(MarkupNode.parse(page))
        let figures = root.all("figure")
        #expect(figures.count == SampleReport.charts.count + 1)
        for figure in figures {
            let name = figure.attributes["data-name"] ?? ""
            #expect(!name.isEmpty && figure.all("figcaption").count == 1)
            let drawings = figure.all("svg").map {
                DrawingChecks(svg: $0, name: "\(name), \($0.attributes["class"] ?? "")")
            }
            #expect(drawings.count == 2)
            for drawing in drawings { try drawing.expectAll() }
            #expect(drawings.map(\.marks).reduce(0, +) <= 4000, "\(name)")
            #expect(!figure.all("td").isEmpty, "\(name): its figures stand beside it")
            // The heading stands once among what is shown.
            let heading = figure.all("figcaption")[0].wholeText
            let shown = figure.all("text", "p").filter { !$0.hasAncestor("margin") }
            #expect(!shown.contains { $0.wholeText == heading }, "\(name)")
        }
    }

    @Test func tablesSayHowMuchOfThemIsShownAndKeepTheRest() throws {
        let root = try #require(MarkupNode.parse(page))
        let words = try #require(root.all("div").first { $0.attributes["data-name"] == "words" })
        #expect(words.all("tr").count == 1 + 1000)
        #expect(words.all("p").map(\.text) == ["1,000 of 4,607; a saved file has 1,200"])
        let rest = try #require(words.all("script").first).text.split(separator: "\n")
        #expect(rest.count == 200)
        #expect(rest.last == "\"word 1200\"\t833\t\(1.0 / 1200)\t[1200, 1209]\tnull")
        for table in root.all("table") {
            let columns = table.all("th").count
            #expect(table.all("tr").dropFirst().allSatisfy { $0.all("td").count == columns })
        }
    }

    /// What the text of a cell does not tell, an attribute does.
    @Test func cellsHoldTheirValues() throws {
        let root = try #require(MarkupNode.parse(page))
        let small = try #require(root.all("div").first { $0.attributes["data-name"] == "1-small" })
        let cells = small.all("td")
        #expect(cells.map(\.text) == ["mkn:5", "98.60"])
        #expect(cells.map { $0.attributes["data-v"] } == [nil, "98.6012345678901"])
        #expect(cells.map { $0.attributes["class"] } == [nil, "n"])
    }

    /// The rows of the result stand in a table of the page and are not there again.
    @Test func theResultIsNotDoubled() throws {
        let root = try #require(MarkupNode.parse(page))
        let result = try #require(root.all("div").first { $0.attributes["data-name"] == "result" })
        #expect(result.attributes["data-rows"] == "words")
        let json = try #require(result.all("script").first).text
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        #expect(object["more"] as? String == SampleReport.nasty)
        #expect((object["rows"] as? [Any] ?? [1]).isEmpty)

        var alone = SampleReport.report
        alone.blocks = [.paragraph("No table.")]
        let other = try #require(MarkupNode.parse(alone.page))
        let whole = try #require(other.all("div").first { $0.attributes["data-name"] == "result" })
        #expect(whole.attributes["data-rows"] == "result")
        #expect(whole.all("script")[0].text.split(separator: "\n").count == 1 + 1200)
    }

    @Test func wordsAreColouredByValue() throws {
        let root = try #require(MarkupNode.parse(page))
        let words = try #require(root.all("div").first { $0.classes.contains("words") })
        let reading = try #require(words.all("p").first)
        #expect(
            reading.all("span").map { $0.attributes["style"] ?? "" }.prefix(3) == ["--s:0.00", "--s:0.26", "--s:0.53"])
        #expect(reading.all("span").last?.attributes["style"] == "--s:1.00")
        #expect(reading.all("span")[1].attributes["title"] == "3.70 bits, P = 0.1")
        #expect(words.all("p").last?.classes == ["key"])
        let lines = SampleReport.report.text(for: Terminal(width: 60, colour: true))
        #expect(lines.contains { $0.contains("\u{1B}[4;38;5;") && $0.contains("trousers") })
        #expect(!SampleReport.report.text(for: Terminal(width: 60)).contains { $0.contains("trousers") })
    }

    /// What the answer says is said once: no paragraph repeats it, and a chart of that finding is headed by its title.
    @Test func theAnswerIsSaidOnce() throws {
        var chart = SampleReport.charts[0].chart
        chart.title = "What is drawn"
        var report = Report(
            "Sample", rows: ResultTable(columns: ["word"]),
            blocks: [.paragraph(chart.finding), .paragraph("More."), .chart(chart, named: "chart")],
            provenance: Provenance(version: "0.1.0"))
        report.answer = chart.finding + " And more."
        let root = try #require(MarkupNode.parse(report.page))
        let said = root.all("h1", "h2", "p").map(\.wholeText)
        #expect(said.filter { $0.contains(chart.finding) }.count == 1, "\(said)")
        #expect(said.contains("What is drawn") && said.contains("More."))
    }

    /// Lines break between words alone: not within a formula, an option or a short cell.
    @Test func linesBreakBetweenWords() throws {
        var table = ResultTable(columns: ["word", "difference"])
        table.append([.text("a few words"), .number(-0.25)])
        table.append([.text(String(repeating: "many words ", count: 9)), .integer(-3)])
        var report = Report(
            "Sample", rows: table, blocks: [.paragraph("p = 0.03, 1/(β − 1), 95 % of it"), .table(table, named: "t")],
            provenance: Provenance(version: "0.1.0"))
        report.provenance.commandLine = "gram sample --html '<x y>'"
        let root = try #require(MarkupNode.parse(report.page))
        #expect(root.all("p").contains { $0.wholeText == "p\u{A0}=\u{A0}0.03, 1/(β\u{A0}−\u{A0}1), 95\u{A0}% of it" })
        let code = try #require(root.all("code").first)
        #expect(code.all("span").map(\.text) == ["gram", "sample", "--html", "'<x", "y>'"])
        // Numbers have a minus sign, and their values stay.
        let cells = root.all("td")
        #expect(cells.map { $0.attributes["class"] } == [nil, "n", "long", "n"])
        #expect(cells[1].text == "−0.2500" && cells[1].attributes["data-v"] == "-0.25" && cells[3].text == "−3")
    }

    /// Words without values have no key of colours, and a text from right to left its own direction.
    @Test func plainWordsHaveNoKey() throws {
        let report = Report(
            "Sample", rows: ResultTable(columns: ["word"]),
            blocks: [.words([[.init("שלום", nil)], [.init("peace", nil)]])],
            provenance: Provenance(version: "0.1.0"))
        let words = try #require(MarkupNode.parse(report.page)?.all("div").first { $0.classes.contains("words") })
        #expect(words.all("p").map(\.wholeText) == ["שלום", "peace"])
        #expect(words.all("p").allSatisfy { $0.attributes["dir"] == "auto" })
    }

    /// Without an answer the title is the heading; an empty table and an empty chart are pages too.
    @Test func emptyReportsArePages() throws {
        let empty = ResultTable(columns: ["word"])
        let chart = Chart(title: "t", horizontal: .init("x"), vertical: .init("y"), series: [])
        let report = Report(
            "Nothing", rows: empty, blocks: [.table(empty, named: "rows"), .chart(chart, named: "chart"), .words([])],
            provenance: Provenance(version: "0.1.0"))
        let root = try #require(MarkupNode.parse(report.page))
        #expect(root.all("h1").map(\.wholeText) == ["Nothing"])
    }
}
