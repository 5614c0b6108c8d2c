/// Key words in the middle column of a table, each in its context and a way to its place in the text.
struct PageKeywords {
    /// How many lines are shown; the data beside have all.
    private static let shown = 1000

    private let keywords: Report.Keywords
    private let link: CellLink

    /// - Parameter link: where key words and labels lead, by the cells `node` and `document` of their rows.
    init(_ keywords: Report.Keywords, link: @escaping CellLink) {
        self.keywords = keywords
        self.link = link
    }

    var html: String {
        let lines = keywords.lines
        let hasLabels = lines.contains { !$0.label.isEmpty }
        let rows = lines.prefix(Self.shown).enumerated().map { index, line in
            let label = hasLabels ? "<td class=\"from\">\(linked(line.label, "document", of: index))</td>" : ""
            return "<tr>\(label)<td class=\"before\"><div><span dir=\"auto\">\(html(line.left))</span></div></td>"
                + "<td class=\"node\" dir=\"auto\">\(linked(line.node, "node", of: index))</td>"
                + "<td class=\"after\"><div><span dir=\"auto\">\(html(line.right))</span></div></td></tr>"
        }
        let more =
            lines.count > Self.shown
            ? "<p class=\"more\">\(NumberText.grouped(Self.shown)) of \(NumberText.counted(lines.count, "line"))</p>"
            : ""
        return """
            \(key)<div class="scroll" role="group" tabindex="0" aria-label="Key words in context">\
            <table class="kwic" dir="\(isFromRight ? "rtl" : "ltr")"><tbody>\(rows.joined(separator: "\n"))</tbody></table></div>\(more)
            """
    }

    /// Whether most key words are read from right to left: then what stands before them is at their right.
    private var isFromRight: Bool {
        let nodes = keywords.lines.prefix(Self.shown).map(\.node)
        return 2 * nodes.count(where: \.hasRightToLeft) > nodes.count
    }

    /// What the marks stand for, each as it is marked.
    private var key: String {
        guard !keywords.marks.isEmpty else { return "" }
        let names = keywords.marks.map { "<span class=\"\(Self.style($0.mark))\">\($0.name.visible.xml)</span>" }
        return "<p class=\"key\">Sorted by \(names.joined(separator: ", then "))</p>"
    }

    private func linked(_ text: String, _ column: String, of line: Int) -> String {
        let shown = text.visible.xml
        guard keywords.rows.rows.indices.contains(line),
            let place = keywords.rows.columns.firstIndex(of: column),
            let address = link(keywords.rows.columns, keywords.rows.rows[line], place)
        else { return shown }
        return "<a href=\"\(address.xml)\">\(shown)</a>"
    }

    private func html(_ parts: [Report.KeywordLine.Part]) -> String {
        parts.map { part in
            let text = part.text.visible.xml
            return part.mark.map { "<span class=\"\(Self.style($0))\">\(text)</span>" } ?? text
        }.joined()
    }

    private static func style(_ mark: Int) -> String { "m\(mark % 3)" }
}
