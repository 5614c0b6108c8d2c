internal import LinearAlgebra

/// H_t = φ(A_t), A_t = X_t W_xh + H_{t−1} W_hh + b_h.
struct ElmanCell<Scalar: MatrixScalar> {
    let activation: NetworkArchitecture.Activation
    let precision: ProductPrecision

    func forward(_ step: CellStep<Scalar>, _ weights: LayerWeights<Scalar>) {
        multiply(step.previous, weights.recurrent, into: step.gates, accumulating: true, precision: precision)
        unsafe activation.apply(to: step.gates.pointer, into: step.state.pointer, count: step.count)
    }

    func backward(
        _ step: CellStep<Scalar>, _ stateGradient: Matrix<Scalar>, _ previousGradient: Matrix<Scalar>,
        _ recurrent: Matrix<Scalar>?
    ) {
        unsafe activation.writeGradient(
            step.gates.pointer, ofState: step.state.pointer, gradient: stateGradient.pointer, count: step.count)
        if let recurrent { multiply(step.gates, recurrent, into: previousGradient, precision: precision) }
    }
}
