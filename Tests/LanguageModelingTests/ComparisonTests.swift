internal import Basics
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
    var includesNetwork = false
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

/// A model whose ln P of each event of a stream is written down, by the stream's length.
private struct ScriptedModel: LanguageModel {
    let name: String
    let vocabulary: ModelVocabulary
    let scripts: [Int: [Double]]
    let contextScope = ContextScope.stream
    let parameterCount = 0

    func probabilities(after context: [WordID]) -> [Double]? { nil }
    func makeScorer() -> any Scorer { ScriptedScorer(scripts: scripts) }
}

private struct ScriptedScorer: Scorer {
    let scripts: [Int: [Double]]
    func logProbabilities(of events: Span<WordID>) -> [Double] { scripts[events.count]! }
}

@Suite struct ComparisonTests {
    private let vocabulary = ModelVocabulary(words: ["a", "b"], rule: .minimumCount(1))

    private func stream(events: Int, seed: UInt64) -> EncodedText {
        var generator = SeededGenerator(seed: seed)
        var words = (0..<events).map { _ in [0, 2, 3, 3, 4][Int(generator.uniform() * 5)] as WordID }
        words.append(2)
        return EncodedText(words: words, characterCount: words.count)
    }

    private func model(_ name: String, _ distribution: [Double], scope: ContextScope = .ngram(order: 1)) -> FixedModel {
        FixedModel(
            name: name, vocabulary: vocabulary, distribution: distribution, contextScope: scope,
            includesNetwork: scope == .stream)
    }

    private func comparison() -> Comparison {
        Comparison(vocabulary: vocabulary, valid: stream(events: 2000, seed: 1), test: stream(events: 3000, seed: 2))
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
            let best = mixture.rows.map { $0.valid.reduce(0, +) }.max()!
            #expect(mixture.valid.logLikelihood >= best - 1e-6)
            #expect(mixture.weights.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
        }
        let significance = comparison.significance(resamples: 200, seed: 1)
        #expect(significance.names == ["likes-a", "likes-b", "network"] && significance.differences.count == 3)
        #expect(significance.units.kind == .stretch && significance.units.count >= 20)
        for difference in significance.differences {
            let interval = try #require(difference.interval)
            #expect(interval.contains(difference.difference) && interval.lowerBound < interval.upperBound)
        }
        let there = try #require(significance.difference(of: "likes-a", from: "network"))
        let back = try #require(significance.difference(of: "network", from: "likes-a"))
        let (one, other) = (try #require(there.interval), try #require(back.interval))
        #expect(there.difference == -back.difference && one.lowerBound == -other.upperBound)
    }

    /// The same model in single precision is the same model; one that is better by a millionth is another.
    @Test func aDifferenceOfRoundingIsNone() throws {
        var comparison = comparison()
        let distribution = [0.1, 0, 0.1, 0.7, 0.1]
        for (name, share) in [("one", 0), ("two", 1e-8), ("three", 1e-6)] {
            try comparison.add(model(name, distribution.map { $0 * (1 - share) }))
        }
        let significance = comparison.significance(resamples: 2000, seed: 1)
        let same = try #require(significance.difference(of: "two", from: "one"))
        #expect(same.isRounding && same.pValue == 1 && same.adjustedPValue == 1)
        let other = try #require(significance.difference(of: "three", from: "one"))
        #expect(!other.isRounding && other.adjustedPValue ?? 1 < 0.05 && abs(other.difference - 1e-6 / M_LN2) < 1e-9)
    }

    /// Two more trainings of a network that stands under both conventions and in a mixture: each row's loss is that of its
    /// own replica, a mixture's of weights fitted anew, and a pair's spread that of its difference.
    @Test func whatTheSeedChangesIsKnownOfEachRow() throws {
        var comparison = comparison()
        let counts = model("counts", [0.1, 0, 0.3, 0.5, 0.1])
        func network(_ a: Double, _ name: String = "net") -> FixedModel {
            FixedModel(
                name: name, vocabulary: vocabulary, distribution: [0.1, 0, 0.2, a, 0.7 - a], includesNetwork: true)
        }
        try comparison.add(counts)
        try comparison.add(network(0.4))
        try comparison.add(network(0.35, "net (reset)"), variantOf: "net")
        comparison.addMixture(
            named: "counts+net",
            of: try ["counts", "net"].map { try #require(comparison.scoredModel(named: $0)) })
        let scores = try [(0.3, 0.25), (0.5, 0.45)].map { own, reset in
            var scored = comparison
            return [
                "net": ReplicaScores(try scored.score(network(own))),
                "net (reset)": ReplicaScores(try scored.score(network(reset, "net (reset)"))),
            ]
        }
        let losses = comparison.lossesAcrossSeeds(of: scores)
        #expect(Set(losses.keys) == ["net", "net (reset)", "counts+net"])
        for (index, a) in [0.4, 0.3, 0.5].enumerated() {
            var alone = Comparison(vocabulary: vocabulary, valid: comparison.valid, test: comparison.test)
            try alone.add(network(a))
            let parts = [try alone.score(counts), try alone.score(network(a))]
            alone.addMixture(named: "mixed", of: parts)
            for (row, name) in zip(alone.models, ["net", "counts+net"]) {
                let loss = -row.test.reduce(0, +) / Double(row.test.count) / log(2)
                #expect(abs(try #require(losses[name])[index] - loss) < 1e-12)
            }
        }
        let significance = comparison.significance(acrossSeeds: losses, resamples: 200, seed: 1)
        #expect(significance.withoutSeeds.isEmpty && significance.differences.allSatisfy(\.includesSeeds))
        // A row without a replica is named, and no pair of it is said to cover the seed.
        let part = comparison.lossesAcrossSeeds(of: scores.map { $0.filter { $0.key == "net" } })
        #expect(Set(part.keys) == ["net", "counts+net"])
        let some = comparison.significance(acrossSeeds: part, resamples: 200, seed: 1)
        #expect(some.withoutSeeds == ["net (reset)"])
        #expect(try #require(some.difference(of: "net", from: "counts")).includesSeeds)
        #expect(try !#require(some.difference(of: "net", from: "net (reset)")).includesSeeds)
    }

    /// Nothing of test is in the weights: they are those that valid alone gives.
    @Test func weightsAreFrozenBeforeTest() throws {
        var first = comparison()
        var second = Comparison(vocabulary: vocabulary, valid: first.valid, test: stream(events: 500, seed: 9))
        for model in [model("n", [0.1, 0, 0.1, 0.7, 0.1]), model("network", [0.2, 0, 0.3, 0.2, 0.3], scope: .stream)] {
            try first.add(model)
            try second.add(model)
        }
        #expect(first.mixtures()[0].weights == second.mixtures()[0].weights)
    }

    /// Weights by bucket make valid likelier than weights for all, and a bucket of few events keeps those.
    @Test func bucketsHaveWeightsOfTheirOwn() throws {
        var comparison = comparison()
        try comparison.add(model("likes-a", [0.1, 0, 0.1, 0.7, 0.1]))
        try comparison.add(model("network", [0.2, 0, 0.3, 0.1, 0.4], scope: .stream))
        // As if it were known beforehand that a b comes.
        let value = { (word: WordID) in word == 4 ? 1 : word == 0 ? 2 : 0 }
        let rare = comparison.valid.words.firstIndex(of: 0)!
        let buckets = EventBuckets(
            valid: comparison.valid.words.enumerated().map { $0 == rare ? 5 : value($1) },
            test: comparison.test.words.map(value), bounds: [0, 1, 2, 5])
        #expect(buckets.labels == ["0", "1", "2–4", "5+"])
        let global = comparison.mixtures()[0]
        let mixture = comparison.mixtures(weightsBy: buckets)[0]
        #expect(mixture.valid.perplexity! < global.valid.perplexity!)
        #expect(mixture.weights[3] == global.weights[0])
        #expect(mixture.weights[1][0] < 1e-6 && mixture.validEvents.reduce(0, +) == comparison.valid.count)
        #expect(mixture.weights.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
    }

    /// A network under two conventions is two rows, never mixed with itself, and once in the mixture of all.
    @Test func aVariantIsNotMixedWithItsOriginal() throws {
        var comparison = comparison()
        try comparison.add(model("n", [0.1, 0, 0.1, 0.7, 0.1]))
        try comparison.add(model("m", [0.1, 0, 0.2, 0.6, 0.1]))
        try comparison.add(model("net", [0.2, 0, 0.3, 0.2, 0.3], scope: .stream))
        var reset = model("net (reset)", [0.2, 0, 0.2, 0.3, 0.3], scope: .segment)
        reset.includesNetwork = true
        try comparison.add(reset, variantOf: "net")
        #expect(
            comparison.mixtures().map(\.name) == ["n+net", "n+net (reset)", "m+net", "m+net (reset)", "n+m+net"])
        #expect(
            comparison.mixtures(everyPair: true).map(\.name)
                == ["n+m", "n+net", "n+net (reset)", "m+net", "m+net (reset)", "n+m+net"])
    }

    /// Of k models that read the same way there are k (k − 1)/2 pairs, and all of them together.
    @Test func everyPairIsMixedWhereAsked() throws {
        var comparison = comparison()
        for (count, name) in ["a", "b", "c", "d"].enumerated() {
            let p = 0.1 + Double(count) / 10
            try comparison.add(model(name, [0.1, 0, 0.1, p, 0.8 - p]))
            let pairs = (count + 1) * count / 2
            #expect(comparison.mixtures(everyPair: true).count == pairs + (count > 1 ? 1 : 0))
            #expect(comparison.mixtures().count == (count > 1 ? 1 : 0))
        }
        #expect(
            comparison.mixtures(everyPair: true).map(\.name) == [
                "a+b", "a+c", "a+d", "b+c", "b+d", "c+d", "a+b+c+d",
            ])
    }

    /// A mixture by name is made of its parts' scores, so that mixing it further has a weight for each part.
    @Test func mixturesOfMixturesAreFlat() throws {
        var comparison = comparison()
        let parts = try ["x": [0.1, 0, 0.1, 0.7, 0.1], "y": [0.3, 0, 0.1, 0.1, 0.5]].sorted { $0.key < $1.key }.map {
            try comparison.score(model($0.key, $0.value), trainingSeconds: 1)
        }
        comparison.addMixture(named: "x+y", of: parts)
        try comparison.add(model("net", [0.2, 0, 0.3, 0.2, 0.3], scope: .stream))
        let row = comparison.models[0]
        #expect(row.trainingSeconds == 2 && row.weights.count == 2 && row.parameterCount == 11)
        let mixture = try #require(comparison.mixtures().first)
        #expect(mixture.parts.map(\.name) == ["x", "y", "net"] && mixture.rows.map(\.name) == ["x+y", "net"])
        #expect(mixture.valid.logLikelihood >= row.valid.reduce(0, +) - 1e-6)
    }

    @Test func impossibleEventsLeaveAModelOutOfTheTestAlone() throws {
        var comparison = comparison()
        try comparison.add(model("likes-a", [0.1, 0, 0.1, 0.7, 0.1]))
        try comparison.add(model("never-b", [0.3, 0, 0.1, 0.6, 0]))
        try comparison.add(model("network", [0.2, 0, 0.3, 0.2, 0.3], scope: .stream))
        #expect(comparison.significance(resamples: 100, seed: 1).names == ["likes-a", "network"])
        let mixture = try #require(comparison.mixtures().first { $0.name == "never-b+network" })
        #expect(mixture.test.perplexity!.isFinite && mixture.bestRow.name == "network")
    }

    /// Words in another order have other ids and the same hash: the events asked for must be the same words all the same.
    @Test func aModelWithOtherIdsIsAskedForTheSameWords() throws {
        let turned = ModelVocabulary(words: ["b", "a"], rule: .minimumCount(1))
        #expect(turned.hash == vocabulary.hash)
        var comparison = comparison()
        try comparison.add(model("straight", [0.1, 0, 0.1, 0.7, 0.1]))
        try comparison.add(FixedModel(name: "turned", vocabulary: turned, distribution: [0.1, 0, 0.1, 0.1, 0.7]))
        #expect(comparison.models[0].test == comparison.models[1].test)
        #expect(comparison.test.hash(in: vocabulary) == comparison.testHash)
        #expect(comparison.test.hash(in: turned) != comparison.testHash, "the same ids there are other words")
    }

    /// A model that leaves an event out.
    @Test func missingScoresAreRefused() {
        struct Lazy: LanguageModel {
            let name = "lazy"
            let vocabulary: ModelVocabulary
            let parameterCount = 0
            let contextScope = ContextScope.stream
            func probabilities(after context: [WordID]) -> [Double]? { nil }
            func makeScorer() -> any Scorer { LazyScorer() }
        }
        struct LazyScorer: Scorer {
            func logProbabilities(of events: Span<WordID>) -> [Double] { Array(repeating: -1, count: events.count - 1) }
        }
        var comparison = comparison()
        let error = #expect(throws: ComparisonError.self) { try comparison.add(Lazy(vocabulary: vocabulary)) }
        #expect(error?.fact.contains("was not asked for the events") == true && error?.remedy != nil)
    }

    /// Losses that drift slowly, as those of a network whose state is carried: 95 % intervals of stretches hold the true
    /// difference 93 to 98 % of the time.
    @Test func stretchesCoverTheTrueDifferenceOfDependentLosses() throws {
        let runs = 400
        var covered = 0
        var generator = SeededGenerator(seed: 5)
        for run in 0..<runs {
            let events = 20_000
            var scores: [[Double]] = [[], []]
            var drift = 0.0
            for _ in 0..<events {
                drift = 0.8 * drift + 0.6 * (generator.uniform() - 0.5)
                let common = 4 + 4 * generator.uniform()
                scores[0].append(-(common + 0.02 + drift) * M_LN2)
                scores[1].append(-common * M_LN2)
            }
            let words = [WordID](repeating: 3, count: events - 1) + [2]
            let test = EncodedText(words: words, characterCount: events)
            let valid = EncodedText(words: [3, 2], characterCount: 2)
            var comparison = Comparison(vocabulary: vocabulary, valid: valid, test: test)
            for (index, scores) in scores.enumerated() {
                try comparison.add(
                    ScriptedModel(name: "\(index)", vocabulary: vocabulary, scripts: [2: [-1, -1], events: scores]))
            }
            let found = comparison.significance(resamples: 300, seed: UInt64(run)).differences[0]
            if found.interval?.contains(0.02) ?? false { covered += 1 }
        }
        #expect((372...392).contains(covered), "\(covered) of \(runs)")
    }

    @Test func anotherVocabularyIsRefusedWithTheRemedy() {
        var comparison = Comparison(
            vocabulary: vocabulary, valid: stream(events: 9, seed: 1), test: stream(events: 9, seed: 2))
        let other = ModelVocabulary(words: ["a", "c"], rule: .size(4))
        let stranger = FixedModel(name: "stranger", vocabulary: other, distribution: [0.25, 0, 0.25, 0.25, 0.25])
        let error = #expect(throws: ComparisonError.self) { try comparison.add(stranger) }
        #expect(error?.fact.contains("stranger has another vocabulary (4 words, size 4)") == true)
        #expect(error?.remedy?.contains("min-count 1") == true)
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
        let test = EncodedText(words: [3, 2, 4, 2], characterCount: 4)
        var comparison = Comparison(vocabulary: vocabulary, valid: test, test: test)
        try comparison.add(model("fixed", [0.125, 0, 0.5, 0.25, 0.125]))
        let breakdown = LossBreakdown(of: comparison, by: "position", values: test.positions, bounds: [1, 2, 3])
        #expect(breakdown.groups.map(\.label) == ["1", "2"])
        // a costs 2 bits and b 3, </s> 1 each
        #expect(breakdown.groups.map { $0.bits[0] } == [2.5, 1] && breakdown.groups.map(\.events) == [2, 2])
    }

    @Test func wordsAreRankedByWhatModelsDifferByInAll() throws {
        // a a b </s>
        let test = EncodedText(words: [3, 3, 4, 2], characterCount: 4)
        var comparison = Comparison(vocabulary: vocabulary, valid: test, test: test)
        try comparison.add(model("one", [0.125, 0, 0.5, 0.25, 0.125]))
        try comparison.add(model("two", [0.125, 0, 0.5, 0.125, 0.25]))
        try comparison.add(model("never b", [0.25, 0, 0.5, 0.25, 0]))
        let losses = WordLosses(of: comparison)
        #expect(losses.words.map(\.id) == [3, 4, 2])
        #expect(losses.words.map(\.count) == [2, 1, 1])
        // a: 2, 3, 2 bits, twice; b: 3, 2 and never; </s> alike
        #expect(losses.words.map(\.bits) == [[2, 3, 2], [3, 2, .infinity], [1, 1, 1]])
        #expect(losses.words.map(\.difference) == [2, 1, 0])
        let greatest = losses.greatest(5, between: 0, and: 1)
        #expect(greatest.map(\.word.id) == [3, 4] && greatest.map(\.difference) == [-2, 1])
        // The sum over words is the difference of the losses.
        let bits = comparison.models.map { -$0.test.reduce(0, +) / log(2) }
        #expect(abs(greatest.reduce(0) { $0 + $1.difference } - (bits[0] - bits[1])) < 1e-12)
    }
}
