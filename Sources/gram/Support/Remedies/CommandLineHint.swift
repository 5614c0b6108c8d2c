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
        if takesModels, !isOption, words.allSatisfy({ isModel($0) && (!takesText || $0.contains(":")) }) {
            return byModelOption(words, from: place)
        }
        // A word behind the database is the first of several.
        guard !before.hasPrefix("-"), place > 1, isOption || takesText else { return nil }
        let joined = ([before] + words).joined(separator: " ")
        return "Words that belong together stand in quotes: "
            + line(arguments[..<(place - 1)], joined, arguments[(place + words.count)...])
    }

    private var takesText: Bool { ["next", "surprisal", "tokenize"].contains(command) }
    private var takesModels: Bool { ["compare", "perplexity", "surprisal", "generate"].contains(command) }

    private func isModel(_ word: String) -> Bool {
        !word.contains(" ") && !word.contains(".") && !word.contains("/") && (try? ModelName(parsing: word)) != nil
    }

    private func byModelOption(_ names: [String], from place: Int) -> String {
        let options = names.flatMap { ["--model", $0] }.map(shellQuoted).joined(separator: " ")
        let rest = arguments[(place + names.count)...].map(shellQuoted)
        return "Models are named by --model: gram "
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
        case "tokenize": "A text stands in quotes: gram tokenize DB 'the time machine'."
        case "perplexity": "Models are named by --model: gram perplexity DB --model mkn:3."
        case "models": "One model is described by: gram info DB NAME"
        case "generate": "A model is named by --model: gram generate DB --model mkn:3."
        default: nil
        }
    }
}
