internal import Basics
internal import Foundation
internal import LinearAlgebra

extension GradientPass.Sizes {
    /// No larger than a text of so many events can fill.
    package init(_ settings: TrainingSettings, events: Int) {
        let rows: Int
        let steps: Int
        switch settings.sampling {
        case .sequential, .variable:
            rows = min(settings.batch, events)
            let longest =
                settings.sampling == .variable ? Partition.longestVariable(min(settings.steps, events)) : settings.steps
            steps = min(longest, max(1, events / rows))
        case .random:
            steps = min(settings.steps, events)
            rows = min(settings.batch, max(1, events / steps))
        }
        self.init(
            batch: rows, steps: steps, dropout: settings.dropoutRates, variational: settings.variational,
            seed: settings.seed, precision: settings.precision.ofProducts)
    }
}

/// What a training is going to hold in memory, so that one beyond the machine's is refused before it begins.
struct NetworkMemory {
    /// In floating point, which no size a user may type overflows.
    let bytes: Double

    /// - Complexity: O(1), whatever the sizes.
    init(
        _ architecture: NetworkArchitecture, _ sizes: GradientPass<Float>.Sizes,
        _ optimizer: TrainingSettings.OptimizerKind, vocabularySize: Int
    ) {
        // The weights, the best ones, those to go back to, their gradient, their transposes; the optimizer's averages,
        // twice, for they are gone back to as well. What saving takes for a moment is not counted.
        let copies = 5.0 + (optimizer == .sgd ? 2 : 4)
        let (hidden, layers) = (Double(architecture.hidden), Double(architecture.layers))
        let gates = Double(architecture.cell.gateCount) * hidden
        let activations = Double(sizes.batch) * Double(sizes.steps) * layers * (2 * gates + 4 * hidden)
        // Every layer has its odds and ends.
        bytes =
            4 * (copies * Self.parameterCount(architecture, vocabularySize: vocabularySize) + activations)
            + layers * 1e5
    }

    /// How many weights a network has, about.
    static func parameterCount(_ architecture: NetworkArchitecture, vocabularySize: Int) -> Double {
        let (hidden, layers, words) = (Double(architecture.hidden), Double(architecture.layers), Double(vocabularySize))
        let gates = Double(architecture.cell.gateCount) * hidden
        let width = architecture.embedding.map { Double($0) }
        let inputs = Double(architecture.inputsPerStep)
        let recurrent = (width ?? 0) * inputs * gates + (layers - 1) * hidden * gates + layers * (hidden + 1) * gates
        let table = architecture.tied ? 0 : words * (width ?? gates * inputs)
        // The head of an adaptive softmax, and its tails, each on a quarter of the width of the one before.
        let bounds = (architecture.cutoffs ?? []).map { Double($0) } + [words]
        var output = bounds[0] * (hidden + 1)
        var tail = hidden
        for (first, end) in zip(bounds, bounds.dropFirst()) {
            tail /= 4
            output += (end - first) * (tail + 1) + 2 * hidden * tail
        }
        return recurrent + output + table
    }

    /// What the machine has; where addresses are limited, half of them, for code and libraries take some.
    private static let available = min(
        Double(ProcessInfo.processInfo.physicalMemory), Double(addressSpaceLimit) / 2)

    /// - Throws: `NetworkError.tooLarge` if the machine has less.
    func check(available: Double = Self.available) throws(NetworkError) {
        guard bytes <= available else { throw .tooLarge(bytes: bytes, available: available) }
    }
}
