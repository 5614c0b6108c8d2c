public import ArgumentParser
internal import Foundation
internal import Gramarye
internal import Reporting

/// What a network is.
struct NetworkOptions: ParsableArguments {
    @Option(help: "A network and its training by name: tiny, small or medium; further options change it.")
    var preset: NetworkPreset?

    @Option(help: "elman, gru, lstm, or feedforward, which has no state. (default: elman, with a preset the preset's)")
    var cell: NetworkArchitecture.Cell?

    @Option(help: "What elman and feedforward apply: tanh or relu. (default: tanh)")
    var activation: NetworkArchitecture.Activation?

    @Option(help: ArgumentHelp("How many events before the next feedforward sees. (default: 4)", valueName: "N"))
    var window: Int?

    @Option(help: "Layers, one above the other. (default: 1)")
    var layers: Int?

    @Option(help: "Units of each layer. (default: 256)")
    var hidden: Int?

    @Option(help: "The length of a word's vector, or one-hot. (default: 64 for up to 1,000 words, else 128)")
    var embedding: EmbeddingArgument?

    @Flag(help: "Share the weights of input and output.")
    var tied = false

    @Option(
        help:
            "full, or for large vocabularies adaptive: rarer words stand in clusters behind the frequent ones; as exact, and faster. With --tied each cluster's word vectors are shared. (default: full)"
    )
    var softmax: SoftmaxKind?

    @Option(
        help: ArgumentHelp(
            "The ranks by frequency at which clusters of rarer words begin. (default: 4000, of more than 25,000 words 4000,20000; of few a quarter)",
            valueName: "RANK,…"))
    var cutoffs: CutoffsArgument?

    @Option(help: "Carry the state from segment to segment, or reset it: carried or reset. (default: carried)")
    var state: NetworkArchitecture.StateRule?
}

/// How it is trained.
struct NetworkTrainingOptions: ParsableArguments {
    @Option(help: "sgd, adam, adamw, or asgd, whose weights are averaged in the end. (default: adam)")
    var optimizer: TrainingSettings.OptimizerKind?

    @Option(help: "The learning rate. (default: 0.002 for adam and adamw, 1 for sgd and asgd)")
    var learningRate: Double?

    @Option(
        help:
            "cosine, which falls to a tenth by the last epoch, plateau, which is halved when valid gets no better, decay, which falls after each epoch, or constant. (default: cosine; of asgd constant)"
    )
    var schedule: Schedule?

    @Option(help: "What plateau and decay multiply the rate by. (default: 0.5 for plateau, 0.8 for decay)")
    var decay: Double?

    @Option(help: "The epoch after which decay begins. (default: 1)")
    var decayFrom: Int?

    @Option(help: "Steps in which the rate rises from nothing. (default: 0)")
    var warmUp: Int?

    @Option(help: "Shorten gradients longer than this; 0 shortens none. (default: 1)")
    var clipNorm: Double?

    @Option(help: "Cut every element of the gradient to this size first; 0 cuts none. (default: 0)")
    var clipValue: Double?

    @Option(help: "Streams read side by side. (default: 32)")
    var batch: Int?

    @Option(help: "Steps that the gradient goes back. (default: 35)")
    var steps: Int?

    @Option(
        help:
            "sequential, with the state carried over, variable, the same in windows of random length about --steps, or random subsequences. (default: sequential)"
    )
    var sampling: TrainingSettings.Sampling?

    @Option(help: "The share of each layer's outputs dropped while training. (default: 0)")
    var dropout: Double?

    @Option(help: "The share of the embeddings dropped. (default: as --dropout)")
    var embeddingDropout: Double?

    @Option(help: "The share of the last layer's outputs dropped. (default: as --dropout)")
    var outputDropout: Double?

    @Flag(help: "Drop the same ones in all steps of a subsequence.")
    var variational = false

    @Option(help: "Momentum, of sgd and asgd. (default: 0)")
    var momentum: Double?

    @Option(
        help:
            "Decay of the weights: a term of the gradient, as the derivative of half their squares; with adamw they shrink by it times the rate. (default: 0; of adamw 0.01)"
    )
    var weightDecay: Double?

    @Option(
        help:
            "The epoch after which asgd averages. (default: the first no better on valid than the best was 5 epochs before)"
    )
    var averageFrom: Int?

    @Option(help: "Passes over train. (default: 10)")
    var epochs: Int?

    @Option(help: "Stop after so many epochs that were no better on valid. (default: never)")
    var patience: Int?

    @Option(help: "Stop after so much training, as 90s, 10m or 2h; the epoch at hand is cut short. (default: never)")
    var timeLimit: DurationArgument?

    @Option(help: "The same seed gives the same network.")
    var seed: UInt64 = 1

    @Flag(help: "Go on with a network whose training stopped or ended.")
    var resume = false

    @Option(help: ArgumentHelp("Write the learning curve as SVG.", valueName: "FILE"))
    var svg: String?

    enum Schedule: String, CaseIterable, ExpressibleByArgument { case cosine, plateau, decay, constant }

    func validate() throws {
        if decay != nil && schedule != .plateau && schedule != .decay {
            throw ValidationError("--decay is for --schedule plateau or decay; name one, or leave it out.")
        }
        if decayFrom != nil && schedule != .decay {
            throw ValidationError("--decay-from is for --schedule decay; name it, or leave it out.")
        }
    }
}

enum SoftmaxKind: String, CaseIterable, ExpressibleByArgument { case full, adaptive }

/// `4000,20000`
struct CutoffsArgument: ExpressibleByArgument {
    let ranks: [Int]

    init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.allSatisfy({ $0 != nil }) else { return nil }
        ranks = parts.compactMap { $0 }
    }
}

/// `one-hot` or a length.
struct EmbeddingArgument: ExpressibleByArgument {
    let size: Int?

    init?(argument: String) {
        if argument == "one-hot" {
            size = nil
        } else if let number = Int(argument) {
            size = number
        } else {
            return nil
        }
    }
}

/// Seconds, as `90`, `90s`, `10m` or `2h`.
struct DurationArgument: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
        let unit = argument.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? argument : String(argument.dropLast())), number > 0, number.isFinite
        else { return nil }
        seconds = number * (unit ?? 1)
    }
}

extension NetworkPreset: ExpressibleByArgument {}
extension NetworkArchitecture.Cell: ExpressibleByArgument {}
extension NetworkArchitecture.Activation: ExpressibleByArgument {}
extension NetworkArchitecture.StateRule: ExpressibleByArgument {}
extension TrainingSettings.OptimizerKind: ExpressibleByArgument {}
extension TrainingSettings.Sampling: ExpressibleByArgument {}

extension TrainCommand {
    /// The network asked for: the preset or the defaults, and what the options change in them.
    private func settings(vocabularySize: Int) -> (architecture: NetworkArchitecture, training: TrainingSettings) {
        var (architecture, settings) =
            network.preset?.network(vocabularySize: vocabularySize, cell: network.cell, seed: training.seed)
            ?? (
                NetworkArchitecture(
                    cell: network.cell ?? .elman, hidden: 256, embedding: vocabularySize <= 1000 ? 64 : 128),
                TrainingSettings(cosine: true, seed: training.seed)
            )
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
                network.cutoffs?.ranks ?? NetworkArchitecture.automaticCutoffs(vocabularySize: vocabularySize)
        } else if network.softmax == .full {
            architecture.cutoffs = nil
        }
        if let optimizer = training.optimizer, optimizer != settings.optimizer {
            settings.optimizer = optimizer
            settings.learningRate = optimizer.defaultLearningRate
            if optimizer == .adamw { settings.weightDecay = 0.01 }
            if optimizer == .asgd { settings.cosine = false }
        }
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
        if let epochs = training.epochs { settings.epochs = epochs }
        if let patience = training.patience { settings.patience = patience }
        return (architecture, settings)
    }

    func trainNetwork(on corpus: Corpus) throws {
        let limit = training.timeLimit?.seconds
        let networkTraining: NetworkTraining
        if training.resume {
            try refuseOtherSettings()
            networkTraining = try corpus.resumedTraining(
                ofModel: name, epochs: training.epochs, timeLimit: limit, threads: threads)
        } else {
            let vocabulary = try corpus.vocabulary(vocabulary.rule())
            let (architecture, settings) = settings(vocabularySize: vocabulary.size)
            networkTraining = try corpus.training(
                of: architecture, settings: settings, vocabulary: vocabulary,
                direction: reverse ? .backward : .forward, timeLimit: limit, threads: threads)
        }
        Console.note(networkTraining.summary)
        var report = EpochReport(name: name, format: output.format, svg: training.svg)
        let earlier = networkTraining.epochs
        earlier.forEach { report.add($0) }
        var progress = TrainingProgressLine()
        while let event = try networkTraining.next() {
            switch event {
            case .progress(let state): progress.update(state)
            case .note(let note):
                progress.finish()
                Console.note(note)
            case .epoch(let epoch):
                progress.finish()
                try corpus.save(networkTraining, named: name)
                report.add(epoch)
            }
        }
        if networkTraining.epochs.count == earlier.count {
            Console.note("'\(name)' has had its \(earlier.count) epochs; --epochs \(earlier.count * 2) trains on")
        }
        try report.finish(
            provenance: try corpus.provenance(
                rule: networkTraining.vocabulary.rule, seed: networkTraining.settings.seed))
    }

    /// Goes on with the same network: what would change it is an error, not ignored.
    private func refuseOtherSettings() throws {
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
            ("--patience", training.patience != nil), ("--min-count", vocabulary.minCount != nil),
            ("--vocabulary-size", vocabulary.vocabularySize != nil),
            ("--vocabulary", vocabulary.vocabularyFile != nil), ("--reverse", reverse),
        ]
        let refused = given.filter(\.1).map(\.0)
        guard refused.isEmpty else {
            throw CommandError(
                "--resume goes on with the settings '\(name)' was begun with, not with \(refused.joined(separator: ", "))",
                remedy: "Leave them out (--epochs and --time-limit may be given), or train anew by --replace.")
        }
    }
}

extension NetworkTraining {
    /// `elman, 256 units, embedding 64 · 93,123 parameters · …`
    fileprivate var summary: String {
        var parts = [architecture.cell.rawValue]
        if let window = architecture.window { parts[0] += " on \(window) events" }
        if [.elman, .feedforward].contains(architecture.cell), architecture.activation == .relu {
            parts[0] += " (relu)"
        }
        if architecture.layers > 1 { parts.append("\(architecture.layers) layers") }
        parts.append("\(NumberText.grouped(architecture.hidden)) units")
        parts.append(architecture.embedding.map { "embedding \($0)" } ?? "one-hot input")
        if architecture.tied { parts.append("tied") }
        if let cutoffs = architecture.cutoffs {
            parts.append("adaptive softmax from \(cutoffs.map(NumberText.grouped).joined(separator: " and "))")
        }
        if direction == .backward { parts.append("reversed") }
        return parts.joined(separator: ", ") + " · \(NumberText.grouped(parameterCount)) parameters · vocabulary "
            + "\(NumberText.grouped(vocabulary.size)) (\(vocabulary.rule)) · \(settings.optimizer.rawValue) "
            + "\(NumberText.rounded(settings.learningRate, significantDigits: 2))"
    }
}

/// The line that says how an epoch goes.
private struct TrainingProgressLine {
    private var isDrawn = false

    mutating func update(_ state: TrainingProgress) {
        isDrawn = true
        let left = Double(state.eventsInEpoch - state.events) / max(state.tokensPerSecond, 1)
        Console.redraw(
            "epoch \(state.epoch): \(state.events * 100 / max(1, state.eventsInEpoch)) % of "
                + "\(NumberText.grouped(state.eventsInEpoch)) events · "
                + "\(NumberText.grouped(Int(state.tokensPerSecond))) tokens/s · train perplexity "
                + "\(NumberText.rounded(state.trainPerplexity)) · \(ProgressLine.duration(left)) left")
    }

    mutating func finish() {
        if isDrawn { Console.redraw("") }
        isDrawn = false
    }
}
