internal import LinearAlgebra

/// A step t of R rows of a layer: windows on its buffers.
struct CellStep<Scalar: MatrixScalar> {
    /// t
    let number: Int
    /// R × G: X_t W_x + b before the way forward, ∂A_t after the way back.
    let gates: Matrix<Scalar>
    /// R × H: H_{t−1}, cleared where a row begins anew.
    let previous: Matrix<Scalar>
    /// R × H: H_t.
    let state: Matrix<Scalar>

    /// R · H
    var count: Int { state.rows * state.columns }

    /// The rows of this step in a buffer that has as many of every step.
    func rows(of buffer: AlignedBuffer<Scalar>, after steps: Int = 0) -> Matrix<Scalar> {
        let (rows, columns) = (state.rows, state.columns)
        return Matrix(buffer, offset: (number + steps) * rows * columns, rows: rows, columns: columns)
    }
}

/// The cell of a layer: what it computes at a step, forward and backward, and what it keeps for the way back.
///
/// An enumeration and no protocol, so that what is computed for each number is compiled for its type.
enum LayerCell<Scalar: MatrixScalar> {
    case elman(ElmanCell<Scalar>)
    case feedForward(FeedForwardCell<Scalar>)
    case gru(GRUCell<Scalar>)
    case lstm(LSTMCell<Scalar>)

    /// - Parameters:
    ///   - rows: R, at most.
    ///   - steps: T, at most.
    init(_ architecture: NetworkArchitecture, rows: Int, steps: Int, precision: ProductPrecision) {
        let hidden = architecture.hidden
        switch architecture.cell {
        case .elman: self = .elman(ElmanCell(activation: architecture.activation, precision: precision))
        case .feedforward: self = .feedForward(FeedForwardCell(activation: architecture.activation))
        case .gru: self = .gru(GRUCell(rows: rows, steps: steps, hidden: hidden, precision: precision))
        case .lstm: self = .lstm(LSTMCell(rows: rows, steps: steps, hidden: hidden, precision: precision))
        }
    }

    /// Turns pre-activations but for H_{t−1} W_h into gates, and writes H_t.
    func forward(_ step: CellStep<Scalar>, _ weights: LayerWeights<Scalar>) {
        switch self {
        case .elman(let cell): cell.forward(step, weights)
        case .feedForward(let cell): cell.forward(step)
        case .gru(let cell): cell.forward(step, weights)
        case .lstm(let cell): cell.forward(step, weights)
        }
    }

    /// Turns the gates into ∂A_t, and writes ∂H_{t−1}.
    ///
    /// - Parameters:
    ///   - stateGradient: R × H: ∂H_t, what comes from t + 1 included.
    ///   - previousGradient: R × H: ∂H_{t−1}; left alone by a cell without a state.
    ///   - recurrent: G × H: W_h transposed; `nil` at the first step, before which no gradient is wanted.
    func backward(
        _ step: CellStep<Scalar>, stateGradient: Matrix<Scalar>, previousGradient: Matrix<Scalar>,
        recurrent: Matrix<Scalar>?
    ) {
        switch self {
        case .elman(let cell): cell.backward(step, stateGradient, previousGradient, recurrent)
        case .feedForward(let cell): cell.backward(step, stateGradient)
        case .gru(let cell): cell.backward(step, stateGradient, previousGradient, recurrent)
        case .lstm(let cell): cell.backward(step, stateGradient, previousGradient, recurrent)
        }
    }

    /// What goes from step to step beside H, as the states lie; `nil` if nothing does.
    var memory: AlignedBuffer<Scalar>? { if case .lstm(let cell) = self { cell.memory } else { nil } }

    /// R × H: the gradient of the memory on the way back.
    var memoryGradient: AlignedBuffer<Scalar>? { if case .lstm(let cell) = self { cell.memoryGradient } else { nil } }

    /// T·R × G after the way back: the gradient of H_{t−1} W_h, where it is not that of A.
    var productGradients: AlignedBuffer<Scalar>? { if case .gru(let cell) = self { cell.products } else { nil } }

    /// Some columns of the gradient of biases beside `LayerWeights.bias`, after the way back; overwritten unless
    /// `accumulating`.
    ///
    /// - Parameter rows: T · R.
    func writeFurtherBiases(to gradient: LayerWeights<Scalar>, columns: Range<Int>, rows: Int, accumulating: Bool) {
        guard case .gru(let cell) = self, let bias = gradient.candidateBias else { return }
        cell.writeCandidateBias(to: bias, columns: columns, rows: rows, accumulating: accumulating)
    }
}
