internal import Basics
internal import Foundation

/// Whether intervals and tests hold what they say, on samples of populations that are known.
///
///     Simulation [REPLICATES] [THREADS] [WORDS]
///
/// Prints tables in Markdown, of populations and texts whose names have the words. With 400 replicates, the usual number, on
/// one core it takes some twenty minutes.
@main
enum Simulation {
    static func main() {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let replicates = numbers.first ?? 400
        let threads = numbers.dropFirst().first ?? availableThreads
        let words = CommandLine.arguments.dropFirst(3).joined(separator: " ")
        func isWanted(_ name: String) -> Bool { words.isEmpty || name.contains(words) }
        let start = ContinuousClock.now
        say("\(replicates) replicates; bootstraps of 199 samples each; seed 1.\n")
        say(VerdictSimulation.header)
        for (population, minimum) in populations.map({ ($0, nil) }) + asked.map({ ($0.0, $0.1) })
        where isWanted(population.name) {
            say(
                VerdictSimulation(
                    population, minimum: minimum, replicates: replicates, samples: 199, seed: 1, threads: threads
                ).row)
        }
        say("\nThe comparison of two equal models, \(2 * replicates) replicates, 999 resamples; seed 2.\n")
        say(ComparisonSimulation.header)
        for text in texts where isWanted(text.name) {
            say(ComparisonSimulation(text, replicates: 2 * replicates, seed: 2, threads: threads).row)
        }
        say("\nThe probability of a new type under random sampling; seed 3.\n")
        say(NewTypeSimulation.header)
        for tokens in [2_000, 20_000] {
            let population = Population.zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: tokens)
            guard isWanted(population.name) else { continue }
            say(NewTypeSimulation(population, tokens: tokens, replicates: replicates, seed: 3, threads: threads).row)
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        say("\n\(Int(seconds)) s on \(threads) thread\(threads == 1 ? "" : "s").")
    }

    /// A line at once, for the whole takes long.
    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    private static let populations: [Population] = [
        .zeta(2.2, types: 500), .zeta(2.2, types: 1_500), .zeta(2.2, types: 5_000), .zeta(1.9, types: 1_500),
        .wholeRange(2, types: 1_000), .wholeRange(2, types: 5_000), .wholeRange(1.7, types: 3_000),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 500),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 1_200),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 3_000),
        .zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 3_000),
        .zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 15_000),
        .zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 20_000),
        .zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 200_000),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 10_000),
        .zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 50_000),
        .zipfMandelbrot(a: 1.3, b: 5, ranks: 50_000, tokens: 50_000),
        .geometric(0.05, types: 1_500), .lognormal(1, 1.5, types: 1_500), .lognormal(0, 2, types: 1_500),
        .lognormal(0, 1, types: 1_500), .lognormal(-3, 3, types: 3_000),
    ]

    /// With an xmin that was asked for.
    private static let asked: [(Population, Int)] = [
        (.zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 2_000), 4),
        (.zipfMandelbrot(a: 1.1, b: 2.7, ranks: 100_000, tokens: 10_000), 1),
        (.zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 30_000), 1),
        (.zipfMandelbrot(a: 1, b: 0, ranks: 20_000, tokens: 30_000), 4),
        (.zeta(2.2, types: 5_000), 3),
    ]

    private static let texts: [ComparisonSimulation.Text] = [
        .documents(25, meanLength: 1_000), .documents(100, meanLength: 500), .documents(500, meanLength: 100),
        .long(events: 5_000, meanTopic: 20), .long(events: 50_000, meanTopic: 50),
        .long(events: 50_000, meanTopic: 300), .long(events: 5_000, meanTopic: 100),
        .long(events: 50_000, meanTopic: 1_000), .long(events: 50_000, meanTopic: 2_000),
        .long(events: 5_000, meanTopic: 300),
    ]
}
