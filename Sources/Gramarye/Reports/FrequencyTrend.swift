internal import CorpusTools
public import Reporting
internal import Statistics
internal import Storage

/// The frequency of something at one value of a key.
public struct TrendPoint: Sendable {
    /// The words, or the query as it was asked.
    public let ngram: [String]
    /// The value of the key.
    public let value: Double
    public let count: Int
    /// The tokens of the documents with that value.
    public let tokens: Int
    public let documents: Int
    public let perMillion: Double?
    /// Of 95 %, from a bootstrap of the documents; `nil` of fewer than three.
    public let interval: ClosedRange<Double>?
}

/// Frequencies along a numeric key.
public struct FrequencyTrend: Sendable {
    /// For each text in turn, the values ascending.
    public let points: [TrendPoint]
    /// As the database spells it.
    public let key: String
    let notes: [String]
}

extension Corpus {
    /// How often words, n-grams or what queries match occur along a numeric key of the documents' metadata.
    ///
    /// - Parameters:
    ///   - texts: of which each has a point for each value.
    ///   - key: as `year`; documents without a number as its value are left out.
    ///   - part: of the corpus.
    ///   - resamples: how many times the documents of a value are drawn.
    ///   - seed: of the draws.
    /// - Throws: `CorpusError.unknownKey`, `.notNumeric`, `QueryError`.
    public func frequencyTrend(
        of texts: [String], by key: String, in part: CorpusPart = .whole, resamples: Int = 1000, seed: UInt64 = 1
    ) throws -> FrequencyTrend {
        let groups = try groups(of: part, by: key)
        let numeric = groups.groups.compactMap { group in group.number.map { (value: $0, part: group.part) } }
        guard !numeric.isEmpty else {
            throw CorpusError.notNumeric(key: groups.key, value: groups.groups.first?.label ?? "")
        }
        let ids = try documents(of: part).ids
        let places = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        let members = numeric.map { ($0.part.documents?.ids ?? []).compactMap { places[$0] } }
        var (points, notes): ([TrendPoint], [String]) = ([], [])
        for (number, text) in texts.enumerated() {
            let counted = try documentFrequencies(of: part, matching: text)
            let (counts, tokens) = (counted.countsByDocument, counted.tokensByDocument)
            let query = try query(text).query
            notes += query.notes
            for (index, (value, _)) in numeric.enumerated() {
                let rate = SampledRate(members[index].map { (count: counts[$0], events: tokens[$0]) })
                var generator = SeededGenerator(seed: seed).fork(number).fork(index)
                let interval = rate.bootstrapInterval(resamples: resamples, &generator)
                points.append(
                    TrendPoint(
                        ngram: query.words ?? [text], value: value, count: rate.count, tokens: rate.events,
                        documents: rate.unitCount, perMillion: rate.rate.map { $0 * 1e6 },
                        interval: interval.map { $0.lowerBound * 1e6...$0.upperBound * 1e6 }))
            }
        }
        let leftOut = ids.count - members.joined().count
        if leftOut > 0 {
            notes.append(
                "left out: \(NumberText.counted(leftOut, "document")) without a number as \(groups.key)")
        }
        let few = Set(points.filter { $0.interval == nil }.map(\.value)).count
        if few > 0 {
            notes.append(
                "\(NumberText.counted(few, "value")) of \(groups.key) with fewer than three documents: no interval")
        }
        return FrequencyTrend(points: points, key: groups.key, notes: notes)
    }

    /// Frequencies along a numeric key: a row for each text and value; chart `trend`.
    ///
    /// - Parameters:
    ///   - texts: words, n-grams or queries.
    ///   - key: of the documents' metadata.
    ///   - part: of the corpus.
    ///   - resamples: how many times the documents of a value are drawn.
    ///   - seed: of the draws.
    public func trendReport(
        of texts: [String], by key: String, in part: CorpusPart = .whole, resamples: Int = 1000, seed: UInt64 = 1
    ) throws -> Report {
        let trend = try frequencyTrend(of: texts, by: key, in: part, resamples: resamples, seed: seed)
        let provenance = try provenance(seed: seed, of: part.documents, by: trend.key)
        var table = ResultTable(columns: ["ngram", "key", "count", "tokens", "per_million", "low", "high"])
        for point in trend.points {
            let values: [Value] = [
                .integer(point.count), .integer(point.tokens), .of(point.perMillion),
                .of(point.interval?.lowerBound), .of(point.interval?.upperBound),
            ]
            table.append([.of(point.ngram), point.value.value] + values)
        }
        var report = Report("Frequency by \(trend.key)", rows: table, blocks: [], provenance: provenance)
        report.blocks = Report.Block.table(
            table, named: "trend", drawnAs: Chart.trend(trend), named: "trend")
        report.answer = trend.answer
        report.notes = trend.notes
        if trend.points.contains(where: { $0.interval != nil }) {
            report.notes.append(
                "intervals are of 95 %, from \(NumberText.grouped(resamples)) draws of the documents of each \(trend.key)"
            )
        }
        return report.about(part.documents)
    }
}

extension CorpusGroups.Group {
    /// Its value as a number; `nil` where it is none.
    var number: Double? {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value): value
        case .text, nil: nil
        }
    }
}

extension Double {
    /// As a cell: a whole number without a point.
    fileprivate var value: Value { Int(exactly: self).map { .numeral($0) } ?? .of(self) }
    fileprivate var label: String { Int(exactly: self).map(String.init) ?? NumberText.rounded(self) }
}

extension FrequencyTrend {
    /// The points of each text.
    fileprivate var lines: [(name: String, points: [TrendPoint])] {
        points.reduce(into: []) { lines, point in
            let name = Chart.spelled(point.ngram)
            // Values ascend: one that does not begins the next text.
            if let last = lines.last, last.name == name, last.points.last.map({ $0.value < point.value }) ?? false {
                lines[lines.count - 1].points.append(point)
            } else {
                lines.append((name, [point]))
            }
        }
    }

    /// Where the first text begins, ends, and is most frequent.
    fileprivate var answer: String {
        guard let line = lines.first, let first = line.points.first, let last = line.points.last,
            let most = line.points.max(by: { $0.perMillion ?? -1 < $1.perMillion ?? -1 })
        else { return "" }
        func told(_ point: TrendPoint) -> String {
            "\(NumberText.rounded(point.perMillion ?? 0, significantDigits: 3)) times per million at \(point.value.label)"
        }
        let count = NumberText.counted(line.points.reduce(0) { $0 + $1.count }, "time")
        guard line.points.count > 1 else { return "“\(line.name)” occurs \(told(first))." }
        return
            "“\(line.name)” occurs \(count), \(told(first)) of \(key) and \(told(last)), "
            + "most often \(told(most))."
    }
}

extension Chart {
    /// Frequencies along a key, a line for each text, with their intervals.
    fileprivate static func trend(_ trend: FrequencyTrend) -> Chart {
        var chart = Chart(
            title: "Frequency by \(trend.key)", horizontal: Axis(trend.key, groupsThousands: false),
            vertical: Axis("per million tokens"), series: [])
        for (colour, line) in trend.lines.enumerated() {
            let ends = line.points.flatMap { point in
                point.interval.map { [Point(point.value, $0.lowerBound), Point(point.value, $0.upperBound)] } ?? []
            }
            if !ends.isEmpty { chart.series.append(Series("", .band, ends, colour: colour)) }
            let points = line.points.compactMap { point in point.perMillion.map { Point(point.value, $0) } }
            chart.series.append(Series(line.name, .curve, points, colour: colour))
        }
        if trend.points.contains(where: { $0.interval != nil }) {
            chart.note = "The bands are 95 % intervals from a bootstrap of the documents."
        }
        return chart
    }
}
