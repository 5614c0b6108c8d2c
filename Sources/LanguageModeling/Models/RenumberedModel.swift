internal import Tokenization

extension LanguageModel {
    /// The same model, asked and answering in the word ids of another vocabulary of the same words.
    ///
    /// A vocabulary's hash tells that two have the same words, not that they number them alike: a model imported from
    /// a file has them in that file's order.
    /// - Precondition: the hashes are equal.
    package func numbered(as other: ModelVocabulary) -> any LanguageModel {
        precondition(vocabulary.hash == other.hash, "models of different words")
        let sameOrder = zip(vocabulary.words, other.words).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
        if sameOrder { return self }
        if let reversed = self as? ReversedModel {
            return ReversedModel(reversed.base.numbered(as: other), named: reversed.name)
        }
        return RenumberedModel(self, vocabulary: other)
    }
}

/// A model behind another numbering of its words; every question goes on to the model's own answer to it, so that nothing
/// of its speed is lost.
private struct RenumberedModel: LanguageModel {
    private let model: any LanguageModel
    let vocabulary: ModelVocabulary
    private let numbering: Numbering

    init(_ model: any LanguageModel, vocabulary: ModelVocabulary) {
        self.model = model
        self.vocabulary = vocabulary
        numbering = Numbering(
            ids: vocabulary.words.enumerated().map { index, word in
                index < Marker.texts.count ? WordID(index) : model.vocabulary.id(of: word)
            })
    }

    var name: String { model.name }
    var parameterCount: Int { model.parameterCount }
    var byteCount: Int { model.byteCount }
    var includesNetwork: Bool { model.includesNetwork }
    var contextScope: ContextScope { model.contextScope }
    var isNormalized: Bool { model.isNormalized }
    var direction: ReadingDirection { model.direction }
    var notes: [String] { model.notes }

    func makeScorer() -> any Scorer { RenumberedScorer(scorer: model.makeScorer(), numbering: numbering) }

    func probabilities(after context: [WordID]) -> [Double]? {
        model.probabilities(after: context.map(numbering.own)).map(numbering.asked)
    }

    func makeWalk(after context: [WordID]) -> any ModelWalk {
        RenumberedWalk(walk: model.makeWalk(after: context.map(numbering.own)), numbering: numbering)
    }

    func logProbabilities(of stream: EncodedText, threads: Int) -> [Double] {
        model.logProbabilities(of: numbering.own(stream), threads: threads)
    }

    func scores(ofTexts texts: [EncodedText]) -> [[EventScore]] {
        model.scores(ofTexts: texts.map(numbering.own))
    }
}

/// From the ids that are asked for to a model's own.
private struct Numbering {
    /// The model's own id by the id asked for.
    let ids: [WordID]

    func own(_ id: WordID) -> WordID { ids[Int(id)] }

    func own(_ stream: EncodedText) -> EncodedText {
        EncodedText(
            words: stream.words.map(own), documentStarts: stream.documentStarts,
            characterCount: stream.characterCount)
    }

    /// A distribution by the ids asked for, of one by the model's own.
    func asked(_ own: [Double]) -> [Double] { ids.map { own[Int($0)] } }
}

private struct RenumberedScorer: Scorer {
    var scorer: any Scorer
    let numbering: Numbering

    mutating func logProbabilities(of events: Span<WordID>) -> [Double] {
        let own = events.indices.map { numbering.own(events[$0]) }
        return scorer.logProbabilities(of: own.span)
    }
}

private struct RenumberedWalk: ModelWalk {
    var walk: any ModelWalk
    let numbering: Numbering

    func probabilities() -> [Double]? { walk.probabilities().map(numbering.asked) }
    mutating func append(_ word: WordID) { walk.append(numbering.own(word)) }
    func copy() -> any ModelWalk { RenumberedWalk(walk: walk.copy(), numbering: numbering) }
}
