internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct NextCommand: ReportCommand {
    static let charts = ["next"]
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "List the most likely words after a context.",
        usage: "gram next DATABASE [CONTEXT] [--model M] ...",
        discussion: """
            EXAMPLES
              gram next moby.db "the white"                 unsmoothed, Laplace, saved
              gram next moby.db "<s>" --model mkn:3         how segments begin
              gram next moby.db "the white" --temperature 2   flatter

            A network reads the context as the beginning of a text, as gram generate does:
            these are the words that it draws from first after the same prompt.

            With --temperature T the words to be listed share what is theirs in proportion
            to P(w)^(1/T): flatter above 1, steeper below; at 0 the likeliest has it all.
            """)

    @Argument(help: "The database.") var database: String
    @Argument(help: "The preceding words; if left out, the most likely words overall.") var context = ""
    @Option(help: "The text that is counted, and that unsmoothed and Laplace models are estimated from.") var split =
        CountedSplits.train
    @OptionGroup var models: ModelOption
    @Option(parsing: .unconditional, help: "Show at most this many words per model; 0 shows all.") var limit = 10
    @Option(
        parsing: .unconditional,
        help: "Above 1 evens the chances out, below 1 sharpens them, 0 leaves the likeliest alone.")
    var temperature = 1.0
    @Flag(help: "List <unk> too.") var unknown = false
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard limit >= 0 else {
            throw ValidationError("--limit is \(limit); give 0 for all words or a positive number.")
        }
        guard temperature >= 0, temperature.isFinite else {
            throw ValidationError("--temperature is \(temperature); give 0 or more.")
        }
    }

    func report() throws -> Report {
        let choice = try vocabulary.choice()
        let corpus = try stale.corpus(reading: database, needsText: false)
        let rule = try choice?.rule(for: corpus)
        let names = try models.names()
        defer { Console.redraw("") }
        return try ModelShelf(corpus, rule: rule).nextReport(
            after: context, models: names, splits: split.splits, limit: limit, unknown: unknown,
            temperature: temperature
        ) { Console.redraw("making \($0)") }
    }
}
