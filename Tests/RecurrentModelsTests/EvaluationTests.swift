internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels
internal import Statistics
internal import Testing

/// A network of random weights over a vocabulary of single letters and more.
func network(
    _ architecture: NetworkArchitecture, vocabulary size: Int, seed: UInt64? = 1, threads: Int = 1
) -> NetworkModel {
    let vocabulary = ModelVocabulary(words: (0..<size - 2).map { "w\($0)" }, rule: .minimumCount(1))
    // Ranks that are no identity.
    let ranks = architecture.cutoffs == nil ? [] : (0..<UInt32(size)).map { (3 + $0) % UInt32(size) }
    let parameters = Parameters<Float>(ParameterLayout(architecture, vocabularySize: size, ranks: ranks))
    if let seed { parameters.initialize(seed: seed) }
    return NetworkModel(name: "network", vocabulary: vocabulary, parameters: parameters, threads: threads)
}

func randomStream(vocabulary size: Int, count: Int, seed: UInt64) -> EncodedText {
    var random = SeededGenerator(seed: seed)
    var words = (0..<count).map { _ -> WordID in
        let drawn = WordID.random(in: 0..<WordID(size), using: &random)
        return drawn == 0 ? 0 : drawn + 1
    }
    words[count - 1] = 2
    return EncodedText(words: words, characterCount: count)
}

@Test("Zero weights have a perplexity of exactly V", arguments: NetworkArchitecture.Cell.allCases, [7, 2000])
func zeroWeights(_ cell: NetworkArchitecture.Cell, _ size: Int) {
    let model = network(.init(cell: cell, hidden: 5, embedding: 4), vocabulary: size, seed: nil)
    let stream = randomStream(vocabulary: size, count: 300, seed: 2)
    let evaluation = Evaluation(of: stream, logProbabilities: model.logProbabilities(of: stream))
    #expect(abs(evaluation.perplexity! - Double(size)) <= 1e-10 * Double(size))
}

@Test("A new network is nearly indifferent", arguments: NetworkArchitecture.Cell.allCases, [nil, 64])
func initialPerplexity(_ cell: NetworkArchitecture.Cell, _ embedding: Int?) {
    let model = network(.init(cell: cell, layers: 2, hidden: 128, embedding: embedding), vocabulary: 500)
    let stream = randomStream(vocabulary: 500, count: 2000, seed: 2)
    let evaluation = Evaluation(of: stream, logProbabilities: model.logProbabilities(of: stream))
    #expect(abs(evaluation.perplexity! / 500 - 1) < 0.05)
}

@Test(
    "Evaluation does not depend on how the stream is cut, nor on threads",
    arguments: NetworkArchitecture.Cell.allCases, NetworkArchitecture.StateRule.allCases)
func chunking(_ cell: NetworkArchitecture.Cell, _ state: NetworkArchitecture.StateRule) {
    for (size, cutoffs) in [(40, nil), (1100, nil), (40, [8, 20]), (2100, [40, 1050])] as [(Int, [Int]?)] {
        let model = network(
            .init(
                cell: cell, layers: 2, hidden: 20, embedding: cutoffs == nil ? 12 : 20, tied: cutoffs != nil,
                state: state, cutoffs: cutoffs), vocabulary: size)
        let stream = randomStream(vocabulary: size, count: 700, seed: 3)
        let whole = model.logProbabilities(of: stream)
        var random = SeededGenerator(seed: 4)
        var scorer = network(model.architecture, vocabulary: size, threads: 2).makeScorer()
        var pieces: [Double] = []
        var at = 0
        while at < stream.count {
            let end = min(stream.count, at + Int.random(in: 1...90, using: &random))
            pieces += scorer.logProbabilities(of: Array(stream.words[at..<end]).span)
            at = end
        }
        #expect(pieces == whole)
    }
}

@Test(
    "After every context the probabilities sum to 1 and are those of the walk",
    arguments: NetworkArchitecture.Cell.allCases, [nil, [7, 15]])
func distributions(_ cell: NetworkArchitecture.Cell, _ cutoffs: [Int]?) {
    let model = network(.init(cell: cell, layers: 2, hidden: 20, embedding: 12, cutoffs: cutoffs), vocabulary: 30)
    let stream = randomStream(vocabulary: 30, count: 40, seed: 5)
    let logProbabilities = model.logProbabilities(of: stream)
    for i in [0, 1, 17, 39] {
        let distribution = model.probabilities(after: [1] + stream.words[..<i])!
        #expect(distribution.count == model.vocabulary.idCount)
        #expect(distribution[1] == 0)
        #expect(abs(distribution.reduce(0, +) - 1) < 1e-9)
        #expect(abs(log(distribution[Int(stream.words[i])]) - logProbabilities[i]) < 1e-5)
    }
    #expect(abs(model.probabilities(after: [5, 6])!.reduce(0, +) - 1) < 1e-9)
}

@Test("A feed-forward network sees its window and no event before", arguments: NetworkArchitecture.StateRule.allCases)
func window(_ state: NetworkArchitecture.StateRule) {
    let model = network(.init(cell: .feedforward, hidden: 20, embedding: 12, state: state, window: 3), vocabulary: 30)
    let end: WordID = 2
    func last(_ words: [WordID]) -> Double {
        model.logProbabilities(of: EncodedText(words: words + [end], characterCount: 1))[words.count - 1]
    }
    #expect(last([9, 5, 6, 7, 8]) == last([4, 5, 6, 7, 8]))
    #expect(last([5, 9, 6, 7, 8]) != last([5, 4, 6, 7, 8]))
    // Before a stream's first event stands </s>.
    #expect(last([7, 8]) == last([end, end, 7, 8]))
    // A segment before is seen unless the state is reset.
    #expect((last([5, end, 7, 8]) == last([6, end, 7, 8])) == (state == .reset))
    // From the middle of a text: only the words that are known.
    #expect(model.probabilities(after: [5, 6, 7])! == model.probabilities(after: [4, 5, 6, 7])!)
}

@Test("A state reset at each segment forgets the segments before")
func reset() {
    let model = network(.init(cell: .lstm, hidden: 20, embedding: 12, state: .reset), vocabulary: 30)
    #expect(model.contextScope == .segment)
    let segment: [WordID] = [7, 8, 9, 2]
    let twice = EncodedText(words: segment + segment, characterCount: 8)
    let values = model.logProbabilities(of: twice)
    #expect(Array(values[..<4]) == Array(values[4...]))
    let carried = network(.init(cell: .lstm, hidden: 20, embedding: 12), vocabulary: 30).logProbabilities(of: twice)
    #expect(carried[..<4] != carried[4...])
}
