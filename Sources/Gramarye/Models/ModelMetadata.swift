internal import Foundation
package import LanguageModeling
package import NgramModels
package import RecurrentModels
public import Storage
package import Tokenization

/// What a saved model says of itself beside its parts: all that the JSON of its record holds, decoded once.
///
/// What cannot be read is left out here, so that one damaged model hides no other; who opens it gets the error.
package struct ModelMetadata: Sendable {
    package let record: ModelSummary
    /// Which way it reads a text.
    package let direction: ReadingDirection
    package let metrics: ModelMetrics
    package let content: Content?
    private let common: Common?

    /// What each kind of model says.
    package enum Content: Sendable {
        case ngrams(NgramModelSettings)
        case network(NetworkMetadata)
    }

    /// What models of every kind say, those of newer versions too.
    private struct Common: Decodable, Sendable {
        var reversed: Bool?
        var tokenizer: TokenizerSettings?
    }

    package init(_ record: ModelSummary) {
        self.record = record
        common = try? JSONDecoder().decode(Common.self, from: Data(record.settings.utf8))
        direction = common?.reversed == true ? .backward : .forward
        metrics = (try? JSONDecoder().decode(ModelMetrics.self, from: Data(record.metrics.utf8))) ?? ModelMetrics()
        switch record.kind {
        case SerializedModel.ngramKind:
            content = (try? NgramModelSettings(json: record.settings, of: record.name)).map(Content.ngrams)
        case SerializedNetwork.kind:
            content = (try? NetworkMetadata(settings: record.settings, metrics: record.metrics)).map(Content.network)
        default: content = nil
        }
    }

    /// What a network says; `nil` of other models.
    package var network: NetworkMetadata? { if case .network(let network)? = content { network } else { nil } }

    /// Whether it is a score, whose values do not sum to 1.
    package var isScore: Bool { if case .ngrams(let settings)? = content { settings.penalty != nil } else { false } }

    /// What cuts texts into the tokens of an imported model; `nil` for a model of the corpus, which takes its tokenizer.
    ///
    /// - Throws: `ModelError.unreadableSettings` if its settings name none that there is.
    package func tokenizer() throws -> TokenizerSettings? {
        guard let common else { throw ModelError.unreadableSettings(record.name) }
        // Models that were imported before this was kept.
        return common.tokenizer
            ?? (record.isImported && record.kind == SerializedModel.ngramKind ? .preTokenized : nil)
    }
}

extension ModelSummary {
    /// Whether the model was made of another text than the corpus's.
    public var isImported: Bool { corpusHash.isEmpty }

    package var metadata: ModelMetadata { ModelMetadata(self) }
}
