public import ArgumentParser
public import Gramarye

/// What of a comparison is shown, and how mixtures are weighted.
struct ComparisonDisplay: ParsableArguments {
    @Option(
        help:
            "The mixtures to show: best (the best pair of each network, and all models together; JSON has every pair with a network), all (every pair, and all models together) or none."
    )
    var mixtures = ComparisonSettings.Mixtures.best

    @Option(
        help:
            "The weights of mixtures: global, or by-count, which depend on how often the two preceding words occur in train."
    )
    var weights = Weights.global

    @Flag(inversion: .prefixedNo, help: "Show where each model wins: by frequency, history and position.")
    var breakdowns = true

    enum Weights: String, CaseIterable, ExpressibleByArgument {
        case global
        case byCount = "by-count"
    }
}

extension ComparisonSettings.Mixtures: ExpressibleByArgument {}
