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
        var report = Report("Key \(what) against \(result.reference)", rows: table, provenance: provenance)
        report.further = [
            .init("tokens", .integer(result.tokens)), .init("reference_tokens", .integer(result.referenceTokens)),
            .init("tested", .integer(result.tested)), .init("significant", .integer(result.significant)),
            .init("significant_by_documents", .of(result.significantByDocuments)),
        ]
        report.answer = result.sentence(what: what)
        report.notes.append(
            "against \(result.reference): \(NumberText.counted(result.referenceTokens, "token")) beside "
                + NumberText.grouped(result.tokens))
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
    fileprivate func sentence(what: String) -> String {
        guard let first = words.first else { return "None of the \(what) is frequent enough to be tested." }
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
        func point(_ word: KeyWord) -> Point? { word.logRatio.map { Point($0.value, abs(word.g2)) } }
        let shown = result.words.prefix(mostShown)
        guard !result.points.isEmpty else { return nil }
        let (above, below) = (shown.filter { $0.g2 >= 0 }, shown.filter { $0.g2 < 0 })
        var series = [
            Series(
                "all \(what) tested", .points, result.points.map { Point($0.effect, $0.evidence) }, colour: Series.grey)
        ]
        for (name, words, colour) in [("more frequent here", above, 0), ("rarer here", below, 1)] where !words.isEmpty {
            series.append(Series(name, .points, words.compactMap(point), colour: colour))
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
            "In colour those that are shown in the table; a count of zero is taken as a half."
        return chart
    }

    private static let mostShown = 100
    private static let mostNamed = 15
}
