internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct TokenizeCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: "Show how a text is cut into the tokens of a corpus.",
        usage: "gram tokenize DATABASE [TEXT | --file FILE]",
        discussion: """
            EXAMPLES
              gram tokenize moby.db "Call me Ishmael."
              gram tokenize moby.db --file other.txt --format tsv
              fortune | gram tokenize moby.db --file -

            The source is what stands in the text for a token. Segments and positions are
            numbered from 1; where segments are lines of --file, they have the line
            numbers. The id is that of the token in the corpus, if it occurs there. Models
            know the tokens that the vocabulary rule admits.
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
            let utf8 = Array((text ?? "").utf8)
            let (types, stream) = try namingText(nil) { try corpus.tokenize(utf8.span) }
            return TextTokens(types: types, ids: stream.ids, source: utf8)
        }
        let read = try damage.text(of: file, for: corpus.tokenizer)
        let (types, stream, lines) = try namingText(file) { try corpus.tokenize(read) }
        return TextTokens(
            types: types, ids: stream.ids, source: read.readable(by: corpus.tokenizer),
            lines: lines, unreadable: read.unreadable, notes: read.notes(of: file))
    }
}
