/// Key words in the middle column of a table, each in its context.
struct PageKeywords {
    /// How many lines are shown; the data beside have all.
    private static let shown = 1000

    private let lines: [Report.KeywordLine]

    init(_ lines: [Report.KeywordLine]) { self.lines = lines }

    var html: String {
        let hasLabels = lines.contains { !$0.label.isEmpty }
        let rows = lines.prefix(Self.shown).map { line in
            let label = hasLabels ? "<td>\(line.label.visible.xml)</td>" : ""
            return "<tr>\(label)<td class=\"before\" dir=\"auto\">\(html(line.left))</td>"
                + "<td class=\"node\" dir=\"auto\">\(line.node.visible.xml)</td>"
                + "<td dir=\"auto\">\(html(line.right))</td></tr>"
        }
        let more =
            lines.count > Self.shown
            ? "<p class=\"more\">\(NumberText.grouped(Self.shown)) of \(NumberText.counted(lines.count, "line"))</p>"
            : ""
        return """
            <div class="scroll" role="group" tabindex="0" aria-label="Key words in context">\
            <table class="kwic"><tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\(more)
            """
    }

    private func html(_ parts: [Report.KeywordLine.Part]) -> String {
        parts.map { part in
            let text = part.text.visible.xml
            return part.mark.map { "<span class=\"m\($0 % 3)\">\(text)</span>" } ?? text
        }.joined()
    }
}
