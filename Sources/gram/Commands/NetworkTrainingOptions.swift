public import ArgumentParser
public import Gramarye

/// How a network is trained.
struct NetworkTrainingOptions: ParsableArguments {
    @Option(help: "sgd, adam, adamw, or asgd, whose weights are averaged in the end. (default: adam)")
    var optimizer: TrainingSettings.OptimizerKind?

    @Option(parsing: .unconditional, help: "The learning rate. (default: 0.002 for adam and adamw, 1 for sgd and asgd)")
    var learningRate: Double?

    @Option(
        help:
            "cosine, which falls to a tenth by the last epoch, plateau, which is halved when valid gets no better, decay, which falls after each epoch, or constant. (default: cosine; of asgd constant)"
    )
    var schedule: ScheduleName?

    @Option(
        parsing: .unconditional,
        help: "What plateau and decay multiply the rate by. (default: 0.5 for plateau, 0.8 for decay)")
    var decay: Double?

    @Option(parsing: .unconditional, help: "The epoch after which decay begins. (default: 1)")
    var decayFrom: Int?

    @Option(parsing: .unconditional, help: "Steps in which the rate rises from nothing. (default: 0)")
    var warmUp: Int?

    @Option(parsing: .unconditional, help: "Shorten gradients longer than this; 0 shortens none. (default: 1)")
    var clipNorm: Double?

    @Option(
        parsing: .unconditional, help: "Cut every element of the gradient to this size first; 0 cuts none. (default: 0)"
    )
    var clipValue: Double?

    @Option(parsing: .unconditional, help: "Streams read side by side. (default: 32)")
    var batch: Int?

    @Option(parsing: .unconditional, help: "Steps that the gradient goes back. (default: 35)")
    var steps: Int?

    @Option(
        help:
            "sequential, with the state carried over, variable, the same in windows of random length about --steps, or random subsequences. (default: sequential)"
    )
    var sampling: TrainingSettings.Sampling?

    @Option(parsing: .unconditional, help: "The share of each layer's outputs dropped while training. (default: 0)")
    var dropout: Double?

    @Option(parsing: .unconditional, help: "The share of the embeddings dropped. (default: as --dropout)")
    var embeddingDropout: Double?

    @Option(parsing: .unconditional, help: "The share of the last layer's outputs dropped. (default: as --dropout)")
    var outputDropout: Double?

    @Flag(help: "Drop the same ones in all steps of a subsequence.")
    var variational = false

    @Option(parsing: .unconditional, help: "Momentum, of sgd and asgd. (default: 0)")
    var momentum: Double?

    @Option(
        parsing: .unconditional,
        help:
            "Decay of the weights: a term of the gradient, as the derivative of half their squares; with adamw they shrink by it times the rate. (default: 0; of adamw 0.01)"
    )
    var weightDecay: Double?

    @Option(
        parsing: .unconditional,
        help:
            "The epoch after which asgd averages. (default: the first no better on valid than the best was 5 epochs before)"
    )
    var averageFrom: Int?

    @Option(
        help:
            "single, or bf16: large products take their operands rounded to bfloat16, faster where the processor has AMX; weights and sums stay single. (default: single)"
    )
    var precision: TrainingSettings.Precision?

    @Option(parsing: .unconditional, help: "Passes over train. (default: 10)")
    var epochs: Int?

    @Option(parsing: .unconditional, help: "Stop after so many epochs that were no better on valid. (default: never)")
    var patience: Int?

    @Option(
        parsing: .unconditional,
        help: "Stop after so much training, as 90s, 10m or 2h; the epoch at hand is cut short. (default: never)")
    var timeLimit: TimeLimit?

    @Option(parsing: .unconditional, help: "The same seed gives the same network.")
    var seed: UInt64 = 1

    @Flag(help: "Go on with a network whose training stopped or ended.")
    var resume = false

    enum ScheduleName: String, CaseIterable, ExpressibleByArgument { case cosine, plateau, decay, constant }

    func validate() throws {
        if decay != nil && schedule != .plateau && schedule != .decay {
            throw ValidationError("--decay is for --schedule plateau or decay; name one, or leave it out.")
        }
        if decayFrom != nil && schedule != .decay {
            throw ValidationError("--decay-from is for --schedule decay; name it, or leave it out.")
        }
    }
}

extension NetworkTrainingOptions {
    private static var overrides: [Override<NetworkTrainingOptions, TrainingSettings>] {
        [
            .init("--optimizer", \.optimizer) { $1.use($0) },
            .init("--learning-rate", \.learningRate, \.learningRate),
            .init("--schedule", \.askedSchedule, \.schedule), .init("--decay", \.decay),
            .init("--decay-from", \.decayFrom), .init("--warm-up", \.warmUp, \.warmUp),
            .init("--clip-norm", \.clipNorm, \.clipNorm), .init("--clip-value", \.clipValue, \.clipValue),
            .init("--batch", \.batch, \.batch), .init("--steps", \.steps, \.steps),
            .init("--sampling", \.sampling, \.sampling),
            // In place of all three that a preset has.
            .init("--dropout", \.dropout) {
                ($1.dropout, $1.embeddingDropout, $1.outputDropout) = ($0, nil, nil)
            },
            .init("--embedding-dropout", \.embeddingDropout, \.embeddingDropout),
            .init("--output-dropout", \.outputDropout, \.outputDropout),
            .init("--variational", \.variational, \.variational), .init("--momentum", \.momentum, \.momentum),
            .init("--weight-decay", \.weightDecay, \.weightDecay),
            .init("--average-from", \.averageFrom, \.averageFrom), .init("--precision", \.precision, \.precision),
            .init("--patience", \.patience, \.patience),
        ]
    }

    private var askedSchedule: TrainingSettings.Schedule? {
        switch schedule {
        case .constant: .constant
        case .cosine: .cosine
        case .plateau: .plateau(factor: decay ?? 0.5)
        case .decay: .decay(factor: decay ?? 0.8, from: decayFrom ?? 1)
        case nil: nil
        }
    }

    /// The names of those that are given and make another training; `--epochs` makes it longer.
    var given: [String] { Override.given(of: Self.overrides, in: self) }

    /// Changes what is given.
    func change(_ settings: inout TrainingSettings) {
        Override.apply(Self.overrides, of: self, to: &settings)
        if let epochs { settings.epochs = epochs }
    }
}

extension TrainingSettings.OptimizerKind: ExpressibleByArgument {}
extension TrainingSettings.Sampling: ExpressibleByArgument {}
extension TrainingSettings.Precision: ExpressibleByArgument {}
