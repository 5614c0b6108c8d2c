internal import ArgumentParser
internal import Gramarye

/// How networks stand in a comparison.
struct ComparedNetworks: ParsableArguments {
    @Option(help: "The state of networks at the beginning of a segment: carried, reset, or both in rows of their own.")
    var state = States.both

    @Option(
        defaultAsFlag: DynamicRate(rate: nil),
        help: ArgumentHelp(
            "Add rows for networks that learn from the text while reading it, at this learning rate.",
            valueName: "RATE"))
    var dynamic: DynamicRate?

    @Option(help: "How to train a network if the database has none: see gram train --help. (default: tiny)")
    var preset: NetworkPreset?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Train each network from this many seeds in all, and show mean and spread; they are saved as NAME-seed-S.",
            valueName: "N"))
    var seeds: Int?

    @Option(parsing: .unconditional, help: "The seed of training and of resampling.")
    var seed: UInt64 = 1

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Stop each training after this long, such as 90s, 5m or 1h.", valueName: "T"))
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

    /// Says which options had nothing to do. Scripts give them every time, and the network of the first is there the next:
    /// that is no error.
    func noteUnused(isTrained: Bool, isByPreset: Bool) {
        let unused = [
            preset != nil && !isByPreset ? "--preset" : nil, timeLimit != nil && !isTrained ? "--time-limit" : nil,
        ].compactMap(\.self)
        if !unused.isEmpty {
            Console.note(
                "\(unused.joined(separator: " and ")) changed nothing: no network was trained by "
                    + (unused.count == 1 ? "it" : "them"))
        }
    }
}
