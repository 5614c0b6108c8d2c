internal import LanguageModeling
internal import Reporting
internal import Statistics
internal import Tokenization

/// The keys of JSON beside the rows.
extension ComparisonRows {
    /// The keys beside `rows`.
    var further: [Value.Field] {
        [
            .init("vocabulary", vocabulary),
            .init("weights", .list(modelWeights + mixtures.map(weights))),
            .init("significance", .list(significance.differences.map(value))),
            .init(
                "resampling",
                .object([
                    .init("block", .text(significance.units.kind.rawValue)),
                    .init("events_per_block", .of(significance.units.eventsPerUnit)),
                    .init("blocks", .integer(significance.units.count)),
                    .init("resamples", .integer(significance.resamples)),
                    .init("seed", .unsigned(significance.seed)),
                ])),
            .init("breakdowns", .list(breakdowns.map(value))),
            .init("differences_by_word", WordDifferences(comparison).value),
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
            .init(
                "interval_95", difference.interval.map { .list([.of($0.lowerBound), .of($0.upperBound)]) } ?? .null),
            .init("p_value", .of(difference.pValue)),
            .init("p_value_holm", .of(difference.adjustedPValue)),
            .init("p_value_is_upper_bound", .bool(difference.isAtFloor)),
            .init("includes_seeds", .bool(difference.includesSeeds)),
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
                .init("mean", .of(mean(values))),
                .init("standard_deviation", .of(standardDeviation(values))),
                .init("values", .list(values.map { .of($0) })),
            ])
        }
        return .object([
            .init("model", .text(spread.model)), .init("models", .of(spread.names)),
            .init("seeds", .list(spread.seeds.map { .unsigned($0) })),
            .init("valid_perplexity", figures(spread.validPerplexities)),
            .init("test_perplexity", judge == .test ? figures(spread.testPerplexities) : .null),
        ])
    }
}
