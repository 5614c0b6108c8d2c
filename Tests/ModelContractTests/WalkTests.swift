internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// However a text is walked, in many places at once or a few events at a time, it gets the same scores, and they are
/// those of single contexts.
@Suite struct WalkTests {
    @Test(arguments: ["mkn:N", "katz:N", "stupid-backoff:N"], Corpus.all)
    func placesDoNotMatter(method: String, corpus: Corpus) throws {
        var generator = SeededGenerator(seed: 53)
        // More than are walked at once.
        var events: [WordID] = []
        while events.count < 70_000 { events += Bool.random(using: &generator) ? corpus.unseen : corpus.words }
        for order in [1, 2, 3, 6] {
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
            for isCompact in [false, true] {
                let model = try name.estimate(
                    from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words, isCompact: isCompact)
                var whole = model.makeScorer()
                let scores = whole.logProbabilities(of: events.span)
                var bits = model.makeScorer()
                var pieces: [Double] = []
                while pieces.count < events.count {
                    let end = min(pieces.count + Int.random(in: 1...500, using: &generator), events.count)
                    pieces += bits.logProbabilities(of: events.span.extracting(pieces.count..<end))
                }
                #expect(scores == pieces)
                if let model = model as? BackoffModel {
                    let saved = BackoffModel(
                        name: model.name, vocabulary: model.vocabulary, ngrams: .packed(model.packed),
                        logPenalty: model.logPenalty)
                    var scorer = saved.makeScorer()
                    let savedScores = scorer.logProbabilities(of: events.span)
                    #expect(zip(savedScores, scores).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-5 })
                }
                // What follows a text finds it read in both ways.
                #expect(
                    whole.logProbabilities(of: corpus.unseen.span) == bits.logProbabilities(of: corpus.unseen.span))
            }
        }
    }

    @Test(arguments: Corpus.all)
    func scoresAreThoseOfContexts(corpus: Corpus) throws {
        let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: 3)
        let model = try NgramModelName(parsing: "mkn:3")
            .estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
        let events = Array(repeating: corpus.unseen + corpus.words, count: 8).flatMap(\.self)
        var scorer = model.makeScorer()
        let scores = scorer.logProbabilities(of: events.span)
        var context = [Marker.segmentStart]
        for (word, score) in zip(events, scores).prefix(2_000) {
            let probabilities = try #require(model.probabilities(after: context))
            expectClose(score, log(probabilities[Int(word)]), 1e-12)
            context = word == Marker.segmentEnd ? [Marker.segmentStart] : context.suffix(1) + [word]
        }
    }
}
