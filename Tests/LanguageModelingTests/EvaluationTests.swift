internal import Foundation
internal import LanguageModeling
internal import Testing

@Suite struct EvaluationTests {
    /// a b <unk> </s> a </s>
    private let stream = EncodedText(words: [3, 4, 0, 2, 3, 2], characterCount: 11)

    @Test func fourPerplexitiesAreThoseOfTheirEvents() throws {
        let probabilities = [0.5, 0.25, 0.125, 0.5, 0.25, 0.0625]
        let evaluation = Evaluation(of: stream, logProbabilities: probabilities.map(log))
        func perplexity(_ chosen: [Double]) -> Double { pow(chosen.reduce(1, *), -1 / Double(chosen.count)) }
        #expect(evaluation.events == 6 && evaluation.segments == 2 && evaluation.outOfVocabulary == 1)
        #expect(evaluation.zeroProbabilityEvents == 0)
        func close(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-12 * b } ?? false }
        #expect(close(evaluation.perplexity, perplexity(probabilities)))
        #expect(close(evaluation.perplexityExcludingOutOfVocabulary, perplexity([0.5, 0.25, 0.5, 0.25, 0.0625])))
        #expect(close(evaluation.perplexityExcludingSegmentEnds, perplexity([0.5, 0.25, 0.125, 0.25])))
        #expect(close(evaluation.perplexityExcludingBoth, perplexity([0.5, 0.25, 0.25])))
        // 1 + 2 + 3 + 1 + 2 + 4 bits
        #expect(close(evaluation.crossEntropyBits, 13.0 / 6))
        #expect(close(evaluation.bitsPerCharacter, 13.0 / 11))
        #expect(close(evaluation.outOfVocabularyRate, 1.0 / 6))
    }

    @Test func anImpossibleEventMakesThePerplexityInfinite() {
        let evaluation = Evaluation(of: stream, logProbabilities: [-1, -.infinity, -1, -1, -1, -1])
        #expect(evaluation.zeroProbabilityEvents == 1)
        #expect(evaluation.perplexity == .infinity)
        #expect(evaluation.logLikelihood == -.infinity)
    }

    /// As SRILM has it: ppl = 10^(-logprob / (words - OOVs - zeroprobs + sentences)).
    @Test func impossibleEventsAreLeftOutWithTheUnknownOnes() throws {
        // b is impossible, then <unk> too, then the last </s>.
        var probabilities = [0.5, 0, 0.125, 0.5, 0.25, 0.0625]
        for (place, count) in [(1, 1), (2, 2), (5, 3)] {
            probabilities[place] = 0
            let evaluation = Evaluation(of: stream, logProbabilities: probabilities.map(log))
            #expect(evaluation.zeroProbabilityEvents == count && evaluation.events == 6)
            #expect(evaluation.segments == 2 && evaluation.outOfVocabulary == 1)
            #expect(evaluation.perplexity == .infinity)
            let chosen = [probabilities[0], probabilities[3], probabilities[4], probabilities[5]].filter { $0 > 0 }
            let wanted = pow(chosen.reduce(1, *), -1 / Double(chosen.count))
            #expect(abs(try #require(evaluation.perplexityExcludingOutOfVocabulary) - wanted) < 1e-12 * wanted)
            #expect(abs(try #require(evaluation.perplexityExcludingBoth) - pow(0.5 * 0.25, -0.5)) < 1e-12)
        }
        #expect(
            Evaluation(of: stream, logProbabilities: [-1, -1, -1, -1, -1, -.infinity])
                .perplexityExcludingSegmentEnds.map { abs($0 - exp(1)) < 1e-12 } == true)
    }

    @Test func withoutEventsNothingIsDefined() {
        let evaluation = Evaluation(of: EncodedText(words: [], characterCount: 0), logProbabilities: [])
        #expect(evaluation.perplexity == nil && evaluation.bitsPerCharacter == nil)
        #expect(evaluation.outOfVocabularyRate == nil)
    }
}
