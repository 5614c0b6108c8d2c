public import ArgumentParser
internal import Basics
internal import Foundation
public import Gramarye
internal import Reporting

struct PerplexityCommand: ParsableCommand {
    static let charts = ["perplexity"]
    static let configuration = CommandConfiguration(
        commandName: "perplexity",
        abstract: "Measure how well models predict a text.",
        usage: "gram perplexity DATABASE [--model M] ... [--split S | --text TEXT | --file FILE]",
        discussion: """
            EXAMPLES
              gram perplexity moby.db --model mkn:3,laplace:3       on the test split
              gram perplexity moby.db --model mkn:5+cache --split valid
              gram perplexity moby.db --model mkn:3 --file new.txt --tokens-out scores.tsv
              gram perplexity shelf.db --model mkn:3 --where "author = 'Woolf'"
              gram perplexity shelf.db --model mkn:3 --by author    a row for each author
              gram perplexity moby.db --model mkn:3 --reverse       read backwards
              gram perplexity moby.db --model lstm --state reset    forget at each segment
              gram perplexity moby.db --model lstm --dynamic        learn while reading

            Models are of the whole train split; --where and --by choose whose part of the
            split they are judged on, each group by itself.

            A network carries or resets its state as it did in training, unless --state
            says otherwise. Dynamic evaluation (Krause et al. 2018) has a row of its own:
            each event is scored before the network learns from it, and the saved weights
            do not change.
            """)

    @Argument(help: "The database.") var database: String
    @OptionGroup var models: ModelOption
    @Option(help: "A split of the database: test, valid or train.") var split: Split?
    @Option(help: "A text of your own.") var text: String?
    @Option(help: ArgumentHelp("A file of text; - is standard input.", valueName: "FILE")) var file: String?
    @OptionGroup var choice: DocumentChoice
    @OptionGroup var grouping: GroupOption
    @OptionGroup var damage: DamageOptions
    @Option(
        help: ArgumentHelp(
            "Write the probability of every event as TSV; - prints it instead of the result. Where segments are lines of "
                + "--file, they have the line numbers.", valueName: "FILE"))
    var tokensOut: String?
    @Option(
        help: "Whether networks carry their state from segment to segment or reset it. (default: as trained)"
    )
    var state: NetworkArchitecture.StateRule?
    @Option(
        defaultAsFlag: DynamicRate(rate: nil),
        help: ArgumentHelp(
            "Add rows for networks that learn from the text while reading it, at this learning rate.",
            valueName: "RATE"))
    var dynamic: DynamicRate?
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @Option(parsing: .unconditional, help: "The number of threads.") var threads = availableThreads
    @OptionGroup var stale: StaleOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard [split != nil, text != nil, file != nil].filter({ $0 }).count < 2 else {
            throw ValidationError("Give one of --split, --text and --file.")
        }
        if text != nil || file != nil, let option = (choice.given + (grouping.by == nil ? [] : ["--by"])).first {
            throw ValidationError("\(option) is about the documents of a split; leave --text and --file out.")
        }
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more.") }
        try damage.validate(file: file)
        try output.refuseSharedPlace([("--html", output.html), ("--svg", output.svg), ("--tokens-out", tokensOut)])
    }

    func run() throws {
        if let rate = dynamic?.rate { try DynamicEvaluation.validate(learningRate: rate) }
        try output.prepare(charts: Self.charts)
        let choice = try vocabulary.choice()
        let corpus = try stale.corpus(reading: database, needsText: text == nil && file == nil)
        let rule = try choice?.rule(for: corpus)
        let shelf = ModelShelf(
            corpus, rule: rule, state: state, direction: reading.direction, threads: threads)
        let tokens = try tokensOut.map { try OutputFile($0, standardOutput: Console.write(data:)) }
        func write(_ lines: [String]) throws {
            try tokens?.write(Array(lines.map { $0 + "\n" }.joined().utf8))
        }
        try write([EventScoreLines.header])
        let report = try shelf.perplexityReport(
            of: models.names(), on: try source(corpus), isDynamic: dynamic != nil, dynamicRate: dynamic?.rate,
            countsLinesLeftOut: damage.onError == .null, progress: Console.redraw
        ) { model, text, events, scores in
            if tokens != nil { try EventScoreLines.write(model, on: text, events, scores, to: write) }
        }
        Console.redraw("")
        try tokens?.close()
        // Two results on standard output could not be told apart.
        try output.write(report, isPrinted: tokensOut != "-")
    }

    private func source(_ corpus: Corpus) throws -> JudgedSource {
        guard file != nil || text != nil else {
            return .split(split ?? .test, of: try choice.documents(in: corpus), by: grouping.by)
        }
        var input: [UInt8]?
        return .text { tokenizer in
            if input == nil { input = try self.input() }
            return try evaluationText(input!, corpus, tokenizer)
        }
    }

    private func input() throws -> [UInt8] {
        guard let file else { return Array((text ?? "").utf8) }
        return try readInput(file)
    }

    private func evaluationText(_ input: [UInt8], _ corpus: Corpus, _ tokenizer: TokenizerSettings) throws
        -> EvaluationText
    {
        let name = file.map { $0 == "-" ? "stdin" : $0 } ?? "text"
        guard let file, damage.isAsked || tokensOut != nil else {
            return try namingText(file) {
                try corpus.evaluationText(input.span, named: name, by: tokenizer, threads: threads)
            }
        }
        let text = try damage.text(of: file, read: input, for: tokenizer)
        var judged = try namingText(file) {
            try corpus.evaluationText(
                text, named: name, by: tokenizer, numbersLines: tokensOut != nil, threads: threads)
        }
        judged.notes = text.notes(of: file)
        return judged
    }
}

/// The learning rate of dynamic evaluation; `nil` to have it chosen.
struct DynamicRate: ExpressibleByArgument, CustomStringConvertible {
    let rate: Double?

    /// What help says of the option without a rate.
    var description: String { rate.map { "\($0)" } ?? "chosen on valid" }

    init(rate: Double?) { self.rate = rate }

    init?(argument: String) {
        guard let rate = Double(argument) else { return nil }
        self.rate = rate
    }
}

extension Split: ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }
    public static var allValueStrings: [String] { allCases.map(\.name) }
}
