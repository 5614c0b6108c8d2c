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
            seed: settings.seed)
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
        let (hidden, layers, words) = (Double(architecture.hidden), Double(architecture.layers), Double(vocabularySize))
        let gates = Double(architecture.gateCount) * hidden
        let width = architecture.embedding.map { Double($0) }
        let recurrent = (width ?? 0) * gates + (layers - 1) * hidden * gates + layers * (hidden + 1) * gates
        let output = words * (hidden + 1)
        let table = architecture.tied ? 0 : words * (width ?? gates)
        // The weights, the best ones, those to go back to, their gradient, their transposes, the optimizer's averages.
        let copies = 5.0 + (optimizer == .adam || optimizer == .adamw ? 2 : 1)
        let activations = Double(sizes.batch) * Double(sizes.steps) * layers * (2 * gates + 4 * hidden)
        // Each shard has a gradient of its own, and every layer its odds and ends.
        bytes = 4 * (copies * (recurrent + output + table) + 3 * recurrent + activations) + layers * 1e5
    }

    /// - Throws: `NetworkError.tooLarge` if the machine has less.
    func check(available: Double = Double(ProcessInfo.processInfo.physicalMemory)) throws(NetworkError) {
        guard bytes <= available else { throw .tooLarge(bytes: bytes, available: available) }
    }
}
