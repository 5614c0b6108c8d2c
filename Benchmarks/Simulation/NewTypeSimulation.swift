internal import Basics
internal import Statistics

/// How often the interval of the probability of a new type has the probability that all types not seen have together.
package struct NewTypeSimulation: Sendable {
    package let population: Population
    package let tokens: Int
    package let replicates: Int
    package private(set) var covered = 0

    /// - Parameter population: of Zipf and Mandelbrot.
    package init(_ population: Population, tokens: Int, replicates: Int, seed: UInt64, threads: Int) {
        self.population = population
        self.tokens = tokens
        self.replicates = replicates
        let root = SeededGenerator(seed: seed)
        let probabilities = population.probabilities
        covered = parallelMap(replicates, threads: threads) { index in
            var generator = root.fork(index)
            let counts = Population.counts(tokens, probabilities, &generator)
            let unseen = zip(probabilities, counts).reduce(0) { $1.1 == 0 ? $0 + $1.0 : $0 }
            // The order does not matter to the estimate.
            let text = counts.enumerated().flatMap { [UInt32](repeating: UInt32($0), count: $1) }
            let analysis = GrowthAnalysis(
                of: text, typeCount: counts.count, points: 2, multiples: [], blocks: tokens, threads: 1)
            return analysis.newTypeProbability.interval.contains(unseen)
        }.count { $0 }
    }

    package static let header = "| population | tokens | covered |\n|---|---:|---:|"

    package var row: String { "| \(population.name) | \(tokens) | \(covered) of \(replicates) |" }
}
