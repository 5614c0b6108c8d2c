/// The consecutive ranks that types of one frequency share.
public struct RankRun: Sendable, Equatable {
    /// The mean frequency of the types at these ranks.
    public let frequency: Double
    public let ranks: ClosedRange<Int>

    package var count: Int { ranks.count }

    package init(frequency: Double, ranks: ClosedRange<Int>) {
        self.frequency = frequency
        self.ranks = ranks
    }
}

/// Frequency by rank. Rank 1 is the most frequent type; types of equal frequency stand at consecutive ranks in some order,
/// and are kept as one run.
public struct RankFrequency: Sendable, Equatable {
    /// In order of rank, without gaps, from rank 1.
    public let runs: [RankRun]
    /// The last rank.
    public var types: Int { runs.last?.ranks.upperBound ?? 0 }

    init(runs: [RankRun]) { self.runs = runs }

    /// A run for each frequency of the spectrum.
    public init(_ spectrum: FrequencySpectrum) {
        var rank = 1
        runs = spectrum.entries.reversed().map { entry in
            defer { rank += entry.types }
            return RankRun(frequency: Double(entry.frequency), ranks: rank...(rank + entry.types - 1))
        }
    }

    /// The runs cut to ranks `range`; none where they do not meet.
    package func runs(in range: ClosedRange<Int>) -> [RankRun] {
        runs.compactMap { run in
            guard run.ranks.overlaps(range) else { return nil }
            return RankRun(frequency: run.frequency, ranks: run.ranks.clamped(to: range))
        }
    }
}
