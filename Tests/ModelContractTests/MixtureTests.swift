internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct MixtureTests {
    private let corpus = Corpus.all[0]

    private func model(_ name: String) throws -> any LanguageModel {
        let name = try NgramModelName(parsing: name)
        let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: name.order)
        return try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
    }

    /// Mixtures of every two methods, with and without a cache, after every context of every corpus.
    @Test(arguments: Corpus.all) func everyMixtureSumsToOne(corpus: Corpus) throws {
        let heldOut = EncodedText(words: corpus.unseen, characterCount: 1)
        let models = try SumToOneTests.methods.map { method in
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "3"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: 3)
            return try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
        }
        for (index, first) in models.enumerated() {
            let second = models[(index + 1) % models.count]
            let cache = CacheModel(besides: [first], fittedTo: heldOut)
            for parts in [[first, second], [first, cache], [first, second, cache]] {
                let mixture = try MixtureModel(parts, fittedTo: heldOut)
                var worst = 0.0
                for context in corpus.contexts(upTo: 3) {
                    let probabilities = try #require(mixture.probabilities(after: context))
                    worst = max(worst, abs(probabilities.reduce(0, +) - 1))
                    for (word, p) in probabilities.enumerated() where word != Int(Marker.segmentStart) {
                        if !(p > 0 && p <= 1 + 1e-12) { Issue.record("\(mixture.name): P(\(word)) = \(p)") }
                    }
                }
                #expect(worst < 1e-9, "\(mixture.name) on \(corpus)")
                #expect(mixture.logProbabilities(of: heldOut).allSatisfy { $0 > -.infinity && $0 <= 1e-12 })
            }
        }
    }

    @Test func mixturesAndCachesSumToOne() throws {
        let heldOut = EncodedText(words: corpus.unseen, characterCount: 1)
        let parts = [try model("mkn:3"), try model("laplace:1")]
        let cache = CacheModel(besides: parts, fittedTo: heldOut)
        let mixture = try MixtureModel(parts + [cache], fittedTo: heldOut)
        #expect(mixture.name == "mkn:3+laplace:1+cache")
        #expect(mixture.contextScope == .stream)
        expectClose(mixture.weights.weights.reduce(0, +), 1, 1e-12)
        for context in corpus.contexts(upTo: 3) {
            for model in [cache, mixture] as [any LanguageModel] {
                let probabilities = try #require(model.probabilities(after: context))
                expectClose(probabilities.reduce(0, +), 1, 1e-9)
                #expect(probabilities.enumerated().allSatisfy { $0 == 1 || $1 > 0 })
            }
        }
        // No component predicts the held-out text better than the mixture fitted to it.
        let best = mixture.logProbabilities(of: heldOut).reduce(0, +)
        for part in parts + [cache] { #expect(part.logProbabilities(of: heldOut).reduce(0, +) <= best + 1e-6) }
    }

    @Test func cacheRemembersTheLastEventsAlone() {
        let cache = CacheModel(vocabulary: corpus.vocabulary, capacity: 3)
        let v = Double(corpus.vocabulary.size)
        var scorer = cache.makeScorer()
        let events: [WordID] = [5, 5, 2, 6, 5]
        let scores = scorer.logProbabilities(of: events.span).map { exp($0) }
        // Of nothing, of 5, of 5 5, of 5 5 </s>, of 5 </s> 6.
        let wanted = [1 / v, (1 + 1 / v) / 2, (0 + 1 / v) / 3, (0 + 1 / v) / 4, (1 + 1 / v) / 4]
        for (score, wanted) in zip(scores, wanted) { expectClose(score, wanted, 1e-12) }
        expectClose(cache.probabilities(after: [1, 5, 5, 2, 6])![5], wanted[4], 1e-12)
    }

    @Test func whatCannotBeMixedIsRefused() throws {
        let heldOut = EncodedText(words: corpus.unseen, characterCount: 1)
        #expect(throws: ModelNameError.self) {
            try MixtureModel([model("mkn:2"), model("stupid-backoff:2")], fittedTo: heldOut)
        }
        let other = ModelVocabulary(words: ["x"], rule: .minimumCount(1))
        let alien = CacheModel(vocabulary: other, capacity: 5)
        #expect(throws: ModelNameError.self) { try MixtureModel([model("mkn:2"), alien], fittedTo: heldOut) }
    }
}
