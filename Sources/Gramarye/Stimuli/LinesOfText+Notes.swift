internal import Reporting

extension LinesOfText {
    /// What was left out or replaced, in a line each.
    ///
    /// - Parameter what: what became of an unreadable line.
    package func notes(of path: String, unreadable what: String = "left out") -> [String] {
        let name = path == "-" ? "stdin" : path
        var notes: [String] = []
        if replacements > 0 {
            notes.append("\(name): \(NumberText.counted(replacements, "character")) replaced by U+FFFD")
        }
        if let first = unreadable.first, let firstError {
            // Some errors name the line at their head, others the byte first.
            let fact = firstError.fact.contains("line \(first)") ? firstError.fact : "line \(first): \(firstError.fact)"
            notes.append("\(name): \(NumberText.counted(unreadable.count, "line")) \(what); \(fact)")
        }
        return notes
    }
}
