public import ArgumentParser
internal import Foundation
public import Gramarye
internal import Reporting
internal import Synchronization

struct PerplexityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "perplexity",
        abstract: "How well models foretell a text.",
        usage: "gram perplexity DATABASE [--model M] ... [--split S | --text TEXT | --file FILE]",
        discussion: """
            EXAMPLES
              gram perplexity moby.db --model mkn:3,laplace:3       on the split test
              gram perplexity moby.db --model mkn:5+cache --split valid
              gram perplexity moby.db --model mkn:3 --file new.txt --tokens-out scores.tsv
              gram perplexity moby.db --model mkn:3 --reverse       read backwards
              gram perplexity moby.db --model lstm --state reset    forgets at each segment
              gram perplexity moby.db --model lstm --dynamic        and learns as it reads

            A network is judged as it was trained, or by --state. Dynamic evaluation
            (Krause et al. 2018) is a row of its own: each event is scored before it is
            learned from, and the saved weights stay as they are.
            """)

    @Argument(help: "The database.") var database: String
    @OptionGroup var models: ModelOption
    @Option(help: "A split of the database: test, valid or train.") var split: Split?
    @Option(help: "A text of your own.") var text: String?
    @Option(help: ArgumentHelp("A file of text; - is standard input.", valueName: "FILE")) var file: String?
    @OptionGroup var damage: DamageOptions
    @Option(
        help: ArgumentHelp(
            "Write every event's probability as TSV; - prints it instead of the result. Segments that are lines of --file "
                + "have the numbers of those lines.", valueName: "FILE"))
    var tokensOut: String?
    @Option(
        help: "Networks carry their state from segment to segment, or reset it: carried or reset. (default: as trained)"
    )
    var state: NetworkArchitecture.StateRule?
    @Option(
        defaultAsFlag: DynamicRate(rate: nil),
        help: ArgumentHelp(
            "Networks also learn from the text as they read it, at this rate.",
            valueName: "RATE"))
    var dynamic: DynamicRate?
    @OptionGroup var reading: ReverseOption
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @Option(parsing: .unconditional, help: "How many threads score.") var threads = availableThreads
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard [split != nil, text != nil, file != nil].filter({ $0 }).count < 2 else {
            throw ValidationError("Give one of --split, --text and --file.")
        }
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more.") }
        try damage.validate(file: file)
    }

    func run() throws {
        if let rate = dynamic?.rate { try DynamicEvaluation.validate(learningRate: rate) }
        let corpus = try Corpus(path: database, access: .snapshot, needsText: text == nil && file == nil)
        var names = try models.names()
        let rule = try vocabulary.rule()
        let shelf = ModelShelf(
            corpus, rule: rule, state: state, direction: reading.direction, threads: threads)
        let isSplit = text == nil && file == nil
        if names.isEmpty { names = try Self.defaultModels(of: corpus, judgedOnSplitsOf: isSplit ? shelf : nil) }
        for name in names where isSplit || dynamic != nil && dynamic?.rate == nil { try shelf.requireTokens(of: name) }
        // A text is cut for each model as that was made for; a split is cut already.
        var texts: [TokenizerSettings: JudgedText] = [:]
        var input: Data?
        func cut(for name: ModelName) throws -> JudgedText {
            let tokenizer = isSplit ? corpus.tokenizer : try shelf.tokenizer(of: name)
            if let text = texts[tokenizer] { return text }
            let text = try judgedText(input, corpus, tokenizer)
            for note in text.notes { Console.note(note) }
            texts[tokenizer] = text
            return text
        }
        shelf.prepare([])
        let (wanted, isFitted) = (names, dynamic != nil)
        let prepared = Mutex<Result<Provenance, any Error>?>(nil)
        func read() throws -> JudgedText {
            try together(threads: threads) {
                input = try self.input()
                return try cut(for: wanted[0])
            } beside: {
                shelf.prepare(wanted, isFitted: isFitted)
                prepared.withLock { $0 = Result { try corpus.provenance(rule: rule) } }
            }
        }
        // A split is read from the database. A pipe may take its time, and writers need not wait for it.
        let judged = try isSplit ? corpus.store.holding(read) : read()
        guard var provenance = try prepared.withLock({ $0 })?.get() else { return }
        let tokens = try tokensOut.map { try TokenScores(path: $0) }
        var rows = PerplexityRows(text: judged.name)
        var hasNetwork = false
        try shelf.forEachModel(names) { model, name in
            guard model.isNormalized else {
                throw CommandError(
                    "\(model.name) has no perplexity", cause: "It is a score that does not sum to 1.",
                    remedy: "Ask katz:3 or mkn:3 instead.")
            }
            let judged = try cut(for: name)
            let events = judged.events(in: model.vocabulary, threads: threads)
            if !isSplit { try shelf.noteTokenizer(of: name) }
            func judge(_ model: any LanguageModel) throws {
                let scores = model.logProbabilities(of: events, threads: threads)
                rows.append(model, Evaluation(of: events, logProbabilities: scores, threads: threads))
                try tokens?.write(model, judged, events, scores)
            }
            try judge(model)
            if let dynamic {
                Console.redraw("learning from \(judged.name) by \(model.name)")
                guard let learning = try shelf.dynamic(model, learningRate: dynamic.rate) else { return }
                hasNetwork = true
                try judge(learning)
                Console.redraw("")
                for note in learning.notes { Console.note("\(learning.name): \(note)") }
            }
        }
        if dynamic != nil && !hasNetwork {
            throw CommandError(
                "--dynamic is for networks, and none of the models is one",
                remedy: "Name a network by --model; gram train makes one.")
        }
        try tokens?.close()
        // Two results on standard output could not be told apart.
        if tokensOut == "-" { return }
        provenance.name(Set(texts.keys))
        ResultWriter(format: output.format, provenance: provenance)
            .write(
                rows.table,
                further: damage.onError == .null
                    ? [.init("lines_left_out", .integer(Set(texts.values.flatMap(\.unreadableLines)).count))] : [],
                people: rows.people)
    }

    /// The text's bytes; `nil` for a split.
    private func input() throws -> Data? {
        if let text { return Data(text.utf8) }
        return try file.map(readInput)
    }

    private func judgedText(_ input: Data?, _ corpus: Corpus, _ tokenizer: TokenizerSettings) throws -> JudgedText {
        guard let input else { return try corpus.judgedText(split ?? .test) }
        let name = file.map { $0 == "-" ? "stdin" : $0 } ?? "text"
        guard let file, damage.isAsked || tokensOut != nil else {
            return try namingText(file) {
                try corpus.judgedText(input.span, named: name, by: tokenizer, threads: threads)
            }
        }
        let text = try damage.text(of: file, read: input, for: tokenizer)
        var judged = try namingText(file) {
            try corpus.judgedText(
                text, named: name, by: tokenizer, numbersLines: tokensOut != nil, threads: threads)
        }
        judged.notes = text.notes(of: file)
        return judged
    }

    /// Laplace as the textbook has it, the best baseline, and what the user has saved.
    ///
    /// - Parameter shelf: if splits are judged, which imported models of other tokens cannot be judged on.
    static func defaultModels(of corpus: Corpus, judgedOnSplitsOf shelf: ModelShelf? = nil) throws -> [ModelName] {
        let saved = try corpus.comparableModels { Console.note("left out: \($0)") }.filter { name in
            do {
                try shelf?.requireTokens(of: name)
                return true
            } catch let error as DifferentTokensError {
                Console.note("left out: \(error.fact)")
                return false
            }
        }
        return corpus.holdsText ? try [ModelName(parsing: "laplace:2"), ModelName(parsing: "mkn:3")] + saved : saved
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
