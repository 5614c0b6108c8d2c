internal import Foundation
internal import LanguageModeling
internal import RecurrentModels
internal import Testing

@Test(
    "A text's scores are the evaluation's, its entropies those of the distributions",
    arguments: NetworkArchitecture.Cell.allCases, NetworkArchitecture.StateRule.allCases)
func eventScores(_ cell: NetworkArchitecture.Cell, _ state: NetworkArchitecture.StateRule) throws {
    for size in [30, 1100] {
        let model = network(
            .init(cell: cell, layers: 2, hidden: 20, embedding: 12, state: state), vocabulary: size, threads: 2)
        let texts = [400, 1, 25].enumerated().map {
            randomStream(vocabulary: size, count: $1, seed: UInt64($0 + 3))
        }
        for (text, scores) in zip(texts, model.scores(ofTexts: texts)) {
            // Each text begins anew, whatever was read before it.
            #expect(scores.map(\.logProbability) == model.logProbabilities(of: text))
            for score in scores {
                let entropy = try #require(score.entropy)
                #expect(entropy >= 0 && entropy <= log(Double(size)) * (1 + 1e-12))
            }
            for place in [0, text.count / 2, text.count - 1] {
                let distribution = try #require(model.probabilities(after: [1] + text.words[..<place]))
                let entropy = -distribution.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 }
                if state == .carried { #expect(abs(scores[place].entropy! - entropy) < 1e-5) }
            }
        }
    }
}

@Test("Zero weights leave the choice of all words: an entropy of ln V", arguments: [7, 2000])
func entropyOfZeroWeights(_ size: Int) {
    let model = network(.init(cell: .gru, hidden: 5, embedding: 4), vocabulary: size, seed: nil)
    for score in model.scores(ofTexts: [randomStream(vocabulary: size, count: 50, seed: 2)])[0] {
        #expect(abs(score.entropy! - log(Double(size))) < 1e-12 * Double(size))
    }
}

@Test("A reversed network learns, is kept and judged backwards; going on gives the same numbers")
func reversedTraining() throws {
    // Every b is followed by the letter of its segment's beginning: easy one way, less so the other.
    var random = (1, 1)
    let words = (0..<600).flatMap { _ -> [WordID] in
        random = (random.1, (random.0 * 31 + 17) % 97)
        return [WordID(3 + random.0 % 2), WordID(5 + random.1 % 3), 2]
    }
    let stream = EncodedText(words: words, characterCount: words.count)
    let vocabulary = ModelVocabulary(words: ["a", "b", "c", "d", "e"], rule: .minimumCount(1))
    func training(_ stream: EncodedText, _ direction: ReadingDirection) throws -> NetworkTraining {
        try NetworkTraining(
            .init(hidden: 8, embedding: 4), TrainingSettings(batch: 4, steps: 9, epochs: 1, seed: 3),
            vocabulary: vocabulary, train: stream, valid: stream, direction: direction)
    }
    let backward = try training(stream, .backward)
    let turned = try training(stream.read(.backward), .forward)
    for training in [backward, turned] { while try training.next() != nil {} }
    #expect(backward.epochs.map(\.validLoss) == turned.epochs.map(\.validLoss))
    #expect(backward.savedModel().settings.contains("\"reversed\":true"))
    #expect(!turned.savedModel().settings.contains("reversed"))
    let model = ReversedModel(backward.model(named: "back"), named: "back")
    let scores = model.logProbabilities(of: stream)
    #expect(abs(-scores.reduce(0, +) / Double(stream.count) - backward.epochs[0].validLoss) < 1e-9)
}
