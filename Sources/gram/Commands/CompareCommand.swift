internal import ArgumentParser
internal import Gramarye

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Set n-gram models and networks side by side on the same events.",
        usage: "gram compare DATABASE [--model M] ...",
        discussion: """
            EXAMPLES
              gram compare moby.db                            the usual, and all networks
              gram compare moby.db --model mkn:5,lstm         two models and their mixture
              gram compare moby.db --format json              also where each model wins

            All models share one vocabulary, made from train, and are asked for the same events. Weights of mixtures are
            fitted on valid. A database without a network gets one by the preset first, and keeps it under that name.
            """)

    @Argument(help: "The database.") var database: String
    @OptionGroup var models: ModelOption
    @Option(help: "The split that judges: test, or valid to leave test unseen.") var split = Split.test
    @Option(help: "How to train a network where the database has none.") var preset = NetworkPreset.tiny
    @Option(help: "The seed of the training and of the resampling.") var seed: UInt64 = 1
    @Option(help: ArgumentHelp("Cut the training short after so long, as 90s, 5m, 1h.", valueName: "T"))
    var timeLimit: TimeLimit?
    @Option(help: "How many threads work.") var threads = availableThreads
    @OptionGroup var vocabulary: VocabularyOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard split != .train else {
            throw ValidationError("--split train would judge models by what they were made from; give test or valid.")
        }
    }

    func run() throws {
        let rule = try vocabulary.rule()
        var names = try models.names()
        if names.isEmpty { names = try usualModels(rule) }
        let corpus = try Corpus(path: database)
        let shelf = ModelShelf(corpus, rule: rule, threads: threads)
        let shared = try shelf.vocabulary()
        var comparison = try corpus.comparison(in: shared, judgedBy: split)
        for name in names {
            Console.redraw("making and scoring \(name)")
            let start = ContinuousClock.now
            let model = try shelf.model(name)
            let estimation = (ContinuousClock.now - start) / .seconds(1)
            try comparison.add(
                model, trainingSeconds: try corpus.trainingSeconds(of: name) ?? estimation, threads: threads)
            Console.redraw("")
        }
        Console.redraw("resampling")
        let rows = ComparisonRows(
            comparison: comparison, mixtures: comparison.mixtures(),
            differences: comparison.significance(seed: seed), breakdowns: try corpus.lossBreakdowns(of: comparison),
            judge: split, spelling: [split: try corpus.unknownSpelling(of: split, in: shared)])
        Console.redraw("")
        ResultWriter(format: output.format, provenance: try corpus.provenance(rule: rule, seed: seed))
            .write(rows.table, further: rows.further, people: rows.people)
        for remark in rows.remarks { Console.note(remark) }
    }

    /// What a reader expects beside each other: the textbook's smoothing, the best count models, and every network.
    private func usualModels(_ rule: VocabularyRule?) throws -> [ModelName] {
        var saved = try Corpus(path: database).store.models()
        if !saved.contains(where: { $0.kind == SavedNetwork.kind }) {
            try trainPreset(rule)
            saved = try Corpus(path: database).store.models()
        }
        return try ["laplace:1", "laplace:2", "mkn:3", "mkn:5"].map { try ModelName(parsing: $0) }
            + saved.map { ModelName(components: [.saved($0.name)]) }
    }

    /// Trains a network by the preset and keeps it in the database.
    private func trainPreset(_ rule: VocabularyRule?) throws {
        let corpus = try Corpus(path: database, access: .readWrite)
        let taken = Set(try corpus.store.models().map(\.name))
        let name = taken.contains(preset.rawValue) ? "\(preset.rawValue)-network" : preset.rawValue
        let vocabulary = try corpus.vocabulary(rule)
        let network = preset.network(vocabularySize: vocabulary.size, seed: seed)
        let training = try corpus.training(
            of: network.architecture, settings: network.training, vocabulary: vocabulary,
            timeLimit: timeLimit?.seconds, threads: threads)
        Console.note("\(database) has no network: training one by the preset \(preset.rawValue)")
        var progress = ProgressLine("training \(name)", unit: "tokens")
        while let event = try training.next() {
            switch event {
            case .progress(let now):
                progress.update(
                    done: (now.epoch - 1) * now.eventsInEpoch + now.events,
                    of: network.training.epochs * now.eventsInEpoch)
            case .epoch: try corpus.save(training, named: name)
            case .note(let note): Console.note("\(name): \(note)")
            }
        }
        progress.finish()
    }
}
