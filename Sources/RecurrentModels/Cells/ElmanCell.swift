internal import LinearAlgebra

/// H_t = φ(A_t), A_t = X_t W_xh + H_{t−1} W_hh + b_h. All blocks are rows × H.
enum ElmanCell<Scalar: MatrixScalar> {
    static func forward(
        _ activation: NetworkArchitecture.Activation, preactivation a: UnsafePointer<Scalar>,
        state h: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        switch activation {
        case .tanh: unsafe Scalar.tanh(a, into: h, count: count)
        case .relu: for i in 0..<count { unsafe h[i] = a[i] > 0 ? a[i] : 0 }
        }
    }

    /// ∂A_t = ∂H_t φ′(A_t), with φ′ told from φ: 1 − h² for tanh, 1 where h > 0 for ReLU.
    static func backward(
        _ activation: NetworkArchitecture.Activation, state h: UnsafePointer<Scalar>,
        stateGradient dh: UnsafePointer<Scalar>, preactivationGradient da: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        switch activation {
        case .tanh: for i in 0..<count { unsafe da[i] = dh[i] * (1 - h[i] * h[i]) }
        case .relu: for i in 0..<count { unsafe da[i] = h[i] > 0 ? dh[i] : 0 }
        }
    }
}
