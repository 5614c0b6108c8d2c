internal import Gramarye

/// A page of the explorer: a command of the tool with the options that the page offers.
package struct Screen: Sendable {
    /// The command's name, which is the path, too.
    package let command: String
    let title: String
    /// What it answers, in a sentence.
    let purpose: String
    package let parameters: [ScreenParameter]
    /// Whether there is nothing to show before it is asked for something.
    var needsQuery = false
    /// Whether it is asked for something.
    var isAsked: @Sendable (ScreenState) -> Bool = { !$0.values.isEmpty }
    /// Whether it is known before that what is asked for takes longer than a person waits without a sign. What turns out to
    /// take longer does no harm: see `WorkBudget`.
    var isLong: @Sendable (ScreenState, CorpusFacts) -> Bool = { _, _ in false }
    /// What stands below its result.
    var panels: [ScreenPanel] = []
}

/// What a screen shows: the values of its parameters, which an address holds whole.
package struct ScreenState: Sendable, Hashable {
    /// By the parameters' names, in no order.
    private(set) var values: [String: [String]] = [:]

    /// How often a setting may be given.
    private static let most = 20

    init() {}

    /// - Parameter items: of an address; empty ones are what a form sends of fields that nobody filled in.
    /// - Throws: `ExplorerError.badRequest` for what the screen does not take.
    package init(_ items: [(name: String, value: String)], of screen: Screen) throws(ExplorerError) {
        for (name, value) in items {
            guard let parameter = screen.parameters.first(where: { $0.name == name }) else {
                throw .badRequest(
                    "\(screen.title) has no setting \(name).",
                    remedy: "Its settings are \(screen.parameters.map(\.name).joined(separator: ", ")).")
            }
            if value.isEmpty { continue }
            try parameter.check(value)
            if !parameter.isRepeated, values[name] != nil { throw .badRequest("\(name) is given twice.") }
            guard values[name, default: []].count < Self.most else {
                throw .badRequest("\(name) is given more than \(Self.most) times.")
            }
            values[name, default: []].append(value)
        }
    }

    /// What of some items a screen takes, for a link to it.
    package init(fitting items: [(name: String, value: String)], _ screen: Screen) {
        for (name, value) in items where !value.isEmpty {
            guard let parameter = screen.parameters.first(where: { $0.name == name }),
                (try? parameter.check(value)) != nil,
                parameter.isRepeated || values[name] == nil
            else { continue }
            values[name, default: []].append(value)
        }
    }

    subscript(name: String) -> String? { values[name]?.first }

    func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    func isGiven(_ name: String) -> Bool { values[name] != nil }

    /// The same with another value; `nil` for none.
    func with(_ name: String, _ value: String?) -> ScreenState {
        var state = self
        state.values[name] = value.map { [$0] }
        return state
    }

    /// The query of its address: the parameters in the screen's order, so that one state has one address.
    package func query(of screen: Screen) -> String {
        screen.parameters.flatMap { parameter in
            (values[parameter.name] ?? []).map { "\(parameter.name)=\($0.queryEncoded)" }
        }.joined(separator: "&")
    }

    /// The options and arguments of the screen's command.
    package func arguments(of screen: Screen) -> [String] {
        var options: [String] = []
        for parameter in screen.parameters where parameter.name != ScreenParameter.arguments {
            let isUsual = !parameter.usualWithout.contains(where: isGiven)
            for value in values[parameter.name] ?? (isUsual ? parameter.usual.map { [$0] } : nil) ?? [] {
                if value == parameter.none { continue }
                if case .flag = parameter.kind {
                    options.append("--\(parameter.name)")
                } else {
                    options.append("--\(parameter.name)=\(value)")
                }
            }
        }
        let words = values[ScreenParameter.arguments] ?? []
        return options + (words.isEmpty ? [] : ["--"] + words)
    }
}

extension Screen {
    /// Whether a document's name stands for the condition that chooses it.
    var takesNames: Bool { command == "keyness" }
}

extension ScreenState {
    /// The same with conditions where names of documents stand for them.
    func choosing(_ documents: [String]) -> ScreenState {
        ["where", "against"].reduce(self) { state, name in
            guard let value = state[name], documents.contains(value) else { return state }
            return state.with(name, "name = '\(value.replacing("'", with: "''"))'")
        }
    }
}
