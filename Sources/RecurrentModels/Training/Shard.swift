internal import LinearAlgebra
internal import Statistics

/// Some rows of the batch, and all that is computed of them up to the output layer.
///
/// R rows of the batch, T steps: every buffer is T·R × columns, step after step.
final class Shard<Scalar: MatrixScalar> {
    private let layout: ParameterLayout
    private let architecture: NetworkArchitecture
    private let precision: ProductPrecision
    private let layers: [RecurrentLayer<Scalar>]
    private let clusters: ClusteredEmbedding<Scalar>?
    private let embedded: Matrix<Scalar>?
    private let embeddedGradient: Matrix<Scalar>?
    private let embeddedMask: DropoutMask<Scalar>?
    /// For each layer, its outputs after dropout.
    private let dropped: [(outputs: Matrix<Scalar>, mask: DropoutMask<Scalar>)?]

    private(set) var steps = 0
    private(set) var rows = 0
    /// Rows of the table that are read, as many a step as the window is long.
    private(set) var inputs: [UInt32] = []
    /// Rows of the output.
    private(set) var targets: [UInt32] = []
    private var resets: [Bool] = []
    private let window: InputWindow?

    init(
        _ layout: ParameterLayout, rows: Int, steps: Int, dropout: DropoutRates = DropoutRates(0),
        variational: Bool = false,
        inputPath: InputPath, precision: ProductPrecision = .single
    ) {
        let architecture = layout.architecture
        self.layout = layout
        self.architecture = architecture
        self.precision = precision
        layers = (0..<architecture.layers).map { _ in
            RecurrentLayer(architecture, rows: rows, steps: steps, precision: precision)
        }
        window = architecture.window.map { InputWindow(length: $0, rows: rows, resets: architecture.state == .reset) }
        let inputCount = steps * rows * architecture.inputsPerStep
        if case .clustered = inputPath {
            clusters = ClusteredEmbedding(layout, rows: inputCount, precision: precision)
        } else {
            clusters = nil
        }
        if inputPath == .embedded || inputPath == .clustered, let width = architecture.embedding {
            embedded = Matrix(rows: inputCount, columns: width)
            embeddedGradient = Matrix(rows: inputCount, columns: width)
            embeddedMask =
                dropout.embedding > 0
                ? DropoutMask(
                    probability: dropout.embedding, variational: variational, steps: steps, rows: rows,
                    columns: width * architecture.inputsPerStep) : nil
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
    /// After `backward`, the gradient of the table's rows: T·R·N × E, or one-hot T·R × G for the N inputs of each step.
    private var inputGradients: Matrix<Scalar> {
        embeddedGradient.map { $0.rows(0..<inputs.count) } ?? layers[0].gates
    }

    /// T·R·N × E as T·R × N·E: what the first layer sees at each step.
    private func stepByStep(_ embedded: Matrix<Scalar>) -> Matrix<Scalar> {
        let n = architecture.inputsPerStep
        return Matrix(embedded.buffer, rows: count, columns: n * embedded.columns)
    }

    /// T·R × H: after `backward`, the gradient of a layer's states.
    func stateGradients(ofLayer layer: Int) -> Matrix<Scalar> { layers[layer].outputGradients }

    private func outputs(of layer: Int) -> Matrix<Scalar> {
        dropped[layer].map { $0.outputs.rows(0..<count) } ?? layers[layer].outputs
    }

    /// What each layer computed at the first step of a single row.
    var firstStep: [[NetworkStep.Vector]] {
        layers.map { $0.firstStep(gateNames: architecture.cell.gateNames) }
    }

    /// The vectors of the words that the first step of a single row read; none with one-hot input.
    func firstEmbeddings(_ weights: WeightViews<Scalar>) -> [NetworkStep.Vector] {
        guard architecture.embedding != nil else { return [] }
        return inputs.prefix(architecture.inputsPerStep).enumerated().map { index, row in
            // Where the product with all vectors is gathered, none of them is copied.
            .init("X_t", embedded.map { $0.rows(index..<index + 1) } ?? weights.table.rows(Int(row)..<Int(row) + 1))
        }
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
        if let window {
            window.prepare(continues: minibatch.continues, rows: rows)
            for row in minibatch.restarts where range.contains(row) { window.clear(row: row - range.lowerBound) }
            inputs = window.expand(inputs)
        }
        if !layout.ranks.isEmpty {
            for i in inputs.indices { inputs[i] = layout.rank(ofClass: inputs[i]) }
            for i in targets.indices { targets[i] = layout.rank(ofClass: targets[i]) }
        }
        if let window, architecture.embedding == nil {
            // Each place in the window has weights of its own.
            for i in inputs.indices { inputs[i] += UInt32(i % window.length * layout.vocabularySize) }
        }
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
        let addProduct = { [precision] (a: Matrix<Scalar>, b: Matrix<Scalar>, c: Matrix<Scalar>) in
            if rowsAlike {
                multiplyRowsAlike(a, b, into: c, accumulating: true)
            } else {
                multiply(a, b, into: c, accumulating: true, precision: precision)
            }
        }
        for (l, layer) in layers.enumerated() {
            let gates = layer.gates
            gates.fillRows(with: weights.layers[l].bias)
            if l > 0 {
                addProduct(outputs(of: l - 1), weights.layers[l].input, gates)
            } else if let table = weights.gatheredTable {
                let perStep = architecture.inputsPerStep
                for (i, word) in inputs.enumerated() {
                    unsafe Scalar.addScaled(1, table.row(Int(word)), to: gates.row(i / perStep), count: gates.columns)
                }
            } else {
                let embedded = embedded!.rows(0..<inputs.count)
                let stepByStep = stepByStep(embedded)
                if let clusters {
                    clusters.forward(inputs, weights, into: embedded, rowsAlike: rowsAlike)
                } else {
                    for (i, word) in inputs.enumerated() {
                        unsafe embedded.row(i).update(from: weights.table.row(Int(word)), count: embedded.columns)
                    }
                }
                if let embeddedMask {
                    embeddedMask.draw(steps: steps, rows: rows, using: &random)
                    embeddedMask.apply(to: stepByStep, into: stepByStep, rows: rows)
                }
                addProduct(stepByStep, weights.layers[0].input, gates)
            }
            layer.forward(weights.layers[l], resets: resets)
            if let mask = dropped[l]?.mask {
                mask.draw(steps: steps, rows: rows, using: &random)
                mask.apply(to: layer.outputs, into: outputs(of: l), rows: rows)
            }
        }
    }

    /// From the gradient of the outputs to that of the gates and of the inputs.
    func backward(_ weights: WeightViews<Scalar>) {
        for (l, layer) in layers.enumerated().reversed() {
            if let mask = dropped[l]?.mask {
                mask.apply(to: layer.outputGradients, into: layer.outputGradients, rows: rows)
            }
            layer.backward(transposed: weights.transposed[l], resets: resets)
            if l > 0 {
                multiply(
                    layer.gates, weights.transposed[l].input, into: layers[l - 1].outputGradients,
                    precision: precision)
            } else if let embeddedGradient {
                let inputGradients = stepByStep(embeddedGradient)
                multiply(layer.gates, weights.transposed[0].input, into: inputGradients, precision: precision)
                if let embeddedMask { embeddedMask.apply(to: inputGradients, into: inputGradients, rows: rows) }
                clusters?.backward(self.inputGradients, weights)
            }
        }
    }

    /// Some columns of the gradient of a layer's weights, after `backward`; overwritten unless `accumulating`.
    func writeWeightGradients(
        ofLayer l: Int, columns: Range<Int>, to gradient: Parameters<Scalar>, accumulating: Bool
    ) {
        let (layer, gradient) = (layers[l], LayerWeights(gradient, layer: l))
        layer.writeWeightGradients(to: gradient, columns: columns, accumulating: accumulating)
        let below = l > 0 ? outputs(of: l - 1) : embedded.map { stepByStep($0.rows(0..<inputs.count)) }
        guard let below else { return }
        multiply(
            below, transposed: true, layer.gates.columns(columns), into: gradient.input.columns(columns),
            accumulating: accumulating, precision: precision)
    }

    /// The gradient of the projections of word vectors shared with an adaptive softmax, after `backward`.
    func writeProjectionGradients(to gradient: Parameters<Scalar>, accumulating: Bool) {
        clusters?.writeProjectionGradients(to: gradient, accumulating: accumulating)
    }

    /// Adds the gradient of each input, in some share of the columns, to the row of the table that it was; after
    /// `backward`.
    func scatterInputGradients(into gradient: Parameters<Scalar>, share: (Int) -> Range<Int>) {
        if let clusters {
            clusters.scatter(inputs, inputGradients, into: gradient, share: share)
        } else {
            scatterInputGradients(into: gradient[layout.table], columns: share(layout.table.columns))
        }
    }

    /// The same to a table of rows by word.
    func scatterInputGradients(into table: Matrix<Scalar>, columns: Range<Int>) {
        let (table, gradients) = (table.columns(columns), inputGradients.columns(columns))
        let perRow = inputs.count / max(1, gradients.rows)
        for (i, word) in inputs.enumerated() {
            unsafe Scalar.addScaled(1, gradients.row(i / perRow), to: table.row(Int(word)), count: columns.count)
        }
    }

    func carryState() {
        layers.forEach { $0.carryState() }
        window?.carry()
    }

    /// Takes over the state of a shard of the same shape.
    func copyState(from other: Shard) {
        for (layer, source) in zip(layers, other.layers) { layer.copyState(from: source) }
        if let window, let source = other.window { window.copy(from: source) }
    }
}
