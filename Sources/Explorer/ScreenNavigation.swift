internal import Gramarye
internal import Reporting

/// The way to all screens; what was asked for and the documents that were chosen come along where they mean the same.
struct ScreenNavigation {
    let screen: Screen?
    let state: ScreenState
    let facts: CorpusFacts
    let address: (Screen, ScreenState) -> String

    var html: String {
        let shown = ScreenGroup.all.first { group in screen.map { group.holds($0, state) } ?? false }
        // Nothing tells time where no key is a number.
        let groups = ScreenGroup.all.filter { $0.title != ScreenGroup.trends || !facts.numericKeys.isEmpty }.map {
            group in
            link(group.title, to: group.screens[0], in: group, isHere: group.title == shown?.title)
        }
        var html = "<nav aria-label=\"Screens\">\(groups.joined(separator: " "))</nav>"
        if let shown, shown.screens.count > 1 {
            let screens = shown.screens.map { link($0.title, to: $0, in: shown, isHere: $0.command == screen?.command) }
            html += "<nav class=\"second\" aria-label=\"\(shown.title.xml)\">\(screens.joined(separator: " "))</nav>"
        }
        return html
    }

    private func link(_ title: String, to other: Screen, in group: ScreenGroup, isHere: Bool) -> String {
        var items = state.documents
        if let screen, screen.shareWords, other.shareWords, group.title != ScreenGroup.words {
            items += state.kept([ScreenParameter.arguments]).prefix(1)
        }
        if let screen, screen.shareModels, other.shareModels { items += state.kept(["model"]) }
        if group.title == ScreenGroup.trends { items.append(("trend", facts.numericKeys.first ?? "year")) }
        let target = ScreenState(fitting: items, other)
        return "<a href=\"\(address(other, target).xml)\"\(isHere ? " aria-current=\"page\"" : "")>\(title.xml)</a>"
    }
}

extension Screen {
    /// Whether it shows words that a query finds in the corpus.
    fileprivate var shareWords: Bool { ["concordance", "frequencies", "collocations", "dispersion"].contains(command) }

    /// Whether it takes any models.
    fileprivate var shareModels: Bool { ["surprisal", "probability", "next"].contains(command) }
}
