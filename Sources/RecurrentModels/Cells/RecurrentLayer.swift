internal import LinearAlgebra

/// The weights of a layer, or their gradient.
struct LayerWeights<Scalar: MatrixScalar>: Sendable {
    /// D × G
    let input: Matrix<Scalar>
    /// H × G
    let recurrent: Matrix<Scalar>
    /// 1 × G
    let bias: Matrix<Scalar>
    /// 1 × H, GRU alone
    let candidateBias: Matrix<Scalar>?

    init(_ parameters: Parameters<Scalar>, layer: Int) {
        let tensors = parameters.layout.layers[layer]
        input = parameters[tensors.input]
        recurrent = parameters[tensors.recurrent]
        bias = parameters[tensors.bias]
        candidateBias = tensors.candidateBias.map { parameters[$0] }
    }
}

/// A layer's weights transposed: small products run far faster on these than on the originals read across.
struct TransposedLayerWeights<Scalar: MatrixScalar>: Sendable {
    /// G × D
    let input: Matrix<Scalar>
    /// G × H
    let recurrent: Matrix<Scalar>

    init(_ layer: ParameterLayout.Layer) {
        input = Matrix(rows: layer.input.columns, columns: layer.input.rows)
        recurrent = Matrix(rows: layer.recurrent.columns, columns: layer.recurrent.rows)
    }

    func update(from weights: LayerWeights<Scalar>) {
        input.transpose(from: weights.input)
        recurrent.transpose(from: weights.recurrent)
    }
}

/// A layer over T steps of R rows (streams), forward and backward; its buffers are made once.
///
/// Step t of a buffer is the rows t·R ..< (t+1)·R. Gates: G columns; states: H.
final class RecurrentLayer<Scalar: MatrixScalar> {
    private let architecture: NetworkArchitecture
    private let precision: ProductPrecision
    private let hidden: Int
    private let gateColumns: Int
    private let gateBuffer: AlignedBuffer<Scalar>
    private let stateBuffer: AlignedBuffer<Scalar>
    private let gradientBuffer: AlignedBuffer<Scalar>
    /// H_{t−1} with the rows cleared that begin anew at t; otherwise the states themselves serve.
    private let previousBuffer: AlignedBuffer<Scalar>?
    private let recurrentBuffer: AlignedBuffer<Scalar>?
    private let cellBuffer: AlignedBuffer<Scalar>?
    private let cellTanhBuffer: AlignedBuffer<Scalar>?
    private let carryBuffer: AlignedBuffer<Scalar>
    private let cellGradientBuffer: AlignedBuffer<Scalar>?

    /// R and T of the minibatch at hand.
    private(set) var rows: Int
    private(set) var steps: Int

    init(_ architecture: NetworkArchitecture, rows: Int, steps: Int, precision: ProductPrecision) {
        self.architecture = architecture
        self.precision = precision
        hidden = architecture.hidden
        gateColumns = architecture.gateCount * hidden
        self.rows = rows
        self.steps = steps
        let block = rows * hidden
        let lstm = architecture.cell == .lstm
        gateBuffer = AlignedBuffer(count: steps * rows * gateColumns)
        stateBuffer = AlignedBuffer(count: (steps + 1) * block)
        gradientBuffer = AlignedBuffer(count: steps * block)
        previousBuffer = architecture.state == .reset ? AlignedBuffer(count: steps * block) : nil
        recurrentBuffer = architecture.cell == .gru ? AlignedBuffer(count: steps * rows * gateColumns) : nil
        cellBuffer = lstm ? AlignedBuffer(count: (steps + 1) * block) : nil
        cellTanhBuffer = lstm ? AlignedBuffer(count: steps * block) : nil
        carryBuffer = AlignedBuffer(count: block)
        cellGradientBuffer = lstm ? AlignedBuffer(count: block) : nil
    }

    /// Sets R and T, at most those the layer was made for.
    func reshape(rows: Int, steps: Int) {
        self.rows = rows
        self.steps = steps
    }

    private func over(_ buffer: AlignedBuffer<Scalar>, columns: Int) -> Matrix<Scalar> {
        Matrix(buffer, rows: steps * rows, columns: columns)
    }

    private func step(_ t: Int) -> Range<Int> { t * rows..<(t + 1) * rows }

    /// T·R × G: X W_x + b before `forward`, ∂A after `backward`.
    var gates: Matrix<Scalar> { over(gateBuffer, columns: gateColumns) }
    /// (T+1)·R × H: step 0 is the state before the first.
    private var states: Matrix<Scalar> { Matrix(stateBuffer, rows: (steps + 1) * rows, columns: hidden) }
    /// T·R × H: H_1 … H_T.
    var outputs: Matrix<Scalar> { states.rows(rows..<(steps + 1) * rows) }
    /// T·R × H: ∂ of the outputs, to be filled before `backward`.
    var outputGradients: Matrix<Scalar> { over(gradientBuffer, columns: hidden) }
    /// T·R × H: H_0 … H_{T−1}, cleared where a row begins anew.
    private var previous: Matrix<Scalar> {
        previousBuffer.map { over($0, columns: hidden) } ?? states.rows(0..<steps * rows)
    }

    func clearState() {
        states.rows(0..<rows).fill(with: 0)
        cells?.rows(0..<rows).fill(with: 0)
    }

    func clearState(ofRow row: Int) {
        states.rows(row..<row + 1).fill(with: 0)
        cells?.rows(row..<row + 1).fill(with: 0)
    }

    /// The last state becomes the first of the next minibatch.
    func carryState() {
        states.rows(0..<rows).copy(from: states.rows(steps * rows..<(steps + 1) * rows))
        cells?.rows(0..<rows).copy(from: cells!.rows(steps * rows..<(steps + 1) * rows))
    }

    /// Takes over the state before the first step of a layer with as many rows.
    func copyState(from other: RecurrentLayer) {
        reshape(rows: other.rows, steps: steps)
        states.rows(0..<rows).copy(from: other.states.rows(0..<rows))
        cells?.rows(0..<rows).copy(from: other.cells!.rows(0..<rows))
    }

    private var cells: Matrix<Scalar>? {
        cellBuffer.map { Matrix($0, rows: (steps + 1) * rows, columns: hidden) }
    }

    /// - Parameter resets: for each step and row, whether it begins anew; empty if none does.
    func forward(_ weights: LayerWeights<Scalar>, resets: [Bool]) {
        if architecture.cell == .feedforward { return feedForward() }
        let (gates, states, previous) = (gates, states, previous)
        for t in 0..<steps {
            let before = previous.rows(step(t))
            if previousBuffer != nil {
                before.copy(from: states.rows(step(t)))
                clearRows(of: before, where: resets, step: t)
                if let cells { clearRows(of: cells.rows(step(t)), where: resets, step: t) }
            }
            let gate = gates.rows(step(t))
            let state = states.rows(step(t + 1))
            switch architecture.cell {
            case .feedforward: break
            case .elman:
                multiply(before, weights.recurrent, into: gate, accumulating: true, precision: precision)
                unsafe ElmanCell.forward(
                    architecture.activation, preactivation: gate.pointer, state: state.pointer, count: rows * hidden)
            case .gru:
                let product = over(recurrentBuffer!, columns: gateColumns).rows(step(t))
                multiply(before, weights.recurrent, into: product, precision: precision)
                unsafe GRUCell.forward(
                    gates: gate.pointer, recurrent: product.pointer, candidateBias: weights.candidateBias!.pointer,
                    previous: before.pointer, state: state.pointer, rows: rows, hidden: hidden)
            case .lstm:
                multiply(before, weights.recurrent, into: gate, accumulating: true, precision: precision)
                let cells = cells!
                unsafe LSTMCell.forward(
                    gates: gate.pointer, previousCell: cells.rows(step(t)).pointer,
                    cell: cells.rows(step(t + 1)).pointer,
                    cellTanh: over(cellTanhBuffer!, columns: hidden).rows(step(t)).pointer, state: state.pointer,
                    rows: rows, hidden: hidden)
            }
        }
    }

    /// No step waits for another. Row by row, so that no row's bits depend on how many there are.
    private func feedForward() {
        let (gates, outputs) = (gates, outputs)
        for r in 0..<gates.rows {
            unsafe ElmanCell.forward(
                architecture.activation, preactivation: gates.row(r), state: outputs.row(r), count: hidden)
        }
    }

    private func feedBackward() {
        let gates = gates
        unsafe ElmanCell.backward(
            architecture.activation, state: outputs.pointer, stateGradient: outputGradients.pointer,
            preactivationGradient: gates.pointer, count: gates.rows * hidden)
    }

    /// Turns the gates into ∂A, and those of the recurrent product into its gradient.
    func backward(transposed: TransposedLayerWeights<Scalar>, resets: [Bool]) {
        if architecture.cell == .feedforward { return feedBackward() }
        let (gates, previous, outputs, gradients) = (gates, previous, outputs, outputGradients)
        let carry = Matrix(carryBuffer, rows: rows, columns: hidden)
        let cellGradient = cellGradientBuffer.map { Matrix($0, rows: rows, columns: hidden) }
        cellGradient?.fill(with: 0)
        for t in (0..<steps).reversed() {
            let gate = gates.rows(step(t))
            let stateGradient = gradients.rows(step(t))
            if t + 1 < steps { stateGradient.add(carry) }
            var throughProduct = gate
            switch architecture.cell {
            case .feedforward: break
            case .elman:
                unsafe ElmanCell.backward(
                    architecture.activation, state: outputs.rows(step(t)).pointer,
                    stateGradient: stateGradient.pointer, preactivationGradient: gate.pointer, count: rows * hidden)
            case .gru:
                throughProduct = over(recurrentBuffer!, columns: gateColumns).rows(step(t))
                unsafe GRUCell.backward(
                    gates: gate.pointer, recurrent: throughProduct.pointer, previous: previous.rows(step(t)).pointer,
                    stateGradient: stateGradient.pointer, previousGradient: carry.pointer, rows: rows, hidden: hidden)
            case .lstm:
                unsafe LSTMCell.backward(
                    gates: gate.pointer, previousCell: cells!.rows(step(t)).pointer,
                    cellTanh: over(cellTanhBuffer!, columns: hidden).rows(step(t)).pointer,
                    stateGradient: stateGradient.pointer, cellGradient: cellGradient!.pointer, rows: rows,
                    hidden: hidden)
            }
            guard t > 0 else { break }
            multiply(
                throughProduct, transposed.recurrent, into: carry, accumulating: architecture.cell == .gru,
                precision: precision)
            if previousBuffer != nil {
                clearRows(of: carry, where: resets, step: t)
                if let cellGradient { clearRows(of: cellGradient, where: resets, step: t) }
            }
        }
    }

    /// Some columns of the gradient of all weights but W_x, after `backward`; overwritten unless `accumulating`.
    func writeWeightGradients(to gradient: LayerWeights<Scalar>, columns: Range<Int>, accumulating: Bool) {
        let bias = gradient.bias.columns(columns)
        if !accumulating { bias.fill(with: 0) }
        bias.addSumOfRows(of: gates.columns(columns))
        guard architecture.cell != .feedforward else { return }
        let throughProducts = recurrentBuffer.map { over($0, columns: gateColumns) } ?? gates
        multiply(
            previous, transposed: true, throughProducts.columns(columns), into: gradient.recurrent.columns(columns),
            accumulating: accumulating, precision: precision)
        // The candidate is the last of the GRU's three blocks of columns.
        let candidate = columns.clamped(to: 2 * hidden..<3 * hidden)
        if let candidateBias = gradient.candidateBias, !candidate.isEmpty {
            let bias = candidateBias.columns(candidate.lowerBound - 2 * hidden..<candidate.upperBound - 2 * hidden)
            if !accumulating { bias.fill(with: 0) }
            bias.addSumOfRows(of: throughProducts.columns(candidate))
        }
    }

    private func clearRows(of matrix: Matrix<Scalar>, where resets: [Bool], step t: Int) {
        guard !resets.isEmpty else { return }
        for r in 0..<rows where resets[t * rows + r] { matrix.rows(r..<r + 1).fill(with: 0) }
    }
}
