internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct TokenizeCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Show what the tokenizer of a corpus makes of a text.",
        usage: "gram tokenize DATABASE [TEXT | --file FILE]",
        discussion: """
            EXAMPLES
              gram tokenize moby.db "Call me Ishmael."
              gram tokenize moby.db --file other.txt --format tsv
              fortune | gram tokenize moby.db --file -

            Segments and positions count from 1; segments that are lines of --file have the
            numbers of those lines. The id is the token's in the corpus; a
            token that the corpus does not have has none. Whether models know a token is
            for the rule of the vocabulary to say.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The text.") var text: String?
    @Option(help: ArgumentHelp("A file of text; - is standard input.", valueName: "FILE")) var file: String?
    @OptionGroup var damage: DamageOptions
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard (text == nil) != (file == nil) else {
            throw ValidationError("Give a text in quotation marks, or --file FILE.")
        }
        try damage.validate(file: file)
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database, needsText: false)
        return try corpus.tokenizedReport { try read(corpus) }
    }

    private func read(_ corpus: Corpus) throws -> TextTokens {
        guard let file else {
            let (types, stream) = try namingText(nil) { try corpus.tokenize(Array((text ?? "").utf8).span) }
            return TextTokens(types: types, ids: stream.ids)
        }
        let read = try damage.text(of: file, for: corpus.tokenizer)
        let (types, stream, lines) = try namingText(file) { try corpus.tokenize(read) }
        return TextTokens(
            types: types, ids: stream.ids, lines: lines, unreadable: read.unreadable, notes: read.notes(of: file))
    }
}
