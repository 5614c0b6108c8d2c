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

    /// The options given, for errors.
    var given: [String] { (document.isEmpty ? [] : ["--document"]) + (condition == nil ? [] : ["--where"]) }

    /// `nil` for all.
    func documents(in corpus: Corpus) throws -> Subcorpus? {
        isGiven ? try corpus.subcorpus(named: document, where: condition) : nil
    }
}

/// Results by group of documents.
struct GroupOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A result for each value of a key of the documents' metadata, or for each document or split.",
            valueName: "key"))
    var by: String?
}
