internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct VocabularyCommand: ReportCommand {
    static let charts = ["sizes"]
    static let configuration = CommandConfiguration(
        commandName: "vocabulary",
        abstract: "List the vocabulary of models, or show its size at each threshold.",
        discussion: """
            EXAMPLES
              gram vocabulary moby.db
              gram vocabulary moby.db --min-count 5 --limit 0 --format tsv
              gram vocabulary moby.db --sizes
              gram vocabulary shelf.db --where "author = 'Woolf'"   counted in hers

            The vocabulary is that of the whole train split; --where says in which
            documents words are counted, with --sizes in whose valid and test <unk> is.
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(
        parsing: .unconditional,
        help: "Words that occur at least this often in train. (default: the rule of the database)")
    var minCount: Int?

    @Flag(help: "Show the size of the vocabulary and the shares of <unk> in valid and test at each threshold.")
    var sizes = false

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if let minCount, minCount < 1 { throw ValidationError("--min-count is \(minCount); give 1 or more.") }
        if sizes && minCount != nil { throw ValidationError("--sizes shows every --min-count; leave one out.") }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        let rows = limit.rows
        let documents = try choice.documents(in: corpus)
        if sizes { return try corpus.vocabularySizesReport(in: documents, limit: rows) }
        return try corpus.vocabularyReport(
            minCount.map { .minimumCount($0) }, countedIn: documents, limit: rows)
    }
}
