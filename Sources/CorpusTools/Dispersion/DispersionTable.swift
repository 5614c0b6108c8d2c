internal import Basics
internal import Counting
package import Statistics

/// How evenly words are spread over the parts of a corpus.
package struct DispersionTable: Sendable {
    package struct Row: Sendable, Hashable {
        /// The row of the counts, or the number of the query.
        package let index: Int
        /// `nil` for what does not occur.
        package let dispersion: Dispersion?
        /// The average reduced frequency.
        package let arf: Double
        /// The DP expected by chance.
        package let expectedDP: Double?
    }

    package let sizes: PartSizes
    package let rows: [Row]

    /// All words that occur `minimum` times or more.
    ///
    /// - Parameters:
    ///   - source: the corpus.
    ///   - counts: of its words by part, those that are seldom left out.
    package init(of source: some TokenRunSource, _ counts: CountsByPart) throws {
        var byType = [Int](repeating: 0, count: Int(counts.ngrams.ids.last.map { $0 + 1 } ?? 0))
        for (id, count) in zip(counts.ngrams.ids, counts.ngrams.counts) { byType[Int(id)] = Int(count) }
        let arf = try averageReducedFrequencies(of: source, counts: byType)
        self.init(sizes: PartSizes(counts.sizes), count: counts.ngrams.count) { row in
            (counts.entries(of: row).map { (part: $0.part, count: $0.count) }, arf[Int(counts.ngrams.ids[row])])
        }
    }

    /// - Parameters:
    ///   - sizes: of the parts.
    ///   - count: of rows.
    ///   - row: the counts of a row that are not 0, with their parts, and its average reduced frequency.
    package init(
        sizes: PartSizes, count: Int,
        row: @Sendable (Int) -> (occurrences: [(part: Int, count: Int)], arf: Double)
    ) {
        self.sizes = sizes
        let measured = parallelMap((count + 1023) / 1024) { block in
            (block * 1024..<min(count, (block + 1) * 1024)).map { index in
                let (occurrences, arf) = row(index)
                return (index: index, dispersion: Dispersion(occurrences: occurrences, in: sizes), arf: arf)
            }
        }.flatMap(\.self)
        // Many words share a count.
        let frequencies = Set(measured.compactMap { $0.dispersion?.count }).sorted()
        let expected = Dictionary(
            uniqueKeysWithValues: zip(
                frequencies, parallelMap(frequencies.count) { sizes.expectedDP(ofCount: frequencies[$0]) }))
        rows = measured.map {
            Row(
                index: $0.index, dispersion: $0.dispersion, arf: $0.arf,
                expectedDP: $0.dispersion.flatMap { expected[$0.count] })
        }
    }
}
