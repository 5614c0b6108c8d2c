internal import Gramarye
internal import Reporting

/// Where the cells of a screen's tables lead: words to where they stand, documents and models to what is known of them.
struct ScreenLinks {
    let screen: Screen
    let state: ScreenState
    /// The path before the screens' names.
    let base: String
    /// The names of the saved models.
    var models: Set<String> = []

    func address(_ columns: [String], _ row: [Value], _ column: Int) -> String? {
        switch columns[column] {
        case "ngram", "word", "words":
            guard let words = row[column].words else { return nil }
            if screen.command == "next" { return next(columns, row, words) }
            return address(
                of: Screens.concordance, [(ScreenParameter.arguments, words.map(\.queryPattern).joined(separator: " "))]
            )
        case "group" where screen.command == "concordance":
            return nil
        case "document", "name":
            guard case .text(let name) = row[column] else { return nil }
            if ["models", "info"].contains(screen.command), columns[column] == "name" { return model(name) }
            guard columns[column] == "document" || screen.command == "metadata" else { return nil }
            return address(of: Screens.start, [("document", name.documentPattern)], keepsDocuments: false)
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
        models.contains(name)
            ? address(of: Screens.start, [(ScreenParameter.arguments, name)], keepsDocuments: false) : nil
    }

    /// A word of a running text leads to its probability, with the numbers behind it.
    func address(of word: Report.Word) -> String? {
        address(of: Screens.probability, word.question + [("explain", "1")], keepsDocuments: false)
    }

    /// The same screen with another value of one of its parameters.
    func address(with name: String, _ value: String) -> String? {
        "\(base)/\(screen.command)?\(state.with(name, value).query(of: screen))"
    }

    /// The likeliest next words go on from what is there: one chooses and goes on.
    private func next(_ columns: [String], _ row: [Value], _ words: [String]) -> String? {
        let context = [state[ScreenParameter.arguments]].compactMap(\.self) + words
        return "\(base)/next?\(state.with(ScreenParameter.arguments, context.joined(separator: " ")).query(of: screen))"
    }

    /// A hit in its text.
    private func passage(_ columns: [String], _ row: [Value]) -> String? {
        guard let query = state[ScreenParameter.arguments], let column = columns.firstIndex(of: "document"),
            case .text(let document) = row[column]
        else { return nil }
        return address(
            of: Screens.concordance,
            [(ScreenParameter.arguments, query), ("document", document.documentPattern), ("window", "400")],
            keepsDocuments: false)
    }

    /// Another screen, asked for something, of the documents that were chosen.
    func address(
        of other: Screen, _ items: [(name: String, value: String)], keepsDocuments: Bool = true
    ) -> String? {
        let kept = keepsDocuments ? state.documents : []
        guard
            let target = try? ScreenState(
                items + kept.filter { item in !items.contains { $0.name == item.name } }, of: other)
        else { return nil }
        let query = target.query(of: other)
        return "\(base)/\(other.command)" + (query.isEmpty ? "" : "?\(query)")
    }
}

extension ScreenState {
    /// The documents that were chosen, for other screens.
    var documents: [(name: String, value: String)] {
        ["where", "document"].flatMap { name in (values[name] ?? []).map { (name, $0) } }
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

    /// The name as a choice of documents takes it.
    fileprivate var documentPattern: String { self }
}
