internal import Foundation
internal import LanguageModeling
internal import Reporting
internal import Statistics

extension Chart {
    /// The most frequent n-grams as bars, in the order of their ranks; `nil` without any.
    static func frequencies(_ rows: [RankedNgrams.Row], of ngrams: String, tokens: Int) -> Chart? {
        guard !rows.isEmpty else { return nil }
        let shown = rows.prefix(shownRows)
        var chart = Chart.rows(
            title: "The first \(NumberText.grouped(shown.count)) by rank",
            value: Axis("times in \(NumberText.counted(tokens, "token"))", isWhole: true),
            shown.map { Row(spelled($0.ngram), Double($0.count)) })
        if shown.count < rows.count { chart.note = "The table has \(NumberText.grouped(rows.count))." }
        return chart
    }

    /// How many types occur how often, both logarithmic; `nil` with fewer than two frequencies.
    static func spectrum(_ spectrum: FrequencySpectrum, of ngrams: String) -> Chart? {
        guard spectrum.entries.count > 1 else { return nil }
        return Chart(
            title: "How many \(ngrams) occur how often", horizontal: Axis("frequency (occurrences)", .logarithmic),
            vertical: Axis("types of that frequency", .logarithmic),
            series: [
                Series("", .points, spectrum.entries.map { Point(Double($0.frequency), Double($0.types)) })
            ])
    }

    /// The shares of `<unk>` by the least count of the words that models know; `nil` with fewer than two thresholds.
    static func vocabularySizes(_ sizes: [(minimum: Int, valid: Double?, test: Double?)]) -> Chart? {
        func series(_ name: String, _ rate: KeyPath<(minimum: Int, valid: Double?, test: Double?), Double?>) -> Series {
            Series(
                name, .line,
                sizes.compactMap { size in size[keyPath: rate].map { Point(Double(size.minimum), 100 * $0) } })
        }
        let series = [series("valid", \.valid), series("test", \.test)].filter { $0.points.count > 1 }
        guard !series.isEmpty else { return nil }
        return Chart(
            title: "The share of <unk> by the threshold",
            horizontal: Axis("least count in train (threshold)", .logarithmic),
            vertical: Axis("share of <unk> (%)"), series: series)
    }

    /// The likeliest words after a context by one model; `nil` where it has none.
    ///
    /// - Parameter context: as the user spells it; empty for none.
    static func continuations(
        _ answers: [WordProbability], after context: String, by model: String, temperature: Double = 1
    ) -> Chart? {
        let rows = answers.prefix(shownRows).compactMap { answer in
            answer.logProbability.map { Row(spelled([answer.word]), exp($0)) }
        }
        guard let first = rows.first else { return nil }
        var chart = Chart.rows(
            title: "The likeliest by \(model)",
            value: Axis(temperature == 1 ? "probability" : "probability at temperature \(temperature.shortest)"), rows)
        chart.finding =
            (context.isEmpty ? "The" : "After “\(context)” the")
            + " likeliest token is “\(first.name)”, with a probability of "
            + "\(NumberText.rounded(first.value, significantDigits: 3)) by \(model)"
            + (temperature == 1 ? "." : " at temperature \(temperature.shortest).")
        return chart
    }

    /// One probability by several models; `nil` with fewer than two that have it.
    static func probability(_ answers: [WordProbability]) -> Chart? {
        let rows = answers.prefix(shownRows).compactMap { answer in
            answer.logProbability.map { Row(answer.model, exp($0)) }
        }
        return rows.count > 1
            ? Chart.rows(title: "The probability by model", value: Axis("probability"), rows) : nil
    }

    /// More are sooner read in a table.
    private static let shownRows = 40

    /// A lone space would be taken for no name.
    static func spelled(_ ngram: [String]) -> String {
        ngram.map(\.withVisibleEnds).joined(separator: " ")
    }
}
