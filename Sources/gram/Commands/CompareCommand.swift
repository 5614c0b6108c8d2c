public import ArgumentParser
internal import Gramarye
public import Reporting

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Set n-gram models and networks side by side on the same events.",
        usage: "gram compare DATABASE ... [--model M] ...",
        discussion: """
            EXAMPLES
              gram compare moby.db                       the usual, and all networks
              gram compare moby.db --model mkn:5+cache,lstm
              gram compare moby.db --seeds 3             what a network owes to its seed
              gram compare moby.db --svg loss.svg        where each model wins, drawn
              gram compare moby.db --model mkn:3 --reverse
              gram compare words.db characters.db        bits per character

            All models share one vocabulary, made from train, and are asked for the same
            events. Weights of mixtures are fitted on valid; models that read in different
            directions are not mixed. A database without a network gets one by the preset
            first, and keeps it under that name. Several databases are compared by bits per
            character alone, if they hold the same text.
            """)

    @Argument(help: "The database; or several of the same text.") var databases: [String]
    @OptionGroup var models: ModelOption
    @Flag(help: "Show models named by a method, as mkn:3, a second time, reading each segment backwards.")
    var reverse = false
    @Option(
        name: .customLong("split"), help: "The split that judges: test, or valid to leave test unseen. (default: test)")
    var judge: Split?
    @OptionGroup(title: "Networks") var networks: ComparedNetworks
    @OptionGroup(title: "What is shown") var shown: ComparisonDisplay
    @Option(parsing: .unconditional, help: "How often the text's blocks are drawn anew for intervals and tests.")
    var resamples = 10_000
    @Option(parsing: .unconditional, help: "How many threads work.") var threads = availableThreads
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: OutputOptions

    /// The split that judges.
    var split: Split { judge ?? .test }

    func validate() throws {
        guard split != .train else {
            throw ValidationError("--split train would judge models by what they were made from; give test or valid.")
        }
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give 1 or more.") }
        guard (100...1_000_000).contains(resamples) else {
            throw ValidationError("--resamples is \(resamples); give 100 to 1,000,000.")
        }
        guard !databases.isEmpty else { throw ValidationError("Name a database: gram compare moby.db") }
        guard databases.count > 1 else { return }
        guard Set(databases).count == databases.count else {
            throw ValidationError("The same database twice; name another that holds the same text.")
        }
        if networks.seeds != nil || shown.svg != nil || reverse {
            throw ValidationError("--seeds, --svg and --reverse go with one database.")
        }
    }

    func run() throws {
        if let rate = networks.dynamic?.rate { try DynamicEvaluation.validate(learningRate: rate) }
        if let svg = shown.svg { try OutputFile.check(svg) }
        let rule = try vocabulary.rule()
        let names = try models.names()
        if databases.count > 1 {
            return try compareDatabases(names, rule: rule)
        }
        let wanted = try names.isEmpty ? usualModels(rule) : names
        let replicas = try networks.seeds.map { try trainReplicas(wanted, seeds: $0, rule: rule) } ?? [:]

        // All that is read is of one state, and in memory before what takes long begins.
        let corpus = try Corpus(path: databases[0], access: .snapshot)
        let shelf = ModelShelf(corpus, rule: rule, threads: threads)
        var comparison = try corpus.comparison(in: shelf.vocabulary(), judgedBy: split)
        shelf.prepare(wanted, isFitted: networks.dynamic != nil)
        let reversed = ModelShelf(corpus, rule: rule, direction: .backward, threads: threads)
        let turned = reverse ? wanted.filter(\.isEstimated) : []
        reversed.prepare(turned)
        let replicaShelf = ModelShelf(corpus, rule: rule, threads: threads)
        replicaShelf.prepare(replicas.values.flatMap { $0.map { ModelName(components: [.saved($0.name)]) } })
        let text = try corpus.comparedText(
            train: shelf.events(of: .train, in: comparison.vocabulary), judgedBy: split)
        let spelled = try corpus.spelledTypes(judgedBy: split)
        let curves = try shown.chart == .learning ? learningCurves(wanted, of: corpus) : [:]
        let provenance = try corpus.provenance(rule: rule, seed: networks.seed)

        try add(wanted, of: shelf, to: &comparison, leavingOut: names.isEmpty)
        try add(turned, of: reversed, to: &comparison, leavingOut: names.isEmpty)
        let spreads = try seedSpreads(replicas, from: replicaShelf, like: comparison)

        Console.redraw("fitting mixtures")
        let buckets = shown.weights == .byCount ? text.historyBuckets(of: comparison) : nil
        let mixtures =
            shown.mixtures == .none
            ? [] : comparison.mixtures(weightsBy: buckets, everyPair: shown.mixtures == .all, threads: threads)
        Console.redraw("resampling")
        let significance = comparison.significance(
            with: [mixtures.bestOnValid].compactMap(\.self), resamples: resamples, seed: networks.seed, threads: threads
        )
        let rows = ComparisonRows(
            comparison: comparison, mixtures: mixtures, bucketLabels: buckets?.labels, significance: significance,
            breakdowns: showsBreakdowns ? text.lossBreakdowns(of: comparison) : [],
            spreads: spreads, judge: split,
            spelling: spelled.unknownSpelling(in: comparison.vocabulary), display: shown)
        Console.redraw("")
        if let file = shown.svg {
            let chart = try drawing(rows, curves, provenance: provenance.line)
            try writeFile(SVGChart().text(chart), to: file)
        }
        ResultWriter(format: output.format, provenance: provenance)
            .write(rows.table, further: rows.further, people: rows.people)
        for remark in rows.remarks { Console.note(remark) }
    }

    /// - Parameter leavingOut: whether a saved model that cannot be compared is left out with a note, not an error.
    func add(
        _ names: [ModelName], of shelf: ModelShelf, to comparison: inout Comparison, leavingOut: Bool
    ) throws {
        for (index, name) in names.enumerated() {
            Console.redraw("making and scoring \(name), \(index + 1) of \(names.count)")
            defer { Console.redraw("") }
            do {
                try shelf.add(
                    name, to: &comparison, states: networks.state.rules, dynamic: networks.dynamic != nil,
                    dynamicRate: networks.dynamic?.rate, threads: threads)
            } catch let error as any ExplainedError {
                guard leavingOut,
                    error is ComparisonError || error is StaleModelError || error is DifferentTokensError
                else { throw error }
                Console.note("left out: \(error.fact)")
            }
        }
    }

    /// Whether anything that is printed has the losses by kinds of events.
    private var showsBreakdowns: Bool { shown.breakdowns || output.format != .table || shown.svg != nil }

    /// The perplexity on valid after each epoch, of each network by name.
    private func learningCurves(_ names: [ModelName], of corpus: Corpus) throws -> [String: [Double]] {
        var curves: [String: [Double]] = [:]
        for case .saved(let name) in names.flatMap(\.components) {
            curves[name] = try corpus.validPerplexities(ofNetwork: name)
        }
        return curves
    }

    private func drawing(
        _ rows: ComparisonRows, _ validPerplexities: [String: [Double]], provenance: String
    ) throws -> Chart {
        guard shown.chart == .learning else {
            guard let breakdown = rows.breakdowns.first(where: { $0.criterion == shown.chart.criterion }) else {
                preconditionFailure("a breakdown for each chart")
            }
            return .losses(breakdown, judge: split.name, provenance: provenance)
        }
        let models = rows.comparison.models
        let curves = models.filter { $0.includesNetwork && !$0.isVariant && $0.parts.count == 1 }.map { model in
            LearningCurve(
                model: model.name,
                validPerplexities: validPerplexities[model.parts[0].origin] ?? [])
        }
        guard !curves.isEmpty else {
            throw CommandError(
                "there is no learning curve to draw", cause: "No network is among the models compared.",
                remedy: "Train one: gram train \(databases[0]) NAME --preset tiny")
        }
        let levels = models.filter { !$0.includesNetwork }.compactMap { model in
            Evaluation(of: rows.comparison.valid, logProbabilities: model.valid).perplexity
                .flatMap { $0.isFinite ? (name: model.name, perplexity: $0) : nil }
        }
        return .learning(curves, across: levels, provenance: provenance)
    }
}

/// What of a comparison is shown, and how mixtures are weighted.
struct ComparisonDisplay: ParsableArguments {
    @Option(
        help:
            "Mixtures: best (each network's best pair, and all models together; JSON has every pair with a network), all (every pair, and all together) or none."
    )
    var mixtures = Mixtures.best

    @Option(
        help:
            "Weights of mixtures: global, or by-count, other ones by how often train has the two words before an event."
    )
    var weights = Weights.global

    @Flag(inversion: .prefixedNo, help: "Show where each model wins: by frequency, history and position.")
    var breakdowns = true

    @Option(help: ArgumentHelp("Write a chart as SVG.", valueName: "FILE")) var svg: String?

    @Option(
        help: "The chart: loss by frequency, history or position, or learning (curves, across them the n-gram models).")
    var chart = ComparisonChart.frequency

    enum Mixtures: String, CaseIterable, ExpressibleByArgument { case best, all, none }
    enum Weights: String, CaseIterable, ExpressibleByArgument {
        case global
        case byCount = "by-count"
    }
}

extension ComparisonChart: ExpressibleByArgument {}
