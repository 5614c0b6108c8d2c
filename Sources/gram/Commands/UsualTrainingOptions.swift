public import ArgumentParser
internal import Gramarye

/// What of a network and its training is chosen most often.
struct UsualTrainingOptions: ParsableArguments {
    @Option(
        help:
            "A ready-made network, tiny, small or medium, whose training follows from the size of the text; other options change it."
    )
    var preset: NetworkPreset?

    @Option(help: "elman, gru, lstm, or feedforward, which has no state. (default: elman, or that of the preset)")
    var cell: NetworkArchitecture.Cell?

    @Option(parsing: .unconditional, help: "The number of stacked layers. (default: 1)")
    var layers: Int?

    @Option(parsing: .unconditional, help: "The number of units in each layer. (default: 256)")
    var hidden: Int?

    @Option(parsing: .unconditional, help: "The share of the outputs of each layer dropped in training. (default: 0)")
    var dropout: Double?

    @Option(parsing: .unconditional, help: "The learning rate. (default: 0.002 for adam and adamw, 1 for sgd and asgd)")
    var learningRate: Double?

    @Option(parsing: .unconditional, help: "Passes over train. (default: 10)")
    var epochs: Int?

    @Option(
        parsing: .unconditional,
        help: "Stop after this much training, such as 90s, 10m or 2h, even within an epoch. (default: never)")
    var timeLimit: TimeLimit?

    @Option(parsing: .unconditional, help: "The same seed gives the same network. (default: 1)")
    var seed: UInt64?

    @Flag(help: "Continue the training of a network.")
    var resume = false
}

extension UsualTrainingOptions {
    private static var ofNetwork: [OptionOverride<UsualTrainingOptions, NetworkArchitecture>] {
        [
            .init("--preset", \.preset), .init("--cell", \.cell), .init("--layers", \.layers, \.layers),
            .init("--hidden", \.hidden, \.hidden),
        ]
    }

    private static var ofTraining: [OptionOverride<UsualTrainingOptions, TrainingSettings>] {
        [
            .init("--learning-rate", \.learningRate, \.learningRate),
            // In place of all three that a preset has.
            .init("--dropout", \.dropout) {
                ($1.dropout, $1.embeddingDropout, $1.outputDropout) = ($0, nil, nil)
            },
            .init("--seed", \.seed, \.seed),
        ]
    }

    /// The names of those that are given and make another network or another training; `--epochs` makes it longer.
    var given: [String] {
        OptionOverride.given(of: Self.ofNetwork, in: self) + OptionOverride.given(of: Self.ofTraining, in: self)
    }

    /// Changes what is given.
    func change(_ architecture: inout NetworkArchitecture) {
        OptionOverride.apply(Self.ofNetwork, of: self, to: &architecture)
    }

    /// Changes what is given.
    func change(_ settings: inout TrainingSettings) {
        OptionOverride.apply(Self.ofTraining, of: self, to: &settings)
        if let epochs { settings.epochs = epochs }
    }
}

extension NetworkPreset: ExpressibleByArgument {}
extension NetworkArchitecture.Cell: ExpressibleByArgument {}
