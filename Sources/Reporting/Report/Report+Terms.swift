extension Report {
    /// A word of the field that stands in a report, with its meaning in one sentence without a full stop.
    package struct Term: Sendable, Equatable {
        package let name: String
        package let meaning: String

        package init(_ name: String, _ meaning: String) {
            self.name = name
            self.meaning = meaning
        }
    }
}

extension [Report.Term] {
    /// Beneath what a terminal shows; pale where it has colours.
    func lines(for terminal: Terminal) -> [String] {
        flatMap { "\($0.name): \($0.meaning)".lines(ofAtMost: terminal.measure) }
            .map { terminal.colour ? "\u{1B}[2m\($0)\u{1B}[0m" : $0 }
    }

    /// Beneath what a page shows.
    var html: String {
        if isEmpty { return "" }
        let entries = map { "<dt>\($0.name.xml)</dt><dd>\($0.meaning.xml)</dd>" }.joined()
        return "<dl class=\"terms\">\(entries)</dl>"
    }
}
