internal import Foundation
internal import Gramarye

/// What `compare` prints of a comparison: its rows, and the further keys of its JSON.
struct ComparisonRows {
    let comparison: Comparison
    let mixtures: [ComparedMixture]
    let differences: [PairedResampling.Difference]
    let breakdowns: [LossBreakdown]
    /// The split that judges: `test`, or `valid` where test is not to be looked at.
    let judge: Split
    /// What spelling the unknown words costs, by split.
    let spelling: [Split: UnknownSpelling]

    /// A row's figures on one split.
    private struct Judged {
        let evaluation: Evaluation
        let bitsPerCharacter: Double?

        init(_ stream: EventStream, _ logProbabilities: [Double], _ spelling: UnknownSpelling?) {
            evaluation = Evaluation(of: stream, logProbabilities: logProbabilities)
            let bits = -evaluation.logLikelihood / M_LN2 + (spelling?.bits ?? 0)
            bitsPerCharacter = stream.characterCount > 0 ? bits / Double(stream.characterCount) : nil
        }
    }

    private struct Row {
        let model: String
        let context: String
        let parameters: Int
        let trainingSeconds: Double?
        let valid: [Double]
        let judged: [Double]
    }

    private var entries: [Row] {
        comparison.models.map {
            Row(
                model: $0.name, context: $0.contextScope.label, parameters: $0.parameterCount,
                trainingSeconds: $0.trainingSeconds, valid: $0.valid, judged: $0.test)
        }
            + mixtures.map { mixture in
                Row(
                    model: mixture.name,
                    context: mixture.components.contains { $0.contextScope == .stream } ? "carried" : "segment",
                    parameters: mixture.parameterCount,
                    trainingSeconds: nil, valid: mixture.valid, judged: mixture.test)
            }
    }

    /// The rows of JSON, CSV and their like.
    var table: ResultTable {
        var table = ResultTable(columns: [
            "model", "context", "parameters", "training_seconds", "valid_perplexity", "test_perplexity",
            "test_perplexity_excluding_oov", "test_perplexity_excluding_eos", "bits_per_token", "bits_per_character",
        ])
        for row in entries {
            let valid = Evaluation(of: comparison.valid, logProbabilities: row.valid)
            let judged = Judged(comparison.test, row.judged, spelling[judge])
            // With valid as the judge nobody has looked at test.
            let test = judge == .test ? judged.evaluation : nil
            table.append([
                .text(row.model), .text(row.context), .integer(row.parameters), .of(row.trainingSeconds),
                .of(valid.perplexity), .of(test?.perplexity), .of(test?.perplexityExcludingOutOfVocabulary),
                .of(test?.perplexityExcludingSegmentEnds), .of(judged.evaluation.crossEntropyBits),
                .of(judged.bitsPerCharacter),
            ])
        }
        return table
    }

    /// The table for people, and the paragraph under it.
    var people: [String] {
        var narrow = ResultTable(columns: [
            "model", "parameters", "training_s", "valid_ppl", "test_ppl", "excluding_oov", "bits_per_character",
        ])
        for row in table.rows { narrow.append([row[0], row[2], row[3], row[4], row[5], row[6], row[9]]) }
        let sentences = ComparisonSentences(comparison, mixtures: mixtures, differences: differences).paragraph
        let paragraphs = sentences.isEmpty ? [] : [""] + wrapped(sentences, width: min(Console.width, 100))
        return TextTable(narrow).lines + ["", vocabularyLine] + paragraphs
    }

    private var vocabularyLine: String {
        let evaluation = Evaluation(
            of: comparison.test, logProbabilities: [Double](repeating: 0, count: comparison.test.count))
        let rate = String(format: "%.1f", (evaluation.outOfVocabularyRate ?? 0) * 100)
        return "vocabulary \(NumberText.grouped(comparison.vocabulary.size)) (\(comparison.vocabulary.rule)); "
            + "\(rate) % of \(judge.name) is <unk>; \(NumberText.grouped(comparison.test.count)) events of \(judge.name)"
    }

    /// Notes on how figures are to be read.
    var remarks: [String] {
        var remarks = comparison.models.flatMap { model in model.notes.map { "\(model.name): \($0)" } }
        if let spelling = spelling[judge], spelling.literalUnknowns > 0 {
            remarks.append(
                "bits per character are a lower bound: \(NumberText.grouped(spelling.literalUnknowns)) tokens stand in "
                    + "the text as <unk>, and nobody knows their spelling")
        }
        for model in comparison.models {
            let zeros = model.test.count { $0 == -.infinity }
            if zeros > 0 {
                remarks.append(
                    "\(model.name) gives \(NumberText.grouped(zeros)) events of \(judge.name) probability zero: its "
                        + "perplexity is infinite, shown as –")
            }
        }
        return remarks
    }

    /// The keys beside `rows`.
    var further: [Value.Field] {
        [
            .init("vocabulary", vocabulary),
            .init("weights", .list(mixtures.map(weights))),
            .init("significance", .list(differences.map(significance))),
            .init("breakdowns", .list(breakdowns.map(breakdown))),
            .init("notes", .of(remarks)),
            .init(
                "summary",
                .text(ComparisonSentences(comparison, mixtures: mixtures, differences: differences).paragraph)),
        ]
    }

    private var vocabulary: Value {
        .object([
            .init("size", .integer(comparison.vocabulary.size)),
            .init("rule", .text(comparison.vocabulary.rule.description)),
            .init("hash", .text(comparison.vocabulary.hash)),
            .init("valid_events", .integer(comparison.valid.count)),
            .init("judge", .text(judge.name)),
            .init("events", .integer(comparison.test.count)),
            .init("segments", .integer(comparison.test.segmentCount)),
            .init("characters", .integer(comparison.test.characterCount)),
            .init("out_of_vocabulary", .integer(comparison.test.outOfVocabularyCount)),
            .init("unknown_spelling_bits", .of(spelling[judge]?.bits)),
            .init("bits_per_character_is_lower_bound", .bool((spelling[judge]?.literalUnknowns ?? 1) > 0)),
        ])
    }

    private func weights(_ mixture: ComparedMixture) -> Value {
        .object([
            .init("model", .text(mixture.name)),
            .init(
                "weights",
                .object(zip(mixture.components, mixture.weights).map { .init($0.name, .number($1)) })),
        ])
    }

    private func significance(_ difference: PairedResampling.Difference) -> Value {
        .object([
            .init("first", .text(comparison.models[difference.first].name)),
            .init("second", .text(comparison.models[difference.second].name)),
            .init("difference_bits_per_token", .of(difference.difference)),
            .init("interval_95", .list([.of(difference.interval.lowerBound), .of(difference.interval.upperBound)])),
            .init("p_value", .number(difference.pValue)),
            .init("p_value_holm", .number(difference.adjustedPValue)),
        ])
    }

    private func breakdown(_ breakdown: LossBreakdown) -> Value {
        .object([
            .init("by", .text(breakdown.criterion)),
            .init(
                "groups",
                .list(
                    breakdown.groups.map { group in
                        .object([
                            .init("group", .text(group.label)), .init("events", .integer(group.events)),
                            .init(
                                "bits_per_token",
                                .object(zip(breakdown.models, group.bits).map { .init($0, .of($1)) })),
                        ])
                    })),
        ])
    }
}

extension ContextScope {
    /// What the model's history is: cut at the segment's beginning, or carried over it.
    var label: String {
        switch self {
        case .ngram, .segment: "segment"
        case .stream: "carried"
        }
    }
}
