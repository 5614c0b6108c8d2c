internal import Explorer
internal import Foundation
internal import Reporting
internal import Testing

/// Where the cells of a screen lead.
@Suite struct LinkTests {
    private func page(_ query: String, _ blocks: [Report.Block], _ rows: ResultTable) throws -> String {
        let folder = try ExplorerFolder()
        let explorer = try folder.explorer { _, _, _ in
            Report("One", rows: rows, blocks: blocks, provenance: Provenance(version: "0"))
        }
        let answer = explorer.get("/concordance", query)
        #expect(answer.status == 200)
        return answer.text
    }

    /// A hit's link has its document, segment and token, and of the settings those that make it a hit.
    @Test func aHitLeadsToItsText() throws {
        var rows = ResultTable(columns: ["document", "segment", "position", "node"])
        rows.append([.text("a&b.txt"), .integer(7), .integer(3), .text("sea")])
        let lines = [Report.KeywordLine(label: "a&b.txt", left: [], node: "sea", right: [])]
        let text = try page("q=sea*&longest=1&sort=1R&sample=5&where=x", [.keywords(lines, rows: rows)], rows)
        #expect(
            text.contains(
                "href=\"/concordance?q=sea*&amp;longest=1&amp;segment=7&amp;position=3&amp;document=a%26b.txt\"")
                || text.contains(
                    "href=\"/concordance?q=sea%2A&amp;longest=1&amp;segment=7&amp;position=3&amp;document=a%26b.txt\""),
            "\(text)")
    }

    /// Another question than the hit that is shown is asked without it.
    @Test func formAndChipForgetTheHit() throws {
        let rows = ResultTable(columns: ["document"])
        let text = try page("q=sea&segment=7&position=3&document=a", [], rows)
        #expect(!text.contains("name=\"segment\"") && !text.contains("name=\"position\""))
        #expect(text.contains("<a href=\"/concordance?q=sea\">all documents</a>"))
    }

    /// The pages of a concordance follow each other from the first to the last.
    @Test(
        arguments: [
            ("q=sea", 50, "skip=50", nil), ("q=sea&skip=50", 50, "skip=100", "\"/concordance?q=sea\""),
            ("q=sea&skip=100", 20, nil, "skip=50\""), ("q=sea&limit=30&skip=60", 30, "skip=90", "skip=30&amp;"),
            ("q=sea&limit=30&skip=5000", 0, nil, "skip=90&amp;"), ("q=sea&group=1R", 50, nil, nil),
        ] as [(String, Int, String?, String?)])
    func pagesFollowEachOther(query: String, shown: Int, next: String?, before: String?) throws {
        var rows = ResultTable(columns: ["document"])
        for _ in 0..<shown { rows.append([.text("a")]) }
        rows.total = 120
        let text = try page(query, [], rows)
        let ways = text.components(separatedBy: "<p class=\"ways\">").dropFirst().joined().prefix { $0 != "\n" }
        #expect(ways.contains("The next") == (next != nil) && next.map { ways.contains($0) } ?? true, "\(ways)")
        let hasBefore = ways.contains("hits before") || ways.contains("The first hits")
        #expect(hasBefore == (before != nil) && before.map { ways.contains($0) } ?? true, "\(ways)")
    }

    @Test func choicesKeepTheQuestion() throws {
        let choices = Report.Block.choices(
            "Counted by", option: "group", [.init("lines", nil), .init("1R", "1R"), .init("year", "year")], chosen: nil)
        let rows = ResultTable(columns: ["document"])
        let text = try page("q=sea&sort=1R&window=30&where=x", [choices], rows)
        #expect(text.contains("<b aria-current=\"true\">lines</b>"))
        #expect(text.contains("href=\"/concordance?q=sea&amp;group=1R&amp;where=x\""))
    }

    /// A group leads to its hits, where a query can say which they are.
    @Test func groupsLeadToTheirHits() throws {
        var rows = ResultTable(columns: ["group", "count"])
        rows.append([.text("what?"), .integer(2)])
        func links(_ key: String) throws -> String { try page("q=sea&group=\(key)", [.table(rows, named: "g")], rows) }
        // A neighbour may be of another segment, where no match goes, unless it is asked for inside.
        #expect(!(try links("1R").contains("what%5C%3F")))
        #expect(!(try links("1L").contains("what%5C%3F")))
        #expect(try links("1R&within=segment").contains("href=\"/concordance?q=sea+what%5C%3F&amp;within=segment\""))
        #expect(try links("1L&within=segment").contains("href=\"/concordance?q=what%5C%3F+sea&amp;within=segment\""))
        #expect(try links("node").contains("href=\"/concordance?q=what%5C%3F\""))
        #expect(try links("document").contains("href=\"/concordance?q=sea&amp;document=what%3F\""))
        #expect(!(try links("year").contains("what%3F")))
    }
}
