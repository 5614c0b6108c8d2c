/// A key word in running text on a page: paragraphs with the lines of the text, the word marked, and the ways to those before
/// and after it.
struct PagePassage {
    private let passage: Report.Passage
    private let link: CellLink

    /// - Parameter link: where the cell `node` of a key word's row leads.
    init(_ passage: Report.Passage, link: @escaping CellLink) {
        self.passage = passage
        self.link = link
    }

    var html: String {
        let node = passage.node.split(separator: "\n", omittingEmptySubsequences: false)
        let mark = "<mark>\(node.map { String($0).xml }.joined(separator: "\n"))</mark>"
        var before = paragraphs(passage.before)
        let after = paragraphs(passage.after)
        before[before.count - 1] += mark + after[0]
        let text = (before + after.dropFirst()).filter { !$0.isEmpty }
        return """
            <div class="passage"><p class="ways">\(ways)</p>
            <blockquote>\(text.map { "<p dir=\"auto\">\($0)</p>" }.joined(separator: "\n"))</blockquote></div>
            """
    }

    /// An empty line ends a paragraph.
    private func paragraphs(_ text: String) -> [String] {
        var paragraphs = [""]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.element.isEmpty, line.offset > 0 { paragraphs.append("") }
            let isFirst = paragraphs[paragraphs.count - 1].isEmpty
            paragraphs[paragraphs.count - 1] += (isFirst ? "" : "\n") + String(line.element).xml
        }
        return paragraphs
    }

    private var ways: String {
        let document = passage.label.isEmpty ? "" : " in \(passage.label.visible.xml)"
        let place = "<span>\(passage.place.xml)\(document)</span>"
        return [way("← previous", "prev", to: passage.previous), place, way("next →", "next", to: passage.next)]
            .compactMap(\.self).joined(separator: " ")
    }

    private func way(_ text: String, _ relation: String, to row: [Value]?) -> String? {
        guard let row, let place = passage.columns.firstIndex(of: "node"),
            let address = link(passage.columns, row, place)
        else { return nil }
        return "<a rel=\"\(relation)\" href=\"\(address.xml)\">\(text)</a>"
    }
}
