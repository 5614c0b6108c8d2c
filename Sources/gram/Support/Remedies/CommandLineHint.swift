internal import Gramarye

/// What a command line that is not understood was most likely meant to be: the same line, mended.
struct CommandLineHint {
    private let command: String
    /// What stands behind the command.
    private let arguments: [String]

    init(_ line: [String] = Array(CommandLine.arguments.dropFirst())) {
        command = line.first ?? ""
        arguments = Array(line.dropFirst())
    }

    /// - Parameter message: of the parser of arguments.
    func hint(for message: String) -> String? {
        if message.contains("nexpected argument") {
            let words = message.matches(of: /'([^']*)'/).map { String($0.output.1) }
            return ofUnexpected(words) ?? usual
        }
        if message.contains("nknown option '--name'"), ["train", "import"].contains(command) {
            return "The name stands behind the database: gram \(command) DB NAME."
        }
        if message.contains("nknown option '--model'"), ["gradients", "info"].contains(command) {
            return "The name stands behind the database: gram \(command) DB NAME."
        }
        if message.contains("nknown option '--given'"), command == "next" {
            return "The context stands behind the database: gram next DB 'of the'."
        }
        return nil
    }

    /// Words that stand behind others: they belong to them, or name models.
    private func ofUnexpected(_ words: [String]) -> String? {
        guard let first = words.first, let place = arguments.firstIndex(of: first), place > 0,
            arguments[place...].starts(with: words)
        else { return nil }
        let before = arguments[place - 1]
        let isOption = place > 1 && arguments[place - 2].hasPrefix("--")
        // Where a text is asked for, a word is one of it rather than a model's name.
        if takesModels, !isOption, words.allSatisfy(isModel) { return byModelOption(words, from: place) }
        if !isOption, let option = ["generate": "--prompt", "perplexity": "--text"][command] {
            let text = "\(option) \(shellQuoted(words.joined(separator: " ")))"
            return "A text is given by \(option): gram "
                + ([command] + (arguments[..<place] + arguments[(place + words.count)...]).map(shellQuoted) + [text])
                .joined(separator: " ")
        }
        if command == "probability", !isOption, place == 2, words.count == 1 {
            return "The context is given by --given: gram probability "
                + [arguments[0], first, "--given", before].map(shellQuoted).joined(separator: " ")
        }
        if command == "walk", !isOption { return "Stations are chosen by --station: gram walk DB --station \(first)" }
        // A word behind the database is the first of several.
        guard !before.hasPrefix("-"), place > 1, isOption || takesText else { return nil }
        let joined = ([before] + words).joined(separator: " ")
        return "Words that belong together stand in quotes: "
            + line(arguments[..<(place - 1)], joined, arguments[(place + words.count)...])
    }

    private var takesText: Bool { ["next", "surprisal", "tokenize", "concordance", "collocations"].contains(command) }
    private var takesModels: Bool { ["compare", "perplexity", "surprisal", "generate"].contains(command) }

    /// A method with its order, a mixture, a saved model or, where one can be asked for, a preset.
    private func isModel(_ word: String) -> Bool {
        guard !word.contains(" "), let name = try? ModelName(parsing: word) else { return false }
        if case .saved(let saved)? = name.components.first, !name.isMixture {
            return savedModels.contains(saved) || command == "compare" && NetworkPreset(rawValue: saved) != nil
        }
        return true
    }

    private var savedModels: [String] {
        guard let database = arguments.first(where: CorpusStore.isDatabase) else { return [] }
        return (try? Corpus(path: database, needsText: false).store.models().map(\.name)) ?? []
    }

    private func byModelOption(_ names: [String], from place: Int) -> String {
        // A preset is trained and compared, too.
        let isPreset = { command == "compare" && NetworkPreset(rawValue: $0) != nil }
        let options = names.flatMap { [isPreset($0) ? "--preset" : "--model", $0] }.map(shellQuoted).joined(
            separator: " ")
        let rest = arguments[(place + names.count)...].map(shellQuoted)
        let kinds =
            names.contains(where: isPreset)
            ? "Models are named by --model, presets by --preset" : "Models are named by --model"
        return "\(kinds): gram "
            + ([command] + arguments[..<place].map(shellQuoted) + [options] + rest).joined(separator: " ")
    }

    private func line(_ before: ArraySlice<String>, _ text: String, _ after: ArraySlice<String>) -> String {
        "gram "
            + ([command] + before.map(shellQuoted) + [shellQuoted(text)] + after.map(shellQuoted))
            .joined(separator: " ")
    }

    /// A file that is not there, where another argument is a database: the order was another, or it names a model.
    func ofMissingDatabase(_ path: String) -> String? {
        guard let place = arguments.firstIndex(of: path),
            let other = arguments.firstIndex(where: { CorpusStore.isDatabase($0) })
        else { return nil }
        if other < place, takesModels, isModel(path) {
            let names = arguments[place...].prefix { isModel($0) }
            return byModelOption(Array(names), from: place)
        }
        guard other > place else { return nil }
        var mended = arguments
        mended.insert(mended.remove(at: other), at: 0)
        return "The database comes first: gram \(([command] + mended).map(shellQuoted).joined(separator: " "))"
    }

    /// What one argument too many most likely is.
    private var usual: String? {
        switch command {
        case "next": "Words that belong together stand in quotes: gram next DB 'of the'."
        case "probability":
            "The context is given by --given, in quotes: gram probability DB world --given 'of the'."
        case "surprisal": "A text stands in quotes: gram surprisal DB 'the time machine'."
        case "concordance", "collocations": "A query of several words stands in quotes: gram \(command) DB 'the time'."
        case "tokenize": "A text stands in quotes: gram tokenize DB 'the time machine'."
        case "perplexity": "Models are named by --model: gram perplexity DB --model mkn:3."
        case "models": "One model is described by: gram info DB NAME"
        case "generate": "A model is named by --model: gram generate DB --model mkn:3."
        default: nil
        }
    }
}
