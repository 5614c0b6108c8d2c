internal import ArgumentParser
internal import Basics
internal import Gramarye
internal import Reporting

struct CompareCommand: ReportCommand {
    static let charts = ComparisonChart.allCases.map(\.rawValue) + ["perplexity", "bits"]
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare n-gram models and networks on the same events.",
        usage: "gram compare DATABASE ... [--model M] ...",
        discussion: """
            EXAMPLES
              gram compare moby.db                       usual models, all networks
              gram compare moby.db --model mkn:5+cache,lstm
              gram compare moby.db --seeds 3             how much the seed matters
              gram compare moby.db --svg loss.svg        a chart of where each wins
              gram compare moby.db --model mkn:3 --reverse
              gram compare shelf.db --where "author = 'Woolf'"   judged on her texts
              gram compare words.db characters.db        bits per character

            All models share one vocabulary, made from train, and predict the same events.
            The weights of mixtures are fitted on valid; models that read in different
            directions are not mixed. If the database has no network, one is first trained
            by the preset, whose settings follow from the size of the text, and saved
            under its name: see gram train.

            Intervals and tests draw whole documents anew, or where the split has fewer
            than twenty, stretches that grow until the standard error does not. They cover
            the choice of the text that judges, and with --seeds that of the seed, not
            that of train. Stretches hold what they say of texts of some fifty topics or
            more; of seventeen, a test at 5 % errs in 19 of 100 texts.

            Several databases that hold the same text are compared by bits per character
            alone.
            """)

    @Argument(help: "The database, or several that hold the same text.") var databases: [String]
    @OptionGroup var models: ModelOption
    @Flag(help: "Also show models named by a method, such as mkn:3, reading each segment backwards.")
    var reverse = false
    @Option(
        name: .customLong("split"),
        help: "The split to evaluate on: test, or valid to leave test unseen. (default: test)")
    var judge: Split?
    @OptionGroup(title: "Whose part of the split judges") var choice: DocumentChoice
    @OptionGroup(title: "Networks") var networks: ComparedNetworks
    @OptionGroup(title: "What is shown") var shown: ComparisonDisplay
    @Option(
        parsing: .unconditional,
        help: "How often documents or stretches of the text are resampled for intervals and tests.")
    var resamples = 10_000
    @Option(parsing: .unconditional, help: "The number of threads.") var threads = availableThreads
    @OptionGroup(title: "The vocabulary of models") var vocabulary: VocabularyOptions
    @OptionGroup var lock: WaitOption
    @OptionGroup var output: ReportOptions

    func validate() throws {
        guard judge != .train else {
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
        if networks.seeds != nil || reverse {
            throw ValidationError("--seeds and --reverse go with one database.")
        }
        if let option = choice.given.first { throw ValidationError("\(option) goes with one database.") }
        if let chart = output.chart, chart != "bits" {
            throw ValidationError("--chart \(chart) goes with one database; of several there is the chart bits.")
        }
    }

    func report() throws -> Report {
        if let rate = networks.dynamic?.rate { try DynamicEvaluation.validate(learningRate: rate) }
        let choice = try vocabulary.choice()
        let names = try models.names()
        var progress = NetworkProgress()
        defer { Console.redraw("") }
        guard databases.count == 1 else {
            networks.noteUnused(isTrained: false, isByPreset: false)
            let corpora = try databases.map { try Corpus(reading: $0) }
            return try corpora.comparisonReport(
                of: names, rule: choice?.rule(for: corpora[0]), settings(leavesOut: names.isEmpty),
                progress: Console.redraw)
        }
        let rule = try choice?.rule(for: Corpus(path: databases[0]))
        var trainer = ComparisonTrainer(path: databases[0])
        (trainer.rule, trainer.preset, trainer.seed) = (rule, networks.preset ?? .tiny, networks.seed)
        (trainer.timeLimit, trainer.threads, trainer.wait) = (networks.timeLimit?.seconds, threads, lock.seconds)
        trainer.note = Console.note
        var (isTrained, isByPreset) = (false, false)
        trainer.began = { (isTrained, isByPreset) = (true, isByPreset || $0) }
        trainer.progress = { progress.update($0, $1, epochs: $2) }
        let wanted = try names.isEmpty ? trainer.usualModels() : names
        let replicas = try networks.seeds.map { try trainer.replicas(of: wanted, seeds: $0) }
        if let seeds = networks.seeds, replicas?.isEmpty ?? true {
            throw CommandError(
                "--seeds \(seeds) has no network to train", cause: "None is among the models compared.",
                remedy: "Name one by --model, or train one: gram train \(shellQuoted(databases[0])) NAME --preset tiny")
        }
        networks.noteUnused(isTrained: isTrained, isByPreset: isByPreset)
        let corpus = try Corpus(reading: databases[0])
        var settings = settings(leavesOut: names.isEmpty)
        settings.documents = try self.choice.documents(in: corpus)
        let report = try corpus.comparisonReport(
            of: wanted, rule: rule, replicas: replicas ?? [:], settings, progress: Console.redraw)
        if output.chart == ComparisonChart.learning.rawValue,
            !report.charts.contains(where: { $0.name == output.chart })
        {
            throw CommandError(
                "there is no learning curve to draw", cause: "No network is among the models compared.",
                remedy: "Train one: gram train \(shellQuoted(databases[0])) NAME --preset tiny")
        }
        return report
    }

    private func settings(leavesOut: Bool) -> ComparisonSettings {
        var settings = ComparisonSettings()
        settings.judge = judge ?? .test
        settings.states = networks.state.rules
        (settings.isDynamic, settings.dynamicRate) = (networks.dynamic != nil, networks.dynamic?.rate)
        settings.reversesToo = reverse
        (settings.mixtures, settings.weightsByCount) = (shown.mixtures, shown.weights == .byCount)
        settings.allMixturesHint = "; --mixtures all or --format json shows all"
        settings.showsBreakdowns = shown.breakdowns
        let isForPeople = output.format == .table && output.svg == nil && output.html == nil && !output.open
        settings.breaksDown = shown.breakdowns || output.chart != nil || !isForPeople
        (settings.resamples, settings.seed, settings.threads) = (resamples, networks.seed, threads)
        settings.leavesOut = leavesOut
        return settings
    }
}

/// The line that says how far the training of each network is.
private struct NetworkProgress {
    private var lines: [String: ProgressLine] = [:]

    mutating func update(_ name: String, _ now: TrainingProgress, epochs: Int) {
        lines[name, default: ProgressLine("training \(name)", unit: "tokens")].update(
            done: now.eventsDone, of: now.events(ofEpochs: epochs))
    }
}
