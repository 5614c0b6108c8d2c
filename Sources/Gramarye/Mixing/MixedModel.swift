internal import Basics
internal import Foundation
package import LanguageModeling
internal import NgramModels
package import Reporting
package import Tokenization

/// Several models made one: a back-off model of their linear mixture, which needs none of them any more.
package struct MixedModel {
    package let model: any LanguageModel
    package let weights: [Double]
    package let tokenizer: TokenizerSettings
    /// How well all do on the text that the weights were fitted to; `nil` where they were given.
    package let tuning: Tuning?
    private let parts: [LineModel]

    /// Perplexities on a text, over the words of all models together.
    package struct Tuning: Sendable {
        package let text: String
        package let events: Int
        /// Of each model alone.
        package let parts: [Double?]
        /// Of the mixture itself, which mixes anew after each context.
        package let mixture: Double?
        /// Of the one model.
        package let model: Double?
    }

    /// Where weights come from.
    package enum Weights: Sendable {
        case given([Double])
        /// The ones that make a text likeliest.
        case fitted(to: [UInt8], named: String)
    }

    /// - Parameters:
    ///   - parts: n-gram models of the same tokens.
    ///   - name: of the model.
    ///   - threads: at most this many; the model does not depend on it.
    /// - Throws: `MixingError`; `EstimationError` for a model that does not back off; `TextError` of the text.
    package init(
        of parts: [LineModel], weights wanted: Weights, named name: String, threads: Int = availableThreads
    ) throws {
        precondition(!parts.isEmpty, "a mixture of no model")
        for part in parts.dropFirst() {
            guard part.tokenizer.cutsTokens(like: parts[0].tokenizer) else {
                throw MixingError.differentTokens(parts[0].name, parts[0].tokenizer, part.name, part.tokenizer)
            }
            guard part.model.direction == parts[0].model.direction else {
                throw MixingError.differentDirections(parts[0].name, part.name)
            }
        }
        self.parts = parts
        tokenizer = parts[0].tokenizer
        let models = parts.map(\.model)
        switch wanted {
        case .given(let weights):
            let sum = weights.reduce(0, +)
            guard weights.count == parts.count, abs(sum - 1) < 1e-6, weights.allSatisfy({ (0...1).contains($0) })
            else { throw MixingError.badWeights(sum: sum, count: weights.count, models: parts.count) }
            self.weights = weights
            model = Self.reading(
                models[0].direction,
                try StaticMixture(of: models, weights: weights).model(named: name, threads: threads))
            tuning = nil
        case .fitted(let utf8, let text):
            let settings = tokenizer.resolvingSegments(of: utf8.span)
            let (types, stream) = try tokenized(utf8.span, by: settings, threads: threads)
            guard !stream.ids.isEmpty else { throw MixingError.noTuningText(text) }
            // Shares depend on the vocabularies alone.
            let even = models.map { _ in 1 / Double(models.count) }
            let shares = try StaticMixture(of: models, weights: even).unknownShares
            let logProbabilities = zip(models, shares).map { model, share in
                let map = model.vocabulary.map(of: types, threads: threads)
                let events = EncodedText(
                    words: stream.ids.map { map[Int($0)] }, characterCount: stream.characterCount)
                return zip(events.words, model.logProbabilities(of: events, threads: threads)).map { word, value in
                    word == Marker.unknown ? value - log(share) : value
                }
            }
            let fitted = MixtureWeights(fittedTo: logProbabilities)
            weights = fitted.weights
            model = Self.reading(
                models[0].direction,
                try StaticMixture(of: models, weights: weights).model(named: name, threads: threads))
            let map = model.vocabulary.map(of: types, threads: threads)
            let events = EncodedText(words: stream.ids.map { map[Int($0)] }, characterCount: stream.characterCount)
            tuning = Tuning(
                text: text, events: events.count, parts: logProbabilities.map(Self.perplexity),
                mixture: Self.perplexity(fitted.logProbabilities(mixing: logProbabilities)),
                model: Self.perplexity(model.logProbabilities(of: events, threads: threads)))
        }
    }

    private static func perplexity(_ logProbabilities: [Double]) -> Double? {
        let mean = logProbabilities.reduce(0, +) / Double(logProbabilities.count)
        return mean.isFinite ? exp(-mean) : nil
    }

    private static func reading(_ direction: ReadingDirection, _ model: any LanguageModel) -> any LanguageModel {
        direction == .backward ? ReversedModel(model, named: model.name) : model
    }
}

extension MixedModel {
    /// What was mixed, and how near the one model comes to the mixture.
    package func report(provenance: Provenance) -> Report {
        var table = ResultTable(columns: ["model", "weight", "vocabulary_size", "parameters", "perplexity"])
        for (index, part) in parts.enumerated() {
            table.append([
                .text(part.name), .of(weights[index]), .integer(part.model.vocabulary.size),
                .integer(part.model.parameterCount), .of(tuning?.parts[index]),
            ])
        }
        if let tuning {
            table.append([
                .text("mixture"), .null, .integer(model.vocabulary.size),
                .integer(parts.map(\.model.parameterCount).reduce(0, +)), .of(tuning.mixture),
            ])
        }
        table.append([
            .text(model.name), .null, .integer(model.vocabulary.size), .integer(model.parameterCount),
            .of(tuning?.model),
        ])
        var report = Report("\(model.name), mixed of \(parts.count) models", rows: table, provenance: provenance)
        guard let tuning, let mixture = tuning.mixture, let own = tuning.model else { return report }
        let percent = 100 * (own / mixture - 1)
        report.further = [.init("difference_percent", .of(percent))]
        let difference = NumberText.rounded(abs(percent), significantDigits: 2)
        report.answer =
            "On \(tuning.text), \(NumberText.counted(tuning.events, "event")), \(model.name) has a perplexity of "
            + "\(NumberText.rounded(own, significantDigits: 4)), \(difference) % "
            + "\(percent < 0 ? "below" : "above") that of the mixture itself."
        report.blocks.append(contentsOf: Report.Block.sentences([report.answer]).map { $0.only(.terminal) })
        report.terms = [.perplexity]
        return report
    }
}
