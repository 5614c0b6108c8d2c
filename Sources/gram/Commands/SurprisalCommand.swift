public import ArgumentParser
internal import Foundation
public import Gramarye
internal import Reporting

struct SurprisalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "surprisal",
        abstract: "How unexpected each word of a text is to models, in bits.",
        usage: "gram surprisal DATABASE [TEXT | --file FILE] [--model M] ...",
        discussion: """
            EXAMPLES
              gram surprisal moby.db "Call me Ishmael." --model mkn:5,lstm
              gram surprisal moby.db --file stimuli.csv --model lstm --format csv
              gram surprisal moby.db --file lines.txt --each-line --model mkn:5
              gram surprisal moby.db --file words.tsv --word-column token --format tsv

            A file of stimuli is CSV or TSV with a header: a column item, and either text
            (or sentence), a text a row, or word, a word a row. Rows of the same item (and
            condition, if there is such a column) that follow each other are read as one;
            its other columns come out again. Any other file is a text, one item.

            Surprisal is −log₂ P(word | what the model has read before), the sum over the
            corpus's tokens where the word is several; a word without any (a dash) has
            none. A word that a model does not know costs <unk> and its spelling, by a
            model of the rare words of train, or of its own words if it was imported. Entropy is that of the model's distribution
            before the word, over its whole vocabulary, <unk> one of it. Counts are those
            of train.

            Each item is read from its beginning: networks and caches carry their state
            from segment to segment within an item, unless trained with --state reset, and
            begin anew with the next.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The text.") var text: String?
    @Option(help: ArgumentHelp("Stimuli in CSV or TSV, or a text; - is standard input.", valueName: "FILE"))
    var file: String?
    @OptionGroup var models: ModelOption
    @Option(help: "A word that a model does not know: spell charges its spelling, null leaves it out.")
    var unknown = UnknownWordRule.spell
    @Flag(help: "Take each line of a text for an item of its own.") var eachLine = false
    @Flag(help: "Give rows to the ends of segments too, as the word </s>.") var segmentEnds = false
    @Option(help: ArgumentHelp("The column of items. (default: item)", valueName: "NAME")) var itemColumn: String?
    @Option(help: ArgumentHelp("The column of texts. (default: text or sentence)", valueName: "NAME"))
    var textColumn: String?
    @Option(help: ArgumentHelp("The column of words. (default: word)", valueName: "NAME")) var wordColumn: String?
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (text == nil) != (file == nil) else {
            throw ValidationError("Give a text in quotation marks, or --file FILE.")
        }
        if text != nil, columns.isGiven { throw ValidationError("Columns are those of --file FILE.") }
        if eachLine, columns.isGiven { throw ValidationError("--each-line is for texts, columns are for tables.") }
        if textColumn != nil, wordColumn != nil {
            throw ValidationError("Give --text-column for a text a row or --word-column for a word a row.")
        }
    }

    private var columns: StimulusColumns {
        StimulusColumns(item: itemColumn, text: textColumn, word: wordColumn)
    }

    func run() throws {
        let corpus = try Corpus(path: database, needsText: false)
        var names = try models.names()
        let rule = try vocabulary.rule()
        let file = try stimuli()
        if names.isEmpty { names = try PerplexityCommand.defaultModels(of: corpus) }

        let shelf = ModelShelf(corpus, rule: rule, direction: reading.direction)
        // Models that texts are cut alike for stand in one table.
        var tables = SurprisalTables()
        var spellings: [String: SpellingModel] = [:]
        try shelf.forEachModel(names) { model, name in
            guard model.isNormalized else {
                throw CommandError(
                    "\(model.name) has no surprisal", cause: "It is a score that does not sum to 1.",
                    remedy: "Ask katz:3 or mkn:3 instead.")
            }
            let tokenizer = try shelf.tokenizer(of: name)
            try shelf.noteTokenizer(of: name)
            if tables[tokenizer] == nil {
                tables[tokenizer] = try rows(of: file, tokenized(file.stimuli, by: tokenizer), in: corpus)
            }
            let isImported = try corpus.isImported(name)
            let key = "\(isImported)\(model.vocabulary.hash)"
            if spellings[key] == nil {
                spellings[key] =
                    isImported
                    ? SpellingModel(ofWordsOf: model.vocabulary) : try corpus.spellingModel(in: model.vocabulary)
            }
            let meter = SurprisalMeter(model, spelling: spellings[key]!, unknown: unknown)
            let stimuli = tables[tokenizer]!.stimuli
            tables[tokenizer]!.append(model, meter.surprisals(of: stimuli), unknown: unknown)
        }
        let notes = file.notes + tables.notes
        for note in notes { Console.note(note) }
        ResultWriter(
            format: output.format,
            provenance: try corpus.provenance(rule: rule, tokenizers: tables.tokenizers)
        ).write(tables.table, further: [.init("notes", .of(notes))], people: tables.people)
    }

    private func rows(
        of file: StimuliFile, _ stimuli: [TokenizedStimulus], in corpus: Corpus
    ) throws -> SurprisalRows {
        SurprisalRows(
            file: file, stimuli: stimuli, tokens: try corpus.trainTokenCount(),
            counts: try corpus.trainCounts(
                ofSequences: Set(stimuli.flatMap { stimulus in stimulus.words.map { stimulus.spelling(of: $0) } })),
            showsSegmentEnds: segmentEnds)
    }

    private func stimuli() throws -> StimuliFile {
        guard let file else { return StimuliFile(text: text ?? "", isItemEachLine: eachLine) }
        let name = file == "-" ? "stdin" : file
        let input = try readInput(file)
        var utf8: [UInt8] = []
        try namingText(file) {
            var decoder = TextDecoder()
            try decoder.decode(input.span, into: &utf8)
            try decoder.finish(into: &utf8)
        }
        let text = String(decoding: utf8, as: UTF8.self)
        let isNamedTable = [".csv", ".tsv"].contains { name.lowercased().hasSuffix($0) }
        guard !eachLine, isNamedTable || columns.isGiven || StimuliFile.isTable(text) else {
            return StimuliFile(text: text, isItemEachLine: eachLine)
        }
        return try StimuliFile(table: text, named: name, columns: columns)
    }

    private func tokenized(_ stimuli: [Stimulus], by settings: TokenizerSettings) throws -> [TokenizedStimulus] {
        let name = file.map { $0 == "-" ? "stdin" : $0 } ?? "the text"
        let tokenizer = try StimulusTokenizer(settings)
        let tokenized = try namingText(file) { try stimuli.map { try tokenizer.tokenize($0) } }
        let empty = tokenized.first { $0.tokens.isEmpty }
        if let empty, tokenized.count > 1 {
            throw CommandError(
                "\(name): item \(empty.item) has no tokens", cause: "The tokenizer drops all of it.",
                remedy: "See what becomes of it: gram tokenize \(database) \"TEXT\"", kind: .badData)
        }
        guard empty == nil, !tokenized.isEmpty else { throw NoTokensError(name: name) }
        return tokenized
    }
}

extension UnknownWordRule: ExpressibleByArgument {}
