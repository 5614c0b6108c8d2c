internal import ArgumentParser
internal import Foundation
public import Gramarye
internal import Reporting

struct SurprisalCommand: ReportCommand {
    static let charts = ["surprisal"]
    static let configuration = CommandConfiguration(
        commandName: "surprisal",
        abstract: "Measure how surprising each word of a text is to models, in bits.",
        usage: "gram surprisal DATABASE [TEXT | --file FILE | --document NAME | --split S --by KEY] [--model M] ...",
        discussion: """
            EXAMPLES
              gram surprisal moby.db "Call me Ishmael." --model mkn:5,lstm
              gram surprisal moby.db --file stimuli.csv --model lstm --format csv
              gram surprisal moby.db --file lines.txt --each-line --model mkn:5
              gram surprisal moby.db --file words.tsv --word-column token --format tsv
              gram surprisal moby.db --document moby.txt --segments 21-40 --model mkn:5
              gram surprisal shelf.db --split test --by author --model mkn:3
              gram surprisal shelf.db --split test --by position    along the segments

            A file of stimuli is CSV or TSV with a header. It has a column item, and a
            column text or sentence (one text per row) or word (one word per row).
            Consecutive rows of the same item, and of the same condition if there is such a
            column, are read as one text. All other columns are copied to the result. Any
            other file is one text, which is one item.

            The surprisal of a word is −log₂ P(word | what the model has read before). It
            is a sum if the word consists of several tokens; a word without a token, such
            as a dash, has none. A word outside a model's vocabulary costs <unk> and its
            spelling, by a model of the rare words of train (for an imported model, of its
            own words). Entropy is that of the model's distribution before the word, over
            its whole vocabulary with <unk>. Counts are those in train.

            With --document the text is that of the corpus itself, twenty segments at a
            time unless --segments says which. Its rows have the numbers of the segments
            there.

            Each item is read afresh. Within an item, networks and caches carry their state
            from segment to segment, unless they were trained with --state reset.

            With --by there is a mean over the words of a split for each document, value of
            a key of their metadata, or place in the segment. Its interval is of 95 %, on
            Student's distribution over documents, or over stretches of the text where it
            has fewer than twenty documents. History is then carried as in perplexity.

            Where segments, or the items of --each-line, are lines, they have the line
            numbers; blank lines count.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The text.") var text: String?
    @Option(help: ArgumentHelp("Stimuli in CSV or TSV, or a text; - is standard input.", valueName: "FILE"))
    var file: String?
    @OptionGroup var damage: DamageOptions
    @OptionGroup var models: ModelOption
    @Option(
        help: "What to do with a word outside a model's vocabulary: spell charges for its spelling, null leaves it out."
    )
    var unknown = UnknownWordRule.spell
    @Flag(help: "Treat each line of a text as an item.") var eachLine = false
    @Flag(help: "Give the ends of segments rows too, as the word </s>.") var segmentEnds = false
    @Option(help: ArgumentHelp("The column of items. (default: item)", valueName: "NAME")) var itemColumn: String?
    @Option(help: ArgumentHelp("The column of texts. (default: text or sentence)", valueName: "NAME"))
    var textColumn: String?
    @Option(help: ArgumentHelp("The column of words. (default: word)", valueName: "NAME")) var wordColumn: String?
    @Option(help: "With --by, the words of this split: train, valid or test.") var split: Split?
    @Option(
        help: ArgumentHelp(
            "Mean surprisal for each value of a key of the documents' metadata, each document or position.",
            valueName: "key"))
    var by: String?
    @OptionGroup var choice: DocumentChoice
    @Option(
        help: ArgumentHelp("The segments of a document to read, from 1. (default: the first twenty)", valueName: "A-B"))
    var segments: SegmentRange?
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if split != nil || by != nil { return try validateGroups() }
        if choice.isGiven { return try validateDocument() }
        if segments != nil { throw ValidationError("--segments are those of --document NAME.") }
        guard (text == nil) != (file == nil) else {
            throw ValidationError(
                "Give a text in quotation marks, --file FILE, --document NAME, or --split test --by KEY.")
        }
        if text != nil, columns.isGiven { throw ValidationError("Columns are those of --file FILE.") }
        if eachLine, columns.isGiven { throw ValidationError("--each-line is for texts, columns are for tables.") }
        if textColumn != nil, wordColumn != nil {
            throw ValidationError("Give --text-column for a text a row or --word-column for a word a row.")
        }
        try damage.validate(file: file)
    }

    private func validateGroups() throws {
        if text != nil || file != nil {
            let given = (by == nil ? [] : ["--by"]) + (split == nil ? [] : ["--split"]) + choice.given
            throw ValidationError("\(given.joined(separator: " and ")) choose words of the corpus; leave the text out.")
        }
        if segments != nil { throw ValidationError("--by is of all segments; leave --segments out.") }
        if by == nil { throw ValidationError("Give --by KEY, as document, position or a key of the metadata.") }
        if columns.isGiven || eachLine { throw ValidationError("Columns and items are those of --file FILE.") }
        try damage.validate(file: file)
    }

    private func validateDocument() throws {
        if text != nil || file != nil {
            throw ValidationError("Give \(text == nil ? "--file" : "a text") or \(choice.given[0]), not both.")
        }
        if columns.isGiven || eachLine { throw ValidationError("Columns and items are those of --file FILE.") }
        try damage.validate(file: file)
    }

    private var columns: StimulusColumns {
        StimulusColumns(item: itemColumn, text: textColumn, word: wordColumn)
    }

    func run() throws {
        try output.prepare(charts: Self.charts)
        guard by == nil, output.printsRowsAlone else {
            return try output.write(report(), usualChart: Self.charts.first)
        }
        var rows = RowStream(output.format)
        let report = try report { Console.print(data: rows.lines(of: $0)) }
        try output.write(report, isPrinted: false)
        Console.note(report.provenance.line)
    }

    func report() throws -> Report { try report(eachRows: nil) }

    /// - Parameter eachRows: called with rows as they come, which the report has not.
    private func report(eachRows: ((ResultTable) throws -> Void)?) throws -> Report {
        let names = try models.names()
        let vocabularyChoice = try vocabulary.choice()
        // A database that is not there is told first. It is not held while a pipe is read, which may take its time.
        _ = try Corpus(path: database, needsText: false)
        var data: [UInt8]?
        if let file { data = try readInput(file) }
        let corpus = try stale.corpus(reading: database, needsText: by != nil || choice.isGiven)
        let rule = try vocabularyChoice?.rule(for: corpus)
        defer { Console.redraw("") }
        if let by {
            return try ModelShelf(corpus, rule: rule, direction: reading.direction).surprisalReport(
                of: names, on: split ?? .test, of: choice.documents(in: corpus), by: by, unknown: unknown,
                countsSegmentEnds: segmentEnds, progress: Console.redraw)
        }
        // What is said of each word takes its time, and is seen on pages alone.
        let showsWords = output.html != nil || output.open || Corpus.isServed
        if let documents = try choice.documents(in: corpus) {
            return try ModelShelf(corpus, rule: rule, direction: reading.direction).surprisalReport(
                of: names, on: corpus.segments(of: documents, segments?.range), unknown: unknown,
                showsSegmentEnds: segmentEnds, showsWords: showsWords, progress: Console.redraw, eachRows: eachRows)
        }
        return try namingText(file) {
            try ModelShelf(corpus, rule: rule, direction: reading.direction).surprisalReport(
                of: names, named: file.map { $0 == "-" ? "stdin" : $0 } ?? "the text",
                leavingOutUnreadable: damage.onError == .null, unknown: unknown, showsSegmentEnds: segmentEnds,
                showsWords: showsWords, progress: Console.redraw, eachRows: eachRows
            ) { try stimuli(data, for: $0) }
        }
    }

    private func stimuli(_ data: [UInt8]?, for settings: TokenizerSettings) throws -> StimuliFile {
        guard let file else { return StimuliFile(text: text ?? "", isItemEachLine: eachLine) }
        return try StimuliFile(
            damage.text(of: file, read: data, for: nil), of: file, columns: columns, isItemEachLine: eachLine,
            markingRefusedBy: damage.onError == .null ? settings : nil, cutBy: settings)
    }
}

extension UnknownWordRule: ExpressibleByArgument {}
