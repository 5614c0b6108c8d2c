internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct ModifiedKneserNeyTests {
    /// t = 10, 5, 4, 2 by hand: Y = 10 / (10 + 2·5) = 0.5.
    @Test func discountsByHand() throws {
        let counts: [UInt32] =
            .init(repeating: 1, count: 10) + .init(repeating: 2, count: 5) + .init(repeating: 3, count: 4)
            + .init(repeating: 4, count: 2) + [5, 9, 0]
        let discounts = try ModifiedKneserNey.discounts(CountsOfCounts(counts)).get()
        expectClose(discounts.one, 1 - 2 * 0.5 * 5 / 10, 1e-12)  // 0.5
        expectClose(discounts.two, 2 - 3 * 0.5 * 4 / 5, 1e-12)  // 0.8
        expectClose(discounts.threeOrMore, 3 - 4 * 0.5 * 2 / 4, 1e-12)  // 2.0
    }

    /// Where a number of n-grams is 0, or a discount would leave nothing, or more than there is.
    @Test(arguments: [
        ([UInt32](repeating: 1, count: 10) + [2, 2, 4], false),  // no n-gram with a count of 3
        ([1, 2, 2, 2, 2, 2, 2, 3, 4], true),  // Y = 1/13, D₁ = 1 − 2·6/13 > 0; D₂ > 0; D₃ = 3 − 4/13 ≤ 3; all stand
        ([1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3], false),  // Y = 1/2, D₂ = 2 − 3/2·8 < 0
    ])
    func discountsThatDoNotExist(counts: [UInt32], exist: Bool) {
        let isEstimated = (try? ModifiedKneserNey.discounts(CountsOfCounts(counts)).get()) != nil
        #expect(isEstimated == exist)
    }

    /// Discounts by lmplz on lines 1–2,500 of The Time Machine.
    private static let discounts = [
        [0.624126, 1.09218, 1.58862], [0.818001, 1.25928, 1.38898], [0.927426, 1.34669, 1.68208],
    ]

    @Test(.enabled(if: ReferenceData.isAvailable)) func timeMachine() throws {
        let lines = try TimeMachine.lines()
        #expect(lines.count == 2848)
        let train = Text(segments: Array(lines[..<2500]))
        let counts = try NgramCounts(of: train.words, idCount: train.vocabulary.idCount, order: 3)
        #expect(counts.distinctCounts == [4268, 18716, 26234])
        let smoothing = ModifiedKneserNey(counts)
        #expect(smoothing.byOrder.count == Self.discounts.count)
        for (discounts, wanted) in zip(smoothing.byOrder, Self.discounts) {
            expectClose(discounts.one, wanted[0], 1e-5)
            expectClose(discounts.two, wanted[1], 1e-5)
            expectClose(discounts.threeOrMore, wanted[2], 1e-5)
        }
        let model = try train.model("mkn:3")
        #expect(model.notes.isEmpty)
        let test = EncodedText(words: train.mapped(Array(lines[2500...])), characterCount: 1)
        let evaluation = Evaluation(of: test, logProbabilities: model.logProbabilities(of: test))
        #expect(evaluation.events == 4358)
        #expect(evaluation.outOfVocabulary == 344)
        expectClose(evaluation.perplexity! / 275.51475, 1, 1e-4)
        expectClose(evaluation.perplexityExcludingOutOfVocabulary! / 181.32570, 1, 1e-4)
    }
}
