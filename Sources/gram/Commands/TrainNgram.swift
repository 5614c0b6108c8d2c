internal import ArgumentParser
internal import Gramarye
internal import Reporting

/// What `train` takes for an n-gram model.
struct NgramTrainingOptions: ParsableArguments {
    @Option(name: .customLong("ngram"), help: ArgumentHelp("Estimate this model, such as mkn:5.", valueName: "MODEL"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Drop n-grams that occur at most this often: a threshold for each order, the last for all higher orders, such as 0,0,1.",
            valueName: "COUNTS"))
    var prune: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Drop n-grams whose loss, each alone, would by the model's own probabilities of histories raise its perplexity by less than this share, such as 1e-8; what it does on valid is said.",
            valueName: "SHARE"))
    var pruneEntropy: Double?

    @Option(
        help: ArgumentHelp(
            "Hold no more memory than this besides the vocabulary, about, such as 1G; what does not fit goes to temporary files beside the database. (default: as much as it takes)",
            valueName: "SIZE"))
    var memory: MemorySize?

    @Option(
        help: ArgumentHelp(
            "Write the model as a file too, which opens at once, for gram score and without the database.",
            valueName: "FILE.gram"))
    var out: String?

    func validate() throws {
        if model == nil, out != nil { throw ValidationError("--out goes with --ngram MODEL.") }
        if let out, !out.lowercased().hasSuffix(".gram") {
            throw ValidationError("--out is \(out); a model file is named FILE.gram. gram export writes other kinds.")
        }
        if model == nil, memory != nil { throw ValidationError("--memory goes with --ngram MODEL.") }
        if let memory, memory.bytes < 64 << 20 {
            throw ValidationError("--memory is \(memory); a model takes 64M at least.")
        }
        if prune != nil && pruneEntropy != nil {
            throw ValidationError("--prune and --prune-entropy exclude one another.")
        }
        if model == nil, prune != nil || pruneEntropy != nil {
            throw ValidationError("--prune and --prune-entropy go with --ngram MODEL.")
        }
        if let pruneEntropy, !(pruneEntropy > 0 && pruneEntropy < 1) {
            throw ValidationError("--prune-entropy is \(pruneEntropy); give a small share, as 1e-8.")
        }
        _ = try pruning()
    }

    /// `nil` where none is asked for.
    func pruning() throws -> Pruning? {
        if let pruneEntropy { return .relativeEntropy(pruneEntropy) }
        guard let prune else { return nil }
        let numbers = ListArgument<Int>(argument: prune)?.elements ?? []
        guard numbers.first == 0, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw ValidationError("--prune is \(prune); give whole numbers that begin with 0 and never fall, as 0,0,1.")
        }
        return .counts(numbers)
    }
}

extension TrainCommand {
    /// Estimates an n-gram model and saves it.
    func trainNgram(
        _ text: String, by rule: VocabularyRule?, of documents: Subcorpus?, on corpus: Corpus, into store: CorpusStore,
        over predecessor: ModelPredecessor
    ) throws -> Report {
        let parsed = try ModelName(parsing: text)
        guard case .ngram(let method) = parsed.components.first, !parsed.isMixture else {
            // A name without its colon.
            if !parsed.isMixture { throw ModelNameError.unknownMethod(text) }
            throw CommandError(
                "'\(text)' is no n-gram model", cause: "Mixtures are made when they are asked for, as \(name)+cache.",
                remedy: "Give a method and an order, as --ngram mkn:5.")
        }
        Console.redraw("estimating \(method)")
        let provenance = try corpus.provenance(rule: rule, of: documents, isLast: false)
        let trained = try ModelShelf(
            corpus, rule: rule, direction: reverse ? .backward : .forward, threads: threads
        ).train(method, pruning: try ngram.pruning(), of: documents, within: ngram.memory?.bytes)
        Console.redraw("saving \(name)")
        try store.save(trained, named: name, over: predecessor)
        Console.saved(database)
        if let out = ngram.out { try writeModelFile(out) }
        Console.redraw("")
        var report = trained.report(of: method, named: name, provenance: provenance)
        // As the database is now.
        let note = try Corpus(path: database).noteOnUnknown(in: trained.vocabulary)
        report.notes += [note].compactMap(\.self)
        return report.about(documents)
    }

    /// Writes the model as it is saved.
    private func writeModelFile(_ path: String) throws {
        let shelf = ModelShelf(try Corpus(path: database), threads: threads)
        let saved = ModelName(components: [.saved(name)])
        try ModelFileOutput(path, replacing: replace).write(
            shelf.model(saved), cutBy: shelf.tokenizer(of: saved), spelling: shelf.spellingCounts(of: saved),
            comment: "")
    }
}
