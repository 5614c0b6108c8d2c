public import Reporting
internal import Statistics
internal import Storage

extension Corpus {
    /// How evenly each word is spread over parts of the corpus; chart `dispersion`.
    ///
    /// - Parameters:
    ///   - parts: over which it is measured.
    ///   - documents: whose tokens are read; all where `nil`.
    ///   - minimum: the least count of a word.
    ///   - measure: by which words are sorted.
    ///   - ascending: whether the smallest value comes first.
    ///   - limit: how many rows; all where `nil`.
    public func dispersionReport(
        over parts: DispersionParts = .documents, of documents: Subcorpus? = nil, minimum: Int = 1,
        sortedBy measure: DispersionMeasure = .count, ascending: Bool = false, limit: Int? = 20
    ) throws -> Report {
        let result = try dispersion(
            over: parts, of: documents, minimum: minimum, sortedBy: measure, ascending: ascending, limit: limit)
        var report = Report(
            "Dispersion over \(result.told)", rows: ResultTable(result.words, of: result.total),
            provenance: try provenance(of: documents, by: result.key))
        let seen = minimum > 1 ? " seen \(NumberText.grouped(minimum)) times or more" : ""
        report.answer =
            result.words.first.map { first in
                "Of \(NumberText.counted(result.total, "word"))\(seen), sorted by "
                    + "\(measure.rawValue.replacing("_", with: " ")), “\(first.word.spelledWord)” is the first: "
                    + "\(first.told(over: result.told))."
            } ?? "No word\(seen) is there."
        if let chart = Chart.dispersion(result) {
            report.blocks.insert(Report.Block.chart(chart, named: "dispersion").only(.page), at: 0)
        }
        report.notes += result.notes
        return report.about(documents)
    }
}

extension DispersionResult {
    /// `100 documents`.
    var told: String { NumberText.counted(sizes.parts, unit) }
}

extension WordDispersion {
    /// What is said of it in a sentence.
    /// - Parameter parts: as `100 documents`.
    func told(over parts: String) -> String {
        guard let dispersion else { return "it occurs nowhere" }
        let chance = expectedDP.map { " (\(NumberText.rounded($0, significantDigits: 2)) by chance)" } ?? ""
        return
            "\(NumberText.counted(count, "occurrence")) in \(NumberText.grouped(dispersion.range)) of \(parts), "
            + "DP \(NumberText.rounded(dispersion.dp, significantDigits: 2))\(chance)"
    }

    static let columns = [
        "word", "count", "range", "dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "arf", "dp_expected",
    ]

    var values: [Value] {
        [
            .text(word), .integer(count), .integer(dispersion?.range ?? 0), .of(dispersion?.dp),
            .of(dispersion?.dpNorm), .of(dispersion?.juillandD), .of(dispersion?.carrollD2),
            .of(dispersion?.rosengrenS), .of(averageReducedFrequency), .of(expectedDP),
        ]
    }
}

extension ResultTable {
    init(_ words: [WordDispersion], of total: Int) {
        self.init(columns: WordDispersion.columns)
        for word in words { append(word.values) }
        self.total = total
    }
}

extension String {
    /// A word within a sentence: a lone space would be taken for none.
    fileprivate var spelledWord: String { Chart.spelled([self]) }
}

extension Chart {
    /// DP by count, with what is expected by chance; `nil` with fewer than two words.
    fileprivate static func dispersion(_ result: DispersionResult) -> Chart? {
        guard result.words.count > 1 else { return nil }
        let points = result.words.compactMap { word in word.dispersion.map { Point(Double(word.count), $0.dp) } }
        let expected = Set(result.words.map(\.count)).filter { $0 > 0 }.sorted().map {
            Point(Double($0), result.sizes.expectedDP(ofCount: $0))
        }
        var chart = Chart(
            title: "Dispersion of words over \(result.told)", horizontal: Axis("count (occurrences)", .logarithmic),
            vertical: Axis("DP (0 even, 1 in one place)"),
            series: [
                Series(result.words.count < result.total ? "words shown" : "words", .points, points),
                Series("expected by chance", .line, expected, colour: 1),
            ])
        let above = result.words.count { ($0.dispersion?.dp ?? 0) > ($0.expectedDP ?? 1) }
        chart.finding =
            "\(NumberText.grouped(above)) of \(NumberText.counted(result.words.count, "word")) "
            + "\(above == 1 ? "is" : "are") spread less evenly over \(result.told) than chance would."
        return chart
    }
}
