internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct FrequenciesCommand: ReportCommand {
    static let charts = ["frequencies", "spectrum", "trend"]
    static let configuration = CommandConfiguration(
        commandName: "frequencies",
        abstract: "List words and n-grams by frequency, or look some up.",
        discussion: """
            EXAMPLES
              gram frequencies moby.db                        the most frequent words
              gram frequencies moby.db --order 1-3 --limit 10
              gram frequencies moby.db whale 'white whale'    look up, 0 if absent
              gram frequencies moby.db 'whal*'                each of them, and all
              gram frequencies moby.db --order 2 --regex '^of '
              gram frequencies moby.db --matching 'the []{0,2} whale'
              gram frequencies shelf.db --order 4 --minimum-documents 5
              gram frequencies shelf.db --exclude stopwords.txt --columns dispersion
              gram frequencies shelf.db --by document --sort tf-idf
              gram frequencies shelf.db --where "author = 'Woolf' and year < 1930"
              gram frequencies shelf.db love --by author      a row for each author
              gram frequencies shelf.db --by decade --wide    a column for each decade
              gram frequencies shelf.db love 'hat*' --trend year
              gram frequencies moby.db 'whal*' --forms        spellings of the source text
              gram frequencies moby.db --spectrum             how many occur once, twice, …

            Frequencies per million are relative to the tokens of the split or documents,
            with --by to those of the group; --limit then holds for each group. With
            --wide there are counts, of each group and of all.

            Words are looked up; what has patterns is a query: * and ? inside words, a|b,
            [] for any word, []{0,3} for up to three of them, /regex/. It has a row for all
            of its matches and one for each n-gram that it matched.

            Dispersion is DP over documents, 0 where a word is spread as the corpus is and
            near 1 where it is in one place. Spread is how often it occurs in each of 20
            equal parts of the corpus, in the order of the text. tf-idf is count * ln(D/d),
            of D documents d having the n-gram; with --by, the documents are those of all
            groups. A trend has 95 % intervals from a bootstrap of the documents of each
            value.

            Equally frequent n-grams have ranks in the order of their letters. The database
            keeps that order for ten thousand n-grams of each length or more; a rarer one
            that is looked up has the first rank of those that are as frequent, and a note
            says of how many.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "Words, n-grams or queries to look up.")
    var words: [String] = []

    @Option(
        parsing: .unconditionalSingleValue,
        help: "The lengths of the n-grams, as 2 or 1-5; there is no upper limit. (default: 1)")
    var order: [ListArgument<Int>] = []

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @OptionGroup var filter: FrequencyFilterOptions

    @Flag(help: "Show how many n-grams occur once, twice and so on.")
    var spectrum = false

    @Flag(help: "Split words into the spellings of the source text.")
    var forms = false

    @OptionGroup var columns: FrequencyColumnOptions
    @OptionGroup var limit: LimitOption
    @Option(help: "Counting a long text takes no more memory than this, about; it spills to disk beyond.")
    var memory = MemorySize(bytes: 1 << 30)
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var grouping: GroupOption
    @Flag(help: "With --by, a column for each group instead of rows.") var wide = false
    @OptionGroup var trend: TrendOptions
    @OptionGroup var output: ReportOptions

    private var orders: [Int] { order.flatMap(\.elements).withoutRepetitions }

    func validate() throws {
        if memory.bytes < 64 << 20 { throw ValidationError("--memory is \(memory); give 64M or more.") }
        for order in orders where order < 1 { throw ValidationError("--order is \(order); words are 1, bigrams 2.") }
        if !words.isEmpty {
            if spectrum || filter.regex != nil {
                throw ValidationError("Words are looked up one by one; leave out --spectrum and --regex.")
            }
            try filter.refuse(["--matching", "--exclude"], "Words are looked up one by one")
            if orders.count > 1 { throw ValidationError("Words have their own lengths; give --order one or none.") }
        }
        if spectrum {
            try filter.refuse(["--regex"], "--spectrum counts all n-grams")
            try filter.refuse(["--matching", "--exclude", "--minimum-documents"], "--spectrum counts all n-grams")
            try columns.refuse("--spectrum has no rows of n-grams")
            if orders.count > 1 { throw ValidationError("--spectrum is of one --order.") }
        }
        if wide, grouping.by == nil { throw ValidationError("--wide goes with --by KEY.") }
        if wide {
            if spectrum { throw ValidationError("--spectrum has no columns for groups; leave --wide out.") }
            try filter.refuse(
                ["--matching", "--exclude", "--minimum-documents"], "--wide has columns of counts for groups")
            try columns.refuse("--wide has columns for groups")
            if orders.count > 1 { throw ValidationError("--wide is of one --order.") }
        }
        if forms { try validateForms() }
        guard trend.trend != nil else { return try trend.validateAlone() }
        if words.isEmpty { throw ValidationError("--trend is of words or queries; name some.") }
        if spectrum || grouping.by != nil || !orders.isEmpty {
            throw ValidationError(
                "--trend has a row for each value of its key; leave out --by, --order and --spectrum.")
        }
        try columns.refuse("--trend has a row for each value of its key")
        try filter.refuse(["--minimum", "--minimum-documents"], "--trend shows whatever it finds")
    }

    private func validateForms() throws {
        if words.isEmpty { throw ValidationError("--forms splits words or queries; name some.") }
        if spectrum || grouping.by != nil || trend.trend != nil || !orders.isEmpty {
            throw ValidationError(
                "--forms has a row for each spelling; leave out --by, --trend, --order and --spectrum.")
        }
        try columns.refuse("--forms has a row for each spelling")
        try filter.refuse(["--minimum", "--minimum-documents"], "--forms shows all spellings")
    }

    func run() throws {
        try output.prepare(charts: Self.charts)
        guard printsRows else { return try output.write(report(), usualChart: Self.charts.first) }
        let corpus = try Corpus(reading: database)
        let wanted = try filter.filter(of: corpus)
        let listing = columns.listing(limit: nil, memory: memory)
        guard corpus.isStreamed(wanted.filter, listing) else {
            return try output.write(report(), usualChart: Self.charts.first)
        }
        let part = CorpusPart(splits: split.splits, documents: try choice.documents(in: corpus))
        var rows = RowStream(output.format)
        Console.redraw("counting")
        var report = try corpus.frequencyRows(orders: orders, of: part, filter: wanted.filter, listing: listing) {
            Console.redraw("")
            Console.print(data: rows.lines(of: $0))
        }
        report.notes += wanted.notes
        try output.write(report, isPrinted: false)
        Console.note(report.provenance.line)
    }

    /// Whether all n-grams are printed as they come, by their frequency.
    private var printsRows: Bool {
        words.isEmpty && !spectrum && grouping.by == nil && limit.rows == nil
            && output.printsRowsAlone && filter.exclude == nil
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        let wanted = try filter.filter(of: corpus)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        let part = CorpusPart(splits: split.splits, documents: try choice.documents(in: corpus))
        if let key = trend.trend {
            return try corpus.trendReport(of: words, by: key, in: part, seed: trend.seed ?? 1)
        }
        if forms { return try corpus.formsReport(of: words, in: part, limit: limit.rows) }
        var report = try report(corpus, part, wanted.filter, columns.listing(limit: limit.rows, memory: memory))
        report.notes += wanted.notes
        return report
    }

    private func report(
        _ corpus: Corpus, _ part: CorpusPart, _ filter: FrequencyFilter, _ listing: FrequencyListing
    ) throws -> Report {
        let order = orders.first
        switch (grouping.by, words.isEmpty, spectrum) {
        case (let key?, _, _) where wide:
            return try corpus.frequenciesSideBySide(
                of: words, by: key, order: order, in: part, minimum: filter.minimum, matching: filter.expression,
                limit: limit.rows)
        case (let key?, false, _):
            return try corpus.frequenciesReport(
                of: words, by: key, order: order, in: part, filter: filter, listing: listing)
        case (let key?, true, true):
            return try corpus.spectrumReport(
                by: key, order: order ?? 1, of: part, minimum: filter.minimum, limit: limit.rows)
        case (let key?, true, false):
            return try corpus.frequenciesReport(by: key, orders: orders, of: part, filter: filter, listing: listing)
        case (nil, false, _):
            return try corpus.frequenciesReport(of: words, order: order, in: part, filter: filter, listing: listing)
        case (nil, true, true):
            return try corpus.spectrumReport(
                order: order ?? 1, of: part, minimum: filter.minimum, limit: limit.rows)
        case (nil, true, false):
            return try corpus.frequenciesReport(orders: orders, of: part, filter: filter, listing: listing)
        }
    }
}
