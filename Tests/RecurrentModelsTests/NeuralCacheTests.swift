internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels
internal import Statistics
internal import Testing
internal import Tokenization

/// A cache of a network's states against its formula, worked out event by event.
@Suite struct NeuralCacheTests {
    private static let architectures: [NetworkArchitecture] = [
        .init(cell: .lstm, hidden: 9, embedding: 6),
        .init(cell: .gru, layers: 2, hidden: 12, embedding: 12, tied: true),
        .init(cell: .elman, hidden: 8, embedding: 8, state: .reset),
    ]

    /// Weights so large that states differ.
    private func lively(_ architecture: NetworkArchitecture, vocabulary size: Int) -> NetworkModel {
        let quiet = network(architecture, vocabulary: size, seed: 7)
        let parameters = Parameters<Float>(ParameterLayout(architecture, vocabularySize: size))
        for index in 0..<parameters.buffer.count { parameters.buffer[index] = 4 * quiet.parameters.buffer[index] }
        return NetworkModel(name: "network", vocabulary: quiet.vocabulary, parameters: parameters, threads: 1)
    }

    /// The state before each event.
    private func states(_ network: NetworkModel, _ events: [WordID]) -> [[Double]] {
        let forward = ForwardPass(network.parameters, pool: ThreadPool(threads: 1))
        return events.map { forward.openedStep(towards: WordClass.of($0)).state }
    }

    /// P of each word after the events, by the formula.
    private func naive(
        _ states: [[Double]], _ events: ArraySlice<WordID>, now: [Double], flatness: Double, capacity: Int, size: Int
    ) -> [Double] {
        var votes = [Double](repeating: 1 / Double(size), count: size + 1)
        votes[Int(Marker.segmentStart)] = 0
        for index in events.indices.suffix(capacity) {
            votes[Int(events[index])] += exp(flatness * zip(states[index], now).reduce(0) { $0 + $1.0 * $1.1 })
        }
        let sum = votes.reduce(0, +)
        return votes.map { $0 / sum }
    }

    @Test(arguments: architectures, [(0.0, 5), (0.7, 40), (2.5, 300)])
    func scoresAreThoseOfTheFormula(architecture: NetworkArchitecture, choice: (flatness: Double, capacity: Int)) {
        let size = 14
        let network = lively(architecture, vocabulary: size)
        // More than a tile of states.
        let stream = randomStream(vocabulary: size, count: 620, seed: 11)
        let states = states(network, stream.words)
        let cache = NeuralCacheModel(of: network, flatness: choice.flatness, capacity: choice.capacity)
        let scores = cache.logProbabilities(of: stream)
        for event in stride(from: 0, to: stream.count, by: 37) {
            let expected = naive(
                states, stream.words[..<event], now: states[event], flatness: choice.flatness,
                capacity: choice.capacity, size: size)
            #expect(abs(exp(scores[event]) - expected[Int(stream.words[event])]) < 2e-5, "event \(event)")
        }
        // However the stream is cut.
        var random = SeededGenerator(seed: 5)
        var scorer = cache.makeScorer()
        var pieces: [Double] = []
        while pieces.count < stream.count {
            let end = min(stream.count, pieces.count + Int.random(in: 1...90, using: &random))
            pieces += scorer.logProbabilities(of: stream.words.span.extracting(pieces.count..<end))
        }
        #expect(pieces == scores)
    }

    @Test(arguments: architectures) func probabilitiesSumToOne(architecture: NetworkArchitecture) throws {
        let size = 14
        let network = lively(architecture, vocabulary: size)
        let cache = NeuralCacheModel(of: network, flatness: 1, capacity: 50)
        let stream = randomStream(vocabulary: size, count: 300, seed: 3)
        let scores = cache.logProbabilities(of: stream)
        let walk = cache.makeWalk(after: [])
        var going = walk
        for (event, word) in stream.words.enumerated() {
            let probabilities = try #require(going.probabilities())
            #expect(probabilities.count == size + 1 && probabilities[Int(Marker.segmentStart)] == 0)
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
            #expect(probabilities.enumerated().allSatisfy { $1 > 0 || $0 == Int(Marker.segmentStart) })
            #expect(abs(log(probabilities[Int(word)]) - scores[event]) < 1e-6, "event \(event)")
            going.append(word)
        }
    }

    /// A text that repeats itself is predicted the better, and the choice on held-out text is the best of those there are.
    @Test func aCacheHelpsWhereATextRepeatsItself() throws {
        let size = 30
        let network = lively(.init(cell: .lstm, hidden: 16, embedding: 8), vocabulary: size)
        var random = SeededGenerator(seed: 2)
        let refrain = (0..<25).map { _ in WordID.random(in: 3..<WordID(size), using: &random) }
        let words = (0..<40).flatMap { _ in refrain } + [Marker.segmentEnd]
        let stream = EncodedText(words: words, characterCount: words.count)
        let alone = network.logProbabilities(of: stream)
        let cache = NeuralCacheModel(of: network, besides: [alone], fittedTo: stream)
        let mixture = try MixtureModel([network, cache], fittedTo: stream)
        #expect(mixture.name == "network+neural-cache" && mixture.contextScope == .stream)
        #expect(mixture.logProbabilities(of: stream).reduce(0, +) > alone.reduce(0, +) * 0.6)
        func likelihood(_ cache: NeuralCacheModel) throws -> Double {
            try MixtureModel([network, cache], fittedTo: stream).logProbabilities(of: stream).reduce(0, +)
        }
        let chosen = try likelihood(cache)
        for flatness in [0.05, 0.1, 0.2, 0.3, 0.5, 0.8] {
            for capacity in [500, 2000] {
                let other = NeuralCacheModel(of: network, flatness: flatness, capacity: capacity)
                #expect(try chosen >= likelihood(other) - 1e-3, "\(flatness) \(capacity)")
            }
        }
    }
}

/// A walk that is copied goes on by itself: what one reads, the other does not see.
@Suite struct CopiedWalkTests {
    @Test func copiesGoTheirOwnWays() throws {
        let plain = network(.init(cell: .lstm, hidden: 10, embedding: 6), vocabulary: 25)
        let stream = randomStream(vocabulary: 25, count: 300, seed: 4)
        let models: [any LanguageModel] = [
            plain, NeuralCacheModel(of: plain, flatness: 1, capacity: 400),
            try DynamicNetworkModel(plain, learningRate: 1),
            try MixtureModel(
                [plain, NeuralCacheModel(of: plain, flatness: 1, capacity: 400)], fittedTo: stream),
        ]
        for model in models {
            let context = Array(stream.words.prefix(270))
            let walk = model.makeWalk(after: context)
            let before = try #require(walk.probabilities())
            var copy = walk.copy()
            #expect(copy.probabilities() == before, "\(model.name)")
            for word in stream.words[270..<280] { copy.append(word) }
            #expect(walk.probabilities() == before, "\(model.name)")
            let after = try #require(copy.probabilities())
            let expected = try #require(model.makeWalk(after: Array(stream.words.prefix(280))).probabilities())
            #expect(zip(after, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(model.name)")
        }
    }
}
