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

            Segments and positions count from 1; segments that are lines of --file have the
            numbers of those lines. The id is the token's in the corpus; a
            token that the corpus does not have has none. Whether models know a token is
            for the rule of the vocabulary to say.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The text.") var text: String?
    @Option(help: ArgumentHelp("A file of text; - is standard input.", valueName: "FILE")) var file: String?
    @OptionGroup var damage: DamageOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (text == nil) != (file == nil) else {
            throw ValidationError("Give a text in quotation marks, or --file FILE.")
        }
        try damage.validate(file: file)
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot, needsText: false)
        let vocabulary = try corpus.vocabulary()
        let known = try corpus.store.types()
        // A pipe may take its time.
        let provenance = try corpus.provenance()
        let text = try read(corpus)
        let types = text.types
        for note in text.notes { Console.note(note) }
        let values = (0..<TokenID(types.count)).map { type -> [Value] in
            let token = types[type]
            // Without a text there is no rule, and each imported model has a vocabulary of its own.
            let isKnown = corpus.holdsText ? Value.bool(vocabulary.contains(token)) : .null
            return [.text(token), .of(known.id(of: token).map(Int.init)), isKnown]
        }

        var table = ResultTable(columns: ["segment", "position", "token", "id", "in_vocabulary"])
        var segment = 1
        var position = 1
        var unreadable = text.lines == nil ? [] : text.unreadable[...]
        func addUnreadable(before line: Int) {
            while let number = unreadable.first, number < line {
                unreadable.removeFirst()
                table.append([.integer(number), .null, .null, .null, .null])
            }
        }
        for id in text.ids {
            if id == Marker.segmentEnd {
                segment += 1
                position = 1
            } else {
                let number = text.lines.map { $0[segment - 1] } ?? segment
                if position == 1 { addUnreadable(before: number) }
                table.append([.integer(number), .integer(position)] + values[Int(id)])
                position += 1
            }
        }
        addUnreadable(before: .max)
        if table.rows.isEmpty { Console.note("The text has no token.") }
        ResultWriter(format: output.format, provenance: provenance).write(table)
    }

    /// A text's tokens.
    private struct Tokens {
        let types: TypeTable
        let ids: [TokenID]
        /// The line that each segment is; `nil` where segments are no lines.
        var lines: [Int]?
        var unreadable: [Int] = []
        var notes: [String] = []
    }

    private func read(_ corpus: Corpus) throws -> Tokens {
        guard let file else {
            let (types, stream) = try namingText(nil) { try corpus.tokenize(Array((text ?? "").utf8).span) }
            return Tokens(types: types, ids: stream.ids)
        }
        let read = try damage.text(of: file, for: corpus.tokenizer)
        let (types, stream, lines) = try namingText(file) { try corpus.tokenize(read) }
        return Tokens(
            types: types, ids: stream.ids, lines: lines, unreadable: read.unreadable, notes: read.notes(of: file))
    }
}
