internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct InfoCommand: ReportCommand {
    static let charts = ["learning"]
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show what a database holds, or all that is known of one of its models.",
        discussion: """
            EXAMPLES
              gram info moby.db
              gram info moby.db --format json
              gram info moby.db lstm                   a model: formula, matrices, settings
              gram info shelf.db --where "year < 1930"   what these documents hold
              gram info shelf.db --by author           a row for each author
              gram info moby.db --curve lstm           how a network learned
              gram info moby.db --curve lstm --svg curve.svg
            """)

    @Argument(help: "The database.")
    var database: String

    @Argument(help: "A model of it, to describe.") var model: String?

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
        if let model {
            let others = choice.given + (grouping.by == nil ? [] : ["--by"]) + (curve == nil ? [] : ["--curve"])
            if let option = (others + (limit == nil ? [] : ["--limit"])).first {
                throw ValidationError("'\(model)' names a model; leave \(option) out.")
            }
            return
        }
        if curve != nil, let option = (choice.given + (grouping.by == nil ? [] : ["--by"])).first {
            throw ValidationError("--curve shows a network; leave \(option) out.")
        }
        if grouping.by != nil, limit != nil { throw ValidationError("--by lists no documents; leave --limit out.") }
        if let limit, limit < 0 {
            throw ValidationError("--limit is \(limit); give 0 for all documents or a positive number.")
        }
        if curve == nil, output.svg != nil || output.chart != nil {
            throw ValidationError("--svg is for a learning curve; name a network.")
        }
    }

    func report() throws -> Report {
        let corpus = try Corpus(reading: database, needsText: false)
        if let model {
            return try corpus.modelReport(of: model) { recipe in
                recipe.options.map { options in
                    (["gram", "train", shellQuoted(database), shellQuoted(model)] + options).joined(separator: " ")
                }
            }
        }
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
