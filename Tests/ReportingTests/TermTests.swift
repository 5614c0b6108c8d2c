internal import Reporting
internal import Testing

/// What the words of a report mean stands beneath it where people read, and nowhere else.
@Suite struct TermTests {
    private var report: Report {
        var table = ResultTable(columns: ["model", "perplexity"])
        table.append([.text("mkn:3"), .number(96.9)])
        var report = Report("Perplexity", rows: table, provenance: Provenance(version: "1"))
        report.terms = [.init("perplexity", "among so many <equally likely> tokens one would be as uncertain as it is")]
        return report
    }

    @Test func terminalsThatDefineTermsShowThemInTheirWidth() {
        let plain = report.text(for: Terminal(width: 40))
        let told = report.text(for: Terminal(width: 40, definesTerms: true))
        #expect(Array(told.prefix(plain.count)) == plain)
        let terms = told.dropFirst(plain.count)
        #expect(terms.first == "" && terms.count == 4 && terms.allSatisfy { $0.count <= 40 })
        #expect(
            terms.dropFirst().joined(separator: " ")
                == "perplexity: among so many <equally likely> tokens one would be as uncertain as it is")
        let pale = report.text(for: Terminal(width: 40, colour: true, definesTerms: true)).suffix(3)
        #expect(pale.allSatisfy { $0.hasPrefix("\u{1B}[2m") && $0.hasSuffix("\u{1B}[0m") })
    }

    @Test func pagesHaveThemAndDataHaveNot() throws {
        let page = try #require(MarkupNode.parse(report.page))
        #expect(page.all("dt").map(\.text) == ["perplexity"])
        #expect(page.all("dd").map(\.text).first?.contains("<equally likely>") == true)
        #expect(!report.data(as: .json).joined().contains("equally likely"))
    }

    /// Nothing known is a number that is not: a column of dashes stands to the right as its heading does.
    @Test func aColumnWithoutValuesStandsToTheRight() {
        var table = ResultTable(columns: ["word", "interval"])
        table.append([.text("a"), .null])
        #expect(TextTable(table).lines().last == "a            –")
    }
}
