internal import Gramarye
internal import Reporting

/// Where the cells of a screen's tables lead: words to where they stand, documents and models to what is known of them.
struct ScreenLinks {
    let screen: Screen
    let state: ScreenState
    /// The path before the screens' names.
    let base: String
    var facts = CorpusFacts()

    var ofPage: PageLinks { PageLinks(cell: { address($0, $1, $2) }, word: { address(of: $0) }) }

    func address(_ columns: [String], _ row: [Value], _ column: Int) -> String? {
        switch columns[column] {
        case "ngram", "word", "words":
            guard let words = row[column].words else { return nil }
            if screen.command == "next" { return next(columns, row, words) }
            return address(
                of: Screens.concordance, [(ScreenParameter.arguments, words.map(\.queryPattern).joined(separator: " "))]
            )
        case "group" where screen.command == "concordance": return hits(ofGroup: row[column])
        case let option where option.hasPrefix("--"): return other(String(option.dropFirst(2)), row[column])
        case "document", "name":
            guard case .text(let name) = row[column] else { return nil }
            if ["models", "info"].contains(screen.command), columns[column] == "name" { return model(name) }
            guard columns[column] == "document" || screen.command == "metadata" else { return nil }
            return address(of: Screens.start, [("document", name)], keepsDocuments: false)
        case "node":
            return passage(columns, row)
        case "model":
            guard case .text(let name) = row[column] else { return nil }
            return model(name)
        default: return nil
        }
    }

    /// What is known of a saved model.
    private func model(_ name: String) -> String? {
        facts.models.contains(name)
            ? address(of: Screens.start, [(ScreenParameter.arguments, name)], keepsDocuments: false) : nil
    }

    /// A word of a running text leads to its probability, with the numbers behind it.
    func address(of word: Report.Word) -> String? {
        address(of: Screens.probability, word.question + [("explain", "1")], keepsDocuments: false)
    }

    /// The same screen with another value of one of its parameters.
    func address(with name: String, _ value: String?) -> String? {
        "\(base)/\(screen.command)?\(state.with(name, value).query(of: screen))"
    }

    /// The likeliest next words go on from what is there: one chooses and goes on.
    private func next(_ columns: [String], _ row: [Value], _ words: [String]) -> String? {
        // Nothing stands after the end of a segment.
        if words == ["</s>"] { return nil }
        let context = ([state[ScreenParameter.arguments]].compactMap(\.self) + words)
            .joined(separator: facts.hasCharacters ? "" : " ")
        return "\(base)/next?\(state.with(ScreenParameter.arguments, context).query(of: screen))"
    }

    /// A hit in its text.
    private func passage(_ columns: [String], _ row: [Value]) -> String? {
        let values = Dictionary(zip(columns, row)) { first, _ in first }
        guard let query = state[ScreenParameter.arguments], case .text(let document)? = values["document"],
            case .integer(let segment)? = values["segment"], case .integer(let position)? = values["position"]
        else { return nil }
        let flags = ["longest", "within"].compactMap { name in state[name].map { (name: name, value: $0) } }
        return address(
            of: Screens.concordance,
            [(ScreenParameter.arguments, query), ("document", document)] + flags
                + [("segment", "\(segment)"), ("position", "\(position)")],
            keepsDocuments: false)
    }

    /// The screen with another value of a setting; what does not go with it is left out.
    private func other(_ name: String, _ value: Value) -> String? {
        guard screen.parameters.contains(where: { $0.name == name }) else { return nil }
        let text: String? = if case .text(let text) = value { text } else { nil }
        var state = state.with(name, text)
        if name == "group", screen.command == "concordance" {
            for other in ["sort", "sample", "seed", "window", "words", "skip"] { state = state.with(other, nil) }
        }
        let query = state.query(of: screen)
        return "\(base)/\(screen.command)" + (query.isEmpty ? "" : "?\(query)")
    }

    /// The hits that a group counts, as a query of their own; `nil` where none says them.
    private func hits(ofGroup label: Value) -> String? {
        guard case .text(let label) = label, let query = state[ScreenParameter.arguments], let key = state["group"]
        else { return nil }
        let word = label.queryPattern
        let flags = state.kept(["longest", "within"])
        // A match ends with its segment; a neighbour is looked for beyond it, unless that is asked for.
        let isWithin = state.isGiven("within")
        switch key.lowercased() {
        case "document":
            return address(
                of: Screens.concordance, [(ScreenParameter.arguments, query), ("document", label)] + flags,
                keepsDocuments: false)
        case "node":
            let words = label.split(separator: " ").map { String($0).queryPattern }.joined(separator: " ")
            return address(of: Screens.concordance, [(ScreenParameter.arguments, words)] + flags)
        case "1l" where isWithin:
            return address(of: Screens.concordance, [(ScreenParameter.arguments, "\(word) \(query)")] + flags)
        case "1r" where isWithin:
            return address(of: Screens.concordance, [(ScreenParameter.arguments, "\(query) \(word)")] + flags)
        default: return nil
        }
    }

    /// Another screen, asked for something, of the documents that were chosen.
    func address(
        of other: Screen, _ items: [(name: String, value: String)], keepsDocuments: Bool = true
    ) -> String? {
        let kept = keepsDocuments ? state.documents : []
        let target = ScreenState(
            fitting: items + kept.filter { item in !items.contains { $0.name == item.name } }, other)
        // What is asked for must be what was meant.
        guard items.allSatisfy({ target.values[$0.name]?.contains($0.value) ?? false }) else { return nil }
        let query = target.query(of: other)
        return "\(base)/\(other.command)" + (query.isEmpty ? "" : "?\(query)")
    }
}

extension ScreenState {
    /// The documents that were chosen, for other screens.
    var documents: [(name: String, value: String)] { kept(["where", "document"]) }

    /// What is given of some settings, for other screens.
    func kept(_ names: [String]) -> [(name: String, value: String)] {
        names.flatMap { name in (values[name] ?? []).map { (name, $0) } }
    }
}

extension Value {
    fileprivate var words: [String]? {
        switch self {
        case .text(let word): return [word]
        case .list(let list):
            let words = list.compactMap { if case .text(let word) = $0 { word } else { nil } }
            return words.count == list.count && !words.isEmpty ? words : nil
        default: return nil
        }
    }
}

extension String {
    /// The word as a query takes it, each of its characters for itself.
    var queryPattern: String {
        var pattern = ""
        for character in self {
            if "*?|/[]{}\\ ".contains(character) { pattern += "\\" }
            pattern.append(character)
        }
        return pattern
    }
}
