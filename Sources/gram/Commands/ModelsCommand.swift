internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ModelsCommand: ReportCommand {
    static let charts = ["learning"]
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List the models of a database, describe one, or remove some.",
        discussion: """
            EXAMPLES
              gram models moby.db                 each with its size and its perplexity on valid
              gram models moby.db lstm            one: formula, matrices, settings, curve
              gram models moby.db --remove lstm
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "A model to describe.") var name: String?
    @Option(help: ArgumentHelp("Remove this model; may be repeated.", valueName: "NAME")) var remove: [String] = []
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        if name != nil, !remove.isEmpty {
            throw ValidationError("Describe a model or remove some, not both at once.")
        }
    }

    func report() throws -> Report {
        if !remove.isEmpty {
            let corpus = try Corpus(path: database, access: .readWrite, needsText: false, wait: lock.seconds)
            let left = try corpus.removeModels(remove)
            Console.saved(database)
            Console.remark(
                "removed \(remove.withoutRepetitions.joined(separator: ", ")); "
                    + "\(NumberText.counted(left, "model")) \(left == 1 ? "is" : "are") left")
        }
        let corpus = try Corpus(reading: database, needsText: false)
        return try name.map { try corpus.modelReport(of: $0) } ?? corpus.modelsReport()
    }
}
