public import ArgumentParser
public import Gramarye

/// What of a comparison is shown, and how mixtures are weighted.
struct ComparisonDisplay: ParsableArguments {
    @Option(
        help:
            "The mixtures to show: one (of all models together; JSON has every pair with a network, too), all (every pair, too) or none."
    )
    var mixtures = ComparisonSettings.Mixtures.one

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
