internal import Foundation
internal import Gramarye
internal import Reporting

extension TrainCommand {
    /// The network asked for: the preset or the defaults, and what the options change in them.
    private func settings(vocabularySize: Int) -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        var (architecture, settings) =
            network.preset?.network(vocabularySize: vocabularySize, cell: network.cell, seed: training.seed)
            ?? (.usual(vocabularySize: vocabularySize, cell: network.cell ?? .elman), .usual(seed: training.seed))
        if let activation = network.activation { architecture.activation = activation }
        if let window = network.window { architecture.window = window }
        if let layers = network.layers { architecture.layers = layers }
        if let hidden = network.hidden { architecture.hidden = hidden }
        if let embedding = network.embedding { architecture.embedding = embedding.size }
        if network.tied {
            architecture.tied = true
            if network.embedding == nil { architecture.embedding = architecture.hidden }
        }
        if let state = network.state { architecture.state = state }
        if network.softmax == .adaptive || network.cutoffs != nil {
            architecture.cutoffs =
                network.cutoffs?.elements ?? NetworkArchitecture.automaticCutoffs(vocabularySize: vocabularySize)
        } else if network.softmax == .full {
            architecture.cutoffs = nil
        }
        if let optimizer = training.optimizer { settings.use(optimizer) }
        if let learningRate = training.learningRate { settings.learningRate = learningRate }
        if let schedule = training.schedule {
            settings.cosine = schedule == .cosine
            settings.plateauFactor = schedule == .plateau ? training.decay ?? 0.5 : 1
            settings.decayFactor = schedule == .decay ? training.decay ?? 0.8 : 1
        }
        if let decayFrom = training.decayFrom { settings.decayFrom = decayFrom }
        if let warmUp = training.warmUp { settings.warmUp = warmUp }
        if let clipNorm = training.clipNorm { settings.clipNorm = clipNorm }
        if let clipValue = training.clipValue { settings.clipValue = clipValue }
        if let batch = training.batch { settings.batch = batch }
        if let steps = training.steps { settings.steps = steps }
        if let sampling = training.sampling { settings.sampling = sampling }
        if let dropout = training.dropout {
            settings.dropout = dropout
            (settings.embeddingDropout, settings.outputDropout) = (nil, nil)
        }
        if let embeddingDropout = training.embeddingDropout { settings.embeddingDropout = embeddingDropout }
        if let outputDropout = training.outputDropout { settings.outputDropout = outputDropout }
        if training.variational { settings.variational = true }
        if let momentum = training.momentum { settings.momentum = momentum }
        if let weightDecay = training.weightDecay { settings.weightDecay = weightDecay }
        if let averageFrom = training.averageFrom { settings.averageFrom = averageFrom }
        if let precision = training.precision { settings.precision = precision }
        if let epochs = training.epochs { settings.epochs = epochs }
        if let patience = training.patience { settings.patience = patience }
        return (architecture, settings)
    }

    func trainNetwork(
        by rule: VocabularyRule?, on corpus: Corpus, into store: CorpusStore, over predecessor: ModelPredecessor
    ) throws -> Report {
        let limit = training.timeLimit?.seconds
        let networkTraining: NetworkTraining
        if training.resume {
            try refuseOtherSettings()
            networkTraining = try corpus.resumedTraining(
                ofModel: name, epochs: training.epochs, timeLimit: limit, threads: threads)
        } else {
            let vocabulary = try corpus.vocabulary(rule)
            let (architecture, settings) = settings(vocabularySize: vocabulary.size)
            networkTraining = try corpus.training(
                of: architecture, settings: settings, vocabulary: vocabulary,
                direction: reverse ? .backward : .forward, timeLimit: limit, threads: threads)
        }
        // All of the text is in memory: who adds to it meanwhile need not wait, and is told of by the next save.
        let provenance = try corpus.provenance(
            rule: networkTraining.vocabulary.rule, seed: networkTraining.settings.seed)
        networkTraining.isForComparison = false
        Console.note(networkTraining.summary)
        let precision = networkTraining.settings.precision
        if precision != .single, !precision.isFaster {
            Console.note(
                "Products in \(precision) are not faster on this processor, which has no AMX: --precision single is.")
        }
        var epochs = TrainingEpochs(of: name)
        func show(_ epoch: EpochResult) {
            let lines = epochs.add(epoch)
            if output.format == .table, output.isPrinted { Console.print(lines: lines) }
        }
        let earlier = networkTraining.epochs
        earlier.forEach(show)
        var predecessor = predecessor
        while let event = try networkTraining.next() {
            switch event {
            case .progress(let now):
                let left = Double(now.eventsInEpoch - now.events) / max(now.tokensPerSecond, 1)
                Console.redraw("\(now.summary) · \(ProgressLine.duration(left)) left")
            case .note(let note):
                Console.redraw("")
                Console.note(note)
            case .epoch(let epoch):
                Console.redraw("")
                predecessor = try store.save(networkTraining, named: name, over: predecessor)
                show(epoch)
            }
        }
        if networkTraining.epochs.count == earlier.count {
            let had =
                earlier.count >= networkTraining.settings.epochs
                ? "has had its \(earlier.count) epochs" : "ended after epoch \(earlier.count), by patience or its time"
            Console.remark("'\(name)' \(had); a larger --epochs or --time-limit continues it")
        }
        Console.saved(database)
        return epochs.report(provenance: provenance)
    }

    /// The options given that make a network, or its training, what it is.
    var networkSettings: [String] {
        let given: [(String, Bool)] = [
            ("--preset", network.preset != nil), ("--cell", network.cell != nil),
            ("--activation", network.activation != nil), ("--window", network.window != nil),
            ("--layers", network.layers != nil),
            ("--hidden", network.hidden != nil), ("--embedding", network.embedding != nil), ("--tied", network.tied),
            ("--softmax", network.softmax != nil), ("--cutoffs", network.cutoffs != nil),
            ("--state", network.state != nil), ("--optimizer", training.optimizer != nil),
            ("--learning-rate", training.learningRate != nil), ("--schedule", training.schedule != nil),
            ("--decay", training.decay != nil), ("--decay-from", training.decayFrom != nil),
            ("--warm-up", training.warmUp != nil), ("--clip-value", training.clipValue != nil),
            ("--embedding-dropout", training.embeddingDropout != nil),
            ("--output-dropout", training.outputDropout != nil), ("--average-from", training.averageFrom != nil),
            ("--clip-norm", training.clipNorm != nil), ("--batch", training.batch != nil),
            ("--steps", training.steps != nil), ("--sampling", training.sampling != nil),
            ("--dropout", training.dropout != nil), ("--variational", training.variational),
            ("--momentum", training.momentum != nil), ("--weight-decay", training.weightDecay != nil),
            ("--patience", training.patience != nil), ("--precision", training.precision != nil),
        ]
        return given.filter(\.1).map(\.0)
    }

    /// Goes on with the same network: what would change it is an error, not ignored.
    private func refuseOtherSettings() throws {
        let others: [(String, Bool)] = [
            ("--min-count", vocabulary.minCount != nil), ("--vocabulary-size", vocabulary.vocabularySize != nil),
            ("--vocabulary", vocabulary.vocabularyFile != nil), ("--reverse", reverse),
        ]
        let refused = networkSettings + others.filter(\.1).map(\.0)
        guard refused.isEmpty else {
            throw CommandError(
                "--resume goes on with the settings '\(name)' was begun with, not with \(refused.joined(separator: ", "))",
                remedy: "Leave them out (--epochs and --time-limit may be given), or train anew by --replace.")
        }
    }
}
