internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct ProbabilityCommand: ReportCommand {
    static let charts = ["probability"]
    static let configuration = CommandConfiguration(
        commandName: "probability",
        abstract: "Show P(word | context), unsmoothed and by models.",
        usage: "gram probability DATABASE WORD [--given CONTEXT] [--model M] ...",
        discussion: """
            EXAMPLES
              gram probability moby.db whale --given the      unsmoothed, Laplace, saved
              gram probability moby.db whale --given "the white" --model mkn:3 --explain
              gram probability moby.db "call me ishmael" --given "<s>"   a row per word
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The word; several words give a row each and one for their product.") var word: String
    @Option(help: ArgumentHelp("The preceding words.", valueName: "CONTEXT")) var given = ""
    @Option(help: "The text that is counted, and that unsmoothed and Laplace models are estimated from.") var split =
        CountedSplits.train
    @OptionGroup var models: ModelOption
    @Flag(help: "Print the formulas with the numbers in them.") var explain = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func report() throws -> Report {
        let choice = try vocabulary.choice()
        let corpus = try stale.corpus(reading: database, needsText: false)
        let rule = try choice?.rule(for: corpus)
        let names = try models.names()
        defer { Console.redraw("") }
        return try ModelShelf(corpus, rule: rule).probabilityReport(
            of: word, after: given, models: names, splits: split.splits, explained: explain
        ) { Console.redraw("making \($0)") }
    }
}

/// What `count` and `context_count` are taken from.
enum CountedSplits: String, ExpressibleByArgument, CaseIterable {
    case train, all

    var splits: Set<Split> { self == .train ? [.train] : Set(Split.allCases) }
}
