internal import ArgumentParser
internal import Gramarye

/// Texts that are each wholly of one split.
struct WholeSplitOptions: ParsableArguments {
    @Option(parsing: .upToNextOption, help: "Texts for training.")
    var train: [String] = []

    @Option(parsing: .upToNextOption, help: "Texts for choosing settings.")
    var valid: [String] = []

    @Option(parsing: .upToNextOption, help: "Held-out texts for evaluation.")
    var test: [String] = []

    var inputs: [(path: String, split: Split)] {
        train.map { ($0, .train) } + valid.map { ($0, .valid) } + test.map { ($0, .test) }
    }
}
