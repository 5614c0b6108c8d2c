internal import Foundation
public import Statistics
internal import Tokenization

/// Which differences between models are significant.
public struct Significance: Sendable {
    /// Of the models compared, in the order that `differences` count them by.
    public let names: [String]
    /// Of mean loss on test, in bits an event, first minus second, for each pair.
    public let differences: [PairedResampling.Difference]
    /// How many events a block that was resampled has; `nil` where blocks are segments.
    package let blockLength: Int?
    package let blocks: Int
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
    /// Segments are exchanged for one another where every model begins anew at each segment; where one carries its
    /// state along, or there are few segments, stretches of the text are, for neighbours depend on each other. Models
    /// that give an event probability zero have no finite loss and are left out. Models that read in different
    /// directions predict the same words only by whole segments, so stretches are then of such.
    ///
    /// A difference that single precision, in which models are saved, cannot carry is one of rounding, and no difference.
    /// - Parameter mixtures: compared too.
    public func significance(
        with mixtures: [ComparedMixture] = [], resamples: Int = 10_000, seed: UInt64, threads: Int = 1
    ) -> Significance {
        let carried = (models.map(\.contextScope) + mixtures.map(\.contextScope)).contains(.stream)
        let (blocks, length) = test.pieces(
            readAcross: carried, wholeSegments: Set(models.map(\.direction)).count > 1)
        let scores = models.map { ($0.name, $0.test) } + mixtures.map { ($0.name, $0.testLogProbabilities) }
        let finite = scores.filter { $0.1.allSatisfy { $0 > -.infinity } }
        let losses = finite.map { _, test in blocks.map { $0.reduce(0.0) { $0 - test[$1] } / M_LN2 } }
        return Significance(
            names: finite.map(\.0),
            differences: PairedResampling(losses: losses, events: blocks.map(\.count))
                .differences(resamples: resamples, seed: seed, threads: threads, rounding: Self.rounding),
            blockLength: length, blocks: blocks.count, resamples: resamples, seed: seed)
    }
}

extension EncodedText {
    /// Where each segment's events are, `</s>` included.
    var segments: [Range<Int>] {
        var segments: [Range<Int>] = []
        for (index, word) in words.enumerated() where word == Marker.segmentEnd {
            segments.append((segments.last?.upperBound ?? 0)..<(index + 1))
        }
        return segments
    }

    /// The stream cut in stretches of so many events, the last one shorter; those of whole segments are longer by what
    /// is left of the segment they end in.
    func stretches(of events: Int, wholeSegments: Bool = false) -> [Range<Int>] {
        guard wholeSegments else {
            return stride(from: 0, to: count, by: events).map { $0..<min($0 + events, count) }
        }
        var stretches: [Range<Int>] = []
        for segment in segments {
            if let last = stretches.last, last.count < events {
                stretches[stretches.count - 1] = last.lowerBound..<segment.upperBound
            } else {
                stretches.append(segment)
            }
        }
        return stretches
    }
}
