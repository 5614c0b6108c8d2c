internal import Foundation
public import Reporting
internal import Storage

extension Corpus {
    /// Which words are more frequent, or rarer, in some documents than elsewhere; chart `keyness`.
    ///
    /// - Parameters:
    ///   - documents: all where `nil`, which needs another reference than the rest.
    ///   - reference: what they are compared with.
    ///   - options: what is tested, and how it is sorted.
    /// - Throws: `KeynessError`, `StorageError`.
    public func keynessReport(
        of documents: Subcorpus? = nil, against reference: KeynessReference = .rest, _ options: KeynessOptions = .init()
    ) throws -> Report {
        let result = try keyness(of: documents, against: reference, options)
        let provenance = try provenance(of: documents)
        let what = ngramName(options.order)
        var table = ResultTable(columns: KeyWord.columns)
        for word in result.words { table.append(word.values) }
        table.total = result.tested
        var report = Report(
            "Key \(what) against \(result.reference)", rows: table,
            blocks: [
                // What it is sorted by is in sight, however narrow the page.
                Report.Block.table(
                    table.keeping(
                        ["word", options.measure.rawValue]
                            + table.columns.filter { !["word", options.measure.rawValue].contains($0) }),
                    named: "rows"
                ).only(.page),
                Report.Block.table(result.narrowTable(sortedBy: options.measure), named: "rows").only(.terminal),
            ], provenance: provenance)
        // What frequencies are relative to: fewer n-grams lie inside segments than there are tokens.
        let unit = options.order == 1 ? "tokens" : "ngrams"
        report.further = [
            .init(unit, .integer(result.size)), .init("reference_\(unit)", .integer(result.referenceSize)),
            .init("tested", .integer(result.tested)), .init("significant", .integer(result.significant)),
            .init("significant_by_documents", .of(result.significantByDocuments)),
        ]
        report.answer = result.sentence(what: what, options)
        if result.tested == 0 { report.blocks = [.paragraph(report.answer)] }
        report.notes.append(
            "against \(result.reference): \(NumberText.grouped(result.referenceSize)) "
                + "\(options.order == 1 ? "tokens" : ngramName(options.order)) beside "
                + NumberText.grouped(result.size))
        if result.referenceDocuments != nil, result.significantByDocuments == nil, result.tested > 0 {
            report.notes.append(
                "no test by documents: \(NumberText.grouped(result.documents)) and "
                    + "\(NumberText.grouped(result.referenceDocuments ?? 0)) have tokens, and it needs five a side")
        }
        report.notes += result.notes
        if let chart = Chart.keyness(result, what: what) {
            report.blocks.insert(Report.Block.chart(chart, named: "keyness").only(.page), at: 0)
        }
        return report.about(documents)
    }
}

extension KeynessResult {
    /// What a terminal has room for; what the words are sorted by is in sight.
    fileprivate func narrowTable(sortedBy measure: KeynessMeasure) -> ResultTable {
        let shown: [KeynessMeasure] = [.count, .referenceCount, .documents, .g2, .logRatio, .documentsP]
        let sorted = shown.contains(measure) ? [] : [measure.rawValue]
        let test = significantByDocuments == nil ? [] : ["p_documents"]
        var table = ResultTable(
            columns: ["word", "count", "reference", "documents", "g2", "log_ratio", "95 %"] + sorted + test,
            names: ["95 %"])
        table.total = tested
        for word in words {
            let all = Dictionary(uniqueKeysWithValues: zip(KeyWord.columns, word.values))
            func rounded(_ value: Double) -> String { NumberText.rounded(value, significantDigits: 3) }
            let interval = word.logRatio.map { "\(rounded($0.low)) to \(rounded($0.high))" }
            let documents = "\(word.documents)" + (word.referenceDocuments.map { " : \($0)" } ?? "")
            table.append(
                [
                    .text(word.ngram.joined(separator: " ")), .integer(word.count), .integer(word.referenceCount),
                    .text(documents), .of(word.g2), .of(word.logRatio?.value), .of(interval),
                ] + (sorted + test).map { all[$0] ?? .null })
        }
        return table
    }

    fileprivate func sentence(what: String, _ options: KeynessOptions) -> String {
        guard let first = words.first else {
            guard let query = options.matching else { return "None of the \(what) is frequent enough to be tested." }
            // Rarer ones were not looked at.
            let least =
                options.minimum > 1
                ? " that occurs \(NumberText.grouped(options.minimum)) times or more in both sides together" : ""
            return "No \(what.dropLast())\(least) matches “\(query)”."
        }
        var sentence =
            "Of \(NumberText.counted(tested, String(what.dropLast()))), \(NumberText.grouped(significant)) "
            + "\(significant == 1 ? "differs" : "differ") by G² (Holm’s p below 0.05)"
        if let significantByDocuments {
            sentence += ", \(NumberText.grouped(significantByDocuments)) of these by the test over documents, too"
        }
        func rounded(_ value: Double) -> String { NumberText.rounded(value, significantDigits: 3) }
        sentence +=
            ". The first is “\(Chart.spelled(first.ngram))”: \(rounded(first.perMillion)) per million beside "
            + "\(rounded(first.referencePerMillion)), G² \(rounded(first.g2))"
        if let ratio = first.logRatio {
            sentence += ", log ratio \(rounded(ratio.value)) (\(rounded(ratio.low)) to \(rounded(ratio.high)))"
        }
        return sentence + "."
    }
}

extension KeyWord {
    static let columns = [
        "word", "count", "reference_count", "per_million", "reference_per_million", "documents", "reference_documents",
        "g2", "p_holm", "log_ratio", "log_ratio_low", "log_ratio_high", "percent_difference", "simple_maths",
        "p_documents",
    ]

    var values: [Value] {
        [
            .text(ngram.joined(separator: " ")), .integer(count), .integer(referenceCount), .of(perMillion),
            .of(referencePerMillion), .integer(documents), .of(referenceDocuments), .of(g2), .of(adjustedP),
            .of(logRatio?.value), .of(logRatio?.low), .of(logRatio?.high), .of(percentDifference), .of(simpleMaths),
            .of(documentsP),
        ]
    }
}

extension Chart {
    /// Effect against evidence of all words tested, those shown in colour and the first named; `nil` where none is tested.
    fileprivate static func keyness(_ result: KeynessResult, what: String) -> Chart? {
        // What is no evidence at all would take most of the room.
        func evidence(_ g2: Double) -> Double { max(abs(g2), leastEvidence) }
        func point(_ word: KeyWord) -> Point? { word.logRatio.map { Point($0.value, evidence(word.g2)) } }
        let shown = result.words.prefix(mostShown)
        guard !result.points.isEmpty else { return nil }
        let drawn =
            result.points.count > mostDrawn
            ? Array(result.points.sorted { ($1.evidence, $0.effect) < ($0.evidence, $1.effect) }.prefix(mostDrawn))
            : result.points
        let (above, below) = (shown.filter { $0.g2 >= 0 }, shown.filter { $0.g2 < 0 })
        var series = [
            Series(
                drawn.count < result.points.count ? "those with the most evidence" : "all \(what) tested", .points,
                drawn.map { Point($0.effect, evidence($0.evidence)) },
                colour: Series.grey)
        ]
        for (name, words, colour) in [("more frequent here", above, 0), ("rarer here", below, 1)] where !words.isEmpty {
            let placed = words.compactMap { word in
                point(word).map { (point: $0, key: word.ngram.joined(separator: " ")) }
            }
            series.append(Series(name, .points, placed.map(\.point), colour: colour, keys: placed.map(\.key)))
        }
        var chart = Chart(
            title: "Effect and evidence of \(what)", horizontal: Axis("log ratio (bits)"),
            vertical: Axis("evidence |G²|", .logarithmic), series: series)
        chart.labels = shown.prefix(mostNamed).compactMap { word in
            point(word).map { Label(Chart.spelled(word.ngram), at: $0, colour: word.g2 < 0 ? 1 : 0) }
        }
        chart.finding =
            "\(NumberText.grouped(result.significant)) of \(NumberText.counted(result.tested, String(what.dropLast()))) "
            + "\(result.significant == 1 ? "tells" : "tell") the two sides apart by G²"
            + (result.significantByDocuments.map { ", \(NumberText.grouped($0)) of these by documents, too." } ?? ".")
        chart.note =
            "In colour those that are shown in the table; a count of zero is taken as a half. Evidence below 0.1 is drawn at 0.1."
        if drawn.count < result.points.count {
            chart.note +=
                " Drawn are the \(NumberText.grouped(drawn.count)) of \(NumberText.grouped(result.points.count)) with the most "
                + "evidence, and those of the table."
        }
        return chart
    }

    private static let leastEvidence = 0.1
    private static let mostShown = 100
    private static let mostDrawn = 2_000
    private static let mostNamed = 15
}
