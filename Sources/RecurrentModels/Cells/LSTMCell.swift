internal import LinearAlgebra

/// i, f, o = σ(A_i, A_f, A_o), g = tanh A_g, C_t = f C_{t−1} + i g, H_t = o tanh C_t.
///
/// A row of the gates is [i f g o], each of H; what is said of a row holds for each.
enum LSTMCell<Scalar: MatrixScalar> {
    /// Turns pre-activations into gates, and writes C_t, tanh C_t and H_t.
    static func forward(
        gates: UnsafeMutablePointer<Scalar>, previousCell: UnsafePointer<Scalar>, cell: UnsafeMutablePointer<Scalar>,
        cellTanh: UnsafeMutablePointer<Scalar>, state: UnsafeMutablePointer<Scalar>, rows: Int, hidden: Int
    ) {
        for r in 0..<rows {
            let i = unsafe gates + r * 4 * hidden
            let (f, g, o) = unsafe (i + hidden, i + 2 * hidden, i + 3 * hidden)
            unsafe Scalar.sigmoid(i, count: 2 * hidden)
            unsafe Scalar.tanh(g, count: hidden)
            unsafe Scalar.sigmoid(o, count: hidden)
            let c = unsafe cell + r * hidden
            let before = unsafe previousCell + r * hidden
            for j in 0..<hidden { unsafe c[j] = f[j] * before[j] + i[j] * g[j] }
            let t = unsafe cellTanh + r * hidden
            unsafe Scalar.tanh(c, into: t, count: hidden)
            let h = unsafe state + r * hidden
            for j in 0..<hidden { unsafe h[j] = o[j] * t[j] }
        }
    }

    /// Turns gates into the gradient of their pre-activations, and ∂C_t, as it comes from t + 1, into ∂C_{t−1}.
    static func backward(
        gates: UnsafeMutablePointer<Scalar>, previousCell: UnsafePointer<Scalar>, cellTanh: UnsafePointer<Scalar>,
        stateGradient: UnsafePointer<Scalar>, cellGradient: UnsafeMutablePointer<Scalar>, rows: Int, hidden: Int
    ) {
        for r in 0..<rows {
            let i = unsafe gates + r * 4 * hidden
            let (f, g, o) = unsafe (i + hidden, i + 2 * hidden, i + 3 * hidden)
            let (before, t) = unsafe (previousCell + r * hidden, cellTanh + r * hidden)
            let (dh, dc) = unsafe (stateGradient + r * hidden, cellGradient + r * hidden)
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
    }
}
