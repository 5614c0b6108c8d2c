internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import Reporting
internal import Tokenization

extension WalkGround {
    /// More tokens are sooner read as data.
    private static var shownTokens: Int { 40 }

    /// 6. p, −log₂ p, their running sum and mean, token by token.
    func perplexityScene() throws -> WalkScene {
        let sentence = try sentence()
        let judged = try judge(sentence)
        var rows = ResultTable(columns: [
            "position", "token", "in_vocabulary", "probability", "surprisal_bits", "running_bits", "mean_bits",
        ])
        var sum = 0.0
        var bars: [Chart.Row] = []
        for (index, event) in judged.events.enumerated() {
            let bits = event.logProbability == 0 ? 0 : -event.logProbability / M_LN2
            sum += bits
            rows.append([
                .integer(index + 1), .text(event.token), .bool(event.isKnown), .number(exp(event.logProbability)),
                .of(bits), .of(sum), .of(sum / Double(index + 1)),
            ])
            if bits.isFinite { bars.append(Chart.Row("\(index + 1) \(event.token.shownToken)", bits)) }
        }
        let count = judged.events.count
        let mean = sum / Double(count)
        let result = judged.perplexity.map { NumberText.rounded($0) }
        var pointer = WalkPointer(station: .perplexity)
        (pointer.text, pointer.model) = (sentence.text, judged.model)
        let isShort = count <= Self.shownTokens
        let shown = rows.keeping(["token", "probability", "surprisal_bits", "running_bits", "mean_bits"])
        let table = isShort ? shown : shown.beginning(Self.shownTokens)
        let name = judged.model
        let events = NumberText.counted(count, "event")
        let answer =
            result.map {
                "\(sentence.origin) costs \(name) \(NumberText.rounded(sum)) bits for \(events), "
                    + "\(NumberText.rounded(mean)) each: its perplexity is 2^\(NumberText.rounded(mean, significantDigits: 6)) = \($0)."
            }
            ?? "\(name) calls one of the \(events) impossible: a probability of 0 costs ∞ bits, and the perplexity is "
            + "undefined."
        var chart = Chart.rows(
            title: "Bits by token", value: .init("−log₂ p (bits), by \(name)"), isShort ? bars : [])
        chart.note = "A bit is a doubling: a token of p = 1/8 costs 3 bits."
        return WalkScene(
            answer: answer, rows: rows,
            further: [
                .init("text", .text(sentence.text)), .init("model", .text(name)), .init("events", .integer(count)),
                .init("mean_bits", .of(mean)), .init("perplexity", .of(judged.perplexity)),
            ],
            blocks: [
                .paragraph("\(sentence.origin): \(sentence.text.onOneLine)"),
                .lines(["perplexity = 2^((1/N) Σ −log₂ p_i) = exp((1/N) Σ −ln p_i),   N = \(count)"]),
            ]
                + (isShort && !bars.isEmpty
                    ? Report.Block.table(table, named: "tokens", drawnAs: chart, named: "bits")
                    : [.table(table, named: "tokens")]) + [
                    .paragraph(
                        "Each token is predicted from those before it; </s>, the end, is predicted too, and what models do "
                            + "not know is predicted as <unk>. The mean of the last row, as an exponent of 2, is the "
                            + "perplexity: between how many equally likely words the model chooses.")
                ], notes: judged.notes, pointer: pointer)
    }

    /// A text as a model judged it.
    private struct Judged {
        let model: String
        let events: [(token: String, isKnown: Bool, logProbability: Double)]
        /// As the report of perplexities has it.
        let perplexity: Double?
        let notes: [String]
    }

    private func judge(_ sentence: WalkSentence) throws -> Judged {
        if let model = settings.model { return try judge(sentence, by: model) }
        var order = 3
        while true {
            do {
                return try judge(sentence, by: ModelName(parsing: "mkn:\(order)"))
            } catch let error as EstimationError {
                order -= 1
                if order == 0 { throw error }
            }
        }
    }

    private func judge(_ sentence: WalkSentence, by name: ModelName) throws -> Judged {
        var events: [(token: String, isKnown: Bool, logProbability: Double)] = []
        let source = JudgedSource.text(cut: { tokenizer in
            try corpus.evaluationText(Array(sentence.text.utf8).span, named: "text", by: tokenizer, threads: 1)
        })
        let report = try shelf.perplexityReport(
            of: [name], on: source,
            scored: { _, text, encoded, scores in
                for (index, id) in text.tokens.ids.enumerated() {
                    events.append((text.types[id], encoded.words[index] != Marker.unknown, scores[index]))
                }
            })
        var perplexity: Double?
        if let column = report.rows.columns.firstIndex(of: "perplexity"),
            case .number(let number)? = report.rows.rows.first?[column]
        {
            perplexity = number
        }
        return Judged(model: name.description, events: events, perplexity: perplexity, notes: report.notes)
    }
}
