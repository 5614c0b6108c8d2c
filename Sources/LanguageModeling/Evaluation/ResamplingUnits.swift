internal import Statistics
internal import Tokenization

/// The pieces of a text that are drawn anew as wholes, for intervals and tests.
///
/// Words repeat from segment to segment whatever the model, so that losses of neighbours depend on each other and single
/// segments are never units. Documents are, where there are twenty or more. Else stretches are (blocks that do not overlap:
/// Carlstein 1986, Annals of Statistics 14), which grow by doubling until the standard error of what is estimated grows no
/// more: an error that blocks hide is one of dependence between them (the calibration of Künsch 1989, Annals of Statistics
/// 17, section 4, by the error itself).
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
    package static let fewest = 20
    /// An error that grows by less than this with longer stretches counts as stable.
    private static let tolerance = 0.05

    /// - Parameters:
    ///   - text: the events.
    ///   - series: what is estimated, as a loss or a difference of losses for each event, one or more.
    ///   - wholeSegments: whether stretches are of whole segments.
    init(of text: EncodedText, series: [[Double]], wholeSegments: Bool = false) {
        if text.documentStarts.count >= Self.fewest {
            kind = .document
            ranges = zip(text.documentStarts, text.documentStarts.dropFirst() + [text.count]).map { $0..<$1 }
                .filter { !$0.isEmpty }
            return
        }
        kind = .stretch
        let shortest = text.stretches(of: max(1, text.count / (64 * Self.fewest)), wholeSegments: wholeSegments)
        var levels = [shortest]
        while let last = levels.last, last.count >= 2 * Self.fewest { levels.append(last.joinedInPairs) }
        ranges = levels[series.map { Self.stableLevel(of: $0, levels) }.max() ?? 0]
    }

    /// The first level after which no standard error is larger.
    private static func stableLevel(of series: [Double], _ levels: [[Range<Int>]]) -> Int {
        let errors = levels.map { ratioEstimate(of: series, by: $0).standardError }
        return errors.indices.first { level in
            errors[(level + 1)...].allSatisfy { $0 <= errors[level] * (1 + tolerance) }
        } ?? 0
    }

    /// The mean of a series by event and its standard error, units taken as a sample: a ratio of sums over units, whose
    /// variance is that of their residuals (Cochran 1977, 2.46). The error of one unit is 0.
    static func ratioEstimate(of series: [Double], by units: [Range<Int>]) -> (mean: Double, standardError: Double) {
        let events = units.reduce(0.0) { $0 + Double($1.count) }
        let sums = units.map { $0.reduce(0.0) { $0 + series[$1] } }
        let mean = sums.reduce(0, +) / events
        guard units.count > 1 else { return (mean, 0) }
        let squares = zip(sums, units).reduce(0.0) { total, unit in
            let residual = unit.0 - mean * Double(unit.1.count)
            return total + residual * residual
        }
        let count = Double(units.count)
        return (mean, (count / (count - 1) * squares).squareRoot() / events)
    }
}

extension [Range<Int>] {
    /// Each two neighbours as one; a last one without a neighbour joins the pair before it.
    fileprivate var joinedInPairs: [Range<Int>] {
        (0..<count / 2).map { pair in
            let isLast = pair == count / 2 - 1
            return self[2 * pair].lowerBound..<self[isLast ? count - 1 : 2 * pair + 1].upperBound
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
