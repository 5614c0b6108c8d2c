internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ReportPageCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Describe a corpus and its models on one page.",
        usage: "gram report DATABASE --html FILE",
        discussion: """
            EXAMPLES
              gram report moby.db --html moby.html     a page to read, to print, to hand on
              gram report moby.db --open               the same in a browser
              gram report moby.db --format json        the rows of all chapters
              gram report shelf.db --where "year < 1930" --html early.html

            Its chapters are what was read, words by frequency, Zipf's law, the growth of
            the vocabulary, how each network was trained, and the models side by side. It
            trains no network; gram compare trains one if there is none.
            """)

    @Argument(help: "The database.") var database: String
    @Option(parsing: .unconditional, help: "Seed of the bootstrap and of resampling.") var seed: UInt64 = 1
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var output: ReportOptions

    func report() throws -> Report {
        defer { Console.redraw("") }
        let corpus = try Corpus(reading: database)
        return try corpus.overviewReport(of: choice.documents(in: corpus), seed: seed) {
            Console.redraw("writing: \($0)")
        }
    }
}
