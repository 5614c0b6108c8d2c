internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ReportPageCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The corpus and its models in one page of chapters.",
        usage: "gram report DATABASE --html FILE",
        discussion: """
            EXAMPLES
              gram report moby.db --html moby.html     a page to read, to print, to hand on
              gram report moby.db --open               the same in a browser
              gram report moby.db --format json        the rows of all chapters

            Chapters: what was read, words by frequency, Zipf's law, the growth of the
            vocabulary, how each network was trained, and the models side by side. No
            network is trained for it; gram compare trains one.
            """)

    @Argument(help: "The database.") var database: String
    @Option(parsing: .unconditional, help: "Seed of bootstraps and resampling.") var seed: UInt64 = 1
    @OptionGroup var output: ReportOptions

    func report() throws -> Report {
        defer { Console.redraw("") }
        return try Corpus(reading: database).overviewReport(seed: seed) {
            Console.redraw("writing: \($0)")
        }
    }
}
