internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// Values worked by hand on `a b a / b`: events a, b, a, </s>, b, </s>; V = {<unk>, </s>, a, b} has 4 words.
@Suite struct SmoothingTests {
    private let text = Text("a b a\nb")
    private let unk = Marker.unknown, start = Marker.segmentStart, end = Marker.segmentEnd
    private let a: WordID = 3, b: WordID = 4

    private func p(_ model: String, _ word: WordID, _ context: [WordID] = []) throws -> Double? {
        try text.model(model).probabilities(after: context)?[Int(word)]
    }

    @Test func maximumLikelihood() throws {
        expectClose(try p("mle:1", a), 2.0 / 6, 1e-15)
        expectClose(try p("mle:2", b, [a]), 1.0 / 2, 1e-15)
        expectClose(try p("mle:2", b, [start]), 1.0 / 2, 1e-15)
        expectClose(try p("mle:3", a, [start, a]), 0, 1e-15)
        expectClose(try p("mle:3", b, [start, a]), 1, 1e-15)
        #expect(try p("mle:2", a, [unk]) == nil)
        #expect(try p("mle:2", a, [end]) == nil)
    }

    @Test func laplaceAndLidstone() throws {
        expectClose(try p("laplace:1", a), (2.0 + 1) / (6 + 4), 1e-15)
        expectClose(try p("laplace:2", b, [a]), (1.0 + 1) / (2 + 4), 1e-15)
        expectClose(try p("laplace:2", unk, [a]), (0.0 + 1) / (2 + 4), 1e-15)
        expectClose(try p("laplace:2", b, [unk]), 1.0 / 4, 1e-15)
        expectClose(try p("lidstone:2:0.5", b, [a]), (1.0 + 0.5) / (2 + 0.5 * 4), 1e-15)
        // ln P of a b </s>: <s>a 1 of n(<s>) = 2, ab 1 of n(a) = 2, b</s> 1 of n(b) = 2.
        let events = [a, b, end]
        var scorer = try text.model("laplace:2").makeScorer()
        let scores = scorer.logProbabilities(of: events.span)
        for (score, wanted) in zip(scores, [2.0 / 6, 2.0 / 6, 2.0 / 6]) { expectClose(score, log(wanted), 1e-15) }
    }

    @Test func dirichlet() throws {
        let unigram = (2 + 0.5 / 4) / (6 + 0.5)  // b
        expectClose(try p("dirichlet:1:0.5", b), unigram, 1e-15)
        expectClose(try p("dirichlet:2:0.5", b, [a]), (1 + 0.5 * unigram) / (2 + 0.5), 1e-15)
        expectClose(try p("dirichlet:2:0.5", b, [unk]), unigram, 1e-15)
    }

    @Test func wittenBell() throws {
        let unigram = (2 + 3.0 / 4) / (6 + 3)  // three types
        expectClose(try p("witten-bell:1", b), unigram, 1e-15)
        expectClose(try p("witten-bell:2", b, [a]), (1 + 2 * unigram) / (2 + 2), 1e-15)
        expectClose(try p("witten-bell:2", unk, [a]), 2 * (3.0 / 4 / 9) / (2 + 2), 1e-15)
    }

    @Test func absoluteDiscounting() throws {
        // Unigrams 2, 2, 2: no discount can be estimated, so 0.5. Bigrams <s>a, <s>b, ab, ba, a</s>, b</s>: all once.
        let unigram = (2 - 0.5) / 6 + 0.5 * 3 / 6 / 4
        expectClose(try p("absolute:1", b), unigram, 1e-15)
        expectClose(try p("absolute:2", b, [a]), (1 - 0.5) / 2 + 0.5 * 2 / 2 * unigram, 1e-15)
        #expect(try text.model("absolute:2").notes.count == 2)
    }

    @Test func kneserNey() throws {
        // Left neighbours: a {<s>, b}, b {a, <s>}, </s> {a, b}; 2 each of 6: as above, and D falls back.
        let unigram = (2 - 0.5) / 6 + 0.5 * 3 / 6 / 4
        expectClose(try p("kneser-ney:2", b, [a]), (1 - 0.5) / 2 + 0.5 * 2 / 2 * unigram, 1e-15)
        // c c / c d: adjusted c {<s>, c} 2, d {c} 1, </s> {c, d} 2; t₁ = 1, t₂ = 2, D = 1/5. V = {<unk>, </s>, c, d}.
        let other = Text("c c\nc d")
        let c = (2 - 0.2) / 5 + 0.2 * 3 / 5 / 4
        // Bigrams <s>c 2, cc 1, c</s> 1, cd 1, d</s> 1: t₁ = 4, t₂ = 1, D = 4/6.
        let wanted = (1 - 4.0 / 6) / 3 + 4.0 / 6 * 3 / 3 * c
        expectClose(try other.model("kneser-ney:2").probabilities(after: [3])?[3], wanted, 1e-15)
    }

    @Test func katz() throws {
        // Too little text for Good–Turing: 0.5 is taken from each count, <unk> alone is unseen.
        let b1 = (2 - 0.5) / 6
        let unk1 = 3 * 0.5 / 6
        expectClose(try p("katz:1", b), b1, 1e-15)
        expectClose(try p("katz:1", unk), unk1, 1e-15)
        // After a: b and </s> once each.
        expectClose(try p("katz:2", b, [a]), 0.5 / 2, 1e-15)
        expectClose(try p("katz:2", unk, [a]), 0.5 * unk1 / (unk1 + b1), 1e-12)
    }

    @Test func stupidBackoff() throws {
        expectClose(try p("stupid-backoff:2", b, [a]), 1.0 / 2, 1e-15)
        expectClose(try p("stupid-backoff:2", a, [a]), 0.4 * 2 / 6, 1e-15)
        expectClose(try p("stupid-backoff:3", a, [unk, a]), 0.4 * 0.4 * 2 / 6, 1e-15)
        expectClose(try p("stupid-backoff:3", b, [unk, a]), 0.4 * 1 / 2, 1e-15)
        #expect(try !text.model("stupid-backoff:2").isNormalized)
        let events = [b, b, a]
        var scorer = try text.model("stupid-backoff:3").makeScorer()
        let scores = scorer.logProbabilities(of: events.span)
        let wanted = [1.0 / 2, 0.4 * 0.4 * 2 / 6, 0.4 * 1 / 2]
        for (score, wanted) in zip(scores, wanted) { expectClose(score, log(wanted), 1e-15) }
    }

    @Test func jelinekMercerFitsHeldOutText() throws {
        // Held-out text that only bigrams predict wants all weight on bigrams.
        let cycle = Text(Array(repeating: "a b c d a b c d a b c d", count: 20).joined(separator: "\n"))
        let model = try cycle.model("jelinek-mercer:2")
        let probability = model.probabilities(after: [3])![4]
        #expect(probability > 0.999)
        #expect(throws: EstimationError.self) { try text.model("jelinek-mercer:2", heldOut: []) }
    }
}
