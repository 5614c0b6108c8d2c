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
        // Of an event without a probability nothing is known, nor of the sums from there on.
        var sum: Double? = 0
        var bars: [Chart.Row] = []
        for (index, event) in judged.events.enumerated() {
            let bits = event.logProbability.map { $0 == 0 ? 0 : -$0 / M_LN2 }
            sum = bits.flatMap { bits in sum.map { $0 + bits } }
            rows.append([
                .integer(index + 1), .text(event.token), .bool(event.isKnown),
                .of(event.logProbability.map { exp($0) }), .of(bits), .of(sum), .of(sum.map { $0 / Double(index + 1) }),
            ])
            if let bits, bits.isFinite { bars.append(Chart.Row("\(index + 1) \(event.shown)", bits)) }
        }
        let count = judged.events.count
        let perplexity = sum.flatMap { $0.isFinite ? exp2($0 / Double(count)) : nil }
        var pointer = WalkPointer(station: .perplexity)
        (pointer.text, pointer.model) = (sentence.text, judged.model)
        let isShort = count <= Self.shownTokens
        let shown = rows.keeping(["token", "probability", "surprisal_bits", "running_bits", "mean_bits"])
            .mapping { row, place in [.text(judged.events[place].shown)] + row.dropFirst() }
        let table = isShort ? shown : shown.beginning(Self.shownTokens)
        let name = judged.model
        let events = NumberText.counted(count, "event")
        let answer: String
        if let sum, let perplexity {
            let mean = sum / Double(count)
            answer =
                "\(sentence.origin) costs \(name) \(NumberText.rounded(sum)) bits for \(events), "
                + "\(NumberText.rounded(mean)) each: its perplexity is 2^\(NumberText.rounded(mean, significantDigits: 6)) = "
                + "\(NumberText.rounded(perplexity))."
        } else {
            let impossible = judged.events.count { $0.logProbability == -.infinity }
            let undefined = judged.events.count { $0.logProbability == nil }
            answer =
                "Of the \(events) \(name) calls \(NumberText.grouped(impossible)) impossible (p = 0, which costs ∞ bits), and of "
                + "\(NumberText.grouped(undefined)) it says nothing, for it has not seen what stands before (0/0): the "
                + "perplexity is undefined."
        }
        var chart = Chart.rows(
            title: "Bits by token", value: .init("−log₂ p (bits), by \(name)"), isShort ? bars : [])
        chart.note = "A bit is a doubling: a token of p = 1/8 costs 3 bits."
        return WalkScene(
            answer: answer, rows: rows,
            further: [
                .init("text", .text(sentence.text)), .init("model", .text(name)), .init("events", .integer(count)),
                .init("mean_bits", .of(sum.map { $0 / Double(count) })), .init("perplexity", .of(perplexity)),
            ],
            blocks: [
                .paragraph("\(sentence.origin): \(sentence.text.onOneLine)"),
                .formulas(["perplexity = 2^{(1/N) Σ −log₂ p_i} = exp((1/N) Σ −ln p_i),  N = \(count)"]),
            ]
                + (isShort && !bars.isEmpty
                    ? Report.Block.table(table, named: "tokens", drawnAs: chart, named: "bits")
                    : [.table(table, named: "tokens")]) + [
                    .paragraph(
                        "Each token is predicted from those before it; </s>, the end, is predicted too, and what models do "
                            + "not know is predicted as <unk>. The mean of the last row, as an exponent of 2, is the "
                            + "perplexity: between how many equally likely words the model chooses."
                            + (sentence.isCut ? " The segment goes on, so that no end is judged here." : ""))
                ], notes: judged.notes, pointer: pointer)
    }

    /// A text as a model judged it.
    private struct Judged {
        let model: String
        var events: [Event]
        let notes: [String]

        struct Event {
            let token: String
            let isKnown: Bool
            /// `nil` where the model says nothing, for it has not seen the context.
            let logProbability: Double?

            /// With what the model takes it for.
            var shown: String {
                isKnown ? token.shownToken : "\(token.shownToken) (\(Marker.texts[Int(Marker.unknown)]))"
            }
        }
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
        var events: [Judged.Event] = []
        let source = JudgedSource.text(cut: { tokenizer in
            try corpus.evaluationText(Array(sentence.text.utf8).span, named: "text", by: tokenizer, threads: 1)
        })
        let report = try shelf.perplexityReport(
            of: [name], on: source,
            scored: { model, text, encoded, scores in
                guard model.direction == .forward else {
                    throw WalkLack(reason: "\(name) reads backwards, and predicts each token from those behind it")
                }
                var context = [Marker.segmentStart]
                for (index, id) in text.tokens.ids.enumerated() {
                    let word = encoded.words[index]
                    let isUndefined = scores[index] == -.infinity && model.probabilities(after: context) == nil
                    events.append(
                        Judged.Event(
                            token: text.types[id], isKnown: word != Marker.unknown,
                            logProbability: isUndefined ? nil : scores[index]))
                    context = word == Marker.segmentEnd ? [Marker.segmentStart] : context + [word]
                }
            })
        if sentence.isCut { events.removeLast() }
        return Judged(model: name.description, events: events, notes: report.notes)
    }
}
