internal import Reporting
internal import Statistics

/// More curves are no longer told apart.
private let shownCurves = 8

extension [(group: CorpusGroups.Group, result: GrowthAnalysis)] {
    /// The growth of the vocabulary in groups of documents: all curves, and a line for each group.
    func growthReport(_ groups: CorpusGroups, notes: [String], provenance: Provenance) -> Report {
        var report = Report(
            "Vocabulary growth", rows: ResultTable(groups, of: map { ($0.group, $0.result.curveTable) }), blocks: [],
            provenance: provenance)
        report.notes = notes
        let columns = ["tokens", "types", "hapax_legomena", "heaps_h", "new_type_probability"]
        let column = groups.column(beside: columns)
        var table = ResultTable(columns: [column] + columns, names: [column])
        for (group, analysis) in self {
            table.append([
                group.shownCell, .integer(analysis.spectrum.tokens), .integer(analysis.spectrum.types),
                .integer(analysis.spectrum.hapaxLegomena), .of(analysis.heaps?.exponent),
                .of(analysis.newTypeProbability.value),
            ])
        }
        report.blocks = [.table(table, named: "growth-summary")]
        if count > 1 { report.blocks.append(.chart(chart, named: "growth")) }
        return report
    }

    private var chart: Chart {
        let largest = sorted { $0.result.spectrum.tokens > $1.result.spectrum.tokens }.prefix(shownCurves)
        let least = largest.last?.result.spectrum.tokens ?? 0
        var chart = Chart(
            title: "Types by tokens", horizontal: Chart.Axis("text length N (tokens)", .logarithmic),
            vertical: Chart.Axis("vocabulary V (types)", .logarithmic),
            series: filter { $0.result.spectrum.tokens >= least }.prefix(shownCurves).map { group, analysis in
                Chart.Series(
                    group.label, .points,
                    analysis.growth.points.map { Chart.Point(Double($0.tokens), Double($0.types)) })
            })
        if count > shownCurves { chart.note = "The \(shownCurves) largest of \(count) groups." }
        return chart
    }
}
