internal import Basics
internal import Foundation
internal import Gramarye
internal import Reporting

extension TrainCommand {
    /// The network asked for: the preset or the defaults, and what the options change in them.
    private func settings(
        _ vocabulary: ModelVocabulary, _ corpus: Corpus, of documents: Subcorpus?
    ) throws -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        var (architecture, settings) =
            try usual.preset.map { try corpus.network(by: $0, in: vocabulary, cell: usual.cell, of: documents) }
            ?? (.usual(vocabularySize: vocabulary.size, cell: usual.cell ?? .elman), TrainingSettings())
        usual.change(&architecture)
        network.change(&architecture, vocabularySize: vocabulary.size)
        // An optimizer has a learning rate of its own, and each place of dropout that of all.
        if let optimizer = training.optimizer { settings.use(optimizer) }
        usual.change(&settings)
        training.change(&settings)
        return (architecture, settings)
    }

    func trainNetwork(
        by rule: VocabularyRule?, of chosen: Subcorpus?, on corpus: Corpus, into store: CorpusStore,
        over predecessor: ModelPredecessor
    ) throws -> Report {
        let limit = usual.timeLimit?.seconds
        let networkTraining: NetworkTraining
        var documents = chosen
        if usual.resume {
            try refuseOtherSettings()
            documents = try corpus.store.models().first { $0.name == name }.flatMap { try corpus.subcorpus(of: $0) }
            networkTraining = try corpus.resumedTraining(
                ofModel: name, epochs: usual.epochs, timeLimit: limit, threads: threads)
        } else {
            let vocabulary = try corpus.vocabulary(rule)
            let (architecture, settings) = try settings(vocabulary, corpus, of: documents)
            networkTraining = try corpus.training(
                of: architecture, settings: settings, vocabulary: vocabulary,
                direction: reverse ? .backward : .forward, timeLimit: limit, threads: threads,
                on: documents)
        }
        // All of the text is in memory: who adds to it meanwhile need not wait, and is told of by the next save.
        let provenance = try corpus.provenance(
            rule: networkTraining.vocabulary.rule, seed: networkTraining.settings.seed, of: documents)
        networkTraining.isForComparison = false
        let log = try training.log.map { try StepLog($0, isContinued: usual.resume) }
        networkTraining.keepsSteps = log != nil
        Console.note(networkTraining.summary)
        let precision = networkTraining.settings.precision
        if precision != .single, !precision.isFaster {
            Console.note(
                "Products in \(precision) are not faster on this processor, which has no AMX: --precision single is.")
        }
        var epochs = TrainingEpochs(of: name, hasSamples: training.samples)
        var rows = printsRows ? RowStream(output.format) : nil
        func show(_ epoch: EpochResult, sample: String? = nil) {
            let row = epochs.add(epoch, sample: sample)
            if let lines = rows?.lines(of: row) { Console.print(data: lines) }
            if output.format == .table, output.isPrinted {
                Console.print(lines: epochs.lines(of: epoch, sample: sample))
            }
        }
        let earlier = networkTraining.epochs
        for epoch in earlier { show(epoch) }
        var predecessor = predecessor
        /// What happens next; the steps to it are written down, an error too.
        func next() throws -> TrainingEvent? {
            let event = Result { try networkTraining.next() }
            try log?.write(networkTraining.takeSteps())
            return try event.get()
        }
        while let event = try next() {
            switch event {
            case .progress(let now):
                let left = Double(now.eventsInEpoch - now.events) / max(now.tokensPerSecond, 1)
                Console.redraw("\(now.summary) · \(ProgressText.duration(left)) left")
            case .note(let note):
                Console.redraw("")
                Console.note(note)
            case .epoch(let epoch):
                Console.redraw("")
                predecessor = try store.save(networkTraining, named: name, of: documents, over: predecessor)
                Console.saved(database)
                show(epoch, sample: training.samples ? corpus.sample(of: networkTraining, length: 20) : nil)
            }
        }
        if networkTraining.epochs.count == earlier.count, !networkTraining.hasExploded {
            let had =
                earlier.count >= networkTraining.settings.epochs
                ? "has had its \(earlier.count) epochs" : "ended after epoch \(earlier.count), by patience or its time"
            Console.remark("'\(name)' \(had); a larger --epochs or --time-limit continues it")
        }
        var report = epochs.report(provenance: provenance)
        // Of no epoch there is nothing to say but what was said when it exploded.
        report.notes = networkTraining.epochs.isEmpty ? [] : networkTraining.notes
        // As the database is now.
        let note = try Corpus(path: database).noteOnUnknown(in: networkTraining.vocabulary)
        report.notes += [note].compactMap(\.self)
        if networkTraining.isStillFalling {
            report.notes.append(
                "more epochs: gram train \(shellQuoted(database)) \(shellQuoted(name)) --resume --epochs "
                    + "\(networkTraining.epochs.count * 2)")
        }
        return report.about(documents)
    }

    /// Whether each epoch's row is printed as it ends.
    var printsRows: Bool { ngram.model == nil && output.isPrinted && [.jsonl, .csv, .tsv].contains(output.format) }

    /// The options given that make a network, or its training, what it is.
    var networkSettings: [String] { usual.given + network.given + training.given }

    /// Goes on with the same network: what would change it is an error, not ignored.
    private func refuseOtherSettings() throws {
        let others: [(String, Bool)] = [
            ("--min-count", vocabulary.minCount != nil), ("--vocabulary-size", vocabulary.vocabularySize != nil),
            ("--vocabulary", vocabulary.vocabularyFile != nil), ("--reverse", reverse),
            ("--document", !choice.document.isEmpty), ("--where", choice.condition != nil),
        ]
        let refused = networkSettings + others.filter(\.1).map(\.0)
        guard refused.isEmpty else {
            throw CommandError(
                "--resume goes on with the settings '\(name)' was begun with, not with \(refused.joined(separator: ", "))",
                remedy: "Leave them out (--epochs and --time-limit may be given), or train anew by --replace.")
        }
    }
}
