internal import Basics
internal import CorpusTools
internal import Counting
public import LanguageModeling
internal import NgramModels
internal import Statistics
internal import Tokenization

/// How much better a word is predicted by a model of its own side than by one of the other.
public struct ModelKeyWord: Sendable {
    public let word: String
    /// Its events in the side that is judged.
    public let count: Int
    /// Their mean surprisal in bits by the side's own model, made without the document it judges, and by the other side's.
    public let bits: Double
    public let referenceBits: Double
    /// `referenceBits` − `bits` lies in it, by a bootstrap of documents; `nil` for a word in fewer than five documents.
    public let interval: ClosedRange<Double>?

    public var difference: Double { referenceBits - bits }
}

/// The words of a side, judged by models of both.
public struct ModelKeynessResult: Sendable {
    /// By count × difference, the largest first, as many as were asked for.
    public let words: [ModelKeyWord]
    public let total: Int
    /// How many documents the side has, and in how many folds its own model was made.
    public let documents: Int
    public let folds: Int
    /// All events of the side, and their mean surprisal in bits by both models.
    public let events: Int
    public let bits: Double
    public let referenceBits: Double
    /// What the models know.
    public let vocabularySize: Int
    /// Tokens of the side that the vocabulary does not hold; they are events, but none of the words.
    public let unknownTokens: Int
    /// How many tokens the other side's model was made of, and those of the side's own folds, from the fewest to the most.
    public let referenceTokens: Int
    public let foldTokens: ClosedRange<Int>
}

extension Corpus {
    /// Which words make the difference in predictability between some documents and others.
    ///
    /// Two models of one vocabulary, which the rule makes of both sides, are estimated. The documents are judged by that of the
    /// others, and by their own, which is made anew for each of ten folds of the documents without those of the fold: a model that
    /// has seen what it judges would always win.
    ///
    /// - Parameters:
    ///   - model: of n-grams that gives every word a probability.
    ///   - documents: that are judged, all splits of them; two or more.
    ///   - reference: other documents; all others where `nil`.
    ///   - minimum: the least count of a word.
    ///   - limit: how many words; all where `nil`.
    ///   - seed: of the folds and of the bootstrap.
    /// - Throws: `KeynessError`, `EstimationError`.
    public func keyness(
        by model: NgramModelName, of documents: Subcorpus, against reference: Subcorpus? = nil, minimum: Int = 5,
        limit: Int? = 20, seed: UInt64 = 1
    ) throws -> ModelKeynessResult {
        switch model.method {
        case .maximumLikelihood, .stupidBackoff, .jelinekMercer: throw KeynessError.unfitModel(model.description)
        default: break
        }
        let others = try otherSide(of: documents, reference)
        let (types, ours) = try (store.types(), tokens(of: .documents(documents)))
        let theirs = try tokens(of: .documents(others))
        if ours.ids.isEmpty { throw KeynessError.noTokens(of: "\(documents)") }
        if theirs.ids.isEmpty { throw KeynessError.noTokens(of: "\(others)") }
        var counts = [Int](repeating: 0, count: types.count)
        for id in ours.ids { counts[Int(id)] += 1 }
        for id in theirs.ids { counts[Int(id)] += 1 }
        let vocabulary = ModelVocabulary(
            rule: vocabularyRule, types: types, trainCounts: counts, subwords: tokenizer.subwords?.types ?? [])
        let map = vocabulary.map(of: types)
        let texts = ours.documents.map { $0.map { map[Int($0)] } }.filter { !$0.isEmpty }
        guard texts.count > 1 else { throw KeynessError.oneDocument("\(documents)") }

        func estimated(_ words: [WordID]) throws -> any LanguageModel {
            try model.estimate(
                from: NgramCounts(of: words, idCount: vocabulary.idCount, order: model.order), vocabulary: vocabulary)
        }
        func scores(_ words: [WordID], by model: any LanguageModel) -> [Double] {
            model.logProbabilities(of: EncodedText(words: words, characterCount: 0), threads: availableThreads)
        }
        let other = try estimated(theirs.ids.map { map[Int($0)] })
        let references = texts.map { scores($0, by: other) }
        let folds = min(10, texts.count)
        var generator = SeededGenerator(seed: seed)
        let order = texts.indices.shuffled(using: &generator)
        var own = [[Double]](repeating: [], count: texts.count)
        let sizes = texts.map { $0.count { $0 != Marker.segmentEnd } }
        let tokens = sizes.reduce(0, +)
        var foldTokens: [Int] = []
        for fold in 0..<folds {
            let judged = Set(order.indices.filter { $0 % folds == fold }.map { order[$0] })
            let seen = texts.indices.filter { !judged.contains($0) }
            let model = try estimated(seen.flatMap { texts[$0] })
            foldTokens.append(tokens - judged.reduce(0) { $0 + sizes[$1] })
            for document in judged { own[document] = scores(texts[document], by: model) }
        }
        let judged = texts.indices.map {
            ModelKeyness.Document(words: texts[$0], own: own[$0], reference: references[$0])
        }
        let keyness = ModelKeyness(judged, minimum: minimum, resamples: 1_000, seed: seed) {
            $0 != Marker.segmentEnd && $0 != Marker.unknown
        }
        let events = texts.reduce(0) { $0 + $1.count }
        func bits(_ scores: [[Double]]) -> Double {
            -scores.reduce(0) { $0 + $1.reduce(0, +) } / Double(events) / 0.693_147_180_559_945_3
        }
        return ModelKeynessResult(
            words: keyness.rows.prefix(limit ?? keyness.rows.count).map { row in
                ModelKeyWord(
                    word: vocabulary.words[Int(row.word)], count: row.count, bits: row.bits,
                    referenceBits: row.referenceBits, interval: row.interval)
            },
            total: keyness.rows.count, documents: texts.count, folds: folds, events: events, bits: bits(own),
            referenceBits: bits(references), vocabularySize: vocabulary.size,
            unknownTokens: texts.reduce(0) { sum, words in sum + words.count { $0 == Marker.unknown } },
            referenceTokens: theirs.ids.count { $0 != Marker.segmentEnd },
            foldTokens: (foldTokens.min() ?? 0)...(foldTokens.max() ?? 0))
    }
}

extension TokenStream {
    /// The tokens of each document.
    fileprivate var documents: [ArraySlice<TokenID>] {
        zip(documentStarts, documentStarts.dropFirst() + [ids.count]).map { ids[$0..<$1] }
    }
}
