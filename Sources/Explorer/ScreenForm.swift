internal import Gramarye
internal import Reporting

/// The form of a screen: what it can be asked for, filled in as the address has it.
struct ScreenForm {
    let screen: Screen
    let state: ScreenState
    let action: String
    var facts = CorpusFacts()

    /// Models that are made of the counts when they are asked for.
    private static let usualModels = ["mkn:3", "mkn:5", "katz:3", "witten-bell:3", "laplace:2"]

    var html: String {
        if screen.parameters.isEmpty { return "<p class=\"purpose\">\(screen.purpose.xml)</p>" }
        let main = screen.parameters.filter(\.isMain)
        let others = screen.parameters.filter { !$0.isMain && !$0.isOfLinks }
        let isOpen = others.contains { state.isGiven($0.name) && !["where", "document"].contains($0.name) }
        return """
            <form class="ask" method="get" action="\(action.xml)" role="search" aria-label="\(screen.title.xml)">
            <p class="purpose">\(screen.purpose.xml)</p>
            <div class="fields">\(main.map(field).joined())<button type="submit">Show</button></div>
            \(others.isEmpty ? "" : """
            <details\(isOpen ? " open=\"open\"" : "")><summary>Settings</summary>
            <div class="fields">\(others.map(field).joined())</div></details>
            """)
            </form>
            """
    }

    private func suggestions(_ parameter: ScreenParameter) -> [String] {
        switch parameter.suggestions {
        case .none: []
        case .these(let words): words
        case .models: facts.models + Self.usualModels.filter { !facts.models.contains($0) }
        case .documents: facts.documents
        case .conditions: facts.conditions
        case .keys(let others): others + facts.keys
        case .numericKeys: facts.numericKeys
        }
    }

    private func field(_ parameter: ScreenParameter) -> String {
        let values = state.values[parameter.name] ?? []
        // Each of several has its field, and one more is empty.
        let shown = parameter.isRepeated ? values + [""] : [values.first ?? parameter.proposed]
        return shown.enumerated().map { index, value in control(parameter, value, number: index) }.joined()
    }

    private func control(_ parameter: ScreenParameter, _ value: String, number: Int) -> String {
        let id = "\(parameter.name)-\(number)"
        let names = "id=\"\(id.xml)\" name=\"\(parameter.name.xml)\""
        let label =
            "<label for=\"\(id.xml)\">\(number > 0 ? "or \(parameter.label.lowercasedFirst)".xml : parameter.label.xml)</label>"
        let hint = parameter.hint.isEmpty ? "" : " placeholder=\"\(parameter.hint.xml)\""
        let isArgument = parameter.name == ScreenParameter.arguments
        let suggestions = suggestions(parameter)
        let list =
            suggestions.isEmpty
            ? ""
            : "<datalist id=\"\(id.xml)-list\">"
                + suggestions.map { "<option value=\"\($0.xml)\"></option>" }.joined() + "</datalist>"
        let completes =
            !suggestions.isEmpty
            ? " list=\"\(id.xml)-list\"" : isArgument && parameter.isMain ? " data-complete=\"word\"" : ""
        switch parameter.kind {
        case .text, .range:
            return "<div class=\"field\(isArgument ? " wide" : "")\">\(label)<input type=\"text\" \(names) "
                + "value=\"\(value.xml)\"\(hint)\(completes) dir=\"auto\" autocomplete=\"off\" spellcheck=\"false\"/>\(list)</div>"
        case .prose:
            return "<div class=\"field prose\">\(label)<textarea \(names) rows=\"4\"\(hint) dir=\"auto\">"
                + "\(value.xml)</textarea></div>"
        case .whole(let range):
            return "<div class=\"field\">\(label)<input type=\"number\" \(names) value=\"\(value.xml)\"\(hint) "
                + "min=\"\(range.lowerBound)\"\(range.upperBound < 1 << 53 ? " max=\"\(range.upperBound)\"" : "")/></div>"
        case .number(let range):
            return "<div class=\"field\">\(label)<input type=\"number\" step=\"any\" \(names) value=\"\(value.xml)\""
                + "\(hint) min=\"\(range.lowerBound)\" max=\"\(range.upperBound)\"/></div>"
        case .choice(let choices):
            let options = (choices.count == 1 ? [""] : []) + choices
            return "<div class=\"field\">\(label)<select \(names)>"
                + options.enumerated().map { index, choice in
                    let isChosen = value.isEmpty ? index == 0 : choice == value
                    // The first is what there is without a choice, and needs no place in the address.
                    let sent = index == 0 ? "" : choice
                    return
                        "<option value=\"\(sent.xml)\"\(isChosen ? " selected=\"selected\"" : "")>\(choice.xml)</option>"
                }.joined() + "</select></div>"
        case .flag:
            return "<div class=\"field flag\"><input type=\"checkbox\" \(names) value=\"1\""
                + "\(value.isEmpty ? "" : " checked=\"checked\"")/>\(label)</div>"
        }
    }
}

extension String {
    /// `Only the document` → `only the document`.
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
