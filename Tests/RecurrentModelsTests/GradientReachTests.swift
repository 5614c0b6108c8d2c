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
