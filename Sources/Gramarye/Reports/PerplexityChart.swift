internal import Foundation
internal import Reporting

extension Chart {
    /// Perplexities of models side by side, the lowest first and in colour, with their intervals.
    ///
    /// - Parameters:
    ///   - text: what the models predict: a split, or the name of a text.
    ///   - areComparable: whether all predict the same events, words of one vocabulary.
    /// - Returns: `nil` where no model has a finite one.
    static func perplexities(_ rows: [Row], on text: String, areComparable: Bool = true) -> Chart? {
        let rows = rows.sorted { $0.value < $1.value }
        guard let best = rows.first, let worst = rows.last else { return nil }
        // Bars from zero of what differs tenfold and more would leave nothing of the shortest.
        let scale: Axis.Scale = worst.value > 10 * best.value ? .logarithmic : .linear
        let shown = rows.prefix(Self.shownModels)
        var chart = Chart.rows(
            title: "Models by perplexity", value: Axis("perplexity on \(text), lower is better", scale),
            shown.enumerated().map {
                Row($1.name, $1.value, interval: $1.interval, isEmphasized: $0 == 0 && rows.count > 1 && areComparable)
            })
        let sure = best.interval.map {
            " (95 % interval \(NumberText.rounded($0.lowerBound)) to \(NumberText.rounded($0.upperBound)))"
        }
        let models = NumberText.counted(rows.count, "model")
        chart.finding =
            if rows.count == 1 {
                "The perplexity of \(best.name) on \(text) is \(NumberText.rounded(best.value))\(sure ?? "")."
            } else if areComparable {
                "Of \(models), \(best.name) has the lowest perplexity on \(text), "
                    + "\(NumberText.rounded(best.value))\(sure ?? "")."
            } else {
                "\(models) have perplexities on \(text) from \(NumberText.rounded(best.value)) to "
                    + "\(NumberText.rounded(worst.value)); their vocabularies or tokens differ, so these do not say "
                    + "which predicts it best."
            }
        var notes: [String] = []
        if shown.contains(where: { $0.interval != nil }) {
            notes.append(
                "The strokes are 95 % intervals that take the pieces of the text as a sample. Models that read the same "
                    + "text err together, so two can differ significantly even where their strokes overlap.")
        }
        if shown.count < rows.count { notes.append("The \(shown.count) lowest of \(rows.count) models.") }
        chart.note = notes.joined(separator: " ")
        return chart
    }

    /// More are sooner read in a table.
    private static let shownModels = 40
}
