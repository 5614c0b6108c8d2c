internal import Foundation
internal import LanguageModeling
internal import NgramModels
internal import TestSupport
internal import Testing
internal import Tokenization

@Suite struct PruningTests {
    private let text = Text("a b a\nb\na b b c\na b c\nc a")

    /// What leaving out one bigram costs, by the definition: the whole sum over all words of
    /// P(h) p(v|h) ln(p(v|h)/p′(v|h)), and exp of it less 1 (Stolcke 1998, equations 3 and 4).
    private func cost(_ h: WordID, _ w: WordID, _ model: EstimatedNgrams) -> Double {
        let words = (0..<WordID(model.shape.idCount)).filter { $0 != Marker.segmentStart }
        let unigram = words.map { exp(model.logProbability(of: Int($0))) }
        let p = model.probabilities(after: [h][...], logPenalty: nil)
        let stored = words.filter { model.node(of: [h, $0]) != nil && $0 != w }
        // β′(h) = (1 − Σ p(v|h)) / (1 − Σ p(v)) over the bigrams that stay.
        let left = 1 - stored.reduce(0) { $0 + p[Int($1)] }
        let below = 1 - stored.reduce(0) { $0 + exp(model.logProbability(of: Int($1))) }
        var divergence = 0.0
        for (index, word) in words.enumerated() {
            let after = stored.contains(word) ? p[Int(word)] : left / below * unigram[index]
            divergence += p[Int(word)] * log(p[Int(word)] / after)
        }
        let history = h == Marker.segmentStart ? Marker.segmentEnd : h
        return exp(exp(model.logProbability(of: Int(history))) * divergence) - 1
    }

    @Test func relativeEntropyByDefinition() throws {
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 2)
        let model = counts.interpolated(by: ModifiedKneserNey(counts))
        var costs: [(cost: Double, bigram: [WordID])] = []
        for h in 0..<WordID(text.vocabulary.idCount) {
            for child in model.children(of: Int(h)) {
                let w = model.shape.code.word(of: model.code(of: child))
                costs.append((cost(h, w, model), [h, w]))
            }
        }
        costs.sort { $0.cost < $1.cost }
        #expect(costs.count == 11 && costs.allSatisfy { $0.cost > -1e-12 })
        // Between any two costs a threshold leaves out the cheaper ones, and these alone.
        for index in 1..<costs.count where costs[index].cost - costs[index - 1].cost > 1e-9 {
            let threshold = (costs[index].cost + costs[index - 1].cost) / 2
            let name = NgramModelName(.modifiedKneserNey, order: 2)
            let pruned = try name.estimate(
                from: counts, vocabulary: text.vocabulary, pruning: .relativeEntropy(threshold))
            let ngrams = try #require(pruned as? BackoffModel).packed
            for (place, (_, bigram)) in costs.enumerated() {
                #expect((ngrams.node(of: bigram) != nil) == (place >= index), "\(bigram) at \(threshold)")
            }
            #expect(pruned.notes.contains { $0.hasPrefix("pruned from ") })
        }
    }

    /// What stays keeps its probability; the weight is that of the formula worked by hand.
    @Test func countThresholds() throws {
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 2)
        let name = try NgramModelName(parsing: "witten-bell:2")
        let whole = try name.estimate(from: counts, vocabulary: text.vocabulary)
        let pruned = try name.estimate(from: counts, vocabulary: text.vocabulary, pruning: .counts([0, 1]))
        // After a (id 3): b three times, </s> twice; b (id 4): a, b and </s> once, c twice.
        let a = whole.probabilities(after: [3])!
        for (p, wanted) in zip(pruned.probabilities(after: [3])!, a) { expectClose(p, wanted, 1e-12) }
        let (before, after) = (whole.probabilities(after: [4])!, pruned.probabilities(after: [4])!)
        let unigram = whole.probabilities(after: [])!
        expectClose(after[5], before[5], 1e-15)
        let weight = (1 - before[5]) / (1 - unigram[5])
        for word in [0, 2, 3, 4] { expectClose(after[word], weight * unigram[word], 1e-12) }
    }

    @Test func whatCannotBePrunedIsRefused() throws {
        let counts = try NgramCounts(of: text.words, idCount: text.vocabulary.idCount, order: 2)
        for name in ["laplace:2", "mle:2", "stupid-backoff:2", "lidstone:2:0.5"] {
            #expect(throws: EstimationError.self) {
                try NgramModelName(parsing: name).estimate(
                    from: counts, vocabulary: text.vocabulary, pruning: .counts([0, 1]))
            }
        }
    }
}
