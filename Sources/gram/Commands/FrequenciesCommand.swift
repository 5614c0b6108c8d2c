internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct FrequenciesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "frequencies",
        abstract: "List words and n-grams by frequency, or look some up.",
        discussion: """
            EXAMPLES
              gram frequencies moby.db                        the most frequent words
              gram frequencies moby.db --order 3 --limit 50
              gram frequencies moby.db whale 'white whale'    look-ups, 0 included
              gram frequencies moby.db --order 2 --matching '^of '
              gram frequencies moby.db --spectrum             how many types occur how often

            Frequencies per million refer to the tokens of the split or the documents.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "Words or n-grams to look up.")
    var words: [String] = []

    @Option(parsing: .unconditional, help: "The length of the n-grams, without an upper limit.")
    var order: Int?

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @Option(help: "Count only this document; may be repeated.")
    var document: [String] = []

    @Option(parsing: .unconditional, help: "Show n-grams that occur at least this often.")
    var minimum = 1

    @Option(help: "Show n-grams whose words, joined by a space, match this regular expression.")
    var matching: String?

    @Flag(help: "Show how many n-grams occur how often.")
    var spectrum = false

    @OptionGroup var limit: LimitOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let order, order < 1 { throw ValidationError("--order is \(order); words are 1, bigrams 2.") }
        if minimum < 0 { throw ValidationError("--minimum is \(minimum); give 0 or more.") }
        if let matching, (try? NSRegularExpression(pattern: matching)) == nil {
            throw ValidationError("--matching '\(matching)' is no regular expression.")
        }
        if !words.isEmpty, spectrum || matching != nil {
            throw ValidationError("Words are looked up one by one; leave out --spectrum and --matching.")
        }
        if !document.isEmpty, split != .all { throw ValidationError("Give --document or --split, not both.") }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        let types = try corpus.store.types()
        let stream = try stream(corpus)
        let provenance = try corpus.provenance()
        let table =
            try words.isEmpty
            ? (spectrum ? spectrumTable(stream) : rankedTable(stream, types)) : lookUp(stream, types, corpus.tokenizer)
        progress.finish()
        ResultWriter(format: output.format, provenance: provenance).write(table)
    }

    private func stream(_ corpus: Corpus) throws -> TokenStream {
        if document.isEmpty { return try corpus.tokens(of: split.splits) }
        var whole = TokenStream()
        for document in document.withoutRepetitions {
            guard let stream = try corpus.store.tokens(ofDocument: document) else {
                throw CommandError(
                    "\(database) has no document \(document).", remedy: "See: gram info \(database)", kind: .noInput)
            }
            whole.ids += stream.ids
        }
        return whole
    }

    private func rankedTable(_ stream: TokenStream, _ types: TypeTable) throws -> ResultTable {
        let ranked = RankedNgrams(stream, order: order ?? 1, types: types)
        let expression = try matching.map { try NSRegularExpression(pattern: $0) }
        let (rows, total) = try ranked.top(
            limit.limit == 0 ? nil : limit.limit, minimum: minimum,
            matching: expression.map { expression in
                { text in expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil }
            })
        var table = Self.emptyTable
        table.total = total
        for row in rows { table.append(Self.values(row, ranked)) }
        return table
    }

    private func lookUp(
        _ stream: TokenStream, _ types: TypeTable, _ settings: TokenizerSettings
    ) throws -> ResultTable {
        let tokenizer = try Tokenizer(settings)
        var byOrder: [Int: RankedNgrams] = [:]
        var table = Self.emptyTable
        for word in words {
            let ngram = try tokenizer.segments(of: word).flatMap(\.self)
            guard !ngram.isEmpty else {
                throw CommandError(
                    "'\(word)' has no token.",
                    cause: "The corpus's tokenizer (\(settings)) leaves nothing of it.",
                    kind: .badData)
            }
            if let order, order != ngram.count {
                throw CommandError(
                    "'\(word)' has \(ngram.count) token\(ngram.count == 1 ? "" : "s"), not \(order).",
                    remedy: "Leave out --order.")
            }
            let ranked = byOrder[ngram.count] ?? RankedNgrams(stream, order: ngram.count, types: types)
            byOrder[ngram.count] = ranked
            table.append(Self.values(ranked.row(of: ngram), ranked))
        }
        return table
    }

    private func spectrumTable(_ stream: TokenStream) throws -> ResultTable {
        let spectrum = FrequencySpectrum(of: stream, order: order ?? 1)
        var table = ResultTable(columns: ["frequency", "types"])
        let classes = spectrum.entries.filter { $0.frequency >= minimum }
        table.total = classes.count
        for entry in classes.prefix(limit.rows(of: classes.count)) {
            table.append([.integer(entry.frequency), .integer(entry.types)])
        }
        return table
    }

    private static var emptyTable: ResultTable { ResultTable(columns: ["rank", "ngram", "count", "per_million"]) }

    private static func values(_ row: RankedNgrams.Row, _ ranked: RankedNgrams) -> [Value] {
        [.of(row.rank), .of(row.ngram), .integer(row.count), .of(ranked.perMillion(row.count))]
    }
}
