internal import Tokenization

extension LanguageModel {
    /// The same model, asked and answering in the word ids of another vocabulary of the same words.
    ///
    /// A vocabulary's hash tells that two have the same words, not that they number them alike: a model imported from
    /// a file has them in that file's order.
    /// - Precondition: the hashes are equal.
    public func numbered(as other: ModelVocabulary) -> any LanguageModel {
        precondition(vocabulary.hash == other.hash, "models of different words")
        let sameOrder = zip(vocabulary.words, other.words).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
        if sameOrder { return self }
        if let reversed = self as? ReversedModel {
            return ReversedModel(reversed.base.numbered(as: other), named: reversed.name)
        }
        return RenumberedModel(self, vocabulary: other)
    }
}

/// A model behind another numbering of its words.
private struct RenumberedModel: LanguageModel {
    private let model: any LanguageModel
    let vocabulary: ModelVocabulary
    /// The model's own id by the id asked for.
    private let ids: [WordID]

    init(_ model: any LanguageModel, vocabulary: ModelVocabulary) {
        self.model = model
        self.vocabulary = vocabulary
        ids = vocabulary.words.enumerated().map { index, word in
            index < Marker.texts.count ? WordID(index) : model.vocabulary.id(of: word)
        }
    }

    var name: String { model.name }
    var parameterCount: Int { model.parameterCount }
    var byteCount: Int { model.byteCount }
    var includesNetwork: Bool { model.includesNetwork }
    var contextScope: ContextScope { model.contextScope }
    var isNormalized: Bool { model.isNormalized }
    var notes: [String] { model.notes }

    func makeScorer() -> any Scorer { RenumberedScorer(scorer: model.makeScorer(), ids: ids) }

    func probabilities(after context: [WordID]) -> [Double]? {
        model.probabilities(after: context.map { ids[Int($0)] }).map { own in ids.map { own[Int($0)] } }
    }
}

private struct RenumberedScorer: Scorer {
    var scorer: any Scorer
    let ids: [WordID]

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        let own = events.indices.map { ids[Int(events[$0])] }
        return scorer.logProbabilities(of: own.span)
    }
}
