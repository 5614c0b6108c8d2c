public import LanguageModeling
public import Reporting
internal import Storage

extension Corpus {
    /// Which words make the difference in predictability between some documents and others; chart `predictability`.
    ///
    /// - Parameters:
    ///   - model: of n-grams that gives every word a probability.
    ///   - documents: that are judged.
    ///   - reference: other documents; all others where `nil`.
    ///   - minimum: the least count of a word.
    ///   - limit: how many rows; all where `nil`.
    ///   - seed: of the folds and of the bootstrap.
    /// - Throws: `KeynessError`, `EstimationError`.
    public func keynessReport(
        by model: NgramModelName, of documents: Subcorpus, against reference: Subcorpus? = nil, minimum: Int = 5,
        limit: Int? = 20, seed: UInt64 = 1
    ) throws -> Report {
        let result = try keyness(
            by: model, of: documents, against: reference, minimum: minimum, limit: limit, seed: seed)
        let name = reference.map { "\($0)" } ?? "all others"
        var table = ResultTable(columns: [
            "word", "count", "bits", "reference_bits", "difference", "low", "high",
        ])
        for word in result.words {
            table.append([
                .text(word.word), .integer(word.count), .of(word.bits), .of(word.referenceBits), .of(word.difference),
                .of(word.interval?.lowerBound), .of(word.interval?.upperBound),
            ])
        }
        table.total = result.total
        var report = Report(
            "What makes the difference in predictability, by \(model)", rows: table,
            provenance: try provenance(seed: seed, of: documents))
        func rounded(_ value: Double) -> String { NumberText.rounded(value, significantDigits: 3) }
        report.answer =
            "\(NumberText.counted(result.events, "event")) cost \(rounded(result.bits)) bits each by a model of the same "
            + "side and \(rounded(result.referenceBits)) by one of \(name)"
        if let first = result.words.first {
            report.answer +=
                "; most of the difference is of “\(Chart.spelled([first.word]))”: \(rounded(first.difference)) bits at each "
                + "of \(NumberText.counted(first.count, "place"))"
        } else if result.total == 0 {
            report.answer += "; no word that both know occurs \(NumberText.counted(minimum, "time")) or more"
        }
        report.answer += "."
        if result.total == 0 { report.blocks = [.paragraph(report.answer)] }
        let (least, most) = (result.foldTokens.lowerBound, result.foldTokens.upperBound)
        let seen = (least == most ? "" : "\(NumberText.grouped(least)) to ") + NumberText.counted(most, "token")
        report.notes = [
            "judged by a model of \(name), made of \(NumberText.counted(result.referenceTokens, "token")), and by its own in "
                + "\(NumberText.counted(result.folds, "fold")) of \(NumberText.counted(result.documents, "document")), "
                + "each made of \(seen); vocabulary of both sides \(NumberText.grouped(result.vocabularySize)) "
                + "(\(vocabularyRule))"
        ]
        if result.unknownTokens > 0 {
            report.notes.append(
                "\(NumberText.counted(result.unknownTokens, "token")) of the side "
                    + "\(result.unknownTokens == 1 ? "is" : "are") outside the vocabulary of both: judged as <unk>, and in no row"
            )
        }
        if let chart = Chart.predictability(result.words) {
            report.blocks.insert(Report.Block.chart(chart, named: "predictability").only(.page), at: 0)
        }
        return report.about(documents)
    }
}

extension Chart {
    /// The differences with their intervals, a row for each of the first words; `nil` without any.
    fileprivate static func predictability(_ words: [ModelKeyWord]) -> Chart? {
        guard !words.isEmpty else { return nil }
        var chart = Chart.rows(
            title: "How much harder the other side’s model finds a word",
            value: Axis("difference (bits)"),
            words.prefix(30).map { Row(spelled([$0.word]), $0.difference, interval: $0.interval) }, dots: true)
        chart.note = "95 % intervals by a bootstrap of documents, for words in five documents or more."
        return chart
    }
}
