internal import Foundation
internal import LanguageModeling
internal import TestSupport
internal import Testing

/// A model that gives each word a fixed probability, whatever the history.
private struct FixedModel: LanguageModel {
    let name: String
    let vocabulary: ModelVocabulary
    let distribution: [Double]
    var contextScope = ContextScope.ngram(order: 1)
    var isNormalized = true
    var parameterCount: Int { distribution.count }

    func probabilities(after context: [WordID]) -> [Double]? { distribution }
    func makeScorer() -> any Scorer { FixedScorer(distribution: distribution) }
}

private struct FixedScorer: Scorer {
    let distribution: [Double]

    func logProbabilities(of events: Span<WordID>) -> [Double] {
        events.indices.map { log(distribution[Int(events[$0])]) }
    }
}

@Suite struct ComparisonTests {
    private let vocabulary = ModelVocabulary(words: ["a", "b"], rule: .minimumCount(1))

    private func stream(events: Int, seed: UInt64) -> EventStream {
        var generator = SeededGenerator(seed: seed)
        var words = (0..<events).map { _ in [0, 2, 3, 3, 4][Int(generator.uniform() * 5)] as WordID }
        words.append(2)
        return EventStream(words: words, characterCount: words.count)
    }

    private func model(_ name: String, _ distribution: [Double], scope: ContextScope = .ngram(order: 1)) -> FixedModel {
        FixedModel(name: name, vocabulary: vocabulary, distribution: distribution, contextScope: scope)
    }

    @Test func rowsAreOverTheSameEventsAndMixturesGainOnValid() throws {
        var comparison = Comparison(
            vocabulary: vocabulary, valid: stream(events: 2000, seed: 1), test: stream(events: 3000, seed: 2))
        try comparison.add(model("likes-a", [0.1, 0, 0.1, 0.7, 0.1]))
        try comparison.add(model("likes-b", [0.3, 0, 0.1, 0.1, 0.5]), trainingSeconds: 2)
        try comparison.add(model("network", [0.2, 0, 0.3, 0.2, 0.3], scope: .stream))
        #expect(comparison.models.allSatisfy { $0.valid.count == 2001 && $0.test.count == 3001 })
        let mixtures = comparison.mixtures()
        #expect(mixtures.map(\.name) == ["likes-a+network", "likes-b+network", "likes-a+likes-b+network"])
        for mixture in mixtures {
            let best = mixture.components.map { $0.valid.reduce(0, +) }.max()!
            #expect(mixture.valid.reduce(0, +) >= best - 1e-6)
            #expect(abs(mixture.weights.reduce(0, +) - 1) < 1e-9)
        }
        let differences = comparison.significance(resamples: 200, seed: 1)
        #expect(differences.count == 3)
        for difference in differences {
            #expect(difference.interval.contains(difference.difference))
            #expect(difference.interval.lowerBound < difference.interval.upperBound)
        }
    }

    @Test func anotherVocabularyIsRefusedWithTheRemedy() {
        var comparison = Comparison(
            vocabulary: vocabulary, valid: stream(events: 9, seed: 1), test: stream(events: 9, seed: 2))
        let other = ModelVocabulary(words: ["a", "c"], rule: .size(4))
        let stranger = FixedModel(name: "stranger", vocabulary: other, distribution: [0.25, 0, 0.25, 0.25, 0.25])
        let error = #expect(throws: ComparisonError.self) { try comparison.add(stranger) }
        #expect(error?.fact.contains("stranger has another vocabulary (4 words, --vocabulary-size 4)") == true)
        #expect(error?.remedy?.contains("--min-count 1") == true)
    }

    @Test func aScoreIsRefused() {
        var comparison = Comparison(
            vocabulary: vocabulary, valid: stream(events: 9, seed: 1), test: stream(events: 9, seed: 2))
        let score = FixedModel(
            name: "score", vocabulary: vocabulary, distribution: [1, 0, 1, 1, 1], isNormalized: false)
        #expect(throws: ComparisonError.self) { try comparison.add(score) }
    }

    @Test func lossIsGroupedByTheValueOfEachEvent() throws {
        // a </s> b </s>: positions 1 2 1 2
        let test = EventStream(words: [3, 2, 4, 2], characterCount: 4)
        var comparison = Comparison(vocabulary: vocabulary, valid: test, test: test)
        try comparison.add(model("fixed", [0.125, 0, 0.5, 0.25, 0.125]))
        let breakdown = LossBreakdown(of: comparison, by: "position", values: test.positions, bounds: [0, 2, 3])
        #expect(breakdown.groups.map(\.label) == ["0–1", "2"])
        // a costs 2 bits and b 3, </s> 1 each
        #expect(breakdown.groups.map { $0.bits[0] } == [2.5, 1] && breakdown.groups.map(\.events) == [2, 2])
    }
}
