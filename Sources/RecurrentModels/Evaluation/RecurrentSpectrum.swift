internal import LinearAlgebra

/// What a layer's matrix from the state before does to a gradient at each step back (Pascanu, Mikolov & Bengio 2013):
/// ∂h_t/∂h_{t−1} = diag(φ′) W_hhᵀ, whose norm is at most ‖W_hh‖₂, as no activation here is steeper than 1.
package struct RecurrentSpectrum: Sendable, Hashable {
    /// From 1.
    package let layer: Int
    /// ρ, what decides in the end where φ′ is 1 throughout; with other slopes a product of such matrices may grow all the same.
    package let radius: Double
    /// ‖W_hh‖₂: after k steps back within the layer no more than its k-th power is left. Below 1 a gradient must vanish; to
    /// explode it must be above.
    package let norm: Double
}

extension NetworkModel {
    /// Of each layer of a cell without gates; none for others, through which the gradient has several ways.
    package var recurrentSpectra: [RecurrentSpectrum] {
        guard architecture.cell == .elman else { return [] }
        return parameters.layout.layers.enumerated().map { index, layer in
            let weights = parameters[layer.recurrent]
            let (matrix, square) = (Matrix<Double>(rows: weights.rows, columns: weights.rows), weights.rows)
            for i in 0..<square { for j in 0..<square { matrix[i, j] = Double(weights[i, j]) } }
            let product = Matrix<Double>(rows: square, columns: square)
            multiply(matrix, transposed: true, matrix, into: product)
            return RecurrentSpectrum(
                layer: index + 1, radius: matrix.spectralRadius, norm: product.spectralRadius.squareRoot())
        }
    }
}
