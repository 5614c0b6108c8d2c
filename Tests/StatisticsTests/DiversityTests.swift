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

    /// McCarthy & Jarvis (2010), p. 384: in “of the people by the people for the people” the ratio falls to .667 at the
    /// sixth word, a factor; “for the people” stays at 1. Backward, “people the for people the” falls to .6, a factor, and
    /// “by people the of” stays at 1.
    @Test func publishedFactor() {
        let text: [UInt32] = [0, 1, 2, 3, 1, 2, 4, 1, 2]  // of the people by the people for the people
        expectClose(SequentialDiversity.textualDiversity(text, typeCount: 5), 9, 1e-14)
    }

    /// The same page: a remainder at a ratio of .887 is (1 − .887)/(1 − .720) = .404 of a factor. Here, forward, a remainder
    /// at ¾ follows a whole factor.
    @Test func partialFactor() {
        expectClose((1 - 0.887) / (1 - 0.72), 0.404, 5e-4)
        let text: [UInt32] = [0, 0, 1, 2, 3, 1]  // a a | b c d b
        let forward = 6 / (1 + (1 - 3.0 / 4) / 0.28)
        // b d c b, part of the way at ¾; a: 4/5; a: 4/6, a factor that ends the text.
        let backward = 6.0 / 1
        expectClose(SequentialDiversity.textualDiversity(text, typeCount: 4), (forward + backward) / 2, 1e-13)
    }

    /// The example of R’s package entropy, c(4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1): N = 19, V = 8, V₁ = 2, by its formulas.
    @Test func entropiesOfAPackagesExample() throws {
        let measures = try #require(LexicalDiversity(FrequencySpectrum(counts: [4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1])))
        expectClose(measures.entropy, 1.9683824087283812, 1e-13)
        expectClose(measures.entropyMillerMadow, 1.9683824087283812 + 7.0 / 38, 1e-13)
        expectClose(measures.entropyChaoShen, 2.201137101279585, 1e-13)
    }

    /// The Time Machine, letters only: values of the Python package LexicalRichness 0.5.1 (MATTR of 500 words, MTLD, HD-D,
    /// Yule’s K, Herdan’s C, Guiraud’s R) and of the formulas with exact fractions (the others).
    @Test(.enabled(if: ReferenceData.isAvailable)) func aBook() throws {
        let text = try ReferenceData.text("corpora/time-machine.txt").lowercased()
        let words = text.unicodeScalars.split { !("a"..."z").contains($0) }.map(String.init)
        var ids: [String: UInt32] = [:]
        let tokens = words.map { word in
            let id = ids[word] ?? UInt32(ids.count)
            ids[word] = id
            return id
        }
        var counts = [Int](repeating: 0, count: ids.count)
        for token in tokens { counts[Int(token)] += 1 }
        let measures = try #require(LexicalDiversity(FrequencySpectrum(counts: counts)))
        expectClose(
            SequentialDiversity.movingAverageRatio(tokens, typeCount: ids.count, window: 500), 0.50812504647417, 1e-12)
        expectClose(SequentialDiversity.textualDiversity(tokens, typeCount: ids.count), 85.01181579766006, 1e-12)
        expectClose(measures.hypergeometricDiversity, 0.84132596177036, 1e-9)
        expectClose(measures.yule, 122.59734069694848, 1e-12)
        expectClose(measures.herdan, 0.8107044681991654, 1e-13)
        expectClose(measures.guiraud, 25.292938809541063, 1e-13)
        expectClose(measures.simpson, 0.01226010813859305, 1e-14)
        expectClose(measures.entropy / log(2), 9.068347628322174, 1e-11)
        expectClose(measures.entropyMillerMadow / log(2), 9.169105185868927, 1e-11)
        expectClose(measures.entropyChaoShen / log(2), 9.331199297634944, 1e-11)
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
