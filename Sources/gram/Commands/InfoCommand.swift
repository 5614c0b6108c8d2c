internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct InfoCommand: ReportCommand {
    static let charts = ["learning"]
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show what a database holds: documents, splits, tokens and types, settings, models.",
        discussion: """
            EXAMPLES
              gram info moby.db
              gram info moby.db --format json
              gram info shelf.db --where "year < 1930"   what these documents hold
              gram info shelf.db --by author           a row for each author
              gram info moby.db --curve lstm           how a network learned
              gram info moby.db --curve lstm --svg curve.svg
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(help: ArgumentHelp("Show the learning curve of a network instead.", valueName: "NETWORK"))
    var curve: String?

    @Option(
        parsing: .unconditional,
        help: "List at most this many documents; 0 lists all. (default: 20 in a table, all in other formats)")
    var limit: Int?

    @OptionGroup var choice: DocumentChoice
    @OptionGroup var grouping: GroupOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if curve != nil, let option = (choice.given + (grouping.by == nil ? [] : ["--by"])).first {
            throw ValidationError("--curve shows a network; leave \(option) out.")
        }
        if grouping.by != nil, limit != nil { throw ValidationError("--by lists no documents; leave --limit out.") }
        if let limit, limit < 0 {
            throw ValidationError("--limit is \(limit); give 0 for all documents or a positive number.")
        }
        if curve == nil, output.svg != nil || output.chart != nil {
            throw ValidationError("--svg is for a learning curve; add --curve NETWORK.")
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database, needsText: false)
        if let curve { return try corpus.learningCurveReport(of: curve) }
        let documents = try choice.documents(in: corpus)
        if let key = grouping.by { return try corpus.infoReport(by: key, of: CorpusPart(documents: documents)) }
        let usual = output.format == .table ? 20 : nil
        let shown = limit.map { $0 == 0 ? nil : $0 } ?? usual
        var report = try corpus.infoReport(of: documents, limit: shown)
        // The first says how many documents are left out, where some are.
        if let shown, case .list(let listed)? = report.further.first(where: { $0.key == "documents" })?.value,
            listed.count == shown, let note = report.notes.first
        {
            report.notes[0] = "\(note); --limit 0 lists all"
        }
        return report
    }
}
