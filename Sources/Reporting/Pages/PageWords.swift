internal import Foundation

/// Running text on a page, each word on a ground and above a line as strong as its value.
struct PageWords {
    /// How many words are shown; the table beside has all.
    private static let shown = 5000

    private let paragraphs: [[Report.Word]]
    private let scale: Report.WordScale

    init(_ paragraphs: [[Report.Word]], _ scale: Report.WordScale) {
        self.paragraphs = paragraphs
        self.scale = scale
    }

    var html: String {
        var left = Self.shown
        var html: [String] = []
        for paragraph in paragraphs where left > 0 {
            let words = paragraph.prefix(left)
            left -= words.count
            html.append("<p class=\"reading\" dir=\"auto\">" + words.enumerated().map(span).joined() + "</p>")
        }
        let total = paragraphs.reduce(0) { $0 + $1.count }
        let more =
            total > Self.shown
            ? "<p class=\"more\">\(NumberText.grouped(Self.shown)) of \(NumberText.counted(total, "word"))</p>" : ""
        let hasValues = paragraphs.contains { $0.contains { $0.value != nil } }
        return "<div class=\"words\">" + html.joined(separator: "\n") + more + (hasValues ? key : "") + "</div>"
    }

    private func span(_ index: Int, _ word: Report.Word) -> String {
        let gap = index == 0 || word.touchesPrevious ? "" : " "
        guard let value = word.value else { return gap + word.text.visible.xml }
        let remark = word.remark.isEmpty ? "" : ", \(word.remark)"
        return gap + "<span class=\"w\" style=\"--s:\(share(value))\" "
            + "title=\"\(NumberText.rounded(value, significantDigits: 3)) \(scale.unit.xml)\(remark.xml)\">"
            + "\(word.text.visible.xml)</span>"
    }

    private func share(_ value: Double) -> String { String(format: "%.2f", scale.share(value)) }

    private var key: String {
        let steps = [0, 0.25, 0.5, 0.75, 1].map { $0 * scale.fullest }
        let samples = steps.enumerated().map { index, value in
            let end = index == 0 ? " \(scale.unit)" : index == steps.count - 1 ? " and more" : ""
            return "<span class=\"w\" style=\"--s:\(share(value))\">"
                + "\(String(format: "%.3g", value))\(end.xml)</span>"
        }
        return "<p class=\"key\">\(samples.joined(separator: " "))</p>"
    }
}
