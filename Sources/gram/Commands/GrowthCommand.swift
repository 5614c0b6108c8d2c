internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct GrowthCommand: ReportCommand {
    static let charts = ["growth"]
    static let configuration = CommandConfiguration(
        commandName: "growth",
        abstract: "Show how the vocabulary grows with the text, and extrapolate it to longer texts.",
        discussion: """
            EXAMPLES
              gram growth moby.db                      the curve, Heaps' law, extrapolation
              gram growth moby.db --times 2,100        twice and 100 times the text
              gram growth moby.db --svg growth.svg --html growth.html
              gram growth shelf.db --by author         a curve for each author

            The probability of a new type is that of a token drawn at random; beside it
            stands how many the last tenth of the text brought. The extrapolation is a mean
            of an endless and a finite Zipf-Mandelbrot population, 0.65 to 0.35, which errs
            by 4.7 % on books read on to twice their length and by 10.8 % at ten times;
            beyond that its error was not measured.
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(parsing: .unconditional, help: "The number of text lengths to show.")
    var points = 40

    @Option(help: "Extrapolate to this many times the text. (default: 2,5,10)")
    var times: [ListArgument<Double>] = []

    @OptionGroup var choice: DocumentChoice
    @OptionGroup var grouping: GroupOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard (2...10_000).contains(points) else {
            throw ValidationError("--points is \(points); give 2 to 10000.")
        }
        for times in times.flatMap(\.elements) where !(times > 1 && times <= 1e6) {
            throw ValidationError("--times is \(times); give a number above 1, at most a million.")
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        let part = CorpusPart(documents: try choice.documents(in: corpus))
        let multiples = times.isEmpty ? [2, 5, 10] : times.flatMap(\.elements).withoutRepetitions
        var progress = ProgressLine("growth", unit: grouping.by == nil ? "parts" : "groups")
        defer { progress.finish() }
        if let key = grouping.by {
            return try corpus.growthReport(by: key, of: part, points: points, multiples: multiples) {
                progress.update(done: $0, of: $1)
            }
        }
        progress.update(done: 0, of: 21)
        return try corpus.growthReport(of: part, points: points, multiples: multiples)
    }
}
