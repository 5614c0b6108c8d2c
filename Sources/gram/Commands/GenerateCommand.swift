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
              gram generate moby.db --model lstm --top-p 0.9 --repetition-penalty 1.2
              gram generate moby.db --model mkn:3 --beams 8 --count 3  the likeliest
              gram generate moby.db --model mkn:3 --reverse --prompt "the end"

            The prompt is the beginning of a text. What a network draws from first after
            it, gram next lists.
            Words are drawn from what is left of the model's distribution: ln P of words
            that the text has is multiplied by the penalty, then come --top-k,
            --temperature, --top-p and --min-p. With --beams nothing is drawn: of all
            texts one word longer the likeliest are kept, word by word, until a segment
            ends or --length is reached. Long texts are less likely than short ones.
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
        help: "Below 1 favours likely words, above 1 unlikely ones; 0 always takes the most likely. (default: 1)"
    ) var temperature: Double?
    @Option(parsing: .unconditional, help: ArgumentHelp("Draw only from the K most likely words.", valueName: "K"))
    var topK: Int?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Draw only from the fewest likeliest words that have this share of the probability together.",
            valueName: "SHARE"))
    var topP: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Draw only from words at least this share as likely as the likeliest.", valueName: "SHARE"))
    var minP: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Above 1, words that the text has are less likely to come again. (default: 1)", valueName: "FACTOR"))
    var repetitionPenalty: Double?
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Search the likeliest texts, keeping this many at each word, instead of drawing.", valueName: "B"))
    var beams: Int?
    @Option(parsing: .unconditional, help: "The same seed gives the same text. (default: 1)") var seed: UInt64?
    @Option(parsing: .unconditional, help: "The number of texts.") var count = 1
    @Flag(help: "Allow <unk> to be drawn.") var unknown = false
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard length > 0 else { throw ValidationError("--length is \(length); give 1 or more.") }
        if let temperature, !(temperature >= 0 && temperature.isFinite) {
            throw ValidationError("--temperature is \(temperature); give 0 or more.")
        }
        for (name, share) in [("--top-p", topP), ("--min-p", minP)] {
            if let share, !(share > 0 && share <= 1) {
                throw ValidationError("\(name) is \(share); give a share above 0, at most 1.")
            }
        }
        if let repetitionPenalty, !(repetitionPenalty > 0 && repetitionPenalty.isFinite) {
            throw ValidationError("--repetition-penalty is \(repetitionPenalty); give a number above 0, as 1.2.")
        }
        if let beams { try validate(beams: beams) }
        if let topK, topK < 1 { throw ValidationError("--top-k is \(topK); give 1 or more.") }
        guard count > 0 else { throw ValidationError("--count is \(count); give 1 or more.") }
    }

    private func validate(beams: Int) throws {
        guard 1...1_000 ~= beams else { throw ValidationError("--beams is \(beams); give 1 to 1,000.") }
        guard count <= beams else {
            throw ValidationError("--count is \(count), but \(beams) beams find no more than \(beams) texts.")
        }
        let drawing = [
            ("--temperature", temperature != nil), ("--top-k", topK != nil), ("--top-p", topP != nil),
            ("--min-p", minP != nil), ("--repetition-penalty", repetitionPenalty != nil), ("--seed", seed != nil),
        ]
        if let option = drawing.first(where: { $0.1 })?.0 {
            throw ValidationError("\(option) is for drawing; --beams searches the likeliest texts.")
        }
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
            settings: SamplingSettings(
                temperature: temperature ?? 1, topK: topK, topP: topP, minP: minP,
                repetitionPenalty: repetitionPenalty ?? 1, drawsUnknown: unknown), seed: seed ?? 1, count: count,
            beams: beams
        ) { progress.update(done: $0, of: length) }
    }
}
