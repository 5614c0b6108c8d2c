/// A key word in running text on a terminal: the lines of the text, the key word between angles, which no colour need be seen
/// for.
struct TerminalPassage {
    let terminal: Terminal

    func lines(_ passage: Report.Passage) -> [String] {
        let text = "\(passage.before)»\(passage.node)«\(passage.after)"
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            line.isEmpty ? [""] : String(line).visible.lines(ofAtMost: terminal.measure)
        }
    }
}
