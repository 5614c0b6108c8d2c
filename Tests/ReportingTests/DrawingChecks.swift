internal import Foundation
internal import Testing

/// What holds for every drawing of a chart.
struct DrawingChecks {
    /// From how many pixels of width to how many a drawing is shown.
    static let widths = ["wide": 560.0...704, "narrow": 328.0...448]

    let svg: MarkupNode
    let name: String

    /// - Parameter svg: a drawing as it stands on a page or in a file.
    func expectAll() throws {
        #expect(svg.all("title").count == 1 && svg.all("desc").count == 1, "\(name)")
        let words = svg.all("desc").first?.text ?? ""
        #expect(!words.isEmpty, "\(name)")
        let box = (svg.attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
        try #require(box.count == 4, "\(name)")
        let all =
            svg.all.compactMap { $0.attributes["d"] }.joined() + svg.all.compactMap { $0.attributes["points"] }.joined()
        #expect(!all.contains("nan") && !all.contains("inf"), "\(name)")

        let texts = svg.all("text").filter { !$0.hasAncestor("margin") }
        let boxes = texts.map { TextBox($0, root: svg) }
        for (index, text) in boxes.enumerated() {
            #expect(
                text.left >= box[0] - 1 && text.right <= box[0] + box[2] + 1, "\(name): \(text.text) leaves the drawing"
            )
            #expect(
                text.top >= box[1] - 1 && text.bottom <= box[1] + box[3] + 3, "\(name): \(text.text) leaves the drawing"
            )
            for other in boxes[(index + 1)...] {
                #expect(!text.meets(other), "\(name): \(text.text) lies on \(other.text)")
            }
            // Shown as wide as the page allows, type is legible and no larger than the text around it.
            for (drawing, widths) in Self.widths where svg.classes.contains(Substring(drawing)) {
                #expect(text.size * widths.lowerBound / box[2] >= 11, "\(name): \(text.size)")
                #expect(text.size * widths.upperBound / box[2] <= 16, "\(name): \(text.size)")
            }
        }
    }

    /// How many marks are drawn.
    var marks: Int {
        svg.all("path").filter { !$0.classes.isDisjoint(with: ["dot", "open", "full", "interval"]) }
            .map { $0.attributes["d"]?.filter { $0 == "M" }.count ?? 0 }.reduce(0, +)
    }
}

extension MarkupNode {
    func hasAncestor(_ name: Substring) -> Bool { classes.contains(name) || parent?.hasAncestor(name) ?? false }
}

/// Where a text of a drawing stands, by widths of letters that no usual face exceeds by much.
private struct TextBox {
    let text: String
    let size: Double
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    init(_ node: MarkupNode, root: MarkupNode) {
        text = node.text
        size = node.number("font-size") ?? (node.classes.contains("heading") ? 17 : root.number("font-size")!)
        let narrow: Set<Character> = ["i", "j", "l", "t", "f", "r", "I", ".", ",", " ", "(", ")", "’", "-"]
        let width = text.reduce(0) { $0 + (narrow.contains($1) ? 0.35 : $1.isASCII ? 0.58 : 0.7) } * size
        let (x, y) = (node.number("x") ?? 0, node.number("y") ?? 0)
        left =
            switch node.attributes["text-anchor"] {
            case "end": x - width
            case "middle": x - width / 2
            default: x
            }
        right = left + width
        top = y - size * 0.75
        bottom = y + size * 0.2
    }

    func meets(_ other: TextBox) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}
