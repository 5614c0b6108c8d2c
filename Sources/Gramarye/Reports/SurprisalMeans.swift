internal import Foundation
internal import LanguageModeling
internal import Reporting
internal import Tokenization

/// More rows are sooner read in a table.
private let drawnRows = 40

/// Rows of mean surprisals: a group of words and a model each.
struct SurprisalMeans {
    /// What a mean is of.
    enum Words {
        case group(CorpusGroups.Group)
        /// Places in the segments.
        case positions(ClosedRange<Int>)

        /// For programs: the value, or the first place.
        var cell: Value {
            switch self {
            case .group(let group): group.cell
            case .positions(let range): .integer(range.lowerBound)
            }
        }

        var label: String {
            switch self {
            case .group(let group): group.label
            case .positions(let range) where range.count == 1: "\(range.lowerBound)"
            case .positions(let range): "\(range.lowerBound)–\(range.upperBound)"
            }
        }

        /// Where it stands on an axis of numbers; `nil` where it is no number.
        var place: Double? {
            switch self {
            case .group(let group): group.number
            case .positions(let range): (Double(range.lowerBound) * Double(range.upperBound)).squareRoot()
            }
        }
    }

    static let columns = ["model", "words", "mean_bits", "low", "high", "interval_unit", "interval_units"]

    private let key: String
    private var rows: [(model: String, words: Words, mean: MeanLoss)] = []

    /// - Parameter key: the first column.
    init(key: String) { self.key = key }

    mutating func append(_ model: String, _ words: Words, _ mean: MeanLoss) {
        if mean.events > 0 { rows.append((model, words, mean)) }
    }

    /// What the intervals are of.
    var notes: [String] {
        let units = Set(rows.filter { $0.mean.interval != nil }.map(\.mean.units))
        let kinds = [ResamplingUnits.Kind.document, .stretch].filter(units.contains).map {
            $0 == .document ? "documents" : "stretches of text"
        }
        let lacking = rows.count { $0.mean.interval == nil }
        var notes: [String] = []
        if !kinds.isEmpty {
            notes.append(
                "intervals are of 95 %, on Student’s distribution, with \(kinds.joined(separator: " or ")) "
                    + "as a sample")
        }
        if lacking > 0 {
            notes.append("\(NumberText.counted(lacking, "row")) of too few documents or stretches for an interval")
        }
        return notes
    }

    func report(_ split: Split, models: Int, provenance: Provenance) -> Report {
        let isOfPositions = rows.contains { if case .positions = $0.words { true } else { false } }
        let columns = [key] + (isOfPositions ? ["last_position"] : []) + Self.columns
        var table = ResultTable(columns: columns, names: [key])
        let shownColumns = [key] + (models > 1 ? ["model"] : []) + ["words", "mean_bits", "low", "high"]
        var shown = ResultTable(columns: shownColumns, names: [key])
        for (model, words, mean) in rows {
            var first = [words.cell]
            if case .positions(let range) = words { first.append(.integer(range.upperBound)) }
            let values: [Value] = [
                .integer(mean.events), .of(mean.mean), .of(mean.interval?.lowerBound), .of(mean.interval?.upperBound),
            ]
            table.append(
                first + [.text(model)] + values + [
                    .text(mean.units.rawValue), .integer(mean.unitCount),
                ])
            shown.append([.text(words.label)] + (models > 1 ? [.text(model)] : []) + values)
        }
        var report = Report(
            "Mean surprisal of \(split.name)", rows: table, blocks: [.table(shown, named: "surprisal")],
            provenance: provenance)
        report.answer = answer(split)
        if let chart = chart(isOfPositions: isOfPositions, models: models) {
            report.blocks.insert(Report.Block.chart(chart, named: "surprisal").only(.page), at: 0)
        }
        return report
    }

    /// The groups that surprise the first model least and most.
    private func answer(_ split: Split) -> String {
        guard let model = rows.first?.model else { return "No word of \(split.name) has a surprisal." }
        let means = rows.filter { $0.model == model }.compactMap { row in row.mean.mean.map { (row, $0) } }
        guard let least = means.min(by: { $0.1 < $1.1 }), let most = means.max(by: { $0.1 < $1.1 }) else { return "" }
        func told(_ row: (model: String, words: Words, mean: MeanLoss), _ bits: Double) -> String {
            let interval = row.mean.interval.map {
                " (95 % interval \(NumberText.rounded($0.lowerBound, significantDigits: 3)) to "
                    + "\(NumberText.rounded($0.upperBound, significantDigits: 3)))"
            }
            return "\(NumberText.rounded(bits, significantDigits: 3)) bits a word\(interval ?? "")"
        }
        guard means.count > 1 else {
            return "By \(model), \(key) \(least.0.words.label) of \(split.name) has \(told(least.0, least.1))."
        }
        return
            "By \(model), the words of \(split.name) surprise least at \(key) \(least.0.words.label), "
            + "with \(told(least.0, least.1)), and most at \(most.0.words.label), with \(told(most.0, most.1))."
    }

    /// Along an axis where groups are numbers, else a row for each.
    private func chart(isOfPositions: Bool, models: Int) -> Chart? {
        guard rows.count > 1 else { return nil }
        let value = Chart.Axis("mean surprisal (bits a word)")
        let note =
            rows.contains { $0.mean.interval != nil } ? "Strokes are 95 % intervals. " : ""
        if rows.allSatisfy({ $0.words.place != nil }) {
            let names = rows.reduce(into: [String]()) { if !$0.contains($1.model) { $0.append($1.model) } }
            var chart = Chart(
                title: "Mean surprisal by \(key)",
                horizontal: isOfPositions
                    ? Chart.Axis("place in the segment (tokens)", .logarithmic)
                    : Chart.Axis(key, groupsThousands: false), vertical: value, series: [])
            for (colour, name) in names.enumerated() {
                let own = rows.filter { $0.model == name }
                let points = own.compactMap { row in
                    row.words.place.flatMap { place in row.mean.mean.map { Chart.Point(place, $0) } }
                }
                let ends = own.flatMap { row -> [Chart.Point] in
                    guard let place = row.words.place, let interval = row.mean.interval else { return [] }
                    return [Chart.Point(place, interval.lowerBound), Chart.Point(place, interval.upperBound)]
                }
                if !ends.isEmpty { chart.series.append(Chart.Series("", .intervals, ends, colour: colour)) }
                chart.series.append(Chart.Series(name, .curve, points, colour: colour))
            }
            chart.note = note.trimmingCharacters(in: .whitespaces)
            return chart
        }
        let shown = rows.prefix(drawnRows).compactMap { row in
            row.mean.mean.map {
                Chart.Row(
                    models > 1 ? "\(row.words.label), \(row.model)" : row.words.label, $0, interval: row.mean.interval)
            }
        }
        var chart = Chart.rows(title: "Mean surprisal by \(key)", value: value, shown, dots: true)
        chart.note =
            note + (shown.count < rows.count ? "The first \(shown.count) of \(NumberText.grouped(rows.count))." : "")
        return chart
    }
}
