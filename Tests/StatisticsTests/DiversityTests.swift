internal import Foundation
internal import Statistics
internal import TestSupport
internal import Testing

@Suite struct DiversityTests {
    /// Counts 3, 2, 1: N = 6, V = 3, Σ m² = 14.
    @Test func measuresOfThreeTypes() throws {
        let measures = try #require(LexicalDiversity(FrequencySpectrum(counts: [3, 2, 1])))
        expectClose(measures.typeTokenRatio, 3.0 / 6, 1e-15)
        expectClose(measures.guiraud, 3 / sqrt(6), 1e-15)
        expectClose(measures.herdan, log(3) / log(6), 1e-15)
        expectClose(measures.yule, 1e4 * (14.0 - 6) / 36, 1e-12)
        expectClose(measures.simpson, (3.0 * 2 + 2 * 1) / (6 * 5), 1e-15)
        #expect(measures.hypergeometricDiversity == nil)
        let plugIn = -(0.5 * log(0.5) + log(1.0 / 3) / 3 + log(1.0 / 6) / 6)
        expectClose(measures.entropy, plugIn, 1e-14)
        expectClose(measures.entropyMillerMadow, plugIn + 2.0 / 12, 1e-14)
        // Coverage 1 − 1/6; p̃ = 5/6 · (3, 2, 1)/6.
        let shrunk = [3.0, 2, 1].map { 5.0 / 6 * $0 / 6 }
        expectClose(
            measures.entropyChaoShen, shrunk.reduce(0) { $0 - $1 * log($1) / (1 - pow(1 - $1, 6)) }, 1e-14)
    }

    /// HD-D of 21 types twice: each is missed with probability C(40, 42)/C(42, 42) = 0, so all 21 are in the sample.
    @Test func hypergeometricDiversityOfTheWholeText() throws {
        let measures = try #require(LexicalDiversity(FrequencySpectrum(counts: Array(repeating: 2, count: 21))))
        expectClose(measures.hypergeometricDiversity, 21.0 / 42, 1e-14)
    }

    @Test func movingAverage() {
        // Windows of a b a a c: aba 2, baa 2, aac 2 of 3.
        expectClose(SequentialDiversity.movingAverageRatio([0, 1, 0, 0, 2], typeCount: 3, window: 3), 2.0 / 3, 1e-15)
        // Windows of two: ab 2, ba 2, aa 1, ac 2 of 2.
        expectClose(SequentialDiversity.movingAverageRatio([0, 1, 0, 0, 2], typeCount: 3, window: 2), 7.0 / 8, 1e-15)
        #expect(SequentialDiversity.movingAverageRatio([0, 1], typeCount: 2, window: 3) == nil)
    }

    /// a b a b a c: forward the ratio falls to 2/3 ≤ 0.72 at the third token, a factor; b a c stays at 1, nothing. Backward,
    /// c a b a: 3/4, then 3/5, a factor; a is left at 1. So both directions have one factor, and MTLD is 6.
    @Test func textualDiversityByHand() {
        expectClose(SequentialDiversity.textualDiversity([0, 1, 0, 1, 0, 2], typeCount: 3), 6, 1e-14)
        // a b c a: forward at the fourth token 3/4, part of the way: (1 − 0.75)/(1 − 0.72).
        expectClose(
            SequentialDiversity.textualDiversity([0, 1, 2, 0], typeCount: 3), 4 / (0.25 / 0.28), 1e-12)
        #expect(SequentialDiversity.textualDiversity([0, 1, 2], typeCount: 3) == nil)
    }

    @Test func degenerateTexts() throws {
        #expect(LexicalDiversity(FrequencySpectrum(counts: [Int]())) == nil)
        let one = try #require(LexicalDiversity(FrequencySpectrum(counts: [1])))
        #expect(one.herdan == nil && one.simpson == nil)
        expectClose(one.entropyChaoShen, 0, 1e-15)
        let hapaxes = try #require(LexicalDiversity(FrequencySpectrum(counts: [1, 1, 1, 1])))
        #expect(hapaxes.entropyChaoShen > log(4))
    }

    /// On samples of a known distribution the corrected entropies come nearer than the plug-in.
    @Test func correctionsLessenTheBias() throws {
        var generator = SeededGenerator(seed: 12)
        let weights = (1...300).map { 1 / Double($0) }
        let total = weights.reduce(0, +)
        let truth = weights.reduce(0) { $0 - $1 / total * log($1 / total) }
        var (plugIn, miller, chao) = (0.0, 0.0, 0.0)
        for _ in 0..<50 {
            var counts = [Int](repeating: 0, count: 300)
            for _ in 0..<300 {
                var u = generator.uniform() * total
                let drawn = weights.firstIndex { weight in
                    u -= weight
                    return u < 0
                }
                counts[drawn ?? 299] += 1
            }
            let measures = try #require(LexicalDiversity(FrequencySpectrum(counts: counts)))
            plugIn += (measures.entropy - truth) / 50
            miller += (measures.entropyMillerMadow - truth) / 50
            chao += (measures.entropyChaoShen - truth) / 50
        }
        #expect(abs(miller) < abs(plugIn))
        #expect(abs(chao) < abs(plugIn))
    }
}
