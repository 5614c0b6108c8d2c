internal import Foundation
internal import Gramarye
internal import Reporting

/// What `compare` prints of a comparison: its rows, and the further keys of its JSON.
struct ComparisonRows {
    let comparison: Comparison
    let mixtures: [ComparedMixture]
    /// `nil` where weights are global.
    let bucketLabels: [String]?
    let significance: Significance
    let breakdowns: [LossBreakdown]
    let spreads: [SeedSpread]
    /// The split that judges: `test`, or `valid` where test is not to be looked at.
    let judge: Split
    /// What spelling the unknown words of that split costs.
    let spelling: UnknownSpelling
    let display: ComparisonDisplay

    /// A model or a mixture with its figures.
    private struct Row {
        let model: String
        let scope: ContextScope
        let direction: ReadingDirection
        let parameters: Int
        let bytes: Int
        let trainingSeconds: Double?
        let scoringSeconds: Double
        let valid: Evaluation
        let judged: Evaluation
        var gain: Double?
        var notes: [String] = []
    }

    private var models: [Row] {
        comparison.models.map {
            Row(
                model: $0.name, scope: $0.contextScope, direction: $0.direction, parameters: $0.parameterCount,
                bytes: $0.byteCount,
                trainingSeconds: $0.trainingSeconds, scoringSeconds: $0.scoringSeconds,
                valid: Evaluation(of: comparison.valid, logProbabilities: $0.valid),
                judged: Evaluation(of: comparison.test, logProbabilities: $0.test), notes: $0.notes)
        }
    }

    private func row(_ mixture: ComparedMixture) -> Row {
        Row(
            model: mixture.name, scope: mixture.contextScope, direction: mixture.direction,
            parameters: mixture.parameterCount,
            bytes: mixture.byteCount, trainingSeconds: mixture.trainingSeconds, scoringSeconds: mixture.scoringSeconds,
            valid: mixture.valid, judged: mixture.test, gain: gain(mixture, on: \.test))
    }

    /// By how many percent a mixture's perplexity is below the best of its rows; `nil` where that is infinite.
    private func gain(_ mixture: ComparedMixture, on split: KeyPath<ComparedMixture, Evaluation>) -> Double? {
        let scores = mixture.rows.map { split == \.valid ? $0.valid : $0.test }
        let stream = split == \.valid ? comparison.valid : comparison.test
        let best = scores.compactMap { Evaluation(of: stream, logProbabilities: $0).perplexity }.min()
        guard let best, best.isFinite, let mixed = mixture[keyPath: split].perplexity else { return nil }
        return (1 - mixed / best) * 100
    }

    private func tokensPerSecond(_ row: Row) -> Double? {
        row.scoringSeconds > 0 ? Double(comparison.valid.count + comparison.test.count) / row.scoringSeconds : nil
    }

    /// With the unknown words spelled out.
    private func bitsPerCharacter(_ row: Row) -> Double? {
        let characters = comparison.test.characterCount
        return characters > 0 ? (spelling.bits - row.judged.logLikelihood / M_LN2) / Double(characters) : nil
    }

    private var isLowerBound: Bool { spelling.literalUnknowns > 0 }

    /// The rows of JSON, CSV and their like.
    var table: ResultTable {
        var table = ResultTable(columns: [
            "model", "context", "order", "direction", "parameters", "bytes", "training_seconds", "tokens_per_second",
            "valid_perplexity", "test_perplexity", "test_perplexity_excluding_oov", "test_perplexity_excluding_eos",
            "bits_per_token", "bits_per_character", "bits_per_character_is_lower_bound", "mixture_gain_percent",
            "notes",
        ])
        for row in models + mixtures.map(row) {
            // With valid as the judge nobody has looked at test.
            let test = judge == .test ? row.judged : nil
            table.append([
                .text(row.model), .text(row.scope.label), .of(row.scope.order), .text(row.direction.rawValue),
                .integer(row.parameters),
                .integer(row.bytes), .of(row.trainingSeconds), .of(tokensPerSecond(row)), .of(row.valid.perplexity),
                .of(test?.perplexity), .of(test?.perplexityExcludingOutOfVocabulary),
                .of(test?.perplexityExcludingSegmentEnds), .of(row.judged.crossEntropyBits),
                .of(bitsPerCharacter(row)), .bool(isLowerBound), .of(row.gain), .of(row.notes),
            ])
        }
        return table
    }

    // MARK: - For people

    /// The table, the paragraph under it, what models cost, and where each wins.
    var people: [String] {
        let width = min(Console.width, 100)
        var lines = TextTable(figures, rightAligned: ["gain_%"]).lines + ["", vocabularyLine]
        if !paragraph.isEmpty { lines += [""] + wrapped(paragraph, width: width) }
        for spread in spreads { lines += [""] + wrapped(sentence(spread), width: width) }
        lines += [""] + TextTable(costs, rightAligned: ["MB", "training_s"]).lines
        if display.breakdowns {
            for breakdown in breakdowns { lines += [""] + LossTable(breakdown, of: comparison).lines }
            lines += WordDifferenceRows(comparison).people()
        }
        return lines
    }

    private var figures: ResultTable {
        let split = judge == .test ? "test" : "valid"
        var table = ResultTable(
            columns: ["model", "context"] + (judge == .test ? ["valid_ppl"] : [])
                + [
                    "\(split)_ppl", "without_<unk>", "without_</s>", "bits/token",
                    isLowerBound ? "bits/char_≥" : "bits/char",
                ]
                + (shownMixtures.isEmpty ? [] : ["gain_%"]))
        for row in models + shownMixtures.map(row) {
            table.append(
                [.text(shortName(row.model)), .text(row.scope.shortLabel)]
                    + (judge == .test ? [.of(row.valid.perplexity)] : [])
                    + [
                        .of(row.judged.perplexity), .of(row.judged.perplexityExcludingOutOfVocabulary),
                        .of(row.judged.perplexityExcludingSegmentEnds), .of(row.judged.crossEntropyBits),
                        .of(bitsPerCharacter(row)),
                    ] + (shownMixtures.isEmpty ? [] : [.of(row.gain.map { String(format: "%.1f", $0) })]))
        }
        return table
    }

    private var costs: ResultTable {
        var table = ResultTable(columns: ["model", "parameters", "MB", "training_s", "tokens/s"])
        for row in models {
            table.append([
                .text(shortName(row.model)), .integer(row.parameters),
                .text(NumberText.rounded(Double(row.bytes) / 1e6, significantDigits: 3)),
                .of(row.trainingSeconds.map { NumberText.rounded($0, significantDigits: 3) }),
                .of(tokensPerSecond(row).map { Int($0) }),
            ])
        }
        return table
    }

    /// Of each network's pairs the one that suits valid best, the best of all, and all models together.
    private var shownMixtures: [ComparedMixture] {
        guard display.mixtures == .best else { return mixtures }
        var names: Set<String> = []
        for network in comparison.models where network.includesNetwork && !network.isVariant {
            let pairs = mixtures.filter { $0.rows.count == 2 && $0.rows.contains { $0.name == network.name } }
            if let best = pairs.bestOnValid { names.insert(best.name) }
        }
        if let best = mixtures.bestOnValid { names.insert(best.name) }
        if let all = mixtures.last, all.rows.count > 2 { names.insert(all.name) }
        return mixtures.filter { names.contains($0.name) }
    }

    /// A mixture of many models by their number.
    private func shortName(_ name: String) -> String {
        guard name.count > 36, let mixture = mixtures.first(where: { $0.name == name }) else { return name }
        return "all \(mixture.rows.count) mixed"
    }

    private var paragraph: String {
        ComparisonSentences(comparison, mixtures: mixtures, significance: significance, judge: judge.name).paragraph
    }

    private func sentence(_ spread: SeedSpread) -> String {
        let (valid, test) = (spread.validPerplexities, spread.testPerplexities)
        func figures(_ values: [Double]) -> String {
            "\(NumberText.rounded(SeedSpread.mean(values))) ± "
                + NumberText.rounded(SeedSpread.standardDeviation(values), significantDigits: 2)
        }
        return "Trained from \(spread.seeds.count) seeds, \(spread.model) reaches a perplexity of \(figures(test)) on "
            + "\(judge.name) (mean and standard deviation; from \(NumberText.rounded(test.min() ?? 0)) to "
            + "\(NumberText.rounded(test.max() ?? 0)))"
            + (judge == .valid ? "." : ", on valid \(figures(valid)).")
            + " What the seed alone changes says nothing of the kind of network."
    }

    private var vocabularyLine: String {
        let rate = 100 * Double(comparison.test.outOfVocabularyCount) / Double(max(1, comparison.test.count))
        return "vocabulary \(NumberText.grouped(comparison.vocabulary.size)) (\(comparison.vocabulary.rule)); "
            + "\(String(format: "%.1f", rate)) % of \(judge.name) is <unk>; "
            + "\(NumberText.grouped(comparison.test.count)) events of \(judge.name)"
    }

    /// Notes on how figures are to be read.
    var remarks: [String] {
        var remarks = comparison.models.flatMap { model in model.notes.map { "\(model.name): \($0)" } }
        if isLowerBound {
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
        if shownMixtures.count < mixtures.count {
            remarks.append(
                "\(shownMixtures.count) of \(mixtures.count) mixtures; --mixtures all or --format json shows all")
        }
        return remarks
    }

    // MARK: - JSON

    /// The keys beside `rows`.
    var further: [Value.Field] {
        [
            .init("vocabulary", vocabulary),
            .init("weights", .list(modelWeights + mixtures.map(weights))),
            .init("significance", .list(significance.differences.map(value))),
            .init(
                "resampling",
                .object([
                    .init("block", .text(significance.blockLength == nil ? "segment" : "stretch")),
                    .init("events_per_block", .of(significance.blockLength)),
                    .init("blocks", .integer(significance.blocks)),
                    .init("resamples", .integer(significance.resamples)),
                    .init("seed", .integer(Int(clamping: significance.seed))),
                ])),
            .init("breakdowns", .list(breakdowns.map(value))),
            .init("differences_by_word", WordDifferenceRows(comparison).value),
            .init("seeds", .list(spreads.map(value))),
            .init("notes", .of(remarks)),
            .init("summary", .text(paragraph)),
        ]
    }

    private var vocabulary: Value {
        .object([
            .init("size", .integer(comparison.vocabulary.size)),
            .init("rule", .text(comparison.vocabulary.rule.description)),
            .init("hash", .text(comparison.vocabulary.hash)),
            .init("valid_events", .integer(comparison.valid.count)),
            .init("valid_events_hash", .text(comparison.validHash)),
            .init("judge", .text(judge.name)),
            .init("events", .integer(comparison.test.count)),
            .init("events_hash", .text(comparison.testHash)),
            .init("segments", .integer(comparison.test.segmentCount)),
            .init("characters", .integer(comparison.test.characterCount)),
            .init("out_of_vocabulary", .integer(comparison.test.outOfVocabularyCount)),
            .init("unknown_spelling_bits", .of(spelling.bits)),
            .init("bits_per_character_is_lower_bound", .bool(isLowerBound)),
        ])
    }

    /// Of the mixtures asked for by name.
    private var modelWeights: [Value] {
        comparison.models.filter { $0.parts.count > 1 }.map { model in
            .object([
                .init("model", .text(model.name)), .init("weights", weights(model.parts, model.weights)),
            ])
        }
    }

    private func weights(_ parts: [ScoredModel], _ weights: [Double]) -> Value {
        .object(zip(parts, weights).map { .init($0.name, .number($1)) })
    }

    private func weights(_ mixture: ComparedMixture) -> Value {
        var fields: [Value.Field] = [
            .init("model", .text(mixture.name)),
            .init("weights", weights(mixture.parts, mixture.meanWeights)),
            .init("mixes", .of(mixture.rows.map(\.name))),
            .init("best_of_them", .text(mixture.bestRow.name)),
            .init("valid_gain_percent", .of(gain(mixture, on: \.valid))),
            .init("gain_percent", .of(gain(mixture, on: \.test))),
        ]
        if let bucketLabels {
            let buckets = bucketLabels.indices.map { bucket in
                Value.object([
                    .init("history_count", .text(bucketLabels[bucket])),
                    .init("valid_events", .integer(mixture.validEvents[bucket])),
                    .init("weights", weights(mixture.parts, mixture.weights[bucket])),
                ])
            }
            fields.append(.init("weights_by_history_count", .list(buckets)))
        }
        return .object(fields)
    }

    private func value(_ difference: PairedResampling.Difference) -> Value {
        .object([
            .init("first", .text(significance.names[difference.first])),
            .init("second", .text(significance.names[difference.second])),
            .init("difference_bits_per_token", .of(difference.difference)),
            .init("interval_95", .list([.of(difference.interval.lowerBound), .of(difference.interval.upperBound)])),
            .init("p_value", .number(difference.pValue)),
            .init("p_value_holm", .number(difference.adjustedPValue)),
        ])
    }

    private func value(_ breakdown: LossBreakdown) -> Value {
        .object([
            .init("by", .text(breakdown.criterion)),
            .init(
                "groups",
                .list(
                    breakdown.groups.map { group in
                        .object([
                            .init("group", .text(group.label)), .init("mean", .of(group.mean)),
                            .init("events", .integer(group.events)),
                            .init(
                                "bits_per_token",
                                .object(zip(breakdown.models, group.bits).map { .init($0, .of($1)) })),
                        ])
                    })),
        ])
    }

    private func value(_ spread: SeedSpread) -> Value {
        func figures(_ values: [Double]) -> Value {
            .object([
                .init("mean", .of(SeedSpread.mean(values))),
                .init("standard_deviation", .of(SeedSpread.standardDeviation(values))),
                .init("values", .list(values.map { .of($0) })),
            ])
        }
        return .object([
            .init("model", .text(spread.model)), .init("models", .of(spread.names)),
            .init("seeds", .list(spread.seeds.map { .integer(Int(clamping: $0)) })),
            .init("valid_perplexity", figures(spread.validPerplexities)),
            .init("test_perplexity", judge == .test ? figures(spread.testPerplexities) : .null),
        ])
    }
}

extension ContextScope {
    /// What the model's history is: so many words of the segment, the segment, or all before it too.
    var label: String {
        switch self {
        case .ngram: "n-gram"
        case .segment: "reset"
        case .stream: "carried"
        }
    }

    /// N of a model that looks N − 1 words back.
    var order: Int? { if case .ngram(let order) = self { order } else { nil } }

    fileprivate var shortLabel: String { order.map { "\($0)-gram" } ?? label }
}
