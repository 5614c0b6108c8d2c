internal import ArgumentParser
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
