internal import LinearAlgebra

/// r, z = σ(A_r + Q_r, A_z + Q_z), n = tanh(A_n + r (Q_n + b_n)), H_t = (1 − z) n + z H_{t−1}
///
/// with A = X W_x + b and Q = H_{t−1} W_h: the variant whose reset gate comes after the product.
/// A row of A and of Q is [r z n], each of H.
struct GRUCell<Scalar: MatrixScalar> {
    private let hidden: Int
    private let precision: ProductPrecision
    /// T·R × 3H: Q, with b_n in it, after the way forward, ∂Q after the way back.
    let products: AlignedBuffer<Scalar>

    init(rows: Int, steps: Int, hidden: Int, precision: ProductPrecision) {
        (self.hidden, self.precision) = (hidden, precision)
        products = AlignedBuffer(count: steps * rows * 3 * hidden)
    }

    /// Turns A into the gates r, z, n; leaves Q_n + b_n in Q; writes H_t.
    func forward(_ step: CellStep<Scalar>, _ weights: LayerWeights<Scalar>) {
        let product = product(of: step)
        multiply(step.previous, weights.recurrent, into: product, precision: precision)
        let candidateBias = weights.candidateBias!
        for row in 0..<step.state.rows {
            let r = unsafe step.gates.row(row)
            let (z, n) = unsafe (r + hidden, r + 2 * hidden)
            let q = unsafe product.row(row)
            let candidate = unsafe q + 2 * hidden
            unsafe Scalar.addScaled(1, q, to: r, count: 2 * hidden)
            unsafe Scalar.sigmoid(r, count: 2 * hidden)
            unsafe Scalar.addScaled(1, candidateBias.pointer, to: candidate, count: hidden)
            for j in 0..<hidden { unsafe n[j] += r[j] * candidate[j] }
            unsafe Scalar.tanh(n, count: hidden)
            let (before, h) = unsafe (step.previous.row(row), step.state.row(row))
            for j in 0..<hidden { unsafe h[j] = n[j] + z[j] * (before[j] - n[j]) }
        }
    }

    /// Turns the gates into ∂A and Q into ∂Q.
    func backward(
        _ step: CellStep<Scalar>, _ stateGradient: Matrix<Scalar>, _ previousGradient: Matrix<Scalar>,
        _ recurrent: Matrix<Scalar>?
    ) {
        let product = product(of: step)
        for row in 0..<step.state.rows {
            let r = unsafe step.gates.row(row)
            let (z, n) = unsafe (r + hidden, r + 2 * hidden)
            let q = unsafe product.row(row)
            let candidate = unsafe q + 2 * hidden
            let (before, dh) = unsafe (step.previous.row(row), stateGradient.row(row))
            let carry = unsafe previousGradient.row(row)
            for j in 0..<hidden {
                let (update, new) = unsafe (z[j], n[j])
                unsafe carry[j] = dh[j] * update
                unsafe z[j] = dh[j] * (before[j] - new) * update * (1 - update)
                unsafe n[j] = dh[j] * (1 - update) * (1 - new * new)
            }
            for j in 0..<hidden {
                let (reset, dn) = unsafe (r[j], n[j])
                unsafe r[j] = dn * candidate[j] * reset * (1 - reset)
                unsafe candidate[j] = dn * reset
            }
            unsafe q.update(from: r, count: 2 * hidden)
        }
        // To what does not pass through Q comes what does.
        if let recurrent {
            multiply(product, recurrent, into: previousGradient, accumulating: true, precision: precision)
        }
    }

    /// Some of a layer's G columns of ∂b_n, 1 × H; overwritten unless `accumulating`.
    ///
    /// - Parameter rows: T · R.
    func writeCandidateBias(to gradient: Matrix<Scalar>, columns: Range<Int>, rows: Int, accumulating: Bool) {
        // The candidate is the last of the three blocks of columns.
        let candidate = columns.clamped(to: 2 * hidden..<3 * hidden)
        if candidate.isEmpty { return }
        let bias = gradient.columns(candidate.lowerBound - 2 * hidden..<candidate.upperBound - 2 * hidden)
        if !accumulating { bias.fill(with: 0) }
        bias.addSumOfRows(of: Matrix(products, rows: rows, columns: 3 * hidden).columns(candidate))
    }

    private func product(of step: CellStep<Scalar>) -> Matrix<Scalar> {
        let rows = step.state.rows
        return Matrix(products, offset: step.number * rows * 3 * hidden, rows: rows, columns: 3 * hidden)
    }
}
