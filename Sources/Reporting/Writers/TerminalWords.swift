/// Running text on a terminal, each word in the colour of its value and underlined where that is high.
struct TerminalWords {
    let width: Int
    let scale: Report.WordScale

    /// From pale to deep, of the terminal's 256 colours.
    private static let warm = [252, 223, 222, 215, 214, 208, 202]
    private static let cool = [252, 153, 117, 111, 75, 39, 33]

    func lines(_ paragraphs: [[Report.Word]]) -> [String] {
        var lines: [String] = []
        for paragraph in paragraphs {
            if !lines.isEmpty { lines.append("") }
            var (line, used) = ("", 0)
            for word in paragraph {
                let text = word.text.visible
                let gap = used == 0 || word.touchesPrevious ? 0 : 1
                if used > 0, used + gap + text.terminalWidth > width {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line += (used > 0 && gap == 1 ? " " : "") + coloured(text, word.value)
                used += text.terminalWidth + (used > 0 ? gap : 0)
            }
            lines.append(line)
        }
        return lines + [key]
    }

    private func coloured(_ text: String, _ value: Double?) -> String {
        guard let value else { return text }
        let share = scale.share(value)
        let colours = scale.isBelow(value) ? Self.cool : Self.warm
        let colour = colours[Int((share * Double(colours.count - 1)).rounded())]
        return "\u{1B}[\(share >= 0.5 ? "4;" : "")38;5;\(colour)m\(text)\u{1B}[0m"
    }

    private var key: String { scale.samples.map { coloured($0.text.visible, $0.value) }.joined(separator: "  ") }
}
