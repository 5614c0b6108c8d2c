public import ArgumentParser
public import Gramarye
internal import Reporting

struct CollocationsCommand: ReportCommand {
    static let charts = ["collocations", "network", "positions"]
    static let configuration = CommandConfiguration(
        commandName: "collocations",
        abstract: "List the words that stand near a word more often than by chance.",
        usage: "gram collocations DATABASE [QUERY | --adjacent] ...",
        discussion: """
            EXAMPLES
              gram collocations moby.db whale                       five words a side
              gram collocations moby.db 'whale|whales' --span 0,1   the next word alone
              gram collocations moby.db 'white []{0,2} whale' --sort g2
              gram collocations shelf.db tea --where "year < 1900" --minimum 10
              gram collocations moby.db --adjacent                  bigrams, no node
              gram collocations moby.db --adjacent --order 3 --sort mi3

            A query is words, * and ? inside words, a|b, [] for any word, []{0,3} for up to
            three of them, /regex/. Near a hit are the tokens of its segment within the
            span; hits themselves are no collocates, and a token near two hits counts once,
            for the nearer. With R of N tokens near hits, a word with C tokens is expected
            there R*C/N times, tokens of hits left out. logDice and Dice are of the
            frequencies of node and word.

            Of bigrams, expected is first * second / N, counted in their places. Of
            trigrams it is w1 * w2 * w3 / N^2, and MI, t and z compare the count with it;
            delta P, G2 and the log ratio are of the first two words against the third.

            G2 is negative where a word stands there less often than by chance. A log ratio
            adds 0.5 to a count of zero; its interval is of 95 %.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "What the words are near to.")
    var query: String?

    @Option(help: "How many tokens before and after are near, or one number for both. (default: 5,5)")
    var span: String?

    @Option(parsing: .unconditional, help: "Show words that stand there at least this often.")
    var minimum = 5

    @Option(help: "Sort by this column, the largest first.")
    var sort: AssociationMeasure = .logDice

    @Flag(help: "Of matches that begin at the same token take the longest, not the shortest.")
    var longest = false

    @Flag(help: "Rank the bigrams or trigrams of the corpus instead.")
    var adjacent = false

    @Option(parsing: .unconditional, help: "With --adjacent, how many words: 2 or 3. (default: 2)")
    var order: Int?

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if minimum < 1 { throw ValidationError("--minimum is \(minimum); give 1 or more.") }
        if adjacent {
            if let query { throw ValidationError("--adjacent ranks all n-grams; leave '\(query)' out.") }
            if longest || span != nil { throw ValidationError("--span and --longest are for words near a query.") }
            if let order, !(2...3).contains(order) {
                throw ValidationError("--order is \(order); give 2 or 3, more words are in: gram frequencies.")
            }
        } else {
            if query == nil { throw ValidationError("Give a query, or --adjacent to rank n-grams.") }
            if order != nil { throw ValidationError("--order goes with --adjacent.") }
            if let span, CollocationSpan(span) == nil {
                throw ValidationError(
                    "--span is \(span); give how many tokens before and after are near, as 5,5: one of them above 0, none above \(NumberText.grouped(CollocationSpan.most))."
                )
            }
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        let part = CorpusPart(splits: split.splits, documents: try choice.documents(in: corpus))
        guard let query else {
            return try corpus.adjacentReport(
                order: order ?? 2, minimum: minimum, by: sort, in: part, limit: limit.rows)
        }
        return try corpus.collocationsReport(
            of: query, span: span.flatMap(CollocationSpan.init) ?? .usual, minimum: minimum, by: sort, in: part,
            limit: limit.rows, longest: longest)
    }
}

extension AssociationMeasure: ExpressibleByArgument {}

extension CollocationSpan {
    /// Tokens before and after: `5,5`, or one number for both.
    fileprivate init?(_ text: String) {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 1 || numbers.count == 2, let left = numbers[0], let right = numbers[numbers.count - 1]
        else { return nil }
        self.init(left: left, right: right)
    }
}
