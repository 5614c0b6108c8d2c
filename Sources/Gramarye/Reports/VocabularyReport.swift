public import LanguageModeling
public import Reporting
internal import Tokenization

extension Corpus {
    /// The words that models know by name, with their ids and counts in train.
    ///
    /// - Parameters:
    ///   - rule: `nil` for the database's own.
    ///   - documents: in whose part of train words are counted; all where `nil`. The vocabulary is that of all.
    ///   - limit: how many rows; all where `nil`.
    public func vocabularyReport(
        _ rule: VocabularyRule? = nil, countedIn documents: Subcorpus? = nil, limit: Int? = 20
    ) throws -> Report {
        let vocabulary = try vocabulary(rule)
        let counts = try typeCounts(of: .train, documents: documents)
        let types = try store.types()
        var table = ResultTable(columns: ["id", "token", "count"])
        let words = vocabulary.words.dropFirst(Marker.texts.count)
        table.total = words.count
        for (offset, word) in words.prefix(limit ?? words.count).enumerated() {
            let count = types.id(of: word).map { counts[Int($0)] } ?? 0
            table.append([.integer(offset + Marker.texts.count), .text(word), .integer(count)])
        }
        var report = Report(
            "The vocabulary of models", rows: table, provenance: try provenance(rule: rule, of: documents))
        let size =
            "vocabulary \(NumberText.grouped(vocabulary.size)) (\(vocabulary.rule)), including <unk> and </s>; counts are of "
            + "train"
        report.answer =
            "Models know \(NumberText.grouped(vocabulary.size)) words (\(vocabulary.rule)), including <unk> and </s>. Counts are of train."
        report.blocks.append(.paragraph(size).only(.terminal))
        return report.about(documents)
    }

    /// For each least count the size of the vocabulary and the shares of `<unk>`; chart `sizes`.
    /// - Parameters:
    ///   - documents: in whose parts of valid and test the shares are; all where `nil`.
    ///   - limit: how many rows; all where `nil`.
    public func vocabularySizesReport(in documents: Subcorpus? = nil, limit: Int? = 20) throws -> Report {
        let sizes = try vocabularySizes(ratesIn: documents)
        var table = ResultTable(columns: [
            "min_count", "vocabulary_size", "unknown_rate_valid", "unknown_rate_test",
        ])
        table.total = sizes.count
        for size in sizes.prefix(limit ?? sizes.count) {
            table.append([
                .integer(size.minimumCount), .integer(size.vocabularySize), .of(size.unknownRate[.valid]),
                .of(size.unknownRate[.test]),
            ])
        }
        var report = Report("Vocabulary size by threshold", rows: table, provenance: try provenance(of: documents))
        if let chart = Chart.vocabularySizes(
            sizes.map { ($0.minimumCount, $0.unknownRate[.valid], $0.unknownRate[.test]) })
        {
            report.blocks.insert(Report.Block.chart(chart, named: "sizes").only(.page), at: 0)
        }
        let usual = if case .minimumCount(let count) = vocabularyRule { count } else { 2 }
        if let size = sizes.first(where: { $0.minimumCount >= usual }) {
            report.answer =
                "With a threshold of \(NumberText.grouped(size.minimumCount)), models know "
                + NumberText.counted(size.vocabularySize, "word")
            if let rate = size.unknownRate[.test] {
                report.answer += ", and \(NumberText.rounded(100 * rate, significantDigits: 3)) % of test is <unk>"
            }
            report.answer += "."
        }
        return report.about(documents)
    }
}
