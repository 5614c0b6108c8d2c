internal import Basics
package import LanguageModeling
internal import NgramModels
package import Tokenization

/// Scores single sentences, for programs that ask for one after the other.
///
/// A sentence is what `LineScoring` takes a line for, and has the same probability. A scorer holds working memory: each
/// thread has its own.
///
/// ```swift
/// let scorer = try SentenceScorer(shelf.lineModel("mkn:3", called: "mkn:3"))
/// let logProbability = try scorer.logProbability(of: Array("it was the best of times".utf8).span)
/// ```
package final class SentenceScorer {
    private let model: LineModel
    /// The model, where it can be walked word by word.
    private let backoff: BackoffModel?
    private var reading: Reading
    private var known = KnownTypes()
    private var context: [UInt32] = []
    private var next: [UInt32] = []
    private var line: [UInt8] = []

    /// A word of a sentence, or its end.
    package struct ScoredWord: Sendable, Equatable {
        package let id: WordID
        package let logProbability: Double
        /// How many words the n-gram has that the model found; `nil` for models that do not look for one.
        package let ngramLength: Int?

        init(id: WordID, logProbability: Double, ngramLength: Int?) {
            (self.id, self.logProbability, self.ngramLength) = (id, logProbability, ngramLength)
        }

        init(_ id: WordID, _ step: WordStep) {
            self.init(id: id, logProbability: step.logProbability, ngramLength: step.ngramLength)
        }
    }

    /// - Throws: `TextError` if ICU's data are missing.
    package init(_ model: LineModel) throws(TextError) {
        self.model = model
        backoff = model.model as? BackoffModel
        reading = try Reading(model.tokenizer, of: .line)
        context = [UInt32](repeating: 0, count: backoff?.contextLength ?? 0)
        next = context
    }

    /// ln P of a sentence: the sum of what ``words(of:begins:ends:)`` gives.
    package func logProbability(
        of utf8: Span<UInt8>, begins: Bool = true, ends: Bool = true
    ) throws -> Double {
        try read(utf8, begins: begins, ends: ends)
        // A walk along the whole asks memory for all of its words at once.
        if begins || backoff == nil { return wholeScores().dropLast(ends ? 0 : 1).reduce(0, +) }
        var sum = 0.0
        walk(ends: ends) { _, step in sum += step.logProbability }
        return sum
    }

    /// What the model says of each word of a sentence.
    ///
    /// - Parameters:
    ///   - utf8: the sentence. A line end that closes it does not count; others are spaces.
    ///   - begins: whether `<s>` stands before it; else nothing does.
    ///   - ends: whether its end is asked for, too.
    /// - Throws: `TextError` for what is no text; `SentenceError` for what this model cannot be asked.
    package func words(
        of utf8: Span<UInt8>, begins: Bool = true, ends: Bool = true
    ) throws -> [ScoredWord] {
        try read(utf8, begins: begins, ends: ends)
        guard let backoff else {
            let words = known.words(of: reading.piece.tokens)
            return zip(words, wholeScores()).dropLast(ends ? 0 : 1).map {
                ScoredWord(id: $0, logProbability: $1, ngramLength: nil)
            }
        }
        if begins {
            let words = known.words(of: reading.piece.tokens)
            return zip(words, backoff.steps(of: words.span)).dropLast(ends ? 0 : 1).map(ScoredWord.init)
        }
        var scored: [ScoredWord] = []
        scored.reserveCapacity(reading.piece.tokens.count)
        walk(ends: ends) { word, step in
            scored.append(ScoredWord(word, step))
        }
        return scored
    }

    private func read(_ utf8: Span<UInt8>, begins: Bool, ends: Bool) throws {
        if !begins, backoff == nil { throw SentenceError.needsBeginning(model.name) }
        if !ends, model.model.direction == .backward { throw SentenceError.needsEnd(model.name) }
        if reading.isFull {
            reading.forgetTypes()
            known = KnownTypes()
        }
        try takeLine(utf8)
        let text = line
        if let error = reading.read(line: text.span) { throw error }
        known.learn(reading.piece.types, by: model.model.vocabulary)
    }

    /// Copies a sentence as a line of its own, when it is seen to be text.
    private func takeLine(_ utf8: Span<UInt8>) throws(TextError) {
        line.removeAll(keepingCapacity: true)
        var end = utf8.count
        if end > 0, utf8[end - 1] == 0x0A { end -= end > 1 && utf8[end - 2] == 0x0D ? 2 : 1 }
        line.reserveCapacity(end)
        var isPlain = true
        for index in 0..<end {
            let byte = utf8[index]
            if byte == 0 || byte >= 0x80 { isPlain = false }
            line.append(byte == 0x0A ? 0x20 : byte)
        }
        if !isPlain {
            // No mark of another encoding stands before a sentence: as in a line that is not the first.
            let bytes = [0x0A] + line
            do { line = try TextDecoder.decode(bytes.span) } catch { throw error.shifted(byLines: -1, bytes: -1) }
            line.removeFirst()
        }
    }

    /// ln P of every event of the sentence that was read.
    private func wholeScores() -> [Double] {
        model.model.logProbabilities(
            of: EncodedText(words: known.words(of: reading.piece.tokens), characterCount: 0), threads: 1)
    }

    /// Walks along the sentence that was read, where nothing is known of what stands before.
    private func walk(ends: Bool, _ body: (WordID, WordStep) -> Void) {
        guard let backoff else { return }
        let tokens = reading.piece.tokens
        let asked = tokens.count - (ends ? 0 : 1)
        Self.walk(
            along: tokens.span.extracting(0..<asked), known, by: backoff, &context, &next, body)
    }

    private static func walk(
        along tokens: Span<TokenID>, _ known: KnownTypes, by model: BackoffModel,
        _ context: inout [UInt32], _ next: inout [UInt32], _ body: (WordID, WordStep) -> Void
    ) {
        var start = next.mutableSpan
        model.writeEmptyContext(&start)
        for place in tokens.indices {
            swap(&context, &next)
            let word = known.word(of: tokens[place])
            var after = next.mutableSpan
            body(word, model.step(from: context.span, by: word, to: &after))
            // A line may hold several sentences, each of which begins anew.
            if word == Marker.segmentEnd { model.writeBeginning(&after) }
        }
    }
}

/// What a model cannot be asked of a sentence.
package enum SentenceError: ExplainedError, Hashable {
    case needsBeginning(String)
    case needsEnd(String)
    /// A model without states, asked for one.
    case hasNoStates(String)

    package var explanation: Explanation {
        switch self {
        case .needsBeginning(let model):
            Explanation(
                "\(model) scores no text without a beginning",
                cause: "Only n-gram models that back off or interpolate do.",
                remedy: "Score whole sentences, or ask such a model, as mkn:3.", kind: .usage)
        case .needsEnd(let model):
            Explanation(
                "\(model) scores no text without an end", cause: "It reads backwards, from the end on.",
                remedy: "Score whole sentences.", kind: .usage)
        case .hasNoStates(let model):
            Explanation(
                "\(model) has no states", cause: "Only n-gram models that back off or interpolate have them.",
                remedy: "Score whole sentences, or ask such a model, as mkn:3.", kind: .usage)
        }
    }
}
