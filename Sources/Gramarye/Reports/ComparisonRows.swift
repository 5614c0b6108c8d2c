internal import Foundation
internal import LanguageModeling
internal import Reporting
internal import Tokenization

/// A comparison with all that was worked out of it: its rows; what people read, and the further keys of JSON, stand in files
/// of their own.
struct ComparisonRows {
    let comparison: Comparison
    let mixtures: [ComparedMixture]
    /// `nil` where weights are global.
    let bucketLabels: [String]?
    let significance: Significance
    let breakdowns: [LossBreakdown]
    let spreads: [SeedSpread]
    /// What spelling the unknown words of that split costs.
    let spelling: UnknownSpelling
    /// The perplexity on valid after each epoch, of each network by name.
    let validPerplexities: [String: [Double]]
    let settings: ComparisonSettings

    /// The split that judges: `test`, or `valid` where test is not to be looked at.
    var judge: Split { settings.judge }

    /// A model or a mixture with its figures.
    struct Row {
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

    var models: [Row] {
        comparison.models.map {
            Row(
                model: $0.name, scope: $0.contextScope, direction: $0.direction, parameters: $0.parameterCount,
                bytes: $0.byteCount,
                trainingSeconds: $0.trainingSeconds, scoringSeconds: $0.scoringSeconds,
                valid: Evaluation(of: comparison.valid, logProbabilities: $0.valid),
                judged: Evaluation(of: comparison.test, logProbabilities: $0.test), notes: $0.notes)
        }
    }

    func row(_ mixture: ComparedMixture) -> Row {
        Row(
            model: mixture.name, scope: mixture.contextScope, direction: mixture.direction,
            parameters: mixture.parameterCount,
            bytes: mixture.byteCount, trainingSeconds: mixture.trainingSeconds, scoringSeconds: mixture.scoringSeconds,
            valid: mixture.valid, judged: mixture.test, gain: gain(mixture, on: \.test))
    }

    /// By how many percent a mixture's perplexity is below the best of its rows; `nil` where that is infinite.
    func gain(_ mixture: ComparedMixture, on split: KeyPath<ComparedMixture, Evaluation>) -> Double? {
        let scores = mixture.rows.map { split == \.valid ? $0.valid : $0.test }
        let stream = split == \.valid ? comparison.valid : comparison.test
        let best = scores.compactMap { Evaluation(of: stream, logProbabilities: $0).perplexity }.min()
        guard let best, best.isFinite, let mixed = mixture[keyPath: split].perplexity else { return nil }
        return (1 - mixed / best) * 100
    }

    func tokensPerSecond(_ row: Row) -> Double? {
        row.scoringSeconds > 0 ? Double(comparison.valid.count + comparison.test.count) / row.scoringSeconds : nil
    }

    /// With the unknown words spelled out.
    func bitsPerCharacter(_ row: Row) -> Double? {
        let characters = comparison.test.characterCount
        return characters > 0 ? (spelling.bits - row.judged.logLikelihood / M_LN2) / Double(characters) : nil
    }

    var isLowerBound: Bool { spelling.literalUnknowns > 0 }

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

    var shortLabel: String { order.map { "\($0)-gram" } ?? label }
}
