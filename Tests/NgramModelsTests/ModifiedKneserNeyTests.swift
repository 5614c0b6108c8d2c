internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct ModifiedKneserNeyTests {
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
        for (order, wanted) in Self.discounts.enumerated() {
            let t = CountsOfCounts(counts.adjustedCounts(order: order + 1))
            let y = Double(t[1]) / Double(t[1] + 2 * t[2])
            for k in 1...3 {
                let value = Double(k) - Double(k + 1) * y * Double(t[k + 1]) / Double(t[k])
                expectClose(value, wanted[k - 1], 1e-5)
            }
        }
        let model = try train.model("mkn:3")
        #expect(model.notes.isEmpty)
        let test = EventStream(words: train.mapped(Array(lines[2500...])), characterCount: 1)
        let evaluation = Evaluation(of: test, logProbabilities: model.logProbabilities(of: test))
        #expect(evaluation.events == 4358)
        #expect(evaluation.outOfVocabulary == 344)
        expectClose(evaluation.perplexity! / 275.51475, 1, 1e-4)
        expectClose(evaluation.perplexityExcludingOutOfVocabulary! / 181.32570, 1, 1e-4)
    }
}
