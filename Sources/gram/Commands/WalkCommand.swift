internal import ArgumentParser
internal import Basics
internal import Gramarye
internal import Reporting

struct WalkCommand: ReportCommand {
    static let charts = ["perplexity-bits", "laplace-smoothing", "gradients-gradients"]
    static let configuration = CommandConfiguration(
        commandName: "walk",
        abstract: "Go from the text to the gradient of a network, step by step, with its numbers.",
        usage: "gram walk DATABASE [--html FILE] [--station N] ...",
        discussion: """
            EXAMPLES
              gram walk moby.db                        all ten stations
              gram walk moby.db --html walk.html       a page to project and to print
              gram walk moby.db --station 4,5          counting and smoothing
              gram walk moby.db --station 6 --text "Call me Ishmael." --model laplace:2

            The stations are those of chapter 9 of Dive into Deep Learning: 1 tokens,
            2 vocabulary, 3 minibatches, 4 counts, 5 Laplace, 6 perplexity, 7 one-hot
            vectors, 8 recurrent steps, 9 clipping, 10 gradients by steps back. Each says
            what is seen, shows numbers of this corpus, and names the command that shows
            more. The network of stations 7 to 10 has four units, is made on the spot, and
            is not saved.
            """)

    @Argument(help: "The database.") var database: String
    @Option(
        help: ArgumentHelp("The stations to show: 6, 4,5 or 7-10. (default: all)", valueName: "N"))
    var station: [ListArgument<Int>] = []
    @Option(help: "A text of your own for stations 1, 2 and 6.") var text: String?
    @Option(
        help: ArgumentHelp(
            "The model of station 6. (default: mkn:3, or the largest order that can be estimated)", valueName: "M"))
    var model: String?
    @Option(parsing: .unconditional, help: "Seed of the small network and of random minibatches.")
    var seed: UInt64 = 1
    @OptionGroup var output: ReportOptions

    func validate() throws {
        for number in station.flatMap(\.elements) where WalkStation(rawValue: number) == nil {
            throw ValidationError("--station is \(number); give numbers from 1 to \(WalkStation.allCases.count).")
        }
    }

    func report() throws -> Report {
        defer { Console.redraw("") }
        var settings = WalkSettings()
        let chosen = station.flatMap(\.elements).withoutRepetitions.sorted().compactMap(WalkStation.init(rawValue:))
        if !chosen.isEmpty { settings.stations = chosen }
        (settings.seed, settings.text) = (seed, text)
        settings.model = try model.map { try ModelName(parsing: $0) }
        let database = shellQuoted(database)
        let seed = seed
        settings.more = { commandLine(for: $0, of: database, seed: seed) }
        let corpus = try Corpus(reading: self.database)
        return try namingText(nil) { try corpus.walkReport(settings) { Console.redraw("writing: \($0)") } }
    }
}

/// The command that shows more of what a station shows.
///
/// - Parameter database: as a shell takes it.
private func commandLine(for pointer: WalkPointer, of database: String, seed: UInt64) -> String {
    let network = shellQuoted(pointer.network ?? "NAME")
    let pair = pointer.pair.map { "\(shellQuoted($0.word)) --given \(shellQuoted($0.context))" } ?? ""
    let text = shellQuoted(pointer.text ?? "")
    return switch pointer.station {
    case .tokens: "gram tokenize \(database) \(text)"
    case .vocabulary: "gram vocabulary \(database) --sizes"
    case .minibatches:
        "gram train \(database) NAME --sampling random --batch 32 --steps 35 --seed \(seed)"
    case .counts: "gram probability \(database) \(pair) --model mle:2 --explain"
    case .laplace: "gram probability \(database) \(pair) --model mle:2,laplace:2 --explain"
    case .perplexity: "gram perplexity \(database) --model \(shellQuoted(pointer.model ?? "mkn:3")) --text \(text)"
    case .embedding, .step:
        pointer.network == nil
            ? "gram train \(database) NAME --cell elman --hidden 32 --embedding one-hot"
            : pair.isEmpty
                ? "gram info \(database) \(network)"
                : "gram probability \(database) \(pair) --model \(network) --explain"
    case .clipping: "gram train \(database) NAME --cell elman --clip-norm 0 --no-recovery --log steps.csv"
    case .gradients:
        pointer.network == nil
            ? "gram train \(database) NAME --cell elman --hidden 32 --embedding one-hot"
            : "gram gradients \(database) \(network)"
    }
}
