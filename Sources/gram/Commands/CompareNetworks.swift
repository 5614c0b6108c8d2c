internal import ArgumentParser
internal import Foundation
internal import Gramarye

/// How networks stand in a comparison.
struct ComparedNetworks: ParsableArguments {
    @Option(help: "The state of networks at a segment's beginning: carried, reset, or both as rows of their own.")
    var state = States.both

    @Option(
        defaultAsFlag: DynamicRate(rate: nil),
        help: ArgumentHelp(
            "Networks also as rows that learn from the text as they read it, at this rate.",
            valueName: "RATE"))
    var dynamic: DynamicRate?

    @Option(help: "How to train a network where the database has none.") var preset = NetworkPreset.tiny

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Train each network from so many seeds in all, and show mean and spread; they are kept as NAME-seed-S.",
            valueName: "N"))
    var seeds: Int?

    @Option(parsing: .unconditional, help: "The seed of a preset's training and of the resampling.")
    var seed: UInt64 = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Cut each training short after so long, as 90s, 5m, 1h.", valueName: "T"))
    var timeLimit: TimeLimit?

    enum States: String, CaseIterable, ExpressibleByArgument {
        case both, carried, reset

        var rules: [NetworkArchitecture.StateRule] {
            NetworkArchitecture.StateRule.allCases.filter { self == .both || $0.rawValue == rawValue }
        }
    }

    func validate() throws {
        if let seeds, !(2...100).contains(seeds) {
            throw ValidationError("--seeds is \(seeds); give 2 to 100, in all.")
        }
    }
}

/// A network trained from several seeds.
struct SeedSpread {
    let model: String
    /// In the order of the figures; the first is the network's own.
    let seeds: [UInt64]
    let names: [String]
    let validPerplexities: [Double]
    /// On the split that judges.
    let testPerplexities: [Double]

    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// The standard deviation of the sample, n − 1 below.
    static func standardDeviation(_ values: [Double]) -> Double {
        let mean = mean(values)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }
}

extension CompareCommand {
    /// What a reader expects beside each other: the textbook's smoothing, the best count models, and every network.
    func usualModels(_ rule: VocabularyRule?) throws -> [ModelName] {
        let corpus = try Corpus(path: databases[0], access: .snapshot)
        let networks = try corpus.store.models().filter { $0.kind == SavedNetwork.kind }
        let interrupted = try corpus.networkInterruptedInComparison()
        if networks.isEmpty || interrupted != nil { try trainPreset(rule, goingOnWith: interrupted, of: corpus) }
        let now = try Corpus(path: databases[0], access: .snapshot)
        return try usualNgrams(of: now).map { try ModelName(parsing: $0) } + savedModels(of: now)
    }

    /// The models of the database; what was trained for `--seeds` stands for no row of its own.
    func savedModels(of corpus: Corpus) throws -> [ModelName] {
        let saved = try corpus.store.models().map(\.name)
        return saved.filter { name in !saved.contains { name.hasPrefix("\($0)-seed-") } }
            .map { ModelName(components: [.saved($0)]) }
    }

    /// Histories of characters are longer than those of words.
    func usualNgrams(of corpus: Corpus) -> [String] {
        let best = corpus.tokenizer.tokens == .characters ? ["mkn:8", "mkn:8+cache"] : ["mkn:5+cache"]
        return ["laplace:1", "laplace:2", "laplace:3", "mkn:3", "mkn:5"] + best
    }

    /// Trains a network by the preset and keeps it in the database, or ends the training of one that was interrupted.
    private func trainPreset(_ rule: VocabularyRule?, goingOnWith interrupted: String?, of corpus: Corpus) throws {
        let (store, database) = (corpus.store, corpus.store.path)
        let limit = networks.timeLimit?.seconds
        if let name = interrupted {
            let training: NetworkTraining
            do {
                training = try corpus.resumedTraining(ofModel: name, timeLimit: limit, threads: threads)
            } catch is StaleModelError {
                return
            }
            Console.note("going on with the network \(name), whose training was interrupted")
            return try train(training, named: name, over: store.predecessor(ofModel: name), of: corpus)
        }
        let preset = networks.preset
        let taken = Set(try store.models().map(\.name))
        let name = taken.contains(preset.rawValue) ? "\(preset)-network" : preset.rawValue
        let vocabulary = try corpus.vocabulary(rule)
        let network = preset.network(vocabularySize: vocabulary.size, seed: networks.seed)
        Console.note("\(database) has no network: training one by the preset \(preset), kept as \(name)")
        let training = try corpus.training(
            of: network.architecture, settings: network.training, vocabulary: vocabulary, timeLimit: limit,
            threads: threads)
        training.isForComparison = true
        try train(training, named: name, over: store.predecessor(ofModel: name), of: corpus)
    }

    /// Trains each network anew from further seeds, unless that was done before.
    ///
    /// - Returns: by the name of a network its replicas, itself first.
    func trainReplicas(
        _ names: [ModelName], seeds: Int, rule: VocabularyRule?
    ) throws -> [String: [(name: String, seed: UInt64)]] {
        var corpus = try Corpus(path: databases[0], access: .snapshot)
        let vocabularyHash = try corpus.vocabulary(rule).hash
        let records = try corpus.store.models()
        let train = try corpus.store.fingerprint(of: .train)
        let originals = names.compactMap { name -> String? in
            guard !name.isMixture, case .saved(let saved) = name.components[0] else { return nil }
            // What cannot be compared has no row, and needs no replicas.
            return records.contains {
                $0.name == saved && $0.kind == SavedNetwork.kind && $0.vocabularyHash == vocabularyHash
                    && ($0.corpusHash.isEmpty || $0.corpusHash == train)
            } ? saved : nil
        }
        guard !originals.isEmpty else {
            throw CommandError(
                "--seeds \(seeds) has no network to train", cause: "None is among the models compared.",
                remedy: "Name one by --model, or train one: gram train \(databases[0]) NAME --preset tiny")
        }
        var replicas: [String: [(name: String, seed: UInt64)]] = [:]
        for original in originals {
            let first = try corpus.resumedTraining(ofModel: original, threads: threads)
            replicas[original] = [(original, first.settings.seed)]
            for number in 1..<seeds {
                let seed = first.settings.seed &+ UInt64(number)
                let name = "\(original)-seed-\(seed)"
                try trainReplica(of: first, seed: seed, named: name, number: number, of: seeds - 1, in: corpus)
                replicas[original]?.append((name, seed))
                // What was written is a state of its own.
                corpus = try Corpus(path: databases[0], access: .snapshot)
            }
        }
        return replicas
    }

    /// The same network and training from another seed; what there is of it already is taken, and finished.
    private func trainReplica(
        of first: NetworkTraining, seed: UInt64, named name: String, number: Int, of count: Int, in corpus: Corpus
    ) throws {
        var settings = first.settings
        settings.seed = seed
        let predecessor = try corpus.store.predecessor(ofModel: name)
        let limit = networks.timeLimit?.seconds
        if predecessor != .none {
            let before = try corpus.resumedTraining(ofModel: name, timeLimit: limit, threads: threads)
            if before.architecture == first.architecture, before.settings == settings,
                before.direction == first.direction,
                before.vocabulary.hash == first.vocabulary.hash
            {
                return try train(before, named: name, over: predecessor, of: corpus)
            }
        }
        Console.note("training \(name), \(number) of \(count)")
        let training = try corpus.training(
            of: first.architecture, settings: settings, vocabulary: first.vocabulary, direction: first.direction,
            timeLimit: limit, threads: threads)
        try train(training, named: name, over: predecessor, of: corpus)
    }

    /// - Parameter corpus: what the training reads, all of which is in memory: its snapshot ends.
    private func train(
        _ training: NetworkTraining, named name: String, over predecessor: ModelPredecessor, of corpus: Corpus
    ) throws {
        corpus.store.endSnapshot()
        let store = try CorpusStore(path: corpus.store.path, access: .readWrite, wait: lock.seconds)
        try store.requireWritable()
        var predecessor = predecessor
        var progress = ProgressLine("training \(name)", unit: "tokens")
        defer { progress.finish() }
        while let event = try training.next() {
            switch event {
            case .progress(let now):
                progress.update(
                    done: (now.epoch - 1) * now.eventsInEpoch + now.events,
                    of: training.settings.epochs * now.eventsInEpoch)
            case .epoch: predecessor = try store.save(training, named: name, over: predecessor)
            case .note(let note): Console.note("\(name): \(note)")
            }
        }
    }

    /// Judges the replicas of each network compared.
    func seedSpreads(
        _ replicas: [String: [(name: String, seed: UInt64)]], from shelf: ModelShelf, like comparison: Comparison
    ) throws -> [SeedSpread] {
        let models = comparison.models.filter { $0.includesNetwork && !$0.isVariant && $0.parts.count == 1 }
        return try models.compactMap { model in
            guard let replicas = replicas[model.parts[0].origin] else { return nil }
            var scored = Comparison(vocabulary: comparison.vocabulary, valid: comparison.valid, test: comparison.test)
            for replica in replicas.dropFirst() {
                let network = try shelf.model(ModelName(components: [.saved(replica.name)]))
                let shown = network.network(judgedBy: model.contextScope == .stream ? .carried : .reset)
                try scored.add(shown ?? network, threads: threads)
            }
            let rows = [model] + scored.models
            func perplexities(_ stream: EventStream, _ scores: (ComparedModel) -> [Double]) -> [Double] {
                rows.map { Evaluation(of: stream, logProbabilities: scores($0)).perplexity ?? .infinity }
            }
            return SeedSpread(
                model: model.name, seeds: replicas.map(\.seed), names: replicas.map(\.name),
                validPerplexities: perplexities(comparison.valid, \.valid),
                testPerplexities: perplexities(comparison.test, \.test))
        }
    }
}
