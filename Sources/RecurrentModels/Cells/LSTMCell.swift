internal import LinearAlgebra

/// i, f, o = σ(A_i, A_f, A_o), g = tanh A_g, C_t = f C_{t−1} + i g, H_t = o tanh C_t, with A = X W_x + H_{t−1} W_h + b.
///
/// A row of the gates is [i f g o], each of H; what is said of a row holds for each.
struct LSTMCell<Scalar: MatrixScalar> {
    private let hidden: Int
    private let precision: ProductPrecision
    /// (T+1)·R × H: C_0 … C_T
    let memory: AlignedBuffer<Scalar>
    /// T·R × H: tanh C_1 … tanh C_T
    private let memoryTanh: AlignedBuffer<Scalar>
    /// R × H: ∂C_t
    let memoryGradient: AlignedBuffer<Scalar>

    init(rows: Int, steps: Int, hidden: Int, precision: ProductPrecision) {
        (self.hidden, self.precision) = (hidden, precision)
        memory = AlignedBuffer(count: (steps + 1) * rows * hidden)
        memoryTanh = AlignedBuffer(count: steps * rows * hidden)
        memoryGradient = AlignedBuffer(count: rows * hidden)
    }

    /// Turns pre-activations into gates, and writes C_t, tanh C_t and H_t.
    func forward(_ step: CellStep<Scalar>, _ weights: LayerWeights<Scalar>) {
        multiply(step.previous, weights.recurrent, into: step.gates, accumulating: true, precision: precision)
        let (cellBefore, cell) = (step.rows(of: memory), step.rows(of: memory, after: 1))
        let cellTanh = step.rows(of: memoryTanh)
        for r in 0..<step.state.rows {
            let i = unsafe step.gates.row(r)
            let (f, g, o) = unsafe (i + hidden, i + 2 * hidden, i + 3 * hidden)
            unsafe Scalar.sigmoid(i, count: 2 * hidden)
            unsafe Scalar.tanh(g, count: hidden)
            unsafe Scalar.sigmoid(o, count: hidden)
            let (before, c) = unsafe (cellBefore.row(r), cell.row(r))
            for j in 0..<hidden { unsafe c[j] = f[j] * before[j] + i[j] * g[j] }
            let t = unsafe cellTanh.row(r)
            unsafe Scalar.tanh(c, into: t, count: hidden)
            let h = unsafe step.state.row(r)
            for j in 0..<hidden { unsafe h[j] = o[j] * t[j] }
        }
    }

    /// Turns gates into the gradient of their pre-activations, and ∂C_t, as it comes from t + 1, into ∂C_{t−1}.
    func backward(
        _ step: CellStep<Scalar>, _ stateGradient: Matrix<Scalar>, _ previousGradient: Matrix<Scalar>,
        _ recurrent: Matrix<Scalar>?
    ) {
        let (cellBefore, cellTanh) = (step.rows(of: memory), step.rows(of: memoryTanh))
        for r in 0..<step.state.rows {
            let i = unsafe step.gates.row(r)
            let (f, g, o) = unsafe (i + hidden, i + 2 * hidden, i + 3 * hidden)
            let (before, t) = unsafe (cellBefore.row(r), cellTanh.row(r))
            let (dh, dc) = unsafe (stateGradient.row(r), memoryGradient.pointer + r * hidden)
            for j in 0..<hidden {
                unsafe dc[j] += dh[j] * o[j] * (1 - t[j] * t[j])
                unsafe o[j] = dh[j] * t[j] * o[j] * (1 - o[j])
            }
            for j in 0..<hidden {
                let (input, candidate) = unsafe (i[j], g[j])
                unsafe i[j] = dc[j] * candidate * input * (1 - input)
                unsafe g[j] = dc[j] * input * (1 - candidate * candidate)
            }
            for j in 0..<hidden {
                let (forget, gradient) = unsafe (f[j], dc[j])
                unsafe f[j] = gradient * before[j] * forget * (1 - forget)
                unsafe dc[j] = gradient * forget
            }
        }
        if let recurrent { multiply(step.gates, recurrent, into: previousGradient, precision: precision) }
    }
}
