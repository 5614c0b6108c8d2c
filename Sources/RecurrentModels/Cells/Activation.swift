internal import LinearAlgebra

extension NetworkArchitecture.Activation {
    /// φ(a) of so many numbers.
    func apply<Scalar: MatrixScalar>(
        to a: UnsafePointer<Scalar>, into h: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        switch self {
        case .tanh: unsafe Scalar.tanh(a, into: h, count: count)
        case .relu: for i in 0..<count { unsafe h[i] = a[i] > 0 ? a[i] : 0 }
        }
    }

    /// ∂a = ∂h φ′(a), with φ′ told from h = φ(a): 1 − h² for tanh, 1 where h > 0 for ReLU.
    func writeGradient<Scalar: MatrixScalar>(
        _ da: UnsafeMutablePointer<Scalar>, ofState h: UnsafePointer<Scalar>, gradient dh: UnsafePointer<Scalar>,
        count: Int
    ) {
        switch self {
        case .tanh: for i in 0..<count { unsafe da[i] = dh[i] * (1 - h[i] * h[i]) }
        case .relu: for i in 0..<count { unsafe da[i] = h[i] > 0 ? dh[i] : 0 }
        }
    }
}
