internal import Gramarye
internal import TestSupport
internal import Testing

/// What is counted in bounded memory and given away row by row is what is counted in memory.
@Suite struct FrequencyRowsTests {
    @Test(arguments: [1, 2, 3, 4, 6], ["all", "train", "a"]) func areThoseOfTheReport(order: Int, part: String) throws {
        let folder = try CorpusFolder()
        let corpus = try folder.corpus(
            train: text(of: randomLines(500, words: 40, seed: 1)), valid: text(of: randomLines(90, words: 50, seed: 2)))
        let stretch =
            switch part {
            case "all": CorpusPart.whole
            case "train": CorpusPart.splits([.train])
            default: CorpusPart.documents(try corpus.subcorpus(named: [corpus.store.namedDocuments()[0].name]))
            }
        for (minimum, limit) in [(1, nil), (3, nil), (1, 7), (1_000_000, nil)] as [(Int, Int?)] {
            var (filter, listing) = (FrequencyFilter(), FrequencyListing())
            (filter.minimum, listing.limit, listing.memory) = (minimum, limit, 0)
            let report = try corpus.frequenciesReport(orders: [order], of: stretch, filter: filter, listing: listing)
            var rows: [[Value]] = []
            let streamed = try corpus.frequencyRows(orders: [order], of: stretch, filter: filter, listing: listing) {
                rows += $0.rows
                #expect($0.columns == report.rows.columns)
            }
            #expect(rows == report.rows.rows)
            #expect(streamed.notes == report.notes)
        }
    }

    /// Counts from 256 on are kept elsewhere than smaller ones.
    @Test func frequentOnesStandFirst() throws {
        let folder = try CorpusFolder()
        let words = (0..<40).flatMap { [String](repeating: "w\($0)", count: 1 << ($0 % 10)) }
        let corpus = try folder.corpus(train: text(of: words.map { [$0, $0, "z"] }))
        for order in 1...3 {
            var listing = FrequencyListing()
            (listing.limit, listing.memory) = (nil, 0)
            var rows: [[Value]] = []
            _ = try corpus.frequencyRows(orders: [order], of: .whole, filter: FrequencyFilter(), listing: listing) {
                rows += $0.rows
            }
            #expect(rows == (try corpus.frequenciesReport(order: order, limit: nil).rows.rows))
        }
    }
}
