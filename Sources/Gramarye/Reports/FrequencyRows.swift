package import Reporting
internal import Storage

extension Corpus {
    /// The n-grams of several lengths by frequency, given away in tables of some rows each, so that however many there are
    /// need not be held: what ``frequenciesReport(orders:of:filter:listing:)`` has as rows.
    ///
    /// - Parameters:
    ///   - orders: 1 or more each; words where it is empty.
    ///   - take: called with the next rows.
    /// - Precondition: no query, and no column or condition that is counted by document.
    package func frequencyRows(
        orders: [Int], of part: CorpusPart, filter: FrequencyFilter, listing: FrequencyListing,
        take: (ResultTable) throws -> Void
    ) throws -> Report {
        precondition(isStreamed(filter, listing), "rows that are counted by document are held")
        let tokens = try tokenCount(of: part)
        var shown = 0
        var total = 0
        var notes: [String] = []
        for order in orders.isEmpty ? [1] : orders {
            var list = FrequencyList(order: order, columns: [], rows: [], total: 0, tokens: tokens)
            let before = shown
            let found = try forEachRanked(
                listing.limit, order: order, of: part, minimum: filter.minimum, matching: filter.expression?.matcher,
                memory: listing.memory
            ) { row in
                list.rows.append(FrequencyList.Row(ranked: row))
                guard list.rows.count == 1 << 12 else { return }
                shown += list.rows.count
                try take(ResultTable([list]))
                list.rows = []
            }
            shown += list.rows.count
            total += found
            if !list.rows.isEmpty || shown == 0 { try take(ResultTable([list])) }
            // An empty table says nothing by itself.
            if shown == before { notes.append(list.answer(name: ngramName(order), filter: filter, listing: listing)) }
        }
        var report = Report(
            "N-grams by frequency", rows: ResultTable(columns: []), provenance: try provenance(of: part.documents))
        report.notes = notes
        return report.about(part.documents)
    }

    /// Whether rows can be given away as they are counted.
    package func isStreamed(_ filter: FrequencyFilter, _ listing: FrequencyListing) -> Bool {
        filter.query == nil && !filter.isCountedByDocument && !listing.needsAllCounts && listing.shown.isEmpty
    }

    /// How many tokens a part has.
    func tokenCount(of part: CorpusPart) throws -> Int {
        try storedTokens(in: part) ?? runs(of: part).runSizes().reduce(0, +)
    }
}
