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
    func usualModels(of corpus: Corpus, _ rule: VocabularyRule?) throws -> [ModelName] {
        if try !corpus.store.models().contains(where: { $0.kind == SavedNetwork.kind }) {
            try trainPreset(rule, in: corpus.store.path)
        }
        return try usualNgrams(of: corpus).map { try ModelName(parsing: $0) } + savedModels(of: corpus)
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

    /// Trains a network by the preset and keeps it in the database.
    private func trainPreset(_ rule: VocabularyRule?, in database: String) throws {
        let corpus = try Corpus(path: database, access: .readWrite)
        let taken = Set(try corpus.store.models().map(\.name))
        let name = taken.contains(networks.preset.rawValue) ? "\(networks.preset)-network" : networks.preset.rawValue
        let vocabulary = try corpus.vocabulary(rule)
        let network = networks.preset.network(vocabularySize: vocabulary.size, seed: networks.seed)
        Console.note("\(database) has no network: training one by the preset \(networks.preset), kept as \(name)")
        try train(
            corpus.training(
                of: network.architecture, settings: network.training, vocabulary: vocabulary,
                timeLimit: networks.timeLimit?.seconds, threads: threads), named: name, in: corpus)
    }

    /// Trains each network anew from further seeds, unless that was done before, and judges all.
    func seedSpreads(
        _ names: [ModelName], seeds: Int, like comparison: Comparison, of readable: Corpus
    ) throws -> [SeedSpread] {
        let models = comparison.models.filter { $0.includesNetwork && !$0.isVariant && $0.parts.count == 1 }
        guard !models.isEmpty else {
            throw CommandError(
                "--seeds \(seeds) has no network to train", cause: "None is among the models compared.",
                remedy: "Name one by --model, or train one: gram train \(databases[0]) NAME --preset tiny")
        }
        let corpus = try Corpus(path: databases[0], access: .readWrite)
        return try models.map { model in
            let original = model.parts[0].origin
            let first = try corpus.resumedTraining(ofModel: original, threads: threads)
            var scored = Comparison(vocabulary: comparison.vocabulary, valid: comparison.valid, test: comparison.test)
            var replicas = [(name: original, seed: first.settings.seed)]
            for number in 1..<seeds {
                let seed = first.settings.seed &+ UInt64(number)
                let name = "\(original)-seed-\(seed)"
                try trainReplica(of: first, seed: seed, named: name, number: number, of: seeds - 1, in: corpus)
                replicas.append((name, seed))
                let network = try corpus.savedModel(named: name)
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

    /// The same network and training from another seed; what there is of it already is taken, and finished.
    private func trainReplica(
        of first: NetworkTraining, seed: UInt64, named name: String, number: Int, of count: Int, in corpus: Corpus
    ) throws {
        var settings = first.settings
        settings.seed = seed
        if try corpus.store.model(named: name) != nil {
            let before = try corpus.resumedTraining(
                ofModel: name, timeLimit: networks.timeLimit?.seconds, threads: threads)
            if before.architecture == first.architecture, before.settings == settings,
                before.direction == first.direction,
                before.vocabulary.hash == first.vocabulary.hash
            {
                return try train(before, named: name, in: corpus)
            }
        }
        Console.note("training \(name), \(number) of \(count)")
        try train(
            corpus.training(
                of: first.architecture, settings: settings, vocabulary: first.vocabulary, direction: first.direction,
                timeLimit: networks.timeLimit?.seconds, threads: threads), named: name, in: corpus)
    }

    private func train(_ training: NetworkTraining, named name: String, in corpus: Corpus) throws {
        var progress = ProgressLine("training \(name)", unit: "tokens")
        defer { progress.finish() }
        while let event = try training.next() {
            switch event {
            case .progress(let now):
                progress.update(
                    done: (now.epoch - 1) * now.eventsInEpoch + now.events,
                    of: training.settings.epochs * now.eventsInEpoch)
            case .epoch: try corpus.save(training, named: name)
            case .note(let note): Console.note("\(name): \(note)")
            }
        }
    }
}
