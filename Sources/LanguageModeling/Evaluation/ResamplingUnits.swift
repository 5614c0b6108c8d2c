internal import Basics
internal import Statistics
internal import Tokenization

/// The pieces of a text that are drawn anew as wholes, for intervals and tests.
///
/// Words repeat from segment to segment whatever the model, so that losses of neighbours depend on each other and single
/// segments are never units. Documents are, where there are twenty or more. Else stretches are (blocks that do not overlap:
/// Carlstein 1986, Annals of Statistics 14), which grow by doubling until the standard error of what is estimated grows no
/// more: an error that blocks hide is one of dependence between them (the calibration of Künsch 1989, Annals of Statistics
/// 17, section 4, by the error itself). A text of fewer than some fifty topics has too few for that: its errors come out too
/// small whatever the length of the stretches (`Benchmarks/2026-11-29-inference.md`).
public struct ResamplingUnits: Sendable, Equatable {
    /// What a unit is.
    public enum Kind: String, Sendable { case document, stretch }

    public let kind: Kind
    /// Where the events of each are.
    package let ranges: [Range<Int>]

    public var count: Int { ranges.count }
    /// The mean.
    public var eventsPerUnit: Double { ranges.isEmpty ? 0 : Double(ranges.reduce(0) { $0 + $1.count }) / Double(count) }

    /// With fewer units a standard error is itself too uncertain.
    package static let fewest = PairedResampling.fewestBlocks
    /// An error that grows by less than this with longer stretches counts as stable.
    private static let tolerance = 0.05

    /// - Parameters:
    ///   - text: the events.
    ///   - losses: of one system, or of several, whose differences are estimated: a loss for each event.
    ///   - wholeSegments: whether stretches are of whole segments.
    ///   - threads: at most this many add up.
    init(of text: EncodedText, losses: [[Double]], wholeSegments: Bool = false, threads: Int = 1) {
        if text.documentStarts.count >= Self.fewest {
            kind = .document
            ranges = zip(text.documentStarts, text.documentStarts.dropFirst() + [text.count]).map { $0..<$1 }
                .filter { !$0.isEmpty }
            return
        }
        kind = .stretch
        let shortest = text.stretches(of: max(1, text.count / (64 * Self.fewest)), wholeSegments: wholeSegments)
        var levels = [shortest]
        while let last = levels.last, last.count >= 2 * Self.fewest {
            levels.append(last.joinedInPairs { $0.lowerBound..<$1.upperBound })
        }
        let sums = losses.map { Self.sums(of: $0, by: shortest, threads: threads) }
        let series =
            sums.count == 1
            ? sums
            : sums.indices.flatMap { first in
                sums.dropFirst(first + 1).map { second in zip(sums[first], second).map { $0 - $1 } }
            }
        let counts = levels.map { $0.map { Double($0.count) } }
        ranges = levels[series.map { Self.stableLevel(of: $0, counts) }.max() ?? 0]
    }

    /// The first level after which no standard error is larger.
    ///
    /// - Parameter sums: by the shortest units.
    private static func stableLevel(of sums: [Double], _ counts: [[Double]]) -> Int {
        var sums = sums
        let errors = counts.map { counts in
            defer { sums = sums.joinedInPairs(+) }
            return RatioEstimate(ofSums: sums, events: counts).standardError
        }
        return errors.indices.first { level in
            errors[(level + 1)...].allSatisfy { $0 <= errors[level] * (1 + tolerance) }
        } ?? 0
    }

    static func sums(of series: [Double], by units: [Range<Int>], threads: Int = 1) -> [Double] {
        let pieces = Basics.ranges(ofLength: 32, upTo: units.count)
        return parallelArray(pieces, threads: threads) { index in
            units[pieces[index]].map { $0.reduce(0.0) { $0 + series[$1] } }
        }
    }
}

extension EncodedText {
    /// Where each segment's events are, `</s>` included.
    private var segments: [Range<Int>] {
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
