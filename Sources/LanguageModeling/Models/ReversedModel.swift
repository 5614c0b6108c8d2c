/// A model of texts read backwards.
///
/// It has the same events to predict as one that reads forwards, each segment's words and its `</s>`, in another
/// order. So the likelihoods of whole segments, and perplexities, may be compared between the two; the probabilities of
/// single words after different contexts may not be mixed.
package struct ReversedModel: LanguageModel {
    /// Takes a text's words in the order in which it reads them.
    package let base: any LanguageModel
    package let name: String
    package static let note = "reads each segment backwards"

    /// - Parameters:
    ///   - base: made from texts read backwards.
    ///   - name: `nil` for the base's, marked as reversed.
    package init(_ base: any LanguageModel, named name: String? = nil) {
        precondition(base.direction == .forward, "a model reversed twice")
        self.base = base
        self.name = name ?? "\(base.name) (reversed)"
    }

    package var vocabulary: ModelVocabulary { base.vocabulary }
    package var parameterCount: Int { base.parameterCount }
    package var byteCount: Int { base.byteCount }
    package var includesNetwork: Bool { base.includesNetwork }
    package var contextScope: ContextScope { base.contextScope }
    package var isNormalized: Bool { base.isNormalized }
    package var direction: ReadingDirection { .backward }
    package var notes: [String] { base.notes + [Self.note] }

    /// Takes events in the order in which the model reads them.
    package func makeScorer() -> any Scorer { base.makeScorer() }

    /// - Parameter context: in the order in which the model reads: the words that follow in the text, the last first.
    package func probabilities(after context: [WordID]) -> [Double]? { base.probabilities(after: context) }

    /// A walk from the end of a text to its beginning.
    package func makeWalk(after context: [WordID]) -> any ModelWalk { base.makeWalk(after: context) }

    /// - Returns: in the order of the text, what each word got after those that follow it.
    package func logProbabilities(of stream: EncodedText, threads: Int) -> [Double] {
        stream.reversingSegments(base.logProbabilities(of: stream.read(.backward), threads: threads))
    }

    package func scores(ofTexts texts: [EncodedText]) -> [[EventScore]] {
        zip(texts, base.scores(ofTexts: texts.map { $0.read(.backward) })).map { $0.reversingSegments($1) }
    }
}

extension LanguageModel {
    /// The model that takes words in the order in which it reads them: itself, unless it reads backwards.
    package var inItsOrder: any LanguageModel { (self as? ReversedModel)?.base ?? self }
}
