public import ArgumentParser
public import Gramarye

/// How a network is trained.
struct NetworkTrainingOptions: ParsableArguments {
    @Option(help: "sgd, adam, adamw, or asgd, which averages the weights in the end. (default: adam)")
    var optimizer: TrainingSettings.OptimizerKind?

    @Option(
        help:
            "How the learning rate changes: cosine falls to a tenth by the last epoch, plateau is halved when valid stops improving, decay falls after each epoch, constant stays. (default: cosine; for asgd constant)"
    )
    var schedule: ScheduleName?

    @Option(
        parsing: .unconditional,
        help: "The factor by which plateau and decay multiply the rate. (default: 0.5 for plateau, 0.8 for decay)")
    var decay: Double?

    @Option(parsing: .unconditional, help: "The epoch after which decay begins. (default: 1)")
    var decayFrom: Int?

    @Option(parsing: .unconditional, help: "The number of steps in which the rate rises from zero. (default: 0)")
    var warmUp: Int?

    @Option(parsing: .unconditional, help: "Scale down gradients whose norm exceeds this; 0 clips none. (default: 1)")
    var clipNorm: Double?

    @Option(
        parsing: .unconditional,
        help: "First clip every element of the gradient to this size; 0 clips none. (default: 0)"
    )
    var clipValue: Double?

    @Option(parsing: .unconditional, help: "The number of streams read in parallel. (default: 32)")
    var batch: Int?

    @Option(parsing: .unconditional, help: "The number of steps that the gradient is carried back. (default: 35)")
    var steps: Int?

    @Option(
        help:
            "sequential carries the state over, variable does so in windows of random length near --steps, random takes random subsequences. (default: sequential)"
    )
    var sampling: TrainingSettings.Sampling?

    @Option(parsing: .unconditional, help: "The share of the embeddings dropped. (default: that of --dropout)")
    var embeddingDropout: Double?

    @Option(
        parsing: .unconditional,
        help: "The share of the outputs of the last layer dropped. (default: that of --dropout)")
    var outputDropout: Double?

    @Flag(help: "Drop the same units in all steps of a subsequence.")
    var variational = false

    @Option(parsing: .unconditional, help: "The momentum of sgd and asgd. (default: 0)")
    var momentum: Double?

    @Option(
        parsing: .unconditional,
        help:
            "Weight decay: an L2 term in the gradient; with adamw, weights shrink by this times the learning rate. (default: 0; for adamw 0.01)"
    )
    var weightDecay: Double?

    @Option(
        parsing: .unconditional,
        help:
            "The epoch after which asgd averages. (default: the first that does not improve on the best of 5 or more epochs before)"
    )
    var averageFrom: Int?

    @Option(
        help:
            "single, or bf16, which rounds the operands of large products to bfloat16 and is faster on processors with AMX; weights and sums stay single. (default: single)"
    )
    var precision: TrainingSettings.Precision?

    @Option(parsing: .unconditional, help: "Stop after this many epochs without improvement on valid. (default: never)")
    var patience: Int?

    @Flag(help: "Let the gradient explode; else an epoch in which it does begins anew at half of the rate.")
    var noRecovery = false

    @Option(
        help: ArgumentHelp(
            "Write loss and gradient norm of every step as training goes: JSON Lines for .jsonl, else CSV.",
            valueName: "FILE"))
    var log: String?

    @Flag(help: "Show a text that the network writes after each epoch.")
    var samples = false

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

extension TrainingSettings.OptimizerKind: ExpressibleByArgument {}
extension TrainingSettings.Sampling: ExpressibleByArgument {}
extension TrainingSettings.Precision: ExpressibleByArgument {}
