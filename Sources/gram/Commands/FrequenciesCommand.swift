internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct FrequenciesCommand: ReportCommand {
    static let charts = ["frequencies", "spectrum"]
    static let configuration = CommandConfiguration(
        commandName: "frequencies",
        abstract: "List words and n-grams by frequency, or look some up.",
        discussion: """
            EXAMPLES
              gram frequencies moby.db                        the most frequent words
              gram frequencies moby.db --order 3 --limit 50
              gram frequencies moby.db whale 'white whale'    look up, 0 if absent
              gram frequencies moby.db --order 2 --matching '^of '
              gram frequencies moby.db --spectrum             how many occur once, twice, …
              gram frequencies shelf.db --where "author = 'Woolf' and year < 1930"

            Frequencies per million are relative to the tokens of the split or documents.
            Equally frequent n-grams have ranks in the order of their letters. The
            database keeps that order for ten thousand n-grams of each length or more; a
            rarer one that is looked up has the first rank of those that are as frequent,
            and a note says how many these are.
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "Words or n-grams to look up.")
    var words: [String] = []

    @Option(parsing: .unconditional, help: "The length of the n-grams; there is no upper limit.")
    var order: Int?

    @Option(help: "Count this split: all, train, valid or test.")
    var split = SplitChoice.all

    @Option(parsing: .unconditional, help: "Show n-grams that occur at least this often.")
    var minimum = 1

    @Option(help: "Show n-grams whose words, joined by a space, match this regular expression.")
    var matching: String?

    @Flag(help: "Show how many n-grams occur once, twice and so on.")
    var spectrum = false

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if let order, order < 1 { throw ValidationError("--order is \(order); words are 1, bigrams 2.") }
        if minimum < 0 { throw ValidationError("--minimum is \(minimum); give 0 or more.") }
        if let matching, (try? NSRegularExpression(pattern: matching)) == nil {
            throw ValidationError("--matching '\(matching)' is no regular expression.")
        }
        if !words.isEmpty, spectrum || matching != nil {
            throw ValidationError("Words are looked up one by one; leave out --spectrum and --matching.")
        }
        if choice.isGiven, split != .all {
            throw ValidationError("Give --split, or --document and --where, not both.")
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        var progress = ProgressLine("counting", unit: "steps")
        progress.update(done: 0, of: nil)
        defer { progress.finish() }
        let part = try choice.names(in: corpus).map(CorpusPart.documents) ?? .splits(split.splits)
        let rows = limit.rows
        if !words.isEmpty { return try corpus.frequenciesReport(of: words, order: order, in: part) }
        if spectrum {
            return try corpus.spectrumReport(order: order ?? 1, of: part, minimum: minimum, limit: rows)
        }
        return try corpus.frequenciesReport(
            order: order ?? 1, of: part, minimum: minimum,
            matching: matching.map { try NSRegularExpression(pattern: $0) }, limit: rows)
    }
}
