/// Where text is read: how wide it is, and which characters and colours it shows.
public struct Terminal: Sendable {
    /// In characters.
    public var width: Int
    /// Whether it shows Unicode; else charts are drawn with letters.
    public var unicode: Bool
    public var colour: Bool
    /// Whether someone reads there who may want to know what the words of a result mean: they stand beneath it.
    public var definesTerms: Bool

    public init(width: Int = 80, unicode: Bool = true, colour: Bool = false, definesTerms: Bool = false) {
        self.width = width
        self.unicode = unicode
        self.colour = colour
        self.definesTerms = definesTerms
    }

    /// Charts and sentences that are wider than this are hard to read.
    var measure: Int { min(width, 100) }
}

extension Report {
    /// The blocks as lines for a terminal, a blank line between them.
    ///
    /// Control characters in words, names and paths are made visible; the lines of charts and words have colours of
    /// their own.
    public func text(for terminal: Terminal) -> [String] {
        var lines: [String] = []
        for block in blocks where block.place != .page && block.place != .chosen {
            let next = block.lines(for: terminal)
            if next.isEmpty { continue }
            if !lines.isEmpty, !block.isAttached { lines.append("") }
            lines += next
        }
        if terminal.definesTerms, !terms.isEmpty { lines += [""] + terms.lines(for: terminal) }
        return lines
    }
}

extension Report: CustomStringConvertible {
    /// What a terminal of 80 columns shows.
    public var description: String { text(for: Terminal()).joined(separator: "\n") }
}

extension Report.Block {
    fileprivate func lines(for terminal: Terminal) -> [String] {
        switch content {
        case .heading(let text, _): text.visible.lines(ofAtMost: terminal.measure)
        case .paragraph(let text): text.visible.lines(ofAtMost: terminal.measure)
        case .lines(let lines): lines.map(\.visible)
        case .formulas(let lines): lines.flatMap { $0.visible.lines(ofAtMost: terminal.measure) }
        case .equations(let equations): equations.flatMap { $0.lines(ofAtMost: terminal.measure) }
        case .command(let line, let label): ["\(label): \(line)".visible]
        case .table(let table, let rightAligned):
            TextTable(table, rightAligned: rightAligned).lines(width: terminal.width).map(\.visible)
        case .data: []
        case .chart(let chart):
            TerminalChart(width: terminal.measure, unicode: terminal.unicode, colour: terminal.colour).lines(chart)
        case .keywords(let keywords): TerminalKeywords(terminal: terminal).lines(keywords.lines)
        case .passage(let passage): TerminalPassage(terminal: terminal).lines(passage)
        case .choices: []
        case .words(let paragraphs, let scale):
            terminal.colour ? TerminalWords(width: terminal.measure, scale: scale).lines(paragraphs) : []
        }
    }
}
