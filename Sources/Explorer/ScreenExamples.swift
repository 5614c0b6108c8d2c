internal import Gramarye

/// What a screen that was asked for nothing offers to try, of the corpus at hand.
struct ScreenExamples {
    let links: ScreenLinks

    private typealias Items = [(name: String, value: String)]

    /// Links in a paragraph; empty where there is nothing to offer.
    var html: String {
        let shown = examples.compactMap { example in
            links.address(of: links.screen, example.items).map { "<a href=\"\($0.xml)\">\(example.text.xml)</a>" }
        }
        return shown.isEmpty ? "" : "<p class=\"ways\">For example: \(shown.joined(separator: " "))</p>"
    }

    private var facts: CorpusFacts { links.facts }

    private var examples: [(text: String, items: Items)] {
        let word = facts.words.first
        switch links.screen.command {
        case "concordance":
            return facts.words.prefix(2).map { ($0, [asked($0)]) }
                + (word.map { [("\($0), sorted by what follows", [asked($0), ("sort", "1R,2R,3R")])] } ?? [])
        case "collocations": return facts.words.prefix(3).map { ($0, [asked($0)]) }
        case "frequencies":
            guard let word, let key = facts.numericKeys.first else { return [] }
            return [("\(word) by \(key)", [asked(word), ("trend", key)])]
        case "keyness":
            return facts.conditions.prefix(3).map { ("\($0), against all others", [("where", $0)]) }
        case "compare":
            let saved = facts.models.prefix(2).map { ("model", $0) }
            let usual = ["mkn:3", "laplace:2"].prefix(2 - saved.count).map { ("model", $0) }
            return [((saved + usual).map(\.1).joined(separator: " and "), saved + usual)]
        case "surprisal":
            return facts.documents.prefix(2).map { name in
                ("the beginning of \(name)", [("document", name), ("segments", "1-20"), ("model", model)])
            }
        case "probability":
            return facts.words.prefix(2).map {
                ("\($0), with the formula", [asked($0), ("model", model), ("explain", "1")])
            }
        default: return []
        }
    }

    private var model: String { facts.models.first ?? (facts.hasCharacters ? "mkn:5" : "mkn:3") }

    private func asked(_ words: String) -> (name: String, value: String) {
        (ScreenParameter.arguments, words.split(separator: " ").map { String($0).queryPattern }.joined(separator: " "))
    }
}
