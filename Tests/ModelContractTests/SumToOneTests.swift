internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// What every model promises, for every method, order and context of several corpora.
@Suite struct SumToOneTests {
    static let methods = [
        "laplace:N", "lidstone:N:0.1", "dirichlet:N:2.5", "jelinek-mercer:N", "witten-bell:N", "absolute:N",
        "kneser-ney:N", "mkn:N", "katz:N",
    ]

    @Test(arguments: methods, Corpus.all)
    func everyContext(method: String, corpus: Corpus) throws {
        for order in 1...6 {
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
            let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
            var worst = 0.0
            for context in corpus.contexts(upTo: order) {
                let probabilities = try #require(model.probabilities(after: context))
                worst = max(worst, abs(probabilities.reduce(0, +) - 1))
                for (word, p) in probabilities.enumerated() where word != Int(Marker.segmentStart) {
                    if !(p > 0 && p <= 1 + 1e-12) { Issue.record("\(name) after \(context): P(\(word)) = \(p)") }
                }
                #expect(probabilities[Int(Marker.segmentStart)] == 0)
            }
            #expect(worst < 1e-9, "\(name) on \(corpus): sums differ from 1 by \(worst)")
        }
    }

    /// A scorer walks to the same probabilities as are told of each context alone, however the stream is cut.
    @Test(arguments: methods + ["mle:N"], Corpus.all)
    func scorerAgrees(method: String, corpus: Corpus) throws {
        for order in [1, 2, 3, 5] {
            let name = try NgramModelName(parsing: method.replacingOccurrences(of: "N", with: "\(order)"))
            let counts = try NgramCounts(of: corpus.words, idCount: corpus.vocabulary.idCount, order: order)
            let model = try name.estimate(from: counts, vocabulary: corpus.vocabulary, heldOut: corpus.words)
            let stream = Array(corpus.unseen.prefix(60))
            var scorer = model.makeScorer()
            let (begin, rest) = (Array(stream.prefix(stream.count / 3)), Array(stream.dropFirst(stream.count / 3)))
            let scores = scorer.logProbabilities(of: begin.span) + scorer.logProbabilities(of: rest.span)
            var history = [Marker.segmentStart]
            for (word, score) in zip(stream, scores) {
                let probability = model.probabilities(after: history)?[Int(word)] ?? 0
                #expect(abs(exp(score) - probability) < 1e-12)
                history = word == Marker.segmentEnd ? [Marker.segmentStart] : history + [word]
            }
        }
    }
}
