internal import Reporting

/// The ways on from a result: to the next part of a text, the next draw, the places where a context stands.
struct ScreenWays {
    let links: ScreenLinks
    let report: Report

    private var state: ScreenState { links.state }

    /// Links in a paragraph; empty where there is nowhere to go on to.
    var html: String {
        let ways = (self.ways + more).compactMap { way in
            way.address.map { "<a href=\"\($0.xml)\">\(way.text.xml)</a>" }
        }
        return ways.isEmpty ? "" : "<p class=\"ways\">\(ways.joined(separator: " "))</p>"
    }

    private var ways: [(text: String, address: String?)] {
        switch links.screen.command {
        case "surprisal": segments
        case "generate":
            [("Draw again, by the next seed", links.address(with: "seed", "\(seed == .max ? 0 : seed + 1)"))]
        case "probability":
            [("Where else after this context", concordance(state["given"], "[]"))] + next(state["given"])
        case "next": [("Where this stands", concordance(state[ScreenParameter.arguments]))]
        case "concordance" where state.isGiven("position"):
            [("All hits", links.address(of: Screens.concordance, state.kept([ScreenParameter.arguments, "longest"])))]
        case "concordance" where !state.isGiven("group"): pages
        case "models": [("These models compared", links.address(of: Screens.comparison, []))]
        case "info" where state.isGiven(ScreenParameter.arguments): model
        case "info" where state.values["document"]?.count == 1:
            [("Its text, word by word as models read it", links.address(of: Screens.text, []))]
        default: []
        }
    }

    /// More of a list that is longer than what is shown of it.
    private var more: [(text: String, address: String?)] {
        guard let total = report.rows.total, links.screen.parameters.contains(where: { $0.name == "limit" }),
            !state.isGiven("skip")
        else { return [] }
        let shown = report.rows.rows.count
        guard shown > 0, shown < total, shown < Self.mostRows else { return [] }
        let next = min(4 * shown, Self.mostRows)
        return [
            next < total
                ? ("The first \(NumberText.grouped(next)) rows", links.address(with: "limit", "\(next)"))
                : ("All \(NumberText.grouped(total)) rows", links.address(with: "limit", "\(total)"))
        ]
    }

    private static let mostRows = 10_000

    /// The hits before and after those that are shown, as many.
    private var pages: [(text: String, address: String?)] {
        let (shown, total) = (report.rows.rows.count, report.rows.total ?? 0)
        let skipped = state.number("skip") ?? 0
        let limit =
            state.number("limit") ?? links.screen.parameters.first { $0.name == "limit" }?.usual.flatMap { Int($0) }
        guard let limit else { return [] }
        var pages: [(text: String, address: String?)] = []
        if skipped > 0 {
            let before = max(0, min(skipped, total) - limit)
            let text = before == 0 ? "The first hits" : "The \(NumberText.grouped(limit)) hits before"
            pages.append((text, links.address(with: "skip", before == 0 ? nil : "\(before)")))
        }
        let left = total - skipped - shown
        if shown > 0, left > 0 {
            let text = left == 1 ? "The last hit" : "The next \(NumberText.grouped(min(limit, left))) hits"
            pages.append((text, links.address(with: "skip", "\(skipped + shown)")))
        }
        return pages
    }

    /// The segments before and after those that are shown, as many.
    private var segments: [(text: String, address: String?)] {
        guard case .list(let ends)? = further("segments"), case .integer(let total)? = further("segment_count"),
            ends.count == 2, case .integer(let first) = ends[0], case .integer(let last) = ends[1]
        else { return [] }
        let count = last - first + 1
        func way(_ text: String, _ numbers: ClosedRange<Int>) -> (text: String, address: String?) {
            let told = "\(numbers.lowerBound)-\(numbers.upperBound)"
            return ("\(text) \(told.replacing("-", with: "–"))", links.address(with: "segments", told))
        }
        return (first > 1 ? [way("Segments", max(1, first - count)...(first - 1))] : [])
            + (last < total ? [way("Segments", (last + 1)...min(total, last + count))] : [])
    }

    /// What a model can be asked.
    private var model: [(text: String, address: String?)] {
        let name = state[ScreenParameter.arguments] ?? ""
        return [
            ("What it writes", links.address(of: Screens.generation, [("model", name)])),
            ("What comes next, as it has it", links.address(of: Screens.next, [("model", name)])),
            ("All models", links.address(of: Screens.models, [])),
        ]
    }

    private func next(_ context: String?) -> [(text: String, address: String?)] {
        let asked = context.map { [(ScreenParameter.arguments, $0)] } ?? []
        let models = state.values["model"].map { $0.map { ("model", $0) } } ?? []
        return [("What comes next here", links.address(of: Screens.next, asked + models))]
    }

    /// Where words stand, without the marks of a segment's ends, which are no words.
    private func concordance(_ words: String?, _ more: String...) -> String? {
        let asked = (words ?? "").split(separator: " ").filter { !["<s>", "</s>", "<unk>"].contains($0) }
            .map { String($0).queryPattern }
        guard !asked.isEmpty else { return nil }
        return links.address(
            of: Screens.concordance, [(ScreenParameter.arguments, (asked + more).joined(separator: " "))])
    }

    private func further(_ key: String) -> Value? { report.further.first { $0.key == key }?.value }

    private var seed: Int { state["seed"].flatMap { Int($0) } ?? 1 }
}
