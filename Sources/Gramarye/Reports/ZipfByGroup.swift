internal import Reporting
internal import Statistics

/// Zipf's law in groups of documents: for each order a result for each group that has n-grams of it.
struct ZipfByGroup {
    let groups: CorpusGroups
    let results: [[(group: CorpusGroups.Group, result: ZipfResult)]]

    /// More curves are no longer told apart.
    private static let shownCurves = 8

    func report(_ options: ZipfAnalysis.Options, notes: [String], provenance: Provenance) -> Report {
        // The groups in their order, of each the orders in theirs.
        let found = results.enumerated().flatMap { order, found in found.map { (order: order, found: $0) } }
            .sorted { ($0.found.group.index, $0.order) < ($1.found.group.index, $1.order) }.map(\.found)
        var report = Report(
            "Zipf’s law", rows: ResultTable(groups, of: found.map { ($0.group, [$0.result].fits) }), blocks: [],
            provenance: provenance)
        report.notes = notes + found.flatMap { $0.result.notes(options) }
        report.blocks = [.table(shown(found), named: "zipf")]
        // The largest groups of the first order, in the order of all.
        let first = results.first ?? []
        let largest = first.sorted { $0.result.analysis.spectrum.tokens > $1.result.analysis.spectrum.tokens }
            .prefix(Self.shownCurves)
        let least = largest.last?.result.analysis.spectrum.tokens ?? 0
        let curves = first.filter { $0.result.analysis.spectrum.tokens >= least }.prefix(Self.shownCurves).map(\.result)
        if curves.count > 1 {
            for kind in [ZipfChart.rankFrequency, .textbook] {
                var chart = Chart.zipf(kind, curves, ranks: options.ranks)
                if curves.count < first.count { chart.note = "The \(curves.count) largest of \(first.count) groups." }
                report.blocks.append(
                    .chart(chart, named: kind.rawValue).only(kind == .rankFrequency ? .page : .chosen))
            }
        }
        return report
    }

    /// What people compare.
    private func shown(_ found: [(group: CorpusGroups.Group, result: ZipfResult)]) -> ResultTable {
        let columns = ["n-grams", "tokens", "types", "exponent", "std_error", "zipf_exponent", "verdict"]
        let column = groups.column(beside: columns)
        var table = ResultTable(columns: [column] + columns, names: [column])
        for (group, result) in found {
            let (analysis, verdict) = (result.analysis, result.verdict)
            table.append([
                group.shownCell, .text(result.order.map(ngramName) ?? ""), .integer(analysis.spectrum.tokens),
                .integer(analysis.spectrum.types), .of(analysis.line?.exponent), .of(analysis.line?.standardError),
                .of(verdict.exponent), .text(verdict.basis.rawValue),
            ])
        }
        return table
    }
}
