internal import Foundation
internal import LanguageModeling
internal import Reporting

/// Rows of perplexities: a model each, or a model and a group of documents.
struct PerplexityRows {
    private let text: String
    private var table: ResultTable
    private var narrow: ResultTable
    private var remarks: [String] = []
    private var said: Set<String> = []
    private var perplexities: [Chart.Row] = []
    private var vocabularies: Set<String> = []
    private let isGrouped: Bool

    private static let columns = [
        "model", "split", "vocabulary_size", "events", "segments", "out_of_vocabulary", "out_of_vocabulary_rate",
        "zero_probability_events", "log10_likelihood", "perplexity", "perplexity_excluding_oov",
        "perplexity_excluding_eos", "perplexity_excluding_oov_and_eos", "cross_entropy_bits", "bits_per_character",
        "bits_per_character_is_lower_bound", "perplexity_low", "perplexity_high", "interval_unit", "interval_units",
    ]
    private static let narrowColumns = [
        "model", "perplexity", "without_<unk>", "without_</s>", "without_both", "bits/token", "bits/char",
    ]

    /// - Parameters:
    ///   - text: the split, or the name of a text from outside.
    ///   - groups: whose values stand in a first column.
    init(text: String, groups: CorpusGroups?) {
        self.text = text
        isGrouped = groups != nil
        let column = groups.map { [$0.column(beside: Self.columns)] } ?? []
        table = ResultTable(columns: column + Self.columns, names: Set(column))
        narrow = ResultTable(columns: column + Self.narrowColumns, names: Set(column))
    }

    mutating func append(
        _ model: any LanguageModel, _ evaluation: Evaluation, _ spelling: UnknownSpelling,
        _ interval: PerplexityInterval?, group: CorpusGroups.Group? = nil
    ) {
        let value = group.map { [$0.cell] } ?? []
        let shownValue = group.map { [$0.shownCell] } ?? []
        let place = group.map { "\(text) (\($0.label))" } ?? text
        let characters = Double(evaluation.characters)
        let bitsPerCharacter =
            evaluation.characters == 0 ? nil : (spelling.bits - evaluation.logLikelihood / M_LN2) / characters
        table.append(
            value + [
                .text(model.name), .text(text), .integer(model.vocabulary.size), .integer(evaluation.events),
                .integer(evaluation.segments), .integer(evaluation.outOfVocabulary),
                .of(evaluation.outOfVocabularyRate), .integer(evaluation.zeroProbabilityEvents),
                .of(evaluation.logLikelihood / M_LN10), .of(evaluation.perplexity),
                .of(evaluation.perplexityExcludingOutOfVocabulary), .of(evaluation.perplexityExcludingSegmentEnds),
                .of(evaluation.perplexityExcludingBoth), .of(evaluation.crossEntropyBits),
                .of(bitsPerCharacter), .bool(spelling.literalUnknowns > 0), .of(interval?.range.lowerBound),
                .of(interval?.range.upperBound), .of(interval?.units.kind.rawValue), .of(interval?.units.count),
            ])
        narrow.append(
            shownValue + [
                .text(model.name), .of(evaluation.perplexity), .of(evaluation.perplexityExcludingOutOfVocabulary),
                .of(evaluation.perplexityExcludingSegmentEnds), .of(evaluation.perplexityExcludingBoth),
                .of(evaluation.crossEntropyBits), .of(bitsPerCharacter),
            ])
        vocabularies.insert(model.vocabulary.hash)
        if let perplexity = evaluation.perplexity, perplexity.isFinite {
            let name = group.map { "\(model.name), \($0.label)" } ?? model.name
            perplexities.append(Chart.Row(name, perplexity, interval: interval?.range))
        }
        let percent = String(format: "%.1f", 100 * (evaluation.outOfVocabularyRate ?? 0))
        let remark =
            "\(place): \(NumberText.counted(evaluation.events, "event")) in "
            + "\(NumberText.counted(evaluation.segments, "segment")); vocabulary \(NumberText.grouped(model.vocabulary.size)) (\(model.vocabulary.rule)); "
            + "\(percent) % of \(place) is <unk>"
        add(remark)
        if let note = noteOnUnknown(share: evaluation.outOfVocabularyRate ?? 0, of: place) { add(note) }
        if evaluation.zeroProbabilityEvents > 0 {
            add(
                "\(model.name): \(NumberText.grouped(evaluation.zeroProbabilityEvents)) events have probability 0, "
                    + "so its perplexity is infinite; figures without <unk> leave them out too")
        }
        if spelling.literalUnknowns > 0 {
            let bound =
                "Bits per character are a lower bound: \(NumberText.counted(spelling.literalUnknowns, "token")) "
                + "\(spelling.literalUnknowns == 1 ? "is" : "are") <unk> in the text itself, so their spelling is unknown"
            add(bound)
        }
    }

    private mutating func add(_ remark: String) {
        if said.insert(remark).inserted { remarks.append(remark) }
    }

    /// - Parameter isCutAlike: whether all models were asked for the same tokens.
    func report(isCutAlike: Bool, provenance: Provenance) -> Report {
        var report = Report(
            "Perplexity on \(text)", rows: table,
            blocks: [.table(narrow, named: "perplexity")]
                + Report.Block.sentences(remarks).map { $0.only(.terminal) }
                + remarks.map { Report.Block.paragraph($0 + ".").only(.page) }, provenance: provenance)
        report.terms = [.perplexity, .segment, .bitsPerCharacter]
        let areComparable = isCutAlike && vocabularies.count == 1 && !isGrouped
        if var chart = Chart.perplexities(perplexities, on: text, areComparable: areComparable) {
            // Of groups the table says more: they are of different texts.
            if isGrouped { chart.finding = "" }
            report.answer = chart.finding
            report.blocks.insert(.chart(chart, named: "perplexity").only(.page), at: 0)
        }
        return report
    }
}
