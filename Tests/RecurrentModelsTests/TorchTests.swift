internal import Foundation
internal import LinearAlgebra
internal import RecurrentModels
internal import Testing

/// What PyTorch made of a small minibatch: see Fixtures/make_fixtures.py.
struct TorchFixture: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let cell: NetworkArchitecture.Cell
    let activation: NetworkArchitecture.Activation
    let layers: Int
    let vocabulary: Int
    let embedding: Int
    let hidden: Int
    let batch: Int
    let steps: Int
    let cutoffs: [Int]?
    let inputs: [UInt32]
    let targets: [UInt32]
    let learningRate: Double
    let weights: [String: [Double]]
    /// T × B × V; of an adaptive softmax log-probabilities.
    let logits: [Double]
    let gradients: [String: [Double]]
    let losses: [Double]

    private enum CodingKeys: String, CodingKey {
        case name, cell, activation, layers, vocabulary, embedding, hidden, batch, steps, cutoffs, inputs, targets
        case learningRate = "learning_rate"
        case weights, logits, gradients, losses
    }

    var testDescription: String { name }

    static let all: [TorchFixture] = {
        let url = Bundle.module.url(forResource: "torch", withExtension: "json")!
        return try! JSONDecoder().decode([TorchFixture].self, from: Data(contentsOf: url))
    }()

    var architecture: NetworkArchitecture {
        NetworkArchitecture(
            cell: cell, activation: activation, layers: layers, hidden: hidden, embedding: embedding,
            cutoffs: cutoffs)
    }

    var minibatch: Minibatch {
        Minibatch(steps: steps, rows: batch, inputs: inputs, targets: targets, continues: false)
    }
}

/// PyTorch's tensors in the layout of ours: its weights are gates × inputs, ours inputs × gates.
func torchValues(_ tensors: [String: [Double]], layout: ParameterLayout) -> [Double] {
    let all = Parameters<Double>(layout)
    func set(_ tensor: ParameterTensor, _ name: String, transposed: Bool = false, from first: Int = 0) {
        let source = tensors[name]!
        for r in 0..<tensor.rows {
            for c in 0..<tensor.columns {
                all[tensor][r, c] = source[first + (transposed ? c * tensor.rows + r : r * tensor.columns + c)]
            }
        }
    }
    for (l, layer) in layout.layers.enumerated() {
        set(layer.input, "weight_ih_l\(l)", transposed: true)
        set(layer.recurrent, "weight_hh_l\(l)", transposed: true)
        set(layer.bias, "bias_ih_l\(l)")
        if let candidate = layer.candidateBias {
            set(candidate, "bias_hh_l\(l)", from: 2 * layout.architecture.hidden)
        }
    }
    set(layout.table, "embedding.weight")
    let head = layout.tails.isEmpty ? "output" : "output.head"
    set(layout.output, "\(head).weight")
    set(layout.outputBias, "\(head).bias")
    for (i, tail) in layout.tails.enumerated() {
        set(tail.projection, "output.tail.\(i).0.weight", transposed: true)
        set(tail.output, "output.tail.\(i).1.weight")
        set(tail.bias, "output.tail.\(i).1.bias")
    }
    return all.buffer.values
}

@Test("Logits, gradients and ten losses are PyTorch's", arguments: TorchFixture.all)
func torch(_ fixture: TorchFixture) {
    let layout = ParameterLayout(fixture.architecture, vocabularySize: fixture.vocabulary)
    let parameters = Parameters<Float>(layout)
    parameters.buffer.values = torchValues(fixture.weights, layout: layout).map { Float($0) }
    let pool = ThreadPool(threads: 1)

    // Logits, up to the constant of each row that the softmax drops.
    for row in 0..<fixture.batch {
        let inputs = (0..<fixture.steps).map { fixture.inputs[$0 * fixture.batch + row] }
        let walk = ForwardPass(parameters, pool: pool)
        #expect(inputs[0] == WordClass.segmentEnd)
        for t in 0..<fixture.steps {
            let first = (t * fixture.batch + row) * fixture.vocabulary
            let logits = fixture.logits[first..<first + fixture.vocabulary]
            let sum = logits.reduce(0) { $0 + exp($1) }
            for (logit, probability) in zip(logits, walk.distribution()) {
                #expect(abs(logit - log(sum) - log(probability)) < 1e-4)
            }
            if t + 1 < fixture.steps { walk.read([inputs[t + 1]]) }
        }
    }

    let pass = GradientPass(parameters, sizes: .init(batch: fixture.batch, steps: fixture.steps), pool: pool)
    let count = Double(fixture.batch * fixture.steps)
    for (step, wanted) in fixture.losses.enumerated() {
        let loss = pass.run(fixture.minibatch) / count
        #expect(abs(loss - wanted) < 1e-4)
        let gradient = denseGradient(pass)
        if step == 0 {
            for (ours, theirs) in zip(gradient, torchValues(fixture.gradients, layout: layout)) {
                #expect(abs(Double(ours) - theirs) < 1e-4 * max(1, abs(theirs)))
            }
        }
        for i in gradient.indices { parameters.buffer[i] -= Float(fixture.learningRate) * gradient[i] }
    }
}
