internal import Basics
internal import Statistics

/// How often the verdict on samples of a population quotes an exponent, and how often its interval has the true one.
package struct VerdictSimulation: Sendable {
    package let population: Population
    /// The xmin that is asked for, if one is.
    package let minimum: Int?
    package let replicates: Int
    /// Quoted, as good and as no better than a rival.
    package private(set) var good = 0
    package private(set) var moderate = 0
    /// A power law is not rejected, but no exponent quoted.
    package private(set) var unquoted = 0
    /// Of those quoted, whose interval has the true exponent.
    package private(set) var covered = 0
    package private(set) var bases: [String: Int] = [:]

    package var quoted: Int { good + moderate }

    /// - Parameter samples: of each bootstrap.
    package init(
        _ population: Population, minimum: Int? = nil, replicates: Int, samples: Int, seed: UInt64, threads: Int
    ) {
        self.population = population
        self.minimum = minimum
        self.replicates = replicates
        let root = SeededGenerator(seed: seed)
        let verdicts = parallelMap(replicates, threads: threads) { index in
            var generator = root.fork(index)
            var options = ZipfAnalysis.Options()
            (options.samples, options.seed, options.threads) = (samples, generator.next(), 1)
            options.tailMinimum = minimum
            return ZipfVerdict(ZipfAnalysis(of: population.sample(&generator), options))
        }
        for verdict in verdicts {
            bases[verdict.basis.rawValue, default: 0] += 1
            if verdict.basis == .unquoted { unquoted += 1 }
            guard let interval = verdict.interval else { continue }
            if verdict.support == .good { good += 1 } else { moderate += 1 }
            if let truth = population.exponent, interval.contains(truth) { covered += 1 }
        }
    }

    package static let header =
        "| population | quoted, good | quoted, no better than a rival | not rejected, not quoted | covered of those quoted | bases |\n"
        + "|---|---:|---:|---:|---:|---|"

    package var row: String {
        let coverage = population.exponent == nil ? "–" : "\(covered) of \(quoted)"
        let list = bases.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let asked = minimum.map { ", xmin \($0) asked for" } ?? ""
        return "| \(population.name)\(asked) | \(good) | \(moderate) | \(unquoted) | \(coverage) | \(list) |"
    }
}
