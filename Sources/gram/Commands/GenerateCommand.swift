internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct GenerateCommand: ReportCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Generate text with a model.",
        discussion: """
            EXAMPLES
              gram generate moby.db --model mkn:3                     an n-gram model
              gram generate moby.db --model lstm --prompt "the whale" a network continues
              gram generate moby.db --model lstm --temperature 0.7 --top-k 40 --count 5
              gram generate moby.db --model mkn:3 --reverse --prompt "the end"

            The prompt is the beginning of a text. What a network draws from first after
            it, gram next lists.
            A model that reads backwards writes each segment from its end to its beginning:
            the prompt is the end of the text. The text is printed in reading order.
            """)

    @Argument(help: "The database.") var database: String
    @Option(help: ArgumentHelp("A model. (default: the latest saved one, else mkn:3)", valueName: "M")) var model:
        String?
    @Option(help: "A text to continue.") var prompt: String = ""
    @Option(parsing: .unconditional, help: "The number of tokens to write.") var length = 50
    @Option(
        parsing: .unconditional,
        help: "Below 1 favours likely words, above 1 unlikely ones; 0 always takes the most likely."
    ) var temperature =
        1.0
    @Option(parsing: .unconditional, help: ArgumentHelp("Draw only from the K most likely words.", valueName: "K"))
    var topK: Int?
    @Option(parsing: .unconditional, help: "The same seed gives the same text.") var seed: UInt64 = 1
    @Option(parsing: .unconditional, help: "The number of texts.") var count = 1
    @Flag(help: "Allow <unk> to be drawn.") var unknown = false
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard length > 0 else { throw ValidationError("--length is \(length); give 1 or more.") }
        guard temperature >= 0, temperature.isFinite else {
            throw ValidationError("--temperature is \(temperature); give 0 or more.")
        }
        if let topK, topK < 1 { throw ValidationError("--top-k is \(topK); give 1 or more.") }
        guard count > 0 else { throw ValidationError("--count is \(count); give 1 or more.") }
    }

    func report() throws -> Report {
        let choice = try vocabulary.choice()
        let corpus = try stale.corpus(reading: database, needsText: false)
        let rule = try choice?.rule(for: corpus)
        let chosen =
            try model ?? corpus.comparableModels { Console.remark("left out: \($0)") }.last?.description ?? "mkn:3"
        var progress = ProgressLine("writing", unit: "tokens")
        defer { progress.finish() }
        return try ModelShelf(corpus, rule: rule, direction: reading.direction).generatedReport(
            by: ModelName(parsing: chosen), prompt: prompt, length: length,
            settings: SamplingSettings(temperature: temperature, topK: topK, drawsUnknown: unknown), seed: seed,
            count: count
        ) { progress.update(done: $0, of: length) }
    }
}
