internal import LinearAlgebra

/// A layer over T steps of R rows (streams), forward and backward; its buffers are made once.
///
/// Step t of a buffer is the rows t·R ..< (t+1)·R. Gates: G columns; states: H.
final class RecurrentLayer<Scalar: MatrixScalar> {
    private let cell: LayerCell<Scalar>
    /// Whether a step sees what was before it.
    private let hasState: Bool
    private let precision: ProductPrecision
    private let hidden: Int
    private let gateColumns: Int
    private let gateBuffer: AlignedBuffer<Scalar>
    private let stateBuffer: AlignedBuffer<Scalar>
    private let gradientBuffer: AlignedBuffer<Scalar>
    /// H_{t−1} with the rows cleared that begin anew at t; otherwise the states themselves serve.
    private let previousBuffer: AlignedBuffer<Scalar>?
    private let carryBuffer: AlignedBuffer<Scalar>

    /// R and T of the minibatch at hand.
    private(set) var rows: Int
    private(set) var steps: Int

    init(_ architecture: NetworkArchitecture, rows: Int, steps: Int, precision: ProductPrecision) {
        cell = LayerCell(architecture, rows: rows, steps: steps, precision: precision)
        hasState = architecture.cell.hasState
        self.precision = precision
        hidden = architecture.hidden
        gateColumns = architecture.cell.gateCount * hidden
        self.rows = rows
        self.steps = steps
        let block = rows * hidden
        gateBuffer = AlignedBuffer(count: steps * rows * gateColumns)
        stateBuffer = AlignedBuffer(count: (steps + 1) * block)
        gradientBuffer = AlignedBuffer(count: steps * block)
        previousBuffer = hasState && architecture.state == .reset ? AlignedBuffer(count: steps * block) : nil
        carryBuffer = AlignedBuffer(count: block)
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
        memory?.rows(0..<rows).fill(with: 0)
    }

    func clearState(ofRow row: Int) {
        states.rows(row..<row + 1).fill(with: 0)
        memory?.rows(row..<row + 1).fill(with: 0)
    }

    /// The last state becomes the first of the next minibatch.
    func carryState() {
        states.rows(0..<rows).copy(from: states.rows(steps * rows..<(steps + 1) * rows))
        memory?.rows(0..<rows).copy(from: memory!.rows(steps * rows..<(steps + 1) * rows))
    }

    /// Takes over the state before the first step of a layer with as many rows.
    func copyState(from other: RecurrentLayer) {
        reshape(rows: other.rows, steps: steps)
        states.rows(0..<rows).copy(from: other.states.rows(0..<rows))
        memory?.rows(0..<rows).copy(from: other.memory!.rows(0..<rows))
    }

    private var memory: Matrix<Scalar>? {
        cell.memory.map { Matrix($0, rows: (steps + 1) * rows, columns: hidden) }
    }

    private func cellStep(_ t: Int, _ previous: Matrix<Scalar>) -> CellStep<Scalar> {
        CellStep(
            number: t, gates: gates.rows(step(t)), previous: previous.rows(step(t)), state: states.rows(step(t + 1)))
    }

    /// What the first step of a single row computed, in the order in which it did: the state and the memory before,
    /// gates, memory, state.
    func firstStep(gateNames: [String]) -> [NetworkStep.Vector] {
        var vectors: [NetworkStep.Vector] = []
        if hasState { vectors.append(.init("H_{t−1}", previous.rows(0..<1))) }
        if let memory { vectors.append(.init("C_{t−1}", memory.rows(0..<1))) }
        for (index, name) in gateNames.enumerated() {
            vectors.append(.init(name, gates.rows(0..<1).columns(index * hidden..<(index + 1) * hidden)))
        }
        if let memory { vectors.append(.init("C_t", memory.rows(rows..<rows + 1))) }
        vectors.append(.init(hasState ? "H_t" : "H", outputs.rows(0..<1)))
        return vectors
    }

    /// - Parameter resets: for each step and row, whether it begins anew; empty if none does.
    func forward(_ weights: LayerWeights<Scalar>, resets: [Bool]) {
        let (states, previous, memory) = (states, previous, memory)
        for t in 0..<steps {
            let step = cellStep(t, previous)
            if previousBuffer != nil {
                step.previous.copy(from: states.rows(self.step(t)))
                clearRows(of: step.previous, where: resets, step: t)
                if let memory { clearRows(of: memory.rows(self.step(t)), where: resets, step: t) }
            }
            cell.forward(step, weights)
        }
    }

    /// Turns the gates into ∂A, and those of the recurrent product into its gradient.
    func backward(transposed: TransposedLayerWeights<Scalar>, resets: [Bool]) {
        let (previous, gradients) = (previous, outputGradients)
        let carry = Matrix(carryBuffer, rows: rows, columns: hidden)
        let memoryGradient = cell.memoryGradient.map { Matrix($0, rows: rows, columns: hidden) }
        memoryGradient?.fill(with: 0)
        for t in (0..<steps).reversed() {
            let stateGradient = gradients.rows(step(t))
            if hasState, t + 1 < steps { stateGradient.add(carry) }
            cell.backward(
                cellStep(t, previous), stateGradient: stateGradient, previousGradient: carry,
                recurrent: t > 0 ? transposed.recurrent : nil)
            if t > 0, previousBuffer != nil {
                clearRows(of: carry, where: resets, step: t)
                if let memoryGradient { clearRows(of: memoryGradient, where: resets, step: t) }
            }
        }
    }

    /// Some columns of the gradient of all weights but W_x, after `backward`; overwritten unless `accumulating`.
    func writeWeightGradients(to gradient: LayerWeights<Scalar>, columns: Range<Int>, accumulating: Bool) {
        let bias = gradient.bias.columns(columns)
        if !accumulating { bias.fill(with: 0) }
        bias.addSumOfRows(of: gates.columns(columns))
        guard hasState else { return }
        let productGradients = cell.productGradients.map { over($0, columns: gateColumns) } ?? gates
        multiply(
            previous, transposed: true, productGradients.columns(columns), into: gradient.recurrent.columns(columns),
            accumulating: accumulating, precision: precision)
        cell.writeFurtherBiases(to: gradient, columns: columns, rows: steps * rows, accumulating: accumulating)
    }

    private func clearRows(of matrix: Matrix<Scalar>, where resets: [Bool], step t: Int) {
        guard !resets.isEmpty else { return }
        for r in 0..<rows where resets[t * rows + r] { matrix.rows(r..<r + 1).fill(with: 0) }
    }
}
