public import Basics
internal import Tokenization

extension LanguageModel {
    /// How well the model predicts a stream of events.
    ///
    /// - Parameters:
    ///   - stream: in the words of the model's vocabulary.
    ///   - threads: at most this many; the figures do not depend on it.
    /// - Precondition: the model is normalized: a score that does not sum to 1 has no perplexity.
    public func evaluation(of stream: EncodedText, threads: Int = availableThreads) -> Evaluation {
        precondition(isNormalized, "a score that does not sum to 1 has no perplexity")
        return Evaluation(
            of: stream, logProbabilities: logProbabilities(of: stream, threads: threads), threads: threads)
    }

    /// exp of the mean of −ln P over all events, `</s>` among them; infinite where an event has probability zero, `nil`
    /// for a stream without events.
    public func perplexity(of stream: EncodedText, threads: Int = availableThreads) -> Double? {
        evaluation(of: stream, threads: threads).perplexity
    }

    /// P(word | context): what `nltk.lm` calls a score.
    ///
    /// ```swift
    /// model.score("whale", after: ["the", "white"])
    /// ```
    ///
    /// - Parameters:
    ///   - word: one that the vocabulary does not have is `<unk>`.
    ///   - context: oldest first; `<s>` begins it where a segment begins. Cut to what the model looks at.
    /// - Returns: `nil` where the model leaves the probability undefined, as maximum likelihood after an unseen context.
    /// - Complexity: that of the whole distribution, O(V) for most models.
    public func score(_ word: String, after context: [String] = []) -> Double? {
        probabilities(after: context.map { vocabulary.id(of: $0) }).map { $0[Int(vocabulary.id(of: word))] }
    }
}
