internal import Foundation
internal import Gramarye
internal import Reporting
internal import TestSupport
internal import Testing

/// What tables have beside the counts agrees with these, however it was counted.
@Suite struct ListColumnTests {
    private func rows(_ report: Report) -> [[String: Value]] {
        report.rows.rows.map { Dictionary(uniqueKeysWithValues: zip(report.rows.columns, $0)) }
    }

    private func count(_ value: Value?) -> Int { if case .integer(let count)? = value { count } else { -1 } }
    private func spread(_ value: Value?) -> [Int] { if case .counts(let counts)? = value { counts } else { [] } }

    /// Counting the rows of a page alone gives what counting all n-grams gives, and the parts have all occurrences.
    @Test(arguments: 1...4, ["", "document", "author"]) func pagesEqualWholes(order: Int, key: String) throws {
        let folder = try CorpusFolder()
        let corpus = try folder.library(9, seed: UInt64(order))
        var listing = FrequencyListing()
        listing.columns = [.documents, .dispersion, .spread]
        listing.limit = 15
        var all = FrequencyFilter()
        // A word that there is not makes all n-grams be counted.
        all.excluded = ["no such word"]
        func report(_ filter: FrequencyFilter) throws -> Report {
            key.isEmpty
                ? try corpus.frequenciesReport(orders: [order], filter: filter, listing: listing)
                : try corpus.frequenciesReport(by: key, orders: [order], filter: filter, listing: listing)
        }
        let (page, whole) = (try report(FrequencyFilter()), try report(all))
        #expect(page.lines == whole.lines && !page.rows.rows.isEmpty)
        for row in rows(page) {
            #expect(spread(row["spread"]).count == 20)
            #expect(spread(row["spread"]).reduce(0, +) == count(row["count"]), "\(row)")
        }
    }

    @Test func spreadsOfQueriesHaveAllMatches() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.library(6, seed: 3)
        var listing = FrequencyListing()
        listing.columns = [.spread]
        let found = try corpus.frequenciesReport(of: ["w1*", "w0", "w0 w1", "nowhere"], listing: listing)
        #expect(found.rows.rows.count > 4)
        for row in rows(found) { #expect(spread(row["spread"]).reduce(0, +) == count(row["count"]), "\(row)") }
    }

    @Test func documentsHaveTheFiguresOfDiversity() throws {
        let folder = try CorpusFolder()
        let texts = (0..<4).map { number in
            (0..<number * 350).map { "w\($0 * $0 % 97)" }.joined(separator: " ") + " end\n"
        }
        for text in texts {
            let corpus = try folder.corpus(text, .whitespace, segments: .lines)
            let diversity = try corpus.diversity(ofDocument: nil)
            let row = try #require(rows(try corpus.metadataReport()).first)
            #expect(count(row["tokens"]) == diversity.tokens && count(row["types"]) == diversity.types)
            #expect(row["mattr"] == .of(diversity.movingAverageRatio))
        }
    }

    /// The offsets of a collocate have all its tokens near hits, and what is tied is near as many hits as that.
    @Test func positionsHaveAllCollocates() throws {
        let folder = try CorpusFolder()
        let corpus = try folder.library(12, seed: 8)
        let report = try corpus.collocationsReport(of: "w0", minimum: 1, limit: nil)
        #expect(report.charts.map(\.name) == ["collocations", "network", "positions"])
        for row in rows(report) {
            let positions = spread(row["positions"])
            #expect(positions.count == 10 && positions.reduce(0, +) == count(row["observed"]))
            #expect(positions.prefix(5).reduce(0, +) == count(row["left"]))
        }
    }
}
