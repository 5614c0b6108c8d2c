internal import Foundation
public import LanguageModeling
internal import NgramModels
public import Tokenization

/// A model for single probabilities, in words rather than ids, that does no more work than an answer takes.
public struct WordProbabilityModel: Sendable {
    public let name: String
    /// What cuts a text into the words that the model is asked for.
    public let tokenizer: TokenizerSettings
    let source: Source
    let spelled: SpelledCounts
    let splitName: String

    enum Source: Sendable {
        /// n(hw)/n(h) of the words as spelled.
        case unsmoothed(order: Int)
        /// Laplace where every word asked for is in the vocabulary, so that the stored counts are the model's.
        case laplace(order: Int, LaplaceCounts)
        /// Saved, read by blocks.
        case stored(BlockwiseNgramModel)
        /// With the counts for explanations, where it was estimated here.
        case whole(any LanguageModel, EstimationCounts)
    }

    /// What was assumed where its estimation found nothing in the text.
    var notes: [String] {
        switch source {
        case .unsmoothed, .laplace: []
        case .stored(let model): model.notes
        case .whole(let model, _): model.notes
        }
    }

    /// How many words before the model looks at; `nil` for all.
    private var contextLength: Int? {
        switch source {
        case .unsmoothed(let order), .laplace(let order, _): order - 1
        case .stored(let model): model.order - 1
        case .whole(let model, _): if case .ngram(let order) = model.contextScope { order - 1 } else { nil }
        }
    }

    /// Of the words that the model knows; as they are spelled it knows all that train has.
    var vocabularyRule: VocabularyRule {
        switch source {
        case .unsmoothed: .minimumCount(1)
        case .laplace(_, let laplace): laplace.shelf.rule
        case .stored(let model): model.vocabularyRule
        case .whole(let model, _): model.vocabulary.rule
        }
    }

    private var takesWordsAsSpelled: Bool { if case .unsmoothed = source { true } else { false } }

    /// P(word | context).
    ///
    /// - Parameters:
    ///   - word: as the model's tokenizer spells it.
    ///   - context: oldest first, cut to what the model looks at.
    ///   - explained: whether the formula is wanted.
    public func answer(_ word: String, after context: [String], explained: Bool = false) throws -> WordProbability {
        let used = contextLength.map { Array(context.suffix($0)) } ?? context
        return try answer(
            word, after: used, count: spelled.count(of: used + [word]), total: spelled.contextCount(of: used),
            explained: explained)
    }

    /// - Parameter probabilities: of a whole model after the context, where they are known already.
    private func answer(
        _ word: String, after used: [String], count: Int, total: Int, probabilities: [Double]? = nil,
        explained: Bool = false
    ) throws -> WordProbability {
        var logProbability: Double?
        var explanation: ProbabilityExplanation?
        var inVocabulary = false
        var unknownContext: [String] = []
        switch source {
        case .unsmoothed:
            logProbability = total == 0 ? nil : log(Double(count) / Double(total))
            inVocabulary = try count > 0 || spelled.store.id(ofType: word) != nil
            explanation = .ngrams(.relativeFrequency(of: word, after: used, count: count, total: total))
        case .laplace(_, let laplace):
            let (count, total) = try laplace.counts(of: word, after: used, spelled: (count, total))
            inVocabulary = try laplace.knows(word)
            let size = try laplace.vocabularySize
            logProbability = log(Double(count + 1) / Double(total + size))
            unknownContext = try used.filter { try !laplace.knows($0) }
            let mapped = try (used + [word]).map { try laplace.knows($0) ? $0 : Marker.texts[Int(Marker.unknown)] }
            explanation = .ngrams(
                .laplace(of: mapped[used.count], after: mapped.dropLast(), count: count, total: total, size: size))
        case .stored(let model):
            let id = try model.id(of: word) ?? Marker.unknown
            let ids = try used.map { try model.id(of: $0) ?? Marker.unknown }
            unknownContext = zip(used, ids).filter { $1 == Marker.unknown }.map(\.0)
            inVocabulary = id != Marker.unknown
            logProbability = try model.logProbability(of: id, after: ids)
            if explained || logProbability == nil {
                explanation = .ngrams(try model.derivation(of: id, after: ids))
            }
        case .whole(let model, let counts):
            let id = model.vocabulary.id(of: word)
            let ids = used.map(model.vocabulary.id(of:))
            unknownContext = zip(used, ids).filter { $1 == Marker.unknown }.map(\.0)
            inVocabulary = id != Marker.unknown
            logProbability = (probabilities ?? model.probabilities(after: ids)).map { log($0[Int(id)]) }
            if explained || logProbability == nil {
                explanation = try model.explanation(of: id, after: ids) { order in
                    try counts.counts(order: order, vocabulary: model.vocabulary)
                }
            }
        }
        if word == Marker.texts[Int(Marker.segmentStart)] {
            logProbability = -.infinity
            explanation = .neverPredicted
        }
        return WordProbability(
            model: name, split: splitName, context: used, unknownContext: unknownContext, word: word,
            takesWordsAsSpelled: takesWordsAsSpelled, inVocabulary: inVocabulary, count: count,
            contextCount: total, logProbability: logProbability, explanation: explanation)
    }

    /// The probability of several words one after the other, undefined where one of them is.
    ///
    /// - Parameter answers: for each word in turn, after the words before.
    package func product(of answers: [WordProbability]) throws -> WordProbability {
        precondition(!answers.isEmpty)
        let words = answers.map(\.word)
        let context = answers[0].context
        let logarithms = answers.compactMap(\.logProbability)
        let isDefined = logarithms.count == answers.count
        let total = logarithms.reduce(0, +)
        let factors = answers.map { $0.logProbability.map { exp($0) } }
        return WordProbability(
            model: name, split: splitName, context: context, unknownContext: answers[0].unknownContext,
            word: tokenizer.tokens == .subwords ? tokenizer.text(of: words) : words.joined(separator: " "),
            takesWordsAsSpelled: takesWordsAsSpelled, inVocabulary: answers.allSatisfy(\.inVocabulary),
            count: try spelled.count(of: context + words),
            contextCount: answers[0].contextCount, logProbability: isDefined ? total : nil,
            explanation: .product(
                event: words.joined(separator: " "), context: context.joined(separator: " "), factors: factors))
    }

    /// The likeliest words after a context, the likeliest first.
    ///
    /// - Parameters:
    ///   - context: the words before, of which the model takes the last ones.
    ///   - limit: at most this many; 0 for all.
    ///   - unknown: whether `<unk>` is among them.
    ///   - temperature: T: the words listed share what is theirs in proportion to P(w)^(1/T); at 0 the likeliest has it all.
    public func likeliest(
        after context: [String], limit: Int, unknown: Bool, temperature: Double = 1
    ) throws -> [WordProbability] {
        let used = contextLength.map { Array(context.suffix($0)) } ?? context
        if temperature != 1 {
            return try likeliest(afterUsed: used, limit: limit, unknown: unknown, temperature: temperature)
        }
        var words: [String]
        var probabilities: [Double]?
        switch source {
        case .unsmoothed:
            // One more than are shown, for `<unk>` may be left out.
            words = try spelled.continuations(of: used, limit: limit == 0 ? nil : limit + 1).map(\.word)
                .filter { unknown || $0 != Marker.texts[0] }
        case .laplace(_, let laplace):
            words = try laplace.ranked(after: used, limit: limit, unknown: unknown)
        case .stored(let model):
            let ids = try used.map { try model.id(of: $0) ?? Marker.unknown }
            let probabilities = try model.probabilities(after: ids)
            words = try Self.ranked(probabilities, limit, unknown).map(model.text(of:))
        case .whole(let model, _):
            probabilities = model.probabilities(after: used.map(model.vocabulary.id(of:)))
            words = Self.ranked(probabilities, limit, unknown).map { model.vocabulary.words[Int($0)] }
        }
        if limit > 0 { words = Array(words.prefix(limit)) }
        let total = try spelled.contextCount(of: used)
        return try zip(words, spelled.counts(of: words, after: used)).map { word, count in
            try answer(word, after: used, count: count, total: total, probabilities: probabilities)
        }
    }

    /// What each of the tokens has after a context, and the token of an index; `nil` where that is undefined.
    func distribution(after used: [String]) throws -> (probabilities: [Double], token: (Int) throws -> String)? {
        switch source {
        case .unsmoothed:
            let next = try spelled.continuations(of: used)
            let total = try spelled.contextCount(of: used)
            guard total > 0 else { return nil }
            return (next.map { Double($0.count) / Double(total) }, { next[$0].word })
        case .laplace(_, let laplace):
            let vocabulary = try laplace.shelf.vocabulary()
            return (try laplace.probabilities(after: used), { vocabulary.words[$0] })
        case .stored(let model):
            let ids = try used.map { try model.id(of: $0) ?? Marker.unknown }
            return try model.probabilities(after: ids).map { ($0, { try model.text(of: WordID($0)) }) }
        case .whole(let model, _):
            return model.probabilities(after: used.map(model.vocabulary.id(of:))).map {
                ($0, { model.vocabulary.words[$0] })
            }
        }
    }

    /// What the model says of a word, with another probability than its own.
    func answer(_ word: String, afterUsed used: [String], logProbability: Double) throws -> WordProbability {
        var answer = try answer(
            word, after: used, count: spelled.count(of: used + [word]), total: spelled.contextCount(of: used))
        answer.logProbability = logProbability
        return answer
    }

    /// Ids by descending probability, equal ones by id.
    static func ranked(_ probabilities: [Double]?, _ limit: Int, _ unknown: Bool) -> [WordID] {
        guard let probabilities else { return [] }
        let shown = probabilities.indices.filter { id in
            id != Int(Marker.segmentStart) && (unknown || id != Int(Marker.unknown)) && probabilities[id] > 0
        }
        let before: (Int, Int) -> Bool = { a, b in
            probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b
        }
        if limit == 0 { return shown.sorted(by: before).map { WordID($0) } }
        var best: [Int] = []
        for id in shown where best.count < limit || before(id, best[best.count - 1]) {
            let place = best.firstIndex { before(id, $0) } ?? best.count
            best.insert(id, at: place)
            if best.count > limit { best.removeLast() }
        }
        return best.map { WordID($0) }
    }
}

extension ModelShelf {
    /// The unsmoothed n(X, Y)/n(X) of words as spelled.
    package func unsmoothed(order: Int, splits: Set<Split> = [.train]) -> WordProbabilityModel {
        WordProbabilityModel(
            name: "mle:\(order)", tokenizer: corpus.tokenizer, source: .unsmoothed(order: order),
            spelled: SpelledCounts(store: corpus.store, splits: splits), splitName: Self.name(of: splits))
    }

    /// Laplace, from the stored counts where they suffice.
    package func laplace(order: Int, splits: Set<Split> = [.train]) -> WordProbabilityModel {
        WordProbabilityModel(
            name: "laplace:\(order)", tokenizer: corpus.tokenizer,
            source: .laplace(order: order, LaplaceCounts(shelf: self, splits)),
            spelled: SpelledCounts(store: corpus.store, splits: splits), splitName: Self.name(of: splits))
    }

    /// A model by its name.
    ///
    /// - Parameters:
    ///   - name: a method and its order, or the name of a saved model.
    ///   - splits: what unsmoothed and Laplace models are estimated from and count; all others use train.
    public func wordProbabilityModel(_ name: ModelName, splits: Set<Split> = [.train]) throws -> WordProbabilityModel {
        // Counts stand beside a probability that was made of the same splits.
        let train = SpelledCounts(store: corpus.store, splits: [.train])
        if name.components.count == 1 {
            switch name.components[0] {
            case .ngram(let ngram) where ngram.method == .maximumLikelihood:
                return unsmoothed(order: ngram.order, splits: splits)
            case .ngram(let ngram) where ngram.method == .laplace:
                return laplace(order: ngram.order, splits: splits)
            case .saved(let saved):
                if let model = try corpus.blockwiseNgramModel(named: saved) {
                    guard model.direction == .forward else { throw ModelError.backward(saved) }
                    return WordProbabilityModel(
                        name: saved, tokenizer: try tokenizer(of: name), source: .stored(model), spelled: train,
                        splitName: "train")
                }
            default: break
            }
        }
        let model = try model(name)
        guard model.direction == .forward else { throw ModelError.backward(model.name) }
        return WordProbabilityModel(
            name: name.description, tokenizer: try tokenizer(of: name), source: .whole(model, EstimationCounts(self)),
            spelled: train, splitName: "train")
    }

    private static func name(of splits: Set<Split>) -> String {
        splits.count == 1 ? splits.first!.name : "all"
    }
}
