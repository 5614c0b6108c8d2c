internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels
internal import Statistics
internal import Testing

@Test("The same weights are judged by either convention", arguments: NetworkArchitecture.Cell.allCases)
func conventions(_ cell: NetworkArchitecture.Cell) {
    let stream = randomStream(vocabulary: 30, count: 400, seed: 8)
    let carried = network(.init(cell: cell, hidden: 12, embedding: 6, state: .carried), vocabulary: 30)
    let reset = network(.init(cell: cell, hidden: 12, embedding: 6, state: .reset), vocabulary: 30)
    let judged = carried.evaluated(state: .reset)
    #expect(judged.contextScope == .segment)
    #expect(judged.name == "network (reset)")
    #expect(judged.logProbabilities(of: stream, threads: 2) == reset.logProbabilities(of: stream))
    #expect(judged.logProbabilities(of: stream) != carried.logProbabilities(of: stream))
    let back = judged.evaluated(state: .carried)
    #expect(back.name == "network" && back.contextScope == .stream)
    #expect(back.logProbabilities(of: stream) == carried.logProbabilities(of: stream))
    #expect(reset.evaluated(state: .carried).name == "network (carried)")
}

@Test(
    "A context is read as the beginning of a text, with or without the mark of it",
    arguments: NetworkArchitecture.Cell.allCases, NetworkArchitecture.StateRule.allCases)
func contextsBegin(_ cell: NetworkArchitecture.Cell, _ state: NetworkArchitecture.StateRule) throws {
    let plain = network(.init(cell: cell, hidden: 12, embedding: 6, state: state), vocabulary: 30)
    let models: [any LanguageModel] = [plain, try DynamicNetworkModel(plain, learningRate: 1)]
    for model in models {
        for context: [WordID] in [[], [5], [9, 3, 17], [9, 2, 3], Array(repeating: 7, count: 50)] {
            let next = try #require(model.probabilities(after: context))
            #expect(model.probabilities(after: [1] + context) == next)
            // What is scored of a text that begins so, and what is drawn after the prompt.
            let scores = model.logProbabilities(
                of: EncodedText(words: context + [4, 2], characterCount: context.count + 2))
            #expect(abs(exp(scores[context.count]) - next[4]) < 1e-5)
            var likeliest = GeneratedText(
                of: model, after: context, settings: SamplingSettings(temperature: 0, drawsUnknown: true),
                generator: SeededGenerator(seed: 1))
            let isBeginning = context.last ?? 2 == 2
            let drawable = next.indices.filter { !isBeginning || $0 != 2 }
            #expect(likeliest.next().map(Int.init) == drawable.max { next[$0] < next[$1] })
        }
    }
}

@Test(
    "Dynamic evaluation scores each event before it learns from it, however the stream is cut",
    arguments: NetworkArchitecture.Cell.allCases, NetworkArchitecture.StateRule.allCases)
func dynamicIsCausal(_ cell: NetworkArchitecture.Cell, _ state: NetworkArchitecture.StateRule) throws {
    let static0 = network(.init(cell: cell, hidden: 12, embedding: 6, state: state), vocabulary: 30)
    let model = try DynamicNetworkModel(static0, learningRate: 1)
    #expect(model.contextScope == .stream)
    let stream = randomStream(vocabulary: 30, count: 150, seed: 9)
    let whole = model.logProbabilities(of: stream)

    // The first stretch is the trained network's; the next is another's.
    let plain = static0.logProbabilities(of: stream)
    let steps = model.settings.steps
    #expect(whole[..<steps] == plain[..<steps])
    #expect(whole[steps] != plain[steps])

    // Neither the cuts nor what comes later shows.
    var scorer = model.makeScorer()
    var pieces: [Double] = []
    for end in [1, 7, 27, 60, 61, 100, 150] {
        pieces += scorer.logProbabilities(of: Array(stream.words[pieces.count..<end]).span)
    }
    #expect(pieces == whole)
    var other = stream.words
    for i in 83..<150 { other[i] = 2 }
    let changed = model.logProbabilities(of: EncodedText(words: other, characterCount: 150))
    #expect(changed[..<83] == whole[..<83])

    // A walk goes the same way, and what it predicts sums to 1.
    var walk = model.makeWalk(after: [1])
    for (i, word) in stream.words.prefix(45).enumerated() {
        let probabilities = try #require(walk.probabilities())
        if i % 11 == 0 {
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
            #expect(abs(probabilities[Int(word)] / exp(whole[i]) - 1) < 1e-4)
        }
        walk.append(word)
    }
    #expect(static0.logProbabilities(of: stream) == plain)
}

@Test("A text that repeats itself is learned as it is read, at a rate chosen on another of its kind")
func dynamicLearns() throws {
    let model = network(.init(cell: .lstm, hidden: 24, embedding: 12), vocabulary: 30)
    let words = (0..<3000).map { WordID([5, 9, 3, 17, 4, 2][$0 % 6]) }
    let stream = EncodedText(words: words, characterCount: 3000)
    let plain = -model.logProbabilities(of: stream).reduce(0, +) / 3000
    let dynamic = DynamicNetworkModel(model, fittedTo: stream, events: 600)
    #expect(dynamic.notes.count == 1)
    #expect(-dynamic.logProbabilities(of: stream).reduce(0, +) / 3000 < plain / 2)
    for rate in [0, -1, 11, .nan, .infinity] {
        #expect(throws: NetworkError.self) { try DynamicNetworkModel(model, learningRate: rate) }
    }
}

@Test("Gradients over their scale on train: causal, proper, back at the trained weights where decay is strong")
func scaledDynamicEvaluation() throws {
    let architecture = NetworkArchitecture(cell: .lstm, hidden: 24, embedding: 12)
    let model = network(architecture, vocabulary: 30)
    let words = (0..<3000).map { WordID([5, 9, 3, 17, 4, 2][$0 % 6]) }
    let stream = EncodedText(words: words, characterCount: 3000)
    let scale = GradientScale(of: model, on: stream, events: 2000)
    let plain = model.logProbabilities(of: stream)
    func scored(_ rate: Double, _ decay: Double, _ stream: EncodedText) -> [Double] {
        DynamicNetworkModel(model, scale: scale, learningRate: rate, decay: decay).logProbabilities(of: stream)
    }
    let learned = scored(0.01, 0, stream)
    let steps = 20
    #expect(learned[..<steps] == plain[..<steps] && learned[steps] != plain[steps])
    #expect(learned.reduce(0, +) > plain.reduce(0, +) * 0.9)
    // What comes later does not show.
    var other = words
    for i in 83..<3000 { other[i] = 2 }
    let changed = scored(0.01, 0, EncodedText(words: other, characterCount: 3000))
    #expect(changed[..<83] == learned[..<83])
    // Without a rate nothing moves; with a decay less is kept.
    #expect(scored(1e-30, 0, stream).elementsEqual(plain) { abs($0 - $1) < 1e-5 })
    let held = scored(0.01, 1000, stream)
    func distance(_ scores: [Double]) -> Double { zip(scores, plain).reduce(0) { $0 + abs($1.0 - $1.1) } }
    #expect(distance(held) < distance(learned) / 2)
    let chosen = DynamicNetworkModel(model, fittedTo: stream, scale: scale, events: 600)
    let unscaled = DynamicNetworkModel(model, fittedTo: stream, events: 600)
    func loss(_ model: DynamicNetworkModel) -> Double {
        -model.logProbabilities(of: EncodedText(words: Array(words.prefix(600)), characterCount: 600)).reduce(0, +)
    }
    #expect(loss(chosen) <= loss(unscaled))
}
