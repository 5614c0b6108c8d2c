/// Key words in one column of a terminal, their contexts cut to its width.
///
/// Texts from right to left are each set apart by isolates (UAX #9), which have no width: a terminal that turns them round
/// leaves the columns where they are then, and others show nothing of them.
struct TerminalKeywords {
    let terminal: Terminal

    /// The columns that a label has at most.
    private static let widestLabel = 20
    /// Of the terminal's 256 colours, readable on light and dark: of the key word, and of marks.
    private static let nodeColour = "1;38;5;167"
    private static let markColours = ["38;5;33", "38;5;70", "38;5;134"]

    func lines(_ lines: [Report.KeywordLine]) -> [String] {
        let labelWidth = min(Self.widestLabel, lines.reduce(0) { max($0, $1.label.visible.terminalWidth) })
        let room = max(8, terminal.width - (labelWidth > 0 ? labelWidth + 2 : 0))
        let nodes = lines.map { cut($0.node.visible, to: room / 2, keepingEnd: false) }
        let nodeWidth = nodes.reduce(0) { max($0, $1.terminalWidth) }
        let widestLeft = lines.reduce(0) { max($0, width(of: $1.left) + ($1.touchesLeft ? -1 : 0)) }
        let leftWidth = max(0, min(widestLeft, (room - nodeWidth - 2) / 2))
        return zip(lines, nodes).map { line, node in
            let label =
                labelWidth > 0
                ? padded(shortened(line.label.visible, to: labelWidth), to: labelWidth) + "  " : ""
            // What touches the key word takes the column between them.
            let leftRoom = leftWidth + (line.touchesLeft ? 1 : 0)
            let left = cut(line.left, to: leftRoom, keepingEnd: true)
            let gap = line.touchesLeft ? "" : " "
            let rightGap = line.touchesRight || line.right.isEmpty ? "" : " "
            let used = leftWidth + 1 + node.terminalWidth + rightGap.count
            let right = cut(line.right, to: max(0, room - used), keepingEnd: false)
            let isTurned = (left + right).contains { $0.text.hasRightToLeft } || node.hasRightToLeft
            let indent = String(repeating: " ", count: leftRoom - width(of: left))
            return label + indent + isolated(coloured(left), isTurned) + gap
                + isolated(terminal.colour ? "\u{1B}[\(Self.nodeColour)m\(node)\u{1B}[0m" : node, isTurned)
                + (right.isEmpty ? "" : rightGap + isolated(coloured(right), isTurned))
        }
    }

    private func width(of parts: [Report.KeywordLine.Part]) -> Int {
        parts.reduce(0) { $0 + $1.text.visible.terminalWidth }
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.terminalWidth))
    }

    private func isolated(_ text: String, _ isTurned: Bool) -> String {
        isTurned && !text.isEmpty ? "\u{2068}\(text)\u{2069}" : text
    }

    private func coloured(_ parts: [Report.KeywordLine.Part]) -> String {
        parts.map { part in
            guard let mark = part.mark, terminal.colour else { return part.text }
            return "\u{1B}[\(Self.markColours[mark % Self.markColours.count])m\(part.text)\u{1B}[0m"
        }.joined()
    }

    /// A text that has room, or its beginning with a sign that it goes on.
    private func shortened(_ text: String, to width: Int) -> String {
        text.terminalWidth <= width ? text : cut(text, to: width - 1, keepingEnd: false) + "…"
    }

    /// The end of a text, or its beginning, that has room.
    private func cut(_ text: String, to width: Int, keepingEnd: Bool) -> String {
        if text.terminalWidth <= width { return text }
        var (characters, used): ([Character], Int) = ([], 0)
        for character in keepingEnd ? Array(text.reversed()) : Array(text) {
            let own = String(character).terminalWidth
            if used + own > width { break }
            characters.append(character)
            used += own
        }
        return String(keepingEnd ? characters.reversed() : characters)
    }

    private func cut(
        _ parts: [Report.KeywordLine.Part], to width: Int, keepingEnd: Bool
    ) -> [Report.KeywordLine.Part] {
        var (result, left): ([Report.KeywordLine.Part], Int) = ([], width)
        for part in keepingEnd ? parts.reversed() : parts where left > 0 {
            let visible = part.text.visible
            let text = cut(visible, to: left, keepingEnd: keepingEnd)
            if !text.isEmpty { result.append(Report.KeywordLine.Part(text, mark: part.mark)) }
            left = text == visible ? left - text.terminalWidth : 0
        }
        return keepingEnd ? result.reversed() : result
    }
}

extension String {
    /// Whether a letter is written from right to left, in the blocks that Unicode keeps for such scripts.
    var hasRightToLeft: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
            default: false
            }
        }
    }
}
