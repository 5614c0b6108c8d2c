internal import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Let a model write.",
        discussion: """
            EXAMPLES
              gram generate moby.db --model mkn:3                     an n-gram model
              gram generate moby.db --model lstm --prompt "the whale" a network goes on
              gram generate moby.db --model lstm --temperature 0.7 --top-k 40 --count 5
              gram generate moby.db --model mkn:3 --reverse --prompt "the end"

            A model that reads backwards writes from the end of a segment to its beginning:
            the prompt is how the text ends, and the text is printed in the order in which
            it is read.
            """)

    @Argument(help: "The database.") var database: String
    @Option(help: ArgumentHelp("A model. (default: the latest saved one, else mkn:3)", valueName: "M")) var model:
        String?
    @Option(help: "A text to go on with.") var prompt: String = ""
    @Option(parsing: .unconditional, help: "Tokens to write.") var length = 50
    @Option(
        parsing: .unconditional, help: "Below 1 keeps to the likely, above 1 takes risks, 0 always takes the likeliest."
    ) var temperature =
        1.0
    @Option(parsing: .unconditional, help: ArgumentHelp("Draw among the K likeliest words only.", valueName: "K"))
    var topK: Int?
    @Option(parsing: .unconditional, help: "The same seed gives the same text.") var seed: UInt64 = 1
    @Option(parsing: .unconditional, help: "How many texts.") var count = 1
    @Flag(help: "Let <unk> be drawn.") var unknown = false
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard length > 0 else { throw ValidationError("--length is \(length); give 1 or more.") }
        guard temperature >= 0, temperature.isFinite else {
            throw ValidationError("--temperature is \(temperature); give 0 or more.")
        }
        if let topK, topK < 1 { throw ValidationError("--top-k is \(topK); give 1 or more.") }
        guard count > 0 else { throw ValidationError("--count is \(count); give 1 or more.") }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot, needsText: false)
        let rule = try vocabulary.rule()
        let chosen =
            try model ?? corpus.comparableModels { Console.note("left out: \($0)") }.last?.description ?? "mkn:3"
        let name = try ModelName(parsing: chosen)
        let shelf = ModelShelf(corpus, rule: rule, direction: reading.direction)
        shelf.prepare([name])
        var provenance = try corpus.provenance(rule: rule, seed: seed)
        let model = try shelf.model(name)
        let tokenizer = try shelf.tokenizer(of: name)
        provenance.vocabularyRule = model.vocabulary.rule.description
        provenance.name([tokenizer])
        guard model.isNormalized else {
            throw CommandError(
                "\(model.name) cannot be drawn from", cause: "It is a score that does not sum to 1.",
                remedy: "Ask katz:3 or mkn:3 instead.")
        }
        let direction = model.direction
        let promptWords = Self.ordered(
            try corpus.words(of: prompt, by: tokenizer).map { model.vocabulary.id(of: $0) }, direction)
        let settings = SamplingSettings(temperature: temperature, topK: topK, drawsUnknown: unknown)
        var table = ResultTable(columns: ["sample", "model", "prompt", "text", "tokens"])
        var people: [String] = []
        for number in 1...count {
            let words = write(model, after: promptWords, settings, SeededGenerator(seed: seed).fork(number))
            let text = spell(Self.ordered(words, direction).map { model.vocabulary.words[Int($0)] }, tokenizer)
            table.append([
                .integer(number), .text(model.name), .text(prompt), .text(text),
                .of(Self.ordered(words, direction).map { model.vocabulary.words[Int($0)] }),
            ])
            if number > 1 { people.append("") }
            people += lines(
                Self.ordered(promptWords + words, direction).map { model.vocabulary.words[Int($0)] }, tokenizer)
        }
        ResultWriter(format: output.format, provenance: provenance).write(table, people: people)
    }

    /// As many tokens as asked for, and the segments' ends between them.
    private func write(
        _ model: any LanguageModel, after prompt: [WordID], _ settings: SamplingSettings, _ generator: SeededGenerator
    ) -> [WordID] {
        var words: [WordID] = []
        var tokens = 0
        var progress = ProgressLine("writing", unit: "tokens")
        defer { progress.finish() }
        for word in GeneratedText(of: model, after: prompt, settings: settings, generator: generator) {
            if word != Marker.segmentEnd { tokens += 1 }
            words.append(word)
            if tokens == length { break }
            progress.update(done: tokens, of: length)
        }
        return words
    }

    /// Words between the order of a text and that in which a model reads: each segment's turned round.
    private static func ordered(_ words: [WordID], _ direction: ReadingDirection) -> [WordID] {
        guard direction == .backward else { return words }
        return Array(
            words.split(separator: Marker.segmentEnd, omittingEmptySubsequences: false)
                .map { $0.reversed() }.joined(separator: [Marker.segmentEnd]))
    }

    /// Tokens as a text; a segment's end is a line's.
    private func spell(_ words: [String], _ tokenizer: TokenizerSettings) -> String {
        lines(words, tokenizer).joined(separator: "\n")
    }

    /// The lines of that text: those that segments' ends make, and those of the tokens themselves.
    private func lines(_ words: [String], _ tokenizer: TokenizerSettings) -> [String] {
        let separator = tokenizer.tokens == .characters ? "" : " "
        return words.split(separator: Marker.texts[Int(Marker.segmentEnd)], omittingEmptySubsequences: false)
            .flatMap { $0.joined(separator: separator).split(separator: "\n", omittingEmptySubsequences: false) }
            .map(String.init)
    }
}
