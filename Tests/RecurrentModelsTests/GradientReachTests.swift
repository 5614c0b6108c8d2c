internal import Foundation
internal import LanguageModeling
internal import LinearAlgebra
internal import RecurrentModels
internal import Testing

@Test(
    "With W_hh = a·1 and all units active the gradient is a^k of itself k steps back", arguments: [0.0, 0.5, 1.25],
    [nil, [4, 8]])
func geometricReach(a: Double, cutoffs: [Int]?) throws {
    let architecture = NetworkArchitecture(activation: .relu, hidden: 6, embedding: 4, cutoffs: cutoffs)
    let layout = ParameterLayout(
        architecture, vocabularySize: 12, ranks: cutoffs == nil ? [] : Array(0..<12))
    let parameters = Parameters<Float>(layout)
    parameters.initialize(seed: 1)
    let layer = layout.layers[0]
    parameters[layer.input].fill(with: 0)
    parameters[layer.recurrent].fill(with: 0)
    for i in 0..<6 { parameters[layer.recurrent][i, i] = Float(a) }
    parameters[layer.bias].fill(with: 1)
    let vocabulary = ModelVocabulary(words: (0..<10).map { "w\($0)" }, rule: .minimumCount(1))
    let model = NetworkModel(name: "relu", vocabulary: vocabulary, parameters: parameters, threads: 1)
    let reach = try GradientReach(of: model, on: randomStream(vocabulary: 12, count: 200, seed: 3), length: 8)
    var wanted = reach.steps[0].norms[0]
    #expect(wanted > 0)
    for step in reach.steps {
        #expect(abs(step.norms[0] - wanted) <= 1e-5 * wanted)
        wanted *= a
    }
    #expect(reach.clippingFactor(norm: reach.parameterNorm / 2) == 0.5)
    let stateless = network(.init(cell: .feedforward, hidden: 6, embedding: 4), vocabulary: 12)
    #expect(throws: NetworkError.self) {
        try GradientReach(of: stateless, on: randomStream(vocabulary: 12, count: 200, seed: 3), length: 8)
    }
    #expect(throws: NetworkError.self) {
        try GradientReach(of: model, on: randomStream(vocabulary: 12, count: 20, seed: 3), length: 20)
    }
}

/// What PyTorch's automatic differentiation gives along a stream whose state is carried: see Fixtures/make_fixtures.py.
private struct ReachFixture: Decodable {
    let name: String
    let cell: NetworkArchitecture.Cell
    let layers: Int
    let vocabulary: Int
    let embedding: Int
    let hidden: Int
    let weights: [String: [Double]]
    /// As classes.
    let stream: [UInt32]
    let places: Int
    /// By layer and steps back.
    let norms: [[Double]]

    static func all() throws -> [ReachFixture] {
        let url = try #require(Bundle.module.url(forResource: "reach", withExtension: "json"))
        return try JSONDecoder().decode([ReachFixture].self, from: Data(contentsOf: url))
    }

    func model() -> NetworkModel {
        let layout = ParameterLayout(
            NetworkArchitecture(cell: cell, layers: layers, hidden: hidden, embedding: embedding),
            vocabularySize: vocabulary)
        let parameters = Parameters<Float>(layout)
        parameters.buffer.values = torchValues(weights, layout: layout).map { Float($0) }
        let words = ModelVocabulary(words: (0..<vocabulary - 2).map { "w\($0)" }, rule: .minimumCount(1))
        return NetworkModel(name: name, vocabulary: words, parameters: parameters, threads: 1)
    }

    /// Classes leave `<s>`, the word 1, out.
    var text: EncodedText {
        EncodedText(words: stream.map { $0 == 0 ? 0 : $0 + 1 }, characterCount: stream.count)
    }
}

@Test("Gradients are those of automatic differentiation at every step back, however many are asked for")
func reachOfTorch() throws {
    for fixture in try ReachFixture.all() {
        for length in [1, 5, 12, 30] {
            let reach = try GradientReach(
                of: fixture.model(), on: fixture.text, length: length, windows: fixture.places)
            #expect(reach.steps.count == length + 1)
            for (k, step) in reach.steps.enumerated() {
                #expect(step.stepsBack == k)
                for (layer, norm) in step.norms.enumerated() {
                    let wanted = fixture.norms[layer][k]
                    #expect(abs(norm - wanted) <= 1e-3 * wanted, "\(fixture.name), layer \(layer + 1), k = \(k)")
                }
            }
        }
    }
}
