internal import Basics
internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// What every model says of texts: the probabilities of its scorer, and the entropy of its distributions.
@Suite struct EventScoreTests {
    static let models = ["laplace:1", "laplace:2", "lidstone:3:0.1", "mkn:3", "katz:2", "witten-bell:3", "mkn:2+cache"]

    private static func model(_ name: String, _ corpus: Corpus, _ direction: ReadingDirection) throws
        -> any LanguageModel
    {
        let train = EncodedText(words: corpus.words, characterCount: 1).read(direction)
        let parts = try name.split(separator: "+").filter { $0 != "cache" }.map { part in
            let name = try NgramModelName(parsing: String(part))
            let counts = try NgramCounts(of: train.words, idCount: corpus.vocabulary.idCount, order: name.order)
            return try name.estimate(from: counts, vocabulary: corpus.vocabulary)
        }
        var model = parts[0]
        if name.hasSuffix("+cache") {
            let cache = CacheModel(vocabulary: corpus.vocabulary, capacity: 7)
            model = try MixtureModel(parts + [cache], fittedTo: train)
        }
        return direction == .backward ? ReversedModel(model) : model
    }

    @Test(arguments: models, ReadingDirection.allCases)
    func probabilitiesAreTheScorersAndEntropyIsBounded(name: String, direction: ReadingDirection) throws {
        let corpus = Corpus.all[0]
        let model = try Self.model(name, corpus, direction)
        let texts = [corpus.unseen, Array(corpus.words.prefix(30)), [Marker.segmentEnd]].map { words in
            EncodedText(words: words.last == 2 ? words : words + [2], characterCount: 1)
        }
        let scores = model.scores(ofTexts: texts)
        for (text, scores) in zip(texts, scores) {
            // Each text is read from its beginning, whatever was read before.
            #expect(scores.map(\.logProbability) == model.logProbabilities(of: text))
            for score in scores {
                let entropy = try #require(score.entropy)
                #expect(entropy >= 0 && entropy <= log(Double(corpus.vocabulary.size)) + 1e-9)
            }
        }
        // The entropy is that of the distribution after the words read.
        let text = texts[1].read(direction)
        let history = [Marker.segmentStart] + text.words.prefix { $0 != Marker.segmentEnd }.dropLast()
        let distribution = try #require(model.probabilities(after: history))
        let entropy = -distribution.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
        let place = direction == .backward ? 0 : history.count - 1
        expectClose(scores[1][place].entropy, entropy, 1e-9)
    }

    /// Back-off models come by their entropies context by context, without the distributions.
    @Test(arguments: SumToOneTests.methods, Corpus.all)
    func entropiesAreThoseOfTheDistributions(method: String, corpus: Corpus) throws {
        for order in [1, 2, 4] {
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
            let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
            let words = corpus.unseen + corpus.words.prefix(60) + [Marker.segmentEnd]
            let scores = model.scores(ofTexts: [EncodedText(words: words, characterCount: 1)])[0]
            var history = [Marker.segmentStart]
            for (word, score) in zip(words, scores) {
                let distribution = try #require(model.probabilities(after: history))
                expectClose(score.entropy, -distribution.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }, 1e-9)
                history = word == Marker.segmentEnd ? [Marker.segmentStart] : history + [word]
            }
        }
    }

    @Test func aUniformModelLeavesTheChoiceOfAllWords() throws {
        let corpus = Corpus.all[0]
        // Nothing but the uniform distribution is left where everything is added to nothing seen.
        let counts = try NgramCounts(of: [Marker.segmentEnd], idCount: corpus.vocabulary.idCount, order: 1)
        let model = try NgramModelName(parsing: "lidstone:1:1e12").estimate(from: counts, vocabulary: corpus.vocabulary)
        for score in model.scores(ofTexts: [EncodedText(words: corpus.words, characterCount: 1)])[0] {
            expectClose(score.entropy, log(Double(corpus.vocabulary.size)), 1e-9)
        }
    }

    @Test func anUndefinedDistributionHasNoEntropy() throws {
        let corpus = Corpus.all[0]
        let model = try Self.model("mle:3", corpus, .forward)
        // A context of two words that train does not have.
        let rare = corpus.unseen.split(separator: 2).first { $0.count > 2 }!
        let scores = model.scores(ofTexts: [EncodedText(words: Array(rare) + [2], characterCount: 1)])[0]
        #expect(scores.contains { $0.entropy == nil && $0.logProbability == -.infinity })
    }

    /// Forward and backward have the same unigrams, so a model without context does not tell them apart.
    @Test(arguments: ["laplace:1", "lidstone:1:0.5", "mkn:1"])
    func withoutContextBothDirectionsAreOne(name: String) throws {
        for corpus in Corpus.all {
            let text = EncodedText(
                words: corpus.unseen.map { Int($0) < corpus.vocabulary.idCount ? $0 : 0 }, characterCount: 1)
            let forward = try Self.model(name, corpus, .forward).logProbabilities(of: text)
            let backward = try Self.model(name, corpus, .backward).logProbabilities(of: text)
            for (forward, backward) in zip(forward, backward) { expectClose(forward, backward, 1e-12) }
        }
    }

    /// Of the maximum-likelihood bigram model of one segment, ln P is Σ n(vw) ln n(vw)/n(v) over bigrams: the same both
    /// ways, for the bigrams and, with `<s>` for `</s>`, the contexts are the same, turned round.
    @Test func likelihoodsOfBigramsAreTheSameBothWays() throws {
        for corpus in Corpus.all {
            let text = EncodedText(words: corpus.words, characterCount: 1)
            let forward = try Self.model("mle:2", corpus, .forward).logProbabilities(of: text).reduce(0, +)
            let backward = try Self.model("mle:2", corpus, .backward).logProbabilities(of: text).reduce(0, +)
            expectClose(forward, backward, 1e-9 * max(1, abs(forward)))
        }
    }

    @Test func aReversedModelIsTheModelOfTheTextReversed() throws {
        let corpus = Corpus.all[0]
        let text = EncodedText(words: corpus.unseen, characterCount: 1)
        let reversed = try Self.model("mkn:3", corpus, .backward)
        #expect(reversed.name == "mkn:3 (reversed)" && reversed.direction == .backward)
        let scores = reversed.logProbabilities(of: text, threads: 2)
        let base = reversed.inItsOrder.logProbabilities(of: text.read(.backward))
        #expect(scores.sorted() == base.sorted())
        // What each word got stands at the word: each first word of a segment was the last one read.
        let segment = EncodedText(words: [5, 6, 7, 2], characterCount: 1)
        let one = reversed.logProbabilities(of: segment)
        expectClose(exp(one[0]), reversed.probabilities(after: [1, 7, 6])![5], 1e-12)
        expectClose(exp(one[3]), reversed.probabilities(after: [1, 7, 6, 5])![2], 1e-12)
    }

    @Test func directionsAreNotMixed() throws {
        let corpus = Corpus.all[0]
        let heldOut = EncodedText(words: corpus.unseen, characterCount: 1)
        let error = #expect(throws: ModelNameError.self) {
            try MixtureModel(
                [Self.model("mkn:2", corpus, .forward), Self.model("mkn:3", corpus, .backward)], fittedTo: heldOut)
        }
        #expect(error?.cause?.contains("backwards") == true)
    }
}
