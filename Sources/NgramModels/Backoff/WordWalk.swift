package import LanguageModeling
internal import Tokenization

/// What a model says of a word after a context.
package struct WordStep: Sendable, Equatable {
    /// ln P(word | context); −∞ where it is zero.
    package let logProbability: Double
    /// How many words the longest n-gram has that the model holds and that ends with the word.
    package let ngramLength: Int
}

/// A walk word by word, from context to context, for callers that hold many contexts at a time, as a decoder does.
///
/// A context is so many 32-bit numbers, which the caller keeps; contexts after which the model says the same of all
/// texts are mostly the same numbers.
///
/// | number | what |
/// |---|---|
/// | 0 | how many numbers from the second on count |
/// | 1 | where the score depends on it: the words since the segment began, `<s>` included, at most N − 1; else 0 |
/// | 1 + n | the node of the last n words; `absent` where the model knows of no word that follows them, and β = 1 |
///
/// Numbers of another model give wrong probabilities, and nothing worse.
extension BackoffModel {
    /// How many numbers a context has.
    package var contextLength: Int { shape.order + 1 }

    /// No word before, and no beginning of a segment.
    package func writeEmptyContext(_ context: inout MutableSpan<UInt32>) {
        for place in context.indices { context[place] = 0 }
    }

    /// The beginning of a segment.
    package func writeBeginning(_ context: inout MutableSpan<UInt32>) {
        let empty = [UInt32](repeating: 0, count: contextLength)
        _ = step(from: empty.span, by: Marker.segmentStart, to: &context)
    }

    /// What the model says of the next word, and the context after it.
    ///
    /// - Parameters:
    ///   - context: of ``contextLength``; other memory than `next`.
    ///   - word: an id of the vocabulary; any other is `<unk>`.
    /// - Complexity: O(N) look-ups.
    package func step(
        from context: Span<UInt32>, by word: WordID, to next: inout MutableSpan<UInt32>
    ) -> WordStep {
        switch ngrams {
        case .estimated(let ngrams): wordStep(in: ngrams, from: context, by: word, to: &next, logPenalty)
        case .compact(let ngrams): wordStep(in: ngrams, from: context, by: word, to: &next, logPenalty)
        case .packed(let ngrams): wordStep(in: ngrams, from: context, by: word, to: &next, logPenalty)
        case .quantized(let ngrams): wordStep(in: ngrams, from: context, by: word, to: &next, logPenalty)
        }
    }
}

/// Stands for a context that nothing depends on.
private let absent = UInt32.max

private func wordStep<Ngrams: BackoffStorage>(
    in ngrams: Ngrams, from context: Span<UInt32>, by word: WordID, to next: inout MutableSpan<UInt32>,
    _ logPenalty: Double?
) -> WordStep where Ngrams.Failure == Never {
    let order = ngrams.shape.order
    let contextCount = ngrams.shape.contextCount
    precondition(context.count == order + 1 && next.count == order + 1, "a context of another model")
    let word = Int(word) < ngrams.shape.idCount ? Int(word) : Int(Marker.unknown)
    var kept = 0
    /// Notes the node of the last n words.
    func keep(_ node: Int, _ n: Int, in next: inout MutableSpan<UInt32>) {
        guard n < order else { return }
        let isContext = node < contextCount && (!ngrams.children(of: node).isEmpty || ngrams.logBackoff(of: node) != 0)
        next[1 + n] = isContext ? UInt32(truncatingIfNeeded: node) : absent
        if isContext { kept = n }
    }
    // The shortest first, as a walk along a text adds them: the last bit depends on it.
    var score = ngrams.logProbability(of: word)
    var length = 1
    keep(word, 1, in: &next)
    for n in stride(from: 2, through: min(Int(context[0]) + 1, order), by: 1) {
        let node = Int(context[n])
        if node >= contextCount {
            if n < order { next[1 + n] = absent }
        } else if let child = ngrams.child(WordID(word), of: node) {
            score = ngrams.logProbability(of: child)
            length = n
            keep(child, n, in: &next)
        } else {
            score += ngrams.logBackoff(of: node)
            if n < order { next[1 + n] = absent }
        }
    }
    next[0] = UInt32(kept)
    next[1] = 0
    for place in stride(from: kept + 2, to: next.count, by: 1) { next[place] = 0 }
    if let logPenalty {
        let words = min(Int(context[1]), order - 1)
        score += logPenalty * Double(words + 1 - length)
        next[1] = UInt32(min(words + 1, order - 1))
    }
    return WordStep(logProbability: score, ngramLength: length)
}
