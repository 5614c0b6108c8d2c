internal import Reporting
internal import Testing

/// Tables that are wider than their terminal.
@Suite struct TextTableTests {
    private var table: ResultTable {
        var table = ResultTable(columns: ["model", "valid_perplexity", "bits_per_character", "created_at"])
        table.append([.text("mkn:3"), .number(99.2134), .number(1.98765), .text("2026-11-30")])
        table.append([.text("laplace:2"), .number(415.07), .null, .text("2026-11-29")])
        return table
    }

    @Test func whatHasRoomStandsAsItIs() {
        let lines = [
            "model      valid perplexity  bits per character  created at",
            "─────────  ────────────────  ──────────────────  ──────────",
            "mkn:3                 99.21               1.988  2026-11-30",
            "laplace:2             415.1                   –  2026-11-29",
        ]
        #expect(TextTable(table).lines(width: 59) == lines && TextTable(table).lines() == lines)
    }

    @Test func headingsTakeSeveralLinesFirst() {
        #expect(
            TextTable(table).lines(width: 58) == [
                "                valid   bits per",
                "model      perplexity  character  created at",
                "─────────  ──────────  ─────────  ──────────",
                "mkn:3           99.21      1.988  2026-11-30",
                "laplace:2       415.1          –  2026-11-29",
            ])
    }

    @Test func lastColumnsGoLastAndAreNamed() {
        #expect(
            TextTable(table).lines(width: 40) == [
                "                valid   bits per",
                "model      perplexity  character",
                "─────────  ──────────  ─────────",
                "mkn:3           99.21      1.988",
                "laplace:2       415.1          –",
                "Not shown for want of room, but in other",
                "formats and wider terminals: created at.",
            ])
    }

    /// A text that is wider than any terminal is not helped by leaving others out.
    @Test func oneLongTextKeepsItsTable() {
        var table = ResultTable(columns: ["text", "tokens"])
        table.append([.text(String(repeating: "x", count: 150)), .integer(30)])
        #expect(TextTable(table).lines(width: 40).last?.hasSuffix("30") ?? false)
    }

    /// Texts take several lines before a column goes.
    @Test func textsAreWrapped() {
        var table = ResultTable(columns: ["part", "meaning", "rows"])
        table.append([.text("output"), .text("from the units of the last layer to each word"), .integer(30)])
        #expect(
            TextTable(table).lines(width: 40) == [
                "part    meaning                     rows", "──────  ──────────────────────────  ────",
                "output  from the units of the last    30", "        layer to each word",
            ])
    }
}
