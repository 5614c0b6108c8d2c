internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ModelsCommand: ReportCommand {
    static let charts = ["learning"]
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List the models of a database, or remove some.",
        discussion: """
            EXAMPLES
              gram models moby.db                    each with its perplexity on valid
              gram models moby.db --svg curves.svg   how its networks learned
              gram models moby.db --remove lstm

            One model is described by: gram info moby.db lstm

            NAMES OF MODELS, for --model
            \(modelNames)
            """)

    @Argument(help: "The database.") var database: String
    @Option(help: ArgumentHelp("Remove this model; may be repeated.", valueName: "NAME")) var remove: [String] = []
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

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
        var report = try corpus.modelsReport()
        if report.rows.rows.isEmpty {
            report.notes.append("to make one: gram train \(shellQuoted(database)) NAME --ngram mkn:3")
        }
        return report
    }
}
