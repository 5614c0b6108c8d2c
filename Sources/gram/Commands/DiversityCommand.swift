internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct DiversityCommand: ReportCommand {
    static let charts = ["diversity"]
    static let configuration = CommandConfiguration(
        commandName: "diversity",
        abstract: "Measure the lexical diversity of each document and of the whole corpus.",
        discussion: """
            EXAMPLES
              gram diversity library.db                  each document, and all together
              gram diversity library.db --document emma.txt --window 100
              gram diversity library.db --by author      the texts of each author together

            A stretch of MTLD ends where its type-token ratio is 0.72 or less;
            implementations that wait for less than 0.72 differ a little.
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(parsing: .unconditional, help: "The length in tokens of the moving window of MATTR.")
    var window = 500

    @OptionGroup var limit: LimitOption
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var grouping: GroupOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard window >= 1 else { throw ValidationError("--window is \(window); give at least 1.") }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database)
        let documents = try choice.documents(in: corpus)
        var progress = ProgressLine("diversity", unit: grouping.by == nil ? "documents" : "groups")
        defer { progress.finish() }
        if let key = grouping.by {
            return try corpus.diversityReport(
                by: key, of: CorpusPart(documents: documents), window: window, limit: limit.rows
            ) { progress.update(done: $0, of: $1) }
        }
        return try corpus.diversityReport(of: documents, window: window, limit: limit.rows) {
            progress.update(done: $0, of: $1)
        }
    }
}
