internal import Reporting
internal import TestSupport
internal import Testing

/// Key words stand in one column, whatever is beside them and however wide the terminal is.
@Suite struct KeywordTests {
    private static func line(_ random: inout SeededGenerator) -> Report.KeywordLine {
        func text(_ most: Int) -> String {
            (0..<Int.random(in: 0...most, using: &random)).map { _ in
                ["a", "é", "日", "ש", " ", "👩‍🔬", "e\u{301}", "\u{1B}", "\u{202E}"].randomElement(using: &random)!
            }.joined()
        }
        func parts() -> [Report.KeywordLine.Part] {
            (0..<Int.random(in: 0...3, using: &random)).map { _ in
                Report.KeywordLine.Part(text(30), mark: Bool.random(using: &random) ? 1 : nil)
            }
        }
        return Report.KeywordLine(
            label: text(30), left: parts(), node: "N" + text(6), right: parts(),
            touchesLeft: Bool.random(using: &random), touchesRight: Bool.random(using: &random))
    }

    private static func shown(_ lines: [Report.KeywordLine], _ terminal: Terminal) -> [String] {
        Report(
            "Key words", rows: ResultTable(columns: []), blocks: [.keywords(lines)],
            provenance: Provenance(version: "0")
        ).text(for: terminal)
    }

    @Test(arguments: 0..<60) func keyWordsStandInOneColumn(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<12).map { _ in Self.line(&random) }
        let terminal = Terminal(width: Int.random(in: 30...160, using: &random), colour: false)
        let shown = Self.shown(lines, terminal)
        let columns = shown.map { $0[..<$0.firstIndex(of: "N")!] }.map { String($0).terminalWidth }
        #expect(Set(columns).count == 1, "seed \(seed): \(shown)")
        #expect(shown.allSatisfy { $0.terminalWidth <= terminal.width })
        #expect(!shown.joined().contains("\u{1B}"))
        // Colours change nothing else.
        let coloured = Self.shown(lines, Terminal(width: terminal.width, colour: true))
        #expect(coloured.map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") } == shown)
    }

    @Test func theNearestTextIsKept() {
        let line = Report.KeywordLine(
            label: "", left: [.init("far away near")], node: "node", right: [.init("near far away")])
        let shown = Self.shown([line], Terminal(width: 20))
        #expect(shown == ["ay near node near fa"])
    }
}
