internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Show what the tokenizer of a corpus makes of a text.",
        usage: "gram tokenize DATABASE [TEXT | --file FILE]",
        discussion: """
            EXAMPLES
              gram tokenize moby.db "Call me Ishmael."
              gram tokenize moby.db --file other.txt --format tsv
              fortune | gram tokenize moby.db --file -

            Segments and positions count from 1. The id is the token's in the corpus; a
            token that the corpus does not have has none. Whether models know a token is
            for the rule of the vocabulary to say.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The text.") var text: String?
    @Option(help: ArgumentHelp("A file of text; - is standard input.", valueName: "FILE")) var file: String?
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (text == nil) != (file == nil) else {
            throw ValidationError("Give a text in quotation marks, or --file FILE.")
        }
    }

    func run() throws {
        let corpus = try Corpus(path: database, needsText: false)
        let (types, tokens) = try tokens(corpus)
        let vocabulary = try corpus.vocabulary()
        let known = try corpus.store.types()
        let values = (0..<TokenID(types.count)).map { type -> [Value] in
            let token = types[type]
            // Without a text there is no rule, and each imported model has a vocabulary of its own.
            let isKnown = corpus.holdsText ? Value.bool(vocabulary.contains(token)) : .null
            return [.text(token), .of(known.id(of: token).map(Int.init)), isKnown]
        }

        var table = ResultTable(columns: ["segment", "position", "token", "id", "in_vocabulary"])
        var segment = 1
        var position = 1
        for id in tokens {
            if id == Marker.segmentEnd {
                segment += 1
                position = 1
            } else {
                table.append([.integer(segment), .integer(position)] + values[Int(id)])
                position += 1
            }
        }
        if table.rows.isEmpty { Console.note("The text has no token.") }
        ResultWriter(format: output.format, provenance: try corpus.provenance()).write(table)
    }

    private func tokens(_ corpus: Corpus) throws -> (types: TypeTable, ids: [TokenID]) {
        let bytes = try file.map(readInput) ?? Data((text ?? "").utf8)
        let (types, stream) = try namingText(file) { try corpus.tokenize(bytes.span) }
        return (types, stream.ids)
    }
}
