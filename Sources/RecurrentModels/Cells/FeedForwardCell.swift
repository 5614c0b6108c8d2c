internal import LinearAlgebra

/// H = φ(A), A = X W + b: no step knows of another.
struct FeedForwardCell<Scalar: MatrixScalar> {
    let activation: NetworkArchitecture.Activation

    /// Row by row, so that no row's bits depend on how many there are.
    func forward(_ step: CellStep<Scalar>) {
        for r in 0..<step.state.rows {
            unsafe activation.apply(to: step.gates.row(r), into: step.state.row(r), count: step.state.columns)
        }
    }

    func backward(_ step: CellStep<Scalar>, _ stateGradient: Matrix<Scalar>) {
        unsafe activation.writeGradient(
            step.gates.pointer, ofState: step.state.pointer, gradient: stateGradient.pointer, count: step.count)
    }
}
