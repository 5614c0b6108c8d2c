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

            Segments that are lines, and items of --each-line, have the numbers of those
            lines, blank ones counted.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The text.") var text: String?
    @Option(help: ArgumentHelp("Stimuli in CSV or TSV, or a text; - is standard input.", valueName: "FILE"))
    var file: String?
    @OptionGroup var damage: DamageOptions
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
        try damage.validate(file: file)
    }

    private var columns: StimulusColumns {
        StimulusColumns(item: itemColumn, text: textColumn, word: wordColumn)
    }

    func run() throws {
        var names = try models.names()
        let rule = try vocabulary.rule()
        // A database that is not there is told first. It is not held while a pipe is read, which may take its time.
        _ = try Corpus(path: database, needsText: false)
        let data = try file.map(readInput)
        let corpus = try Corpus(path: database, access: .snapshot, needsText: false)
        if names.isEmpty { names = try PerplexityCommand.defaultModels(of: corpus) }

        let shelf = ModelShelf(corpus, rule: rule, direction: reading.direction)
        shelf.prepare([])
        // Models that texts are cut alike for stand in one table.
        var tables = SurprisalTables()
        for name in names {
            // What is wrong with the text is said before models are made.
            let tokenizer = try shelf.tokenizer(of: name)
            if tables[tokenizer] == nil { tables[tokenizer] = try rows(of: data, cutBy: tokenizer, in: corpus) }
        }
        shelf.prepare(names)
        let spelled = try corpus.spelledTypes()
        var provenance = try corpus.provenance(rule: rule)
        var spellings: [String: SpellingModel] = [:]
        try shelf.forEachModel(names) { model, name in
            guard model.isNormalized else {
                throw CommandError(
                    "\(model.name) has no surprisal", cause: "It is a score that does not sum to 1.",
                    remedy: "Ask katz:3 or mkn:3 instead.")
            }
            let tokenizer = try shelf.tokenizer(of: name)
            try shelf.noteTokenizer(of: name)
            let isImported = try shelf.isImported(name)
            let key = "\(isImported)\(model.vocabulary.hash)"
            if spellings[key] == nil {
                spellings[key] =
                    isImported
                    ? SpellingModel(ofWordsOf: model.vocabulary) : spelled.spellingModel(in: model.vocabulary)
            }
            let meter = SurprisalMeter(model, spelling: spellings[key]!, unknown: unknown)
            let stimuli = tables[tokenizer]!.stimuli
            tables[tokenizer]!.append(model, meter.surprisals(of: stimuli), unknown: unknown)
        }
        for note in tables.notes { Console.note(note) }
        provenance.name(tables.tokenizers)
        ResultWriter(format: output.format, provenance: provenance).write(
            tables.table, further: [.init("notes", .of(tables.notes))], people: tables.people)
    }

    private func rows(
        of data: Data?, cutBy settings: TokenizerSettings, in corpus: Corpus
    ) throws -> SurprisalRows {
        let (file, readingNotes) = try stimuli(data, for: settings)
        let read = try tokenized(file, by: settings)
        return SurprisalRows(
            file: file, read: read, tokens: try corpus.trainTokenCount(),
            counts: try corpus.trainCounts(
                ofSequences: Set(
                    read.stimuli.flatMap { stimulus in stimulus.words.map { stimulus.spelling(of: $0) } })),
            showsSegmentEnds: segmentEnds, notes: readingNotes + read.notes + file.notes)
    }

    private func stimuli(
        _ data: Data?, for settings: TokenizerSettings
    ) throws -> (file: StimuliFile, notes: [String]) {
        guard let file else { return (StimuliFile(text: text ?? "", isItemEachLine: eachLine), []) }
        let name = file == "-" ? "stdin" : file
        var lines = try damage.text(of: file, read: data, for: nil)
        let text = String(decoding: lines.utf8, as: UTF8.self)
        let isNamedTable = [".csv", ".tsv"].contains { name.lowercased().hasSuffix($0) }
        if !eachLine, isNamedTable || columns.isGiven || StimuliFile.isTable(text) {
            return (
                try StimuliFile(table: text, named: name, columns: columns, unreadable: lines.unreadable),
                lines.notes(of: file, unreadable: "without surprisal")
            )
        }
        if damage.onError == .null { try lines.markRefused(by: settings) }
        guard !eachLine else {
            return (
                StimuliFile(text: text, isItemEachLine: true, unreadable: lines.unreadable),
                lines.notes(of: file, unreadable: "without surprisal")
            )
        }
        let readable = String(decoding: lines.readable(segments: settings.segments), as: UTF8.self)
        return (StimuliFile(text: readable, isItemEachLine: false), lines.notes(of: file))
    }

    private func tokenized(_ file: StimuliFile, by settings: TokenizerSettings) throws -> ReadStimuli {
        let name = self.file.map { $0 == "-" ? "stdin" : $0 } ?? "the text"
        let tokenizer = try StimulusTokenizer(settings)
        var read = ReadStimuli()
        var refused: [(item: String, error: TextError)] = []
        for (index, stimulus) in file.stimuli.enumerated() {
            if file.unreadable.contains(index) {
                read.unreadable[read.stimuli.count, default: []].append(stimulus.item)
                continue
            }
            do {
                read.stimuli.append(try tokenizer.tokenize(stimulus))
                read.sources.append(index)
            } catch let error as TextError where damage.onError == .null {
                read.unreadable[read.stimuli.count, default: []].append(stimulus.item)
                refused.append((stimulus.item, error))
            } catch let error as TextError where file.stimuli.count > 1 {
                throw CommandError(
                    "\(name): \(error.fact(ofItem: stimulus.item))", cause: error.cause,
                    remedy: "Correct the item, or have its surprisal null by --on-error null.", kind: error.kind)
            } catch {
                try namingText(self.file) { throw error }
            }
        }
        if let first = refused.first {
            read.notes.append(
                "\(name): \(NumberText.counted(refused.count, "item")) without surprisal; "
                    + first.error.fact(ofItem: first.item))
        }
        let empty = read.stimuli.first { $0.tokens.isEmpty }
        if let empty, read.stimuli.count > 1 {
            throw CommandError(
                "\(name): item \(empty.item) has no tokens", cause: "The tokenizer drops all of it.",
                remedy: "See what becomes of it: gram tokenize \(database) \"TEXT\"", kind: .badData)
        }
        guard empty == nil, !file.stimuli.isEmpty else { throw NoTokensError(name: name) }
        return read
    }
}

extension TextError {
    /// The fact of an item, whose lines are not those of the file.
    fileprivate func fact(ofItem item: String) -> String {
        guard case .literalMarker(let marker, _) = self else { return "item \(item): \(fact)" }
        return "item \(item) has the token \(marker), which marks the bounds of segments"
    }
}

extension UnknownWordRule: ExpressibleByArgument {}
