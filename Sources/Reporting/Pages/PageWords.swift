internal import Foundation

/// Running text on a page, each word on a ground and above a line as strong as its value.
///
/// What is said of a word is its title, which a pointer shows; where the word leads to a page, it is a link, and the title
/// stands at the foot of the window while the link has the focus.
struct PageWords {
    /// How many words are shown; the table beside has all.
    private static let shown = 5000

    private let paragraphs: [[Report.Word]]
    private let scale: Report.WordScale
    private let link: WordLink

    /// - Parameter link: where words lead.
    init(_ paragraphs: [[Report.Word]], _ scale: Report.WordScale, link: @escaping WordLink = { _ in nil }) {
        self.paragraphs = paragraphs
        self.scale = scale
        self.link = link
    }

    var html: String {
        var left = Self.shown
        var html: [String] = []
        for paragraph in paragraphs where left > 0 {
            let words = paragraph.prefix(left)
            left -= words.count
            html.append("<p class=\"reading\" dir=\"auto\">" + words.enumerated().map(element).joined() + "</p>")
        }
        let total = paragraphs.reduce(0) { $0 + $1.count }
        let more =
            total > Self.shown
            ? "<p class=\"more\">\(NumberText.grouped(Self.shown)) of \(NumberText.counted(total, "word"))</p>" : ""
        let hasValues = paragraphs.contains { $0.contains { $0.value != nil } }
        return "<div class=\"words\">" + html.joined(separator: "\n") + more + (hasValues ? key : "") + "</div>"
    }

    private func element(_ index: Int, _ word: Report.Word) -> String {
        let gap = index == 0 || word.touchesPrevious ? "" : " "
        let text = word.isMarked ? "<mark>\(word.text.visible.xml)</mark>" : word.text.visible.xml
        guard let value = word.value else { return gap + text }
        let figure = "\(NumberText.rounded(value, significantDigits: 3)) \(scale.unit)"
        let title = [figure, word.remark].filter { !$0.isEmpty }.joined(separator: ", ").visible.xml
        guard let address = word.question.isEmpty ? nil : link(word) else {
            return gap + "<span \(attributes(value)) title=\"\(title)\">\(text)</span>"
        }
        return gap + "<a \(attributes(value)) title=\"\(title)\" href=\"\(address.xml)\">\(text)</a>"
    }

    private func attributes(_ value: Double) -> String {
        "class=\"w\(scale.isBelow(value) ? " below" : "")\" style=\"--s:\(String(format: "%.2f", scale.share(value)))\""
    }

    private var key: String {
        let samples = scale.samples.map { value, text in "<span \(attributes(value))>\(text.visible.xml)</span>" }
        return "<p class=\"key\">\(samples.joined(separator: " "))</p>"
    }
}
