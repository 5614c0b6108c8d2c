public import ArgumentParser
public import Gramarye
internal import Reporting

struct KeynessCommand: ReportCommand {
    static let charts = ["keyness"]
    static let configuration = CommandConfiguration(
        commandName: "keyness",
        abstract: "Find the words that tell some documents from others, from another corpus, or from a list.",
        discussion: """
            EXAMPLES
              gram keyness shelf.db --where "author = 'Woolf'"      against all others
              gram keyness shelf.db --where "year < 1900" --against "year >= 1900"
              gram keyness emma.db shelf.db                   against another database
              gram keyness emma.db --reference words.tsv      against a list of words and counts
              gram keyness shelf.db --where "year < 1900" --sort p_documents
              gram keyness shelf.db --where "year < 1900" --order 2 --svg keys.svg

            g2 is negative for words that are rarer here; p_holm is its p, adjusted for all
            words tested. Words come in bursts, and G² takes each for a draw of its own, so
            that one text can make a key word. p_documents compares the relative frequencies
            in the documents (Wilcoxon's rank-sum test, exact for 20 documents or fewer) and
            does not: believe what is small in both. log_ratio says how large the difference
            is: 1 is twice as frequent. A count of zero is taken as a half for it.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "Another database to compare with.")
    var other: String?

    @Option(
        help: ArgumentHelp(
            "Compare with the documents for which this SQL expression is true. (default: all others)",
            valueName: "expression"))
    var against: String?

    @Option(help: ArgumentHelp("Compare with a list of words and counts; - is standard input.", valueName: "FILE"))
    var reference: String?

    @Option(parsing: .unconditional, help: "The length of the n-grams.")
    var order = 1

    @Option(parsing: .unconditional, help: "Test what occurs at least this often in both sides together.")
    var minimum = 5

    @Option(help: "Test only n-grams that this query matches as a whole, such as 'un*' or '[] of'.")
    var matching: String?

    @Option(help: "The column to sort by, the largest value first, of p the smallest.")
    var sort = KeynessMeasure.g2

    @Flag(help: "The other way round: with g2 what is rarer here comes first.")
    var ascending = false

    @Option(parsing: .unconditional, help: "What simple maths adds to frequencies per million.")
    var smooth = 1.0

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if order < 1 { throw ValidationError("--order is \(order); words are 1, bigrams 2.") }
        if minimum < 1 { throw ValidationError("--minimum is \(minimum); give 1 or more.") }
        if !(smooth >= 0 && smooth.isFinite) { throw ValidationError("--smooth is \(smooth); give 0 or more.") }
        let references = [
            other.map { "'\($0)'" }, against.map { _ in "--against" }, reference.map { _ in "--reference" },
        ]
        .compactMap(\.self)
        if references.count > 1 {
            throw ValidationError("\(references.joined(separator: " and ")) are two references; give one.")
        }
        if references.isEmpty, !choice.isGiven {
            throw ValidationError(
                "Choose documents with --where or --document, or name another database or --reference FILE to compare with."
            )
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        var options = KeynessOptions()
        (options.order, options.minimum, options.measure) = (order, minimum, sort)
        options.matching = matching
        (options.isReversed, options.smooth, options.limit) = (ascending, smooth, limit.rows)
        return try corpus.keynessReport(of: choice.documents(in: corpus), against: side(of: corpus), options)
    }

    private func side(of corpus: Corpus) throws -> KeynessReference {
        if let other { return .corpus(try Corpus(reading: other)) }
        if let against { return .documents(try corpus.subcorpus(where: against)) }
        guard let reference else { return .rest }
        let name = reference == "-" ? "standard input" : reference
        return .list(String(decoding: try readInput(reference), as: UTF8.self), named: name)
    }
}

extension KeynessMeasure: ExpressibleByArgument {}
