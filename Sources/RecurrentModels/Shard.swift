internal import LinearAlgebra
internal import Statistics

/// How the first layer gets its input.
enum InputPath: Sendable {
    /// One-hot: rows of the first layer's weights are gathered, never multiplied.
    case oneHot
    /// Rows of the embedding are gathered and multiplied by the first layer's weights.
    case embedded
    /// Few words: the embedding as a whole is multiplied, and rows of the product gathered.
    case projected
}

/// What is shared by all shards of a pass and changes with the weights alone.
final class WeightViews<Scalar: MatrixScalar>: @unchecked Sendable {
    let parameters: Parameters<Scalar>
    let layers: [LayerWeights<Scalar>]
    let transposed: [TransposedLayerWeights<Scalar>]
    /// H × V
    let outputTransposed: Matrix<Scalar>
    let inputPath: InputPath
    /// V × G: E W_x, for few words alone.
    let projection: Matrix<Scalar>?

    init(_ parameters: Parameters<Scalar>, inputPath: InputPath) {
        self.parameters = parameters
        self.inputPath = inputPath
        let layout = parameters.layout
        layers = layout.layers.indices.map { LayerWeights(parameters, layer: $0) }
        transposed = layout.layers.map { TransposedLayerWeights($0) }
        outputTransposed = Matrix(rows: layout.output.columns, columns: layout.output.rows)
        if case .projected = inputPath {
            projection = Matrix(rows: layout.table.rows, columns: layout.layers[0].bias.columns)
        } else {
            projection = nil
        }
    }

    var table: Matrix<Scalar> { parameters[parameters.layout.table] }
    var output: Matrix<Scalar> { parameters[parameters.layout.output] }
    var outputBias: Matrix<Scalar> { parameters[parameters.layout.outputBias] }

    /// The table whose rows are the first layer's pre-activations, if there is one.
    var gatheredTable: Matrix<Scalar>? {
        switch inputPath {
        case .oneHot: table
        case .projected: projection
        case .embedded: nil
        }
    }

    /// Brings what is derived from the weights up to date.
    func update(pool: ThreadPool) {
        let vocabulary = outputTransposed.columns
        let pieces = pool.threads * 2
        let layerCount = layers.count
        pool.run(tasks: pieces + layerCount) { [self] task in
            if task < layerCount {
                transposed[task].update(from: layers[task])
                if task == 0, let projection { multiply(table, layers[0].input, into: projection) }
            } else {
                let piece = task - layerCount
                let words = vocabulary * piece / pieces..<vocabulary * (piece + 1) / pieces
                outputTransposed.columns(words).transpose(from: output.rows(words))
            }
        }
    }
}

/// Some rows of the batch, and all that is computed of them up to the output layer.
///
/// R rows of the batch, T steps: every buffer is T·R × columns, step after step.
final class Shard<Scalar: MatrixScalar> {
    private let architecture: NetworkArchitecture
    private let layers: [RecurrentLayer<Scalar>]
    private let embedded: Matrix<Scalar>?
    private let embeddedGradient: Matrix<Scalar>?
    private let embeddedMask: DropoutMask<Scalar>?
    /// For each layer, its outputs after dropout.
    private let dropped: [(outputs: Matrix<Scalar>, mask: DropoutMask<Scalar>)?]

    private(set) var steps = 0
    private(set) var rows = 0
    private(set) var inputs: [UInt32] = []
    private(set) var targets: [UInt32] = []
    private var resets: [Bool] = []

    init(
        _ architecture: NetworkArchitecture, rows: Int, steps: Int, dropout: DropoutRates = DropoutRates(0),
        variational: Bool = false,
        inputPath: InputPath
    ) {
        self.architecture = architecture
        layers = (0..<architecture.layers).map { _ in RecurrentLayer(architecture, rows: rows, steps: steps) }
        if case .embedded = inputPath, let width = architecture.embedding {
            embedded = Matrix(rows: steps * rows, columns: width)
            embeddedGradient = Matrix(rows: steps * rows, columns: width)
            embeddedMask =
                dropout.embedding > 0
                ? DropoutMask(
                    probability: dropout.embedding, variational: variational, steps: steps, rows: rows, columns: width)
                : nil
        } else {
            embedded = nil
            embeddedGradient = nil
            embeddedMask = nil
        }
        dropped = (1...architecture.layers).map { layer in
            let rate = layer == architecture.layers ? dropout.output : dropout.layers
            guard rate > 0 else { return nil }
            return (
                Matrix(rows: steps * rows, columns: architecture.hidden),
                DropoutMask(
                    probability: rate, variational: variational, steps: steps, rows: rows,
                    columns: architecture.hidden)
            )
        }
    }

    var count: Int { steps * rows }
    /// T·R × H: what the output layer sees.
    var outputs: Matrix<Scalar> { outputs(of: layers.count - 1) }
    /// T·R × H: to be filled before `backward`.
    var outputGradients: Matrix<Scalar> { layers[layers.count - 1].outputGradients }
    /// T·R × (E or G): after `backward`, the gradient of the table row gathered for each input.
    var inputGradients: Matrix<Scalar> {
        embeddedGradient.map { $0.rows(0..<count) } ?? layers[0].gates
    }

    /// T·R × H: after `backward`, the gradient of a layer's states.
    func stateGradients(ofLayer layer: Int) -> Matrix<Scalar> { layers[layer].outputGradients }

    private func outputs(of layer: Int) -> Matrix<Scalar> {
        dropped[layer].map { $0.outputs.rows(0..<count) } ?? layers[layer].outputs
    }

    /// Takes a range of the columns of a minibatch.
    func load(_ minibatch: Minibatch, rows range: Range<Int>) {
        steps = minibatch.steps
        rows = range.count
        inputs.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
        for t in 0..<steps {
            let columns = t * minibatch.rows + range.lowerBound..<t * minibatch.rows + range.upperBound
            inputs += minibatch.inputs[columns]
            targets += minibatch.targets[columns]
        }
        resets = architecture.state == .reset ? inputs.map { $0 == WordClass.segmentEnd } : []
        for layer in layers {
            layer.reshape(rows: rows, steps: steps)
            if !minibatch.continues { layer.clearState() }
            for row in minibatch.restarts where range.contains(row) { layer.clearState(ofRow: row - range.lowerBound) }
        }
    }

    /// - Parameter rowsAlike: whether a step's result must not depend on how many steps are taken at once.
    func forward(
        _ weights: WeightViews<Scalar>, random: SeededGenerator = SeededGenerator(seed: 0), rowsAlike: Bool = false
    ) {
        var random = random
        let addProduct = { (a: Matrix<Scalar>, b: Matrix<Scalar>, c: Matrix<Scalar>) in
            if rowsAlike {
                multiplyRowsAlike(a, b, into: c, accumulating: true)
            } else {
                multiply(a, b, into: c, accumulating: true)
            }
        }
        for (l, layer) in layers.enumerated() {
            let gates = layer.gates
            gates.fillRows(with: weights.layers[l].bias)
            if l > 0 {
                addProduct(outputs(of: l - 1), weights.layers[l].input, gates)
            } else if let table = weights.gatheredTable {
                for (i, word) in inputs.enumerated() {
                    unsafe Scalar.addScaled(1, table.row(Int(word)), to: gates.row(i), count: gates.columns)
                }
            } else {
                let embedded = embedded!.rows(0..<count)
                for (i, word) in inputs.enumerated() {
                    unsafe embedded.row(i).update(from: weights.table.row(Int(word)), count: embedded.columns)
                }
                if let embeddedMask {
                    embeddedMask.draw(steps: steps, rows: rows, using: &random)
                    embeddedMask.apply(to: embedded, into: embedded, rows: rows)
                }
                addProduct(embedded, weights.layers[0].input, gates)
            }
            layer.forward(weights.layers[l], resets: resets)
            if let mask = dropped[l]?.mask {
                mask.draw(steps: steps, rows: rows, using: &random)
                mask.apply(to: layer.outputs, into: outputs(of: l), rows: rows)
            }
        }
    }

    /// From the gradient of the outputs to that of the layers' weights and of the inputs.
    func backward(_ weights: WeightViews<Scalar>, gradient: Parameters<Scalar>) {
        for (l, layer) in layers.enumerated().reversed() {
            if let mask = dropped[l]?.mask {
                mask.apply(to: layer.outputGradients, into: layer.outputGradients, rows: rows)
            }
            let layerGradient = LayerWeights(gradient, layer: l)
            layer.backward(transposed: weights.transposed[l], gradient: layerGradient, resets: resets)
            if l > 0 {
                multiply(outputs(of: l - 1), transposed: true, layer.gates, into: layerGradient.input)
                multiply(layer.gates, weights.transposed[l].input, into: layers[l - 1].outputGradients)
            } else if let embedded, let embeddedGradient {
                multiply(
                    embedded.rows(0..<count), transposed: true, layer.gates, into: layerGradient.input)
                let inputGradients = embeddedGradient.rows(0..<count)
                multiply(layer.gates, weights.transposed[0].input, into: inputGradients)
                if let embeddedMask { embeddedMask.apply(to: inputGradients, into: inputGradients, rows: rows) }
            }
        }
    }

    func carryState() { layers.forEach { $0.carryState() } }

    /// Takes over the state of a shard of the same shape.
    func copyState(from other: Shard) {
        for (layer, source) in zip(layers, other.layers) { layer.copyState(from: source) }
    }
}
