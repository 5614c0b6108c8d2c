internal import ArgumentParser
internal import Gramarye

/// The documents that a command is about.
struct DocumentChoice: ParsableArguments {
    @Option(help: "Only this document; may be repeated, and * and ? stand for any characters. (default: all)")
    var document: [String] = []

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only documents for which this SQL expression over name, tokens, types, split and the keys of their metadata is "
                + "true, as \"author = 'Woolf' and year < 1930\".", valueName: "expression"))
    var condition: String?

    var isGiven: Bool { !document.isEmpty || condition != nil }

    /// Their names, each once; `nil` for all.
    /// - Throws: `CommandError` where there is none.
    func names(in corpus: Corpus) throws -> [String]? {
        guard isGiven else { return nil }
        var names = try document.isEmpty ? nil : corpus.store.documentNames(document)
        if let condition {
            let chosen = try corpus.store.documentNames(where: condition)
            names = names?.filter(Set(chosen).contains) ?? chosen
        }
        guard let names, !names.isEmpty else {
            throw CommandError(
                "No document of \(corpus.store.path) meets --where \"\(condition ?? "")\".",
                remedy: "See what there is: gram metadata \(shellQuoted(corpus.store.path))", kind: .noInput)
        }
        return names
    }
}
