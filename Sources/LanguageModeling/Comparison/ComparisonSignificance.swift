internal import Foundation
public import Statistics
internal import Tokenization

/// Which differences between models are significant.
public struct Significance: Sendable {
    /// Of the models compared, in the order that `differences` count them by.
    public let names: [String]
    /// Of mean loss on test, in bits an event, first minus second, for each pair.
    public let differences: [PairedResampling.Difference]
    /// What was resampled.
    public let units: ResamplingUnits
    /// Models with a network of which no replica from another seed was judged.
    package let withoutSeeds: [String]
    public let resamples: Int
    public let seed: UInt64

    /// The smallest p-value that this many resamples can give a pair, after the correction for all pairs. If it exceeds
    /// the level, no difference can be found significant.
    package var smallestPValue: Double { min(1, Double(differences.count) / Double(resamples + 1)) }

    /// The difference of two models, the first minus the second, if both were compared.
    public func difference(of first: String, from second: String) -> PairedResampling.Difference? {
        for found in differences {
            if (names[found.first], names[found.second]) == (first, second) { return found }
            if (names[found.first], names[found.second]) == (second, first) { return found.reversed }
        }
        return nil
    }
}

extension Comparison {
    /// The share of a loss that is rounding: the distance of two neighbours in single precision.
    private static let rounding = Double(Float.ulpOfOne)

    /// The paired differences of models' mean loss on test, in bits an event.
    ///
    /// ``ResamplingUnits`` are exchanged for one another. Models that give an event probability zero have no finite loss and
    /// are left out. Models that read in different directions predict the same words only by whole segments, so stretches
    /// are then of such.
    ///
    /// A difference that single precision, in which models are saved, cannot carry is one of rounding, and no difference.
    /// - Parameters:
    ///   - mixtures: compared too.
    ///   - losses: by the name of a model with a network, its mean loss in bits an event after training from each of several
    ///     seeds, in the same order for all: what the seed changes in a difference is then part of it.
    public func significance(
        with mixtures: [ComparedMixture] = [], acrossSeeds losses: [String: [Double]] = [:], resamples: Int = 10_000,
        seed: UInt64, threads: Int = 1
    ) -> Significance {
        let scores = models.map { ($0.name, $0.test) } + mixtures.map { ($0.name, $0.testLogProbabilities) }
        let finite = scores.filter { $0.1.allSatisfy { $0 > -.infinity } }
        let units = ResamplingUnits(
            of: test, losses: finite.map(\.1), wholeSegments: Set(models.map(\.direction)).count > 1)
        let sums = finite.map { _, test in units.ranges.map { $0.reduce(0.0) { $0 - test[$1] } / M_LN2 } }
        let networks = Set(
            models.filter(\.includesNetwork).map(\.name)
                + mixtures.filter { $0.parts.contains(where: \.includesNetwork) }.map(\.name))
        let seeds = finite.map { name, _ -> PairedResampling.SeedLosses in
            guard networks.contains(name) else { return .none }
            return losses[name].flatMap { $0.allSatisfy(\.isFinite) ? .known($0) : nil } ?? .unknown
        }
        return Significance(
            names: finite.map(\.0),
            differences: PairedResampling(
                losses: sums, events: units.ranges.map(\.count), areNeighbours: units.kind == .stretch, seeds: seeds
            ).differences(resamples: resamples, seed: seed, threads: threads, rounding: Self.rounding),
            units: units,
            withoutSeeds: zip(finite, seeds).compactMap { if case .unknown = $1 { $0.0 } else { nil } },
            resamples: resamples, seed: seed)
    }
}
