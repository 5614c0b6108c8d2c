internal import LinearAlgebra

/// r, z = σ(A_r + Q_r, A_z + Q_z), n = tanh(A_n + r (Q_n + b_n)), H_t = (1 − z) n + z H_{t−1}
///
/// with A = X W_x + b and Q = H_{t−1} W_h: the variant whose reset gate comes after the product.
/// A row of A and of Q is [r z n], each of H.
enum GRUCell<Scalar: MatrixScalar> {
    /// Turns A into the gates r, z, n; leaves Q_n + b_n in Q; writes H_t.
    static func forward(
        gates: UnsafeMutablePointer<Scalar>, recurrent: UnsafeMutablePointer<Scalar>,
        candidateBias: UnsafePointer<Scalar>, previous: UnsafePointer<Scalar>, state: UnsafeMutablePointer<Scalar>,
        rows: Int, hidden: Int
    ) {
        for row in 0..<rows {
            let r = unsafe gates + row * 3 * hidden
            let (z, n) = unsafe (r + hidden, r + 2 * hidden)
            let q = unsafe recurrent + row * 3 * hidden
            let candidate = unsafe q + 2 * hidden
            unsafe Scalar.addScaled(1, q, to: r, count: 2 * hidden)
            unsafe Scalar.sigmoid(r, count: 2 * hidden)
            unsafe Scalar.addScaled(1, candidateBias, to: candidate, count: hidden)
            for j in 0..<hidden { unsafe n[j] += r[j] * candidate[j] }
            unsafe Scalar.tanh(n, count: hidden)
            let (before, h) = unsafe (previous + row * hidden, state + row * hidden)
            for j in 0..<hidden { unsafe h[j] = n[j] + z[j] * (before[j] - n[j]) }
        }
    }

    /// Turns the gates into ∂A and Q into ∂Q, and writes the part of ∂H_{t−1} that does not pass through Q.
    static func backward(
        gates: UnsafeMutablePointer<Scalar>, recurrent: UnsafeMutablePointer<Scalar>,
        previous: UnsafePointer<Scalar>, stateGradient: UnsafePointer<Scalar>,
        previousGradient: UnsafeMutablePointer<Scalar>, rows: Int, hidden: Int
    ) {
        for row in 0..<rows {
            let r = unsafe gates + row * 3 * hidden
            let (z, n) = unsafe (r + hidden, r + 2 * hidden)
            let q = unsafe recurrent + row * 3 * hidden
            let candidate = unsafe q + 2 * hidden
            let (before, dh) = unsafe (previous + row * hidden, stateGradient + row * hidden)
            let carry = unsafe previousGradient + row * hidden
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
    }
}
