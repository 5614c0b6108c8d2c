public import CorpusTools
public import Reporting

extension Corpus {
    /// The bigrams or trigrams whose words are tied most strongly to each other: a row for each; chart `collocations`.
    ///
    /// - Parameters:
    ///   - order: 2 or 3.
    ///   - minimum: how often an n-gram must occur.
    ///   - measure: by which they are sorted.
    ///   - part: of the corpus.
    ///   - limit: how many rows; all where `nil`.
    public func adjacentReport(
        order: Int = 2, minimum: Int = 5, by measure: AssociationMeasure = .logDice, in part: CorpusPart = .whole,
        limit: Int? = 20
    ) throws -> Report {
        let (ngrams, total, windows) = try adjacentCollocations(
            order: order, minimum: minimum, by: measure, in: part, limit: limit)
        let provenance = try provenance(of: part.documents)
        var table = ResultTable(
            columns: ["ngram", "observed", "expected", "counts"] + AssociationMeasure.tied.map(\.rawValue))
        for ngram in ngrams {
            table.append(
                [
                    .of(ngram.ngram), .integer(ngram.count), .of(ngram.expected),
                    .list(ngram.places.map { .integer($0) }),
                ] + AssociationMeasure.tied.map { .of(ngram.value(by: $0)) })
        }
        table.total = total
        let name = ngramName(order)
        var report = Report("The most strongly tied \(name)", rows: table, blocks: [], provenance: provenance)
        report.blocks = table.blocks(columns: ["ngram", "observed", "expected"], sortedBy: measure)
        if let chart = Chart.association(
            ngrams.map { (Chart.spelled($0.ngram), $0.value(by: measure), $0.value(by:)) }, by: measure)
        {
            report.blocks.insert(Report.Block.chart(chart, named: "collocations").only(.page), at: 0)
        }
        report.further = [.init("ngrams", .integer(windows))]
        report.answer =
            ngrams.first.map { first in
                let value = first.value(by: measure).map {
                    ", \(NumberText.rounded($0, significantDigits: 4)) by \(measure.name)"
                }
                return
                    "Of \(NumberText.grouped(total)) \(name) seen \(NumberText.counted(minimum, "time")) or more the words of "
                    + "“\(Chart.spelled(first.ngram))” are tied most strongly\(value ?? ""): they stand together "
                    + "\(NumberText.counted(first.count, "time")), where chance would have it "
                    + "\(NumberText.rounded(first.expected, significantDigits: 3))."
            }
            ?? "None of \(NumberText.grouped(windows)) \(name) is seen \(NumberText.counted(minimum, "time")) or more."
        // An empty table says nothing by itself.
        if ngrams.isEmpty { report.notes.append(report.answer) }
        if order == 3 {
            report.notes.append(
                "expected is w₁·w₂·w₃/N² of \(NumberText.grouped(windows)) trigrams, of which MI, t and z are; ΔP, G² and "
                    + "the log ratio are of the first two words against the third")
        }
        return report.about(part.documents)
    }
}
