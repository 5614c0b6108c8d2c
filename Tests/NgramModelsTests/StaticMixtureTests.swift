internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

/// One model of several.
@Suite struct StaticMixtureTests {
    /// Texts whose vocabularies overlap in part, and models of several orders.
    private func models(seed: UInt64) throws -> [any LanguageModel] {
        let texts = [
            Text.random(seed: seed, segments: 30, types: 12, longest: 7, minimumCount: 2),
            Text.random(seed: seed + 1, segments: 25, types: 20, longest: 6, minimumCount: 1),
            Text("w1 v1 v2\nv2 w3 v1\nv1 v1"),
        ]
        return try zip(texts, ["mkn:3", "witten-bell:2", "dirichlet:4:1"]).map { try $0.model($1) }
    }

    private func contexts(of model: any LanguageModel, seed: UInt64) -> [[WordID]] {
        var generator = SeededGenerator(seed: seed)
        let ids = [Marker.unknown] + (WordID(Marker.texts.count)..<WordID(model.vocabulary.idCount))
        let random = (0..<60).map { _ in
            (0..<Int.random(in: 0...3, using: &generator)).map { _ in ids.randomElement(using: &generator)! }
        }
        return [[], [Marker.segmentStart]] + random + random.map { [Marker.segmentStart] + $0.prefix(2) }
            + ids.flatMap { first in ids.prefix(8).map { [first, $0] } }
    }

    @Test(arguments: 0..<12 as Range<UInt64>) func probabilitiesSumToOneAfterEveryContext(seed: UInt64) throws {
        let model = try StaticMixture(of: models(seed: seed), weights: [0.5, 0.2, 0.3]).model(named: "m")
        for context in contexts(of: model, seed: seed) {
            let sum = try #require(model.probabilities(after: context)).reduce(0, +)
            expectClose(sum, 1, 1e-9, "after \(context)")
        }
    }

    /// P(w | h) by the mixture, a model's `<unk>` shared among what it lacks.
    private func mixed(
        _ word: String, after context: [String], _ models: [any LanguageModel], _ weights: [Double],
        words: [String]
    ) -> Double {
        zip(models, weights).reduce(0) { sum, part in
            let (model, weight) = part
            let lacking = words.count { !model.vocabulary.contains($0) && $0 != Marker.texts[Int(Marker.unknown)] }
            let ids = context.map { $0 == "<s>" ? Marker.segmentStart : model.vocabulary.id(of: $0) }
            let id = word == "</s>" ? Marker.segmentEnd : model.vocabulary.id(of: word)
            let p = model.probabilities(after: ids)![Int(id)]
            return sum + weight * (id == Marker.unknown ? p / Double(lacking + 1) : p)
        }
    }

    @Test(arguments: 0..<6 as Range<UInt64>) func wordsHaveTheMixturesProbability(seed: UInt64) throws {
        let models = try models(seed: seed)
        let weights = [0.25, 0.6, 0.15]
        let model = try StaticMixture(of: models, weights: weights).model(named: "m")
        let words = model.vocabulary.words.dropFirst(Marker.texts.count)
        #expect(Set(words) == Set(models.flatMap { $0.vocabulary.words.dropFirst(Marker.texts.count) }))
        let start = try #require(model.probabilities(after: []))
        for word in words + ["<unk>", "</s>"] {
            let id = word == "</s>" ? Marker.segmentEnd : model.vocabulary.id(of: word)
            expectClose(start[Int(id)], mixed(word, after: [], models, weights, words: Array(words)), 1e-12)
        }
        // What a model has seen the mixture has, too.
        let seen = "w1 v1 v2"
        let ids = seen.split(separator: " ").map { model.vocabulary.id(of: String($0)) }
        expectClose(
            try #require(model.probabilities(after: Array(ids[..<2])))[Int(ids[2])],
            mixed("v2", after: ["w1", "v1"], models, weights, words: Array(words)), 1e-12)
    }

    @Test func aWeightOfOneIsTheModelItself() throws {
        let model = try models(seed: 4)[0]
        let mixture = try StaticMixture(of: [model, model], weights: [1, 0]).model(named: "m")
        for context in contexts(of: model, seed: 1) {
            let (a, b) = (model.probabilities(after: context)!, mixture.probabilities(after: context)!)
            for (p, q) in zip(a, b) { expectClose(q, p, 1e-9) }
        }
    }

    @Test(arguments: [1, 2, 5]) func threadsChangeNothing(threads: Int) throws {
        let models = try models(seed: 9)
        let one = try StaticMixture(of: models, weights: [0.2, 0.3, 0.5]).model(named: "m")
        let several = try StaticMixture(of: models, weights: [0.2, 0.3, 0.5]).model(named: "m", threads: threads)
        #expect(one.packed.numbers == several.packed.numbers)
    }

    @Test func whatDoesNotBackOffIsRefused() throws {
        let text = Text("a b c a b")
        for name in ["laplace:2", "stupid-backoff:2"] {
            let model = try text.model(name)
            #expect(throws: EstimationError.self) { try StaticMixture(of: [model], weights: [1]) }
        }
    }
}
