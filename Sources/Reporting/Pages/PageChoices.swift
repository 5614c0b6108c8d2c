/// Other values of an option as links, the one that a page shows among them.
struct PageChoices {
    private let choices: Report.Choices
    private let link: CellLink

    /// - Parameter link: where a value leads; on a page that leads nowhere there is nothing to choose.
    init(_ choices: Report.Choices, link: @escaping CellLink) {
        self.choices = choices
        self.link = link
    }

    var html: String {
        let items = choices.choices.compactMap { choice -> String? in
            if choice.value == choices.chosen { return "<b aria-current=\"true\">\(choice.text.visible.xml)</b>" }
            return link(choices.columns, [.of(choice.value)], 0).map {
                "<a href=\"\($0.xml)\">\(choice.text.visible.xml)</a>"
            }
        }
        guard items.contains(where: { $0.hasPrefix("<a") }) else { return "" }
        return "<p class=\"choices\"><span>\(choices.label.xml):</span> \(items.joined(separator: " "))</p>"
    }
}
