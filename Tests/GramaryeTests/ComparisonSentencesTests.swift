internal import Foundation
internal import Gramarye
internal import Testing

/// What is said of a comparison agrees with its numbers, in the odd cases too.
@Suite struct ComparisonSentencesTests {
    /// A model of fixed probabilities.
    struct Fixed: LanguageModel {
        let name: String
        let vocabulary: ModelVocabulary
        let distribution: [Double]
        var includesNetwork = false
        let contextScope = ContextScope.segment
        let parameterCount = 1

        func probabilities(after context: [WordID]) -> [Double]? { distribution }
        func makeScorer() -> any Scorer { FixedScorer(distribution: distribution) }
    }

    struct FixedScorer: Scorer {
        let distribution: [Double]
        func logProbabilities(of events: Span<WordID>) -> [Double] {
            events.indices.map { log(distribution[Int(events[$0])]) }
        }
    }

    private func paragraph(
        _ models: [(name: String, distribution: [Double], network: Bool)], resamples: Int = 500
    ) throws -> String {
        let vocabulary = ModelVocabulary(words: ["a", "b"], rule: .minimumCount(1))
        let words: [WordID] = (0..<1500).flatMap { [$0 % 3 == 0 ? 4 : 3, 2] }
        let stream = EncodedText(words: words, characterCount: words.count)
        var comparison = Comparison(vocabulary: vocabulary, valid: stream, test: stream)
        for model in models {
            try comparison.add(
                Fixed(
                    name: model.name, vocabulary: vocabulary, distribution: model.distribution,
                    includesNetwork: model.network))
        }
        let mixtures = comparison.mixtures()
        return ComparisonSentences(
            comparison, mixtures: mixtures,
            significance: comparison.significance(
                with: [mixtures.bestOnValid].compactMap(\.self), resamples: resamples, seed: 1)
        ).paragraph
    }

    // The stream is half </s>, a third a and a sixth b.
    private let good = [0.0, 0, 0.5, 0.3, 0.2]
    private let poor = [0.2, 0, 0.2, 0.3, 0.3]

    @Test func theBestIsNamedWithItsLeadAndWhetherThatIsChance() throws {
        let text = try paragraph([("poor", poor, false), ("good", good, false)])
        #expect(text.hasPrefix("Of 2 models, good predicts test best, with a perplexity of "))
        #expect(text.contains("poor follows with") && text.contains("% higher"))
        #expect(text.contains("more than chance would produce (p ≤ 0.0020)."))
        #expect(!text.contains("mixture") && !text.contains("infinite"))
        // What the interval covers, and what it does not.
        #expect(text.contains(" stretches of some "), "\(text)")
        #expect(
            text.hasSuffix("A text of fewer than some fifty topics varies more than its stretches tell."), "\(text)")
    }

    @Test func aMixtureThatGainsSaysHowMuch() throws {
        let text = try paragraph([("a", [0.1, 0, 0.3, 0.5, 0.1], false), ("net", [0.1, 0, 0.6, 0.1, 0.2], true)])
        #expect(text.contains("The mixture (") && text.contains("% below a, the best of what it mixes"))
    }

    @Test func aMixtureThatGainsNothingSaysSo() throws {
        let text = try paragraph([("good", good, false), ("net", [0.4, 0, 0.3, 0.2, 0.1], true)])
        #expect(text.contains("which is no lower than good alone."))
    }

    /// One segment in reverse is one stretch.
    @Test func oneStretchIsTooFew() throws {
        let vocabulary = ModelVocabulary(words: ["a", "b"], rule: .minimumCount(1))
        let stream = EncodedText(words: [3, 4, 2], characterCount: 3)
        var comparison = Comparison(vocabulary: vocabulary, valid: stream, test: stream)
        for (name, distribution) in [("good", good), ("poor", poor)] {
            try comparison.add(Fixed(name: name, vocabulary: vocabulary, distribution: distribution))
        }
        let significance = comparison.significance(resamples: 500, seed: 1)
        #expect(significance.differences.allSatisfy { $0.interval == nil && $0.pValue == nil })
        let text = ComparisonSentences(comparison, mixtures: [], significance: significance).paragraph
        #expect(
            text.contains("test has only 3 stretches of 1 event, too few to tell whether that is chance"),
            "\(text)")
        #expect(!text.contains("interval") && !text.contains("Intervals"), "\(text)")
    }

    /// The ends of an interval are told apart, and p is no power of ten.
    @Test func figuresHaveTheDecimalsThatTellThemApart() throws {
        let text = try paragraph(
            [("good", good, false), ("far", poor.map { $0 / 1024 }, false)], resamples: 20_000)
        #expect(text.contains("p ≤ 0.000050)"), "\(text)")
        let ends = try #require(text.firstMatch(of: /95 % interval ([\d.]+) to ([\d.]+)/))
        #expect(ends.1 != ends.2 && ends.1.contains("."), "\(text)")
    }

    @Test func equalModelsAreCalledEqual() throws {
        let text = try paragraph([("one", good, false), ("two", good, false)])
        #expect(!text.contains("Intervals"))
        #expect(text.contains("one and two predict test best and equally well"))
        #expect(!text.contains("chance"))
    }

    /// As of a model that was exported and imported again, and as of one that is better by what little can be carried.
    @Test func rounderNumbersAreTheSame() throws {
        func nearly(_ share: Double) -> [Double] { [0, 0, 0.5, 0.3, 0.2].map { $0 * (1 - share) } }
        let text = try paragraph([("one", good, false), ("two", nearly(1e-8), false)])
        #expect(
            text.hasPrefix(
                "Of 2 models, one and two predict test best, the same to rounding, with a perplexity of "))
        #expect(!text.contains("chance") && !text.contains("difference"))
        let more = try paragraph([("one", good, false), ("two", nearly(1e-6), false)])
        #expect(more.contains("one predicts test best") && more.contains("more than chance would produce"))
        let third = try paragraph([("one", good, false), ("two", good, false), ("net", nearly(1e-8), true)])
        #expect(
            third.contains("The best network is net with ") && third.contains(", the same to rounding as the best."))
    }

    @Test func aSmallDifferenceIsNotCalledOne() throws {
        // Both lose and win by turns: a third of the time much, two thirds half of it.
        let text = try paragraph([
            ("one", [0, 0, 0.5, 0.25, 0.25], false), ("two", [0, 0, 0.5, 0.3535, 0.1249], false),
        ])
        #expect(text.contains("no more than chance could produce") && text.contains("cannot tell the two apart"))
    }

    @Test func oneModelHasNobodyToBeComparedWith() throws {
        #expect(try paragraph([("only", good, false)]).hasSuffix("there is no other model to compare it with."))
    }

    @Test func infinitePerplexitiesAreSaid() throws {
        let never = [0.1, 0, 0.5, 0.4, 0]
        let text = try paragraph([("good", good, false), ("poor", poor, false), ("never", never, false)])
        #expect(text.hasSuffix("never gives some events probability zero, so its perplexity is infinite."))
        #expect(try paragraph([("never", never, false)]) == "No model has a finite perplexity on test.")
        let two = try paragraph([("good", good, false), ("never", never, false)])
        #expect(two.contains("no other model has a finite one"))
    }

    @Test func theOtherKindIsNamedWhereItIsThird() throws {
        let text = try paragraph([
            ("good", good, false), ("poor", poor, false), ("net", [0.3, 0, 0.2, 0.3, 0.2], true),
        ])
        #expect(text.contains("The best network is net with ") && text.contains(" % higher than the best."))
        let far = try paragraph([
            ("good", good, false), ("poor", poor, false), ("net", [0.9, 0, 0.03, 0.04, 0.03], true),
        ])
        #expect(far.contains(" times as high as the best."), "\(far)")
    }
}
