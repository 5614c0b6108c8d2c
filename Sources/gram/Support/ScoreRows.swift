internal import Foundation
internal import Gramarye
internal import Reporting

/// Scores as lines of output, made as they come.
struct ScoreRows: Sendable {
    /// What is told of a unit.
    enum Content: Sendable {
        /// A row for each model.
        case scores
        /// A row for each event by each model.
        case events
        /// How much better the first model predicts it than the second.
        case difference
    }

    private let models: [String]
    private let content: Content
    private let format: OutputFormat
    private let rows: RowBytes?

    init(_ content: Content, by models: [String], _ format: OutputFormat) {
        self.content = content
        self.models = models
        self.format = format
        rows = format == .table ? nil : RowBytes(Self.columns(of: content), format == .json ? .jsonl : format)
    }

    private static func columns(of content: Content) -> [String] {
        switch content {
        case .scores:
            [
                "line", "model", "events", "out_of_vocabulary", "zero_probability_events", "log10_likelihood",
                "perplexity", "perplexity_excluding_oov", "perplexity_excluding_eos",
                "perplexity_excluding_oov_and_eos", "bits_per_character",
            ]
        case .events:
            ["line", "model", "position", "token", "in_vocabulary", "log10_probability", "surprisal_bits"]
        case .difference:
            [
                "line", "model", "against", "events", "against_events", "cross_entropy_bits",
                "against_cross_entropy_bits", "difference_bits",
            ]
        }
    }

    /// What stands before the rows.
    var head: [UInt8] {
        switch format {
        case .table: Array((tableLine(tableHead) + "\n").utf8)
        default: rows?.header ?? []
        }
    }

    /// The lines of a unit; of one that cannot be read, rows without figures.
    func lines(of unit: ScoredUnit) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        if content == .difference {
            append(differenceFields(of: unit), to: &bytes)
        } else {
            for (index, name) in models.enumerated() {
                let score = unit.error == nil ? unit.scores[index] : nil
                if content == .scores {
                    append([.integer(unit.line), .text(name)] + Self.fields(of: score), to: &bytes)
                } else {
                    for (place, event) in (score?.events ?? []).enumerated() {
                        append(
                            [
                                .integer(unit.line), .text(name), .integer(place + 1), .text(event.token),
                                .bool(event.isInVocabulary), .number(event.logProbability / M_LN10),
                                .number(-event.logProbability / M_LN2),
                            ], to: &bytes)
                    }
                    if score == nil {
                        append(
                            [.integer(unit.line), .text(name), .null, .null, .null, .null, .null], to: &bytes)
                    }
                }
            }
        }
        return bytes
    }

    private static func fields(of score: UnitScore?) -> [RowBytes.Field] {
        guard let score else { return [RowBytes.Field](repeating: .null, count: 9) }
        let evaluation = score.evaluation
        return [
            .integer(evaluation.events), .integer(evaluation.outOfVocabulary),
            .integer(evaluation.zeroProbabilityEvents), .number(evaluation.logLikelihood / M_LN10),
            .number(evaluation.perplexity), .number(evaluation.perplexityExcludingOutOfVocabulary),
            .number(evaluation.perplexityExcludingSegmentEnds), .number(evaluation.perplexityExcludingBoth),
            .number(score.bitsPerCharacter),
        ]
    }

    private func differenceFields(of unit: ScoredUnit) -> [RowBytes.Field] {
        let names: [RowBytes.Field] = [.integer(unit.line), .text(models[0]), .text(models[1])]
        guard unit.error == nil else { return names + [RowBytes.Field](repeating: .null, count: 5) }
        let (own, other) = (unit.scores[0].evaluation, unit.scores[1].evaluation)
        let difference = own.crossEntropyBits.flatMap { own in other.crossEntropyBits.map { own - $0 } }
        return names + [
            .integer(own.events), .integer(other.events), .number(own.crossEntropyBits),
            .number(other.crossEntropyBits), .number(difference),
        ]
    }

    private func append(_ fields: [RowBytes.Field], to bytes: inout [UInt8]) {
        if let rows { return rows.append(fields, to: &bytes) }
        bytes += tableLine(shown.map { Self.text(of: fields[$0]) }).utf8
        bytes.append(0x0A)
    }
}

/// For people, who see some of the columns, of widths that are settled before the rows are known.
extension ScoreRows {
    private var shown: [Int] {
        switch content {
        case .scores: [0, 1, 2, 3, 5, 6, 10]
        case .events: [0, 1, 2, 3, 6]
        case .difference: [0, 3, 5, 6, 7]
        }
    }

    private var tableHead: [String] {
        switch content {
        case .scores: ["line", "model", "events", "<unk>", "log10 P", "perplexity", "bits/char"]
        case .events: ["line", "model", "position", "token", "bits"]
        case .difference: ["line", "events", models[0], models[1], "difference"]
        }
    }

    private func tableLine(_ cells: [String]) -> String {
        let widths = tableHead.map { head in
            switch head {
            case "model": models.map(\.count).max() ?? 0
            case "token": 16
            case "log10 P", "perplexity": 10
            default: max(head.count, 7)
            }
        }
        return zip(tableHead, zip(widths, cells)).map { head, cell in
            let (width, text) = cell
            let space = String(repeating: " ", count: max(0, width - text.count))
            return ["model", "token"].contains(head) ? text + space : space + text
        }.joined(separator: "  ")
    }

    private static func text(of field: RowBytes.Field) -> String {
        switch field {
        case .integer(let integer): NumberText.grouped(integer)
        case .number(let number?) where number.isFinite: NumberText.rounded(number, significantDigits: 4)
        case .text(let text): text.visible
        case .bool(let bool): bool ? "yes" : "no"
        case .number, .null: "–"
        }
    }
}
