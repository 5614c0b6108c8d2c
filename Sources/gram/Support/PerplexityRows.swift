internal import Foundation
internal import Gramarye

/// Rows of `perplexity`: a model each.
struct PerplexityRows {
    private let text: String
    private(set) var table = ResultTable(columns: [
        "model", "split", "vocabulary_size", "events", "segments", "out_of_vocabulary", "out_of_vocabulary_rate",
        "zero_probability_events", "log10_likelihood", "perplexity", "perplexity_excluding_oov",
        "perplexity_excluding_eos", "perplexity_excluding_oov_and_eos", "cross_entropy_bits", "bits_per_character",
        "bits_per_character_is_lower_bound",
    ])
    private var narrow = ResultTable(columns: [
        "model", "perplexity", "excluding_oov", "excluding_eos", "excluding_both", "bits", "bits_per_character",
    ])
    private var remarks: [String] = []

    /// - Parameter text: the split, or the name of a text from outside.
    init(text: String) { self.text = text }

    mutating func append(_ model: any LanguageModel, _ evaluation: Evaluation) {
        table.append([
            .text(model.name), .text(text), .integer(model.vocabulary.size), .integer(evaluation.events),
            .integer(evaluation.segments), .integer(evaluation.outOfVocabulary),
            .of(evaluation.outOfVocabularyRate), .integer(evaluation.zeroProbabilityEvents),
            .of(evaluation.logLikelihood / M_LN10), .of(evaluation.perplexity),
            .of(evaluation.perplexityExcludingOutOfVocabulary), .of(evaluation.perplexityExcludingSegmentEnds),
            .of(evaluation.perplexityExcludingBoth), .of(evaluation.crossEntropyBits),
            .of(evaluation.bitsPerCharacter), .bool(evaluation.outOfVocabulary > 0),
        ])
        narrow.append([
            .text(model.name), .of(evaluation.perplexity), .of(evaluation.perplexityExcludingOutOfVocabulary),
            .of(evaluation.perplexityExcludingSegmentEnds), .of(evaluation.perplexityExcludingBoth),
            .of(evaluation.crossEntropyBits), .of(evaluation.bitsPerCharacter),
        ])
        let percent = String(format: "%.1f", 100 * (evaluation.outOfVocabularyRate ?? 0))
        let remark =
            "\(text): \(NumberText.counted(evaluation.events, "event")) in "
            + "\(NumberText.counted(evaluation.segments, "segment")); vocabulary \(NumberText.grouped(model.vocabulary.size)) (\(model.vocabulary.rule)); "
            + "\(percent) % of \(text) is <unk>"
        if !remarks.contains(remark) { remarks.append(remark) }
        if evaluation.zeroProbabilityEvents > 0 {
            remarks.append(
                "\(model.name): \(NumberText.grouped(evaluation.zeroProbabilityEvents)) events have probability 0, "
                    + "so its perplexity is infinite; what excludes <unk> leaves them out too")
        }
        if evaluation.outOfVocabulary > 0 {
            let bound = "bits per character are a lower bound: <unk> is not charged for its spelling"
            if !remarks.contains(bound) { remarks.append(bound) }
        }
    }

    var people: [String] { TextTable(narrow).lines + [""] + remarks }
}
